// Options of pcapng blocks: walk them, read their values. All of it is untrusted.
import { limits } from '../limits'
import { option } from './block-types'
import type { RawOption } from './types'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** UTF-8 up to the first NUL; what is not UTF-8 becomes U+FFFD. */
export function text(value: Uint8Array): string {
  const end = value.indexOf(0)
  return decoder.decode(end < 0 ? value : value.subarray(0, end))
}

/** Bytes that `length` takes with its padding to 32 bits. */
export const padded = (length: number): number => (length + 3) & ~3

/** An option that says to be longer than its block: where, what it needs and what is there. */
export interface TornOption {
  at: number
  code: number
  needed: number
  present: number
}

/**
 * Calls `each` for every option in view[at .. end) up to opt_endofopt, the end, or `most` options.
 * Fewer than four bytes at the end are no option and are passed over. Returns what is wrong, or null.
 */
export function walkOptions(
  view: DataView,
  at: number,
  end: number,
  little: boolean,
  each: (code: number, at: number, length: number) => void,
  most: number = limits.optionsPerBlock,
): TornOption | null {
  for (let turns = 0; end - at >= 4 && turns < most; turns++) {
    const code = view.getUint16(at, little)
    const length = view.getUint16(at + 2, little)
    if (at + 4 + length > end) return { at, code, needed: 4 + length, present: end - at }
    if (code === option.end) return null
    each(code, at + 4, length)
    at += 4 + padded(length)
  }
  return null
}

/** The options, copied out of the buffer; a torn one ends the list. */
export function readOptions(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  little: boolean,
  most?: number,
): RawOption[] {
  const found: RawOption[] = []
  const take = (code: number, from: number, length: number): void => {
    found.push({ code, value: bytes.slice(from, from + length) })
  }
  walkOptions(view, at, end, little, take, most)
  return found
}

/** Value of the first option with this code; Wireshark, too, lets the first one win. */
export function first(options: RawOption[], code: number): Uint8Array | undefined {
  return options.find((it) => it.code === code)?.value
}

/** Text of the first option with this code. */
export function firstText(options: RawOption[], code: number): string | undefined {
  const value = first(options, code)
  return value && text(value)
}

/** Texts of all options with this code. */
export function texts(options: RawOption[], code: number): string[] {
  return options.filter((it) => it.code === code).map((it) => text(it.value))
}

/** The first option with this code as an unsigned integer of exactly `size` bytes; of another size it does not count. */
export function firstUnsigned(
  options: RawOption[],
  code: number,
  size: 1 | 4 | 8,
  little: boolean,
): bigint | undefined {
  const value = first(options, code)
  return value?.length === size ? unsigned(value, little) : undefined
}

/** An unsigned integer of 1, 4 or 8 bytes. */
export function unsigned(value: Uint8Array, little: boolean): bigint {
  const view = new DataView(value.buffer, value.byteOffset, value.length)
  if (value.length === 1) return BigInt(view.getUint8(0))
  return value.length === 4 ? BigInt(view.getUint32(0, little)) : view.getBigUint64(0, little)
}
