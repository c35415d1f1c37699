/** The values that filters work with, and how they are ordered. */
import { stringBytes } from './quoted'

/** Numbers (exact beyond 2^53 as bigint; times in nanoseconds), text, bytes. */
export type Value = number | bigint | string | Uint8Array

/** Sign of a − b; NaN where there is no order. */
export type Order = (a: Value, b: Value) => number

const TWO_64 = 1n << 64n

/** Numbers by value. */
export const byNumber: Order = (a, b) => (a < b ? -1 : a > b ? 1 : a >= b ? 0 : NaN)

/** As Wireshark compares an unsigned left side: a negative right side counts as the 64-bit number with its bits. */
export const byUnsigned: Order = (a, b) => {
  if ((b as number) < 0 && (a as number) >= 0) return byNumber(a, BigInt(b as number) + TWO_64)
  return a < b ? -1 : a > b ? 1 : 0
}

export const byTruth: Order = (a, b) => (Number(a) ? 1 : 0) - (Number(b) ? 1 : 0)

/** A shorter byte string comes before a longer one. */
export const byBytes: Order = (a, b) => {
  const left = asBytes(a)
  const right = asBytes(b)
  if (left.length !== right.length) return left.length - right.length
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i]! - right[i]!
  return 0
}

/** By code point, which is the order of their UTF-8 bytes. */
export const byText: Order = (a, b) => {
  if (a === b) return 0
  const left = asBytes(a)
  const right = asBytes(b)
  const n = Math.min(left.length, right.length)
  for (let i = 0; i < n; i++) if (left[i] !== right[i]) return left[i]! - right[i]!
  return left.length - right.length
}

/** IPv4 addresses, of which only the first bits count where either side is a prefix. */
export function byIpv4(bits: number): Order {
  if (bits >= 32) return byNumber
  const unit = 2 ** (32 - bits)
  return (a, b) => Math.floor((a as number) / unit) - Math.floor((b as number) / unit)
}

/** IPv6 addresses and their prefixes. */
export function byIpv6(bits: number): Order {
  return (a, b) => {
    const left = asBytes(a)
    const right = asBytes(b)
    for (let i = 0; i < 16; i++) {
      const rest = bits - 8 * i
      if (rest <= 0) return 0
      const mask = rest >= 8 ? 0xff : (0xff00 >> rest) & 0xff
      const step = (left[i]! & mask) - (right[i]! & mask)
      if (step !== 0) return step
    }
    return 0
  }
}

const known = new Map<string, Uint8Array>()

/** The bytes of a value: text as UTF-8. IPv4 addresses are numbers; give their bytes with `ipv4Bytes`. */
export function asBytes(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value
  const text = String(value)
  let bytes = known.get(text)
  if (!bytes) {
    bytes = stringBytes(text)
    // Constants come again and again; what packets hold does not, and must not pile up.
    if (known.size >= 1000) known.clear()
    known.set(text, bytes)
  }
  return bytes
}

export const ipv4Bytes = (v: number): Uint8Array => Uint8Array.of(v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255)

/** Whether `needle` lies in `bytes`: Boyer–Moore–Horspool. An empty needle is found nowhere, as in Wireshark. */
export function finder(needle: Uint8Array): (bytes: Uint8Array) => boolean {
  const last = needle.length - 1
  if (last < 0) return () => false
  const skips = new Int32Array(256).fill(needle.length)
  for (let i = 0; i < last; i++) skips[needle[i]!] = last - i
  return (bytes) => {
    let at = last
    while (at < bytes.length) {
      const end = bytes[at]!
      if (end === needle[last]) {
        let k = last
        while (k > 0 && bytes[at - last + k - 1] === needle[k - 1]) k--
        if (k === 0) return true
      }
      at += skips[end]!
    }
    return false
  }
}

export function containsBytes(bytes: Uint8Array, needle: Uint8Array): boolean {
  const last = bytes.length - needle.length
  if (needle.length === 0) return false
  outer: for (let at = 0; at <= last; at++) {
    for (let k = 0; k < needle.length; k++) if (bytes[at + k] !== needle[k]) continue outer
    return true
  }
  return false
}
