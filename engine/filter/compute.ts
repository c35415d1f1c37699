/** What arithmetic gives. Whole numbers keep to the size of their type: what does not fit has no value, as in Wireshark. */
import { andBytes, arithmetic } from './operators'
import type { ArithmeticOp } from './ast'
import { exact } from './literals'
import { isInteger } from './types'
import type { Type } from './types'
import { asBytes, ipv4Bytes } from './values'
import type { Value } from './values'

/** Whether a result fits: unsigned types may go below zero as far as signed ones of their size. */
function fits(value: bigint, { class: c, width }: Type): boolean {
  const bits = BigInt(width > 4 ? 64 : 32)
  const least = -(1n << (bits - 1n))
  const most = c === 'uint' ? 1n << bits : 1n << (bits - 1n)
  return value >= least && value < most
}

/** Compiles one operation on two values of these types; undefined: no result. */
export function computation(op: ArithmeticOp, left: Type, right: Type): (a: Value, b: Value) => Value | undefined {
  const { compute, real } = arithmetic[op]
  if (isInteger(left)) {
    const wide: Type = { class: left.class, width: Math.max(left.width, right.width) }
    const bits = wide.width > 4 ? 64 : 32
    return (a, b) => {
      const first = BigInt(a as number)
      const second = BigInt(b as number)
      // Behind an unsigned number a negative one counts as the large one that its bits are: mostly there is no result then.
      const isWrapped = left.class === 'uint' && first >= 0n && second < 0n
      const made = compute(first, isWrapped ? BigInt.asUintN(bits, second) : second)
      return made !== undefined && fits(made, wide) ? exact(op === '&' ? BigInt.asUintN(64, made) : made) : undefined
    }
  }
  if (left.class === 'float') return (a, b) => real(Number(a), Number(b))
  if (left.class === 'ipv4') return (a, b) => ((a as number) & (b as number)) >>> 0
  if (left.class === 'duration' || left.class === 'time') {
    if (op === '*' || op === '/')
      return (a, b) => {
        const made = real(Number(a), Number(b))
        return made === undefined || !Number.isFinite(made) ? undefined : Math.trunc(made)
      }
    return (a, b) =>
      isWhole(a) && isWhole(b) ? exact(compute(BigInt(a as number), BigInt(b as number))!) : real(Number(a), Number(b))
  }
  const bytes = (v: Value): Uint8Array => (typeof v === 'number' ? ipv4Bytes(v) : asBytes(v))
  return (a, b) => andBytes(bytes(a), bytes(b))
}

/** Neither `inf` nor `nan`. */
const isWhole = (v: Value): boolean => typeof v !== 'number' || Number.isFinite(v)

/** The number with its sign changed. */
export function negated(value: Value, type: Type): Value | undefined {
  if (type.class === 'float' || !isWhole(value)) return -Number(value)
  const made = -BigInt(value as number)
  return type.class === 'duration' || fits(made, type) ? exact(made) : undefined
}
