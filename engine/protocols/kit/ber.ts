/** X.690, BER and DER: tags, lengths and values, with their places. Protocols walk what they expect; nothing is looked for here. */
import { uint, uintBig } from '../../bytes/read'
import type { Packet } from '../../dissect/packet'

/** Universal tags. */
export const BER = {
  BOOLEAN: 1,
  INTEGER: 2,
  BIT_STRING: 3,
  OCTET_STRING: 4,
  NULL: 5,
  OID: 6,
  ENUMERATED: 10,
  UTF8_STRING: 12,
  SEQUENCE: 16,
  SET: 17,
} as const
/** Classes of tags. */
export const UNIVERSAL = 0
export const APPLICATION = 1
export const CONTEXT = 2
/** A tag number in the first byte that says: the number follows in seven bits a byte. */
const LONG_TAG = 31
/** More bytes for a tag number or a length than any message has: the bytes are no BER. */
const MOST_BYTES = 4

/** One element: the cursor stands at its value. */
export interface Element {
  /** Where its tag, and where its value begins. */
  at: number
  value: number
  /** Bytes of the value; −1 where it ends with two zero bytes (indefinite form). */
  length: number
  class: number
  tag: number
  constructed: boolean
}

/** Reads tag and length at the cursor and moves to the value. Runs out of bytes as any reading does, also where the bytes are no BER. */
export function element(p: Packet): Element {
  const at = p.at
  const first = p.peek(1)
  p.skip(1)
  let tag = first & 31
  if (tag === LONG_TAG) {
    tag = 0
    for (let n = 0; ; n++) {
      const part = p.peek(1)
      p.skip(1)
      if (n >= MOST_BYTES) p.need(-1)
      tag = tag * 128 + (part & 127)
      if (part < 128) break
    }
  }
  let length = p.peek(1)
  p.skip(1)
  if (length === 128) length = -1
  else if (length > 128) {
    const size = length & 127
    if (size > MOST_BYTES) p.need(-1)
    length = p.peek(size)
    p.skip(size)
  }
  return { at, value: p.at, length, class: first >> 6, tag, constructed: (first & 32) !== 0 }
}

/** Whether the element is a universal one of this tag. */
export const isUniversal = (e: Element, tag: number): boolean => e.class === UNIVERSAL && e.tag === tag

/** Takes element after element of a constructed one at the cursor, each cut to its own length, until its end. */
export function within(p: Packet, around: Element, each: (e: Element, index: number) => void): void {
  const length = around.length < 0 ? p.left : around.length
  p.part(length, () => {
    for (let i = 0; p.left; i++) {
      const e = element(p)
      // Two zero bytes end the indefinite form.
      if (around.length < 0 && e.tag === 0 && e.length === 0) break
      const size = e.length < 0 ? p.left : e.length
      p.need(size)
      p.part(size, () => each(e, i))
    }
  })
}

/** A signed number of up to six bytes, else of 64 bits and more, exact. */
export function integer(b: Uint8Array, at: number, length: number): number | bigint {
  if (length === 0) return 0
  if (length > 6) return BigInt.asIntN(8 * length, uintBig(b, at, length))
  const v = uint(b, at, length)
  return v >= 2 ** (8 * length - 1) ? v - 2 ** (8 * length) : v
}

/** An object identifier in dots; '' where its bytes end inside a number. */
export function oidText(b: Uint8Array, at: number, length: number): string {
  const parts: (number | bigint)[] = []
  let value = 0n
  let open = false
  for (let i = 0; i < length; i++) {
    const byte = b[at + i]!
    value = (value << 7n) | BigInt(byte & 127)
    open = byte >= 128
    if (open) continue
    if (!parts.length) {
      const first = value < 40n ? 0n : value < 80n ? 1n : 2n
      parts.push(first, value - 40n * first)
    } else parts.push(value)
    value = 0n
  }
  return open ? '' : parts.join('.')
}
