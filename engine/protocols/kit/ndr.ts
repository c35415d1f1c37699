/** C706 chapter 14, NDR: numbers in the sender's byte order, aligned to their size; texts behind three counts. */
import { hex, uint } from '../../bytes/read'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'

/** Longest text that is shown, in characters: names are shorter, and a count may say anything. */
const LONGEST = 4096

export class Ndr {
  constructor(
    readonly p: Packet,
    readonly little: boolean,
    /** Where alignment counts from. */
    readonly start = p.at,
    /** NDR64: pointers and counts have eight bytes. */
    readonly isWide = false,
  ) {}

  align(size: number): void {
    const over = (this.p.at - this.start) % size
    if (over) this.p.skip(size - over)
  }
  /** A number of `size` bytes at the cursor, not aligned, recorded as `field`. */
  number(field: Field | undefined, size = field!.size): number {
    const { p } = this
    const { at } = p
    p.skip(size)
    const value = uint(p.bytes, at, size, this.little)
    if (field) p.add(field, at, size, value)
    return value
  }
  /** The same, aligned to its size. */
  aligned(field: Field | undefined, size = field!.size): number {
    this.align(size)
    return this.number(field, size)
  }
  uuid(field?: Field): string {
    const { p } = this
    const { at } = p
    p.skip(16)
    const text = uuidText(p.bytes, at, this.little)
    if (field) p.add(field, at, 16, text)
    return text
  }
  /** A count or a pointer; of eight bytes only the lower half tells. */
  count(): number {
    if (!this.isWide) return this.aligned(undefined, 4)
    this.align(8)
    const { at } = this.p
    this.p.skip(8)
    return uint(this.p.bytes, this.little ? at : at + 4, 4, this.little)
  }
  /** Whether a pointer leads somewhere. */
  pointer(): boolean {
    return this.count() !== 0
  }
  /** A conformant varying text of 16-bit characters, without its closing zero. */
  text(): string {
    this.count()
    this.count()
    const count = this.count()
    const { p } = this
    const { at } = p
    p.need(count * 2)
    p.skip(count * 2)
    return wideText(p.bytes, at, count * 2, this.little)
  }
  /** A text behind a pointer that may lead nowhere: undefined then. */
  maybeText(): string | undefined {
    return this.pointer() ? this.text() : undefined
  }
}

export function uuidText(b: Uint8Array, at: number, little: boolean): string {
  const part = (from: number, size: number): string =>
    uint(b, at + from, size, little)
      .toString(16)
      .padStart(size * 2, '0')
  return `${part(0, 4)}-${part(4, 2)}-${part(6, 2)}-${hex(b, at + 8, 2)}-${hex(b, at + 10, 6)}`
}

/** UTF-16 text up to its first zero. */
export function wideText(b: Uint8Array, at: number, length: number, little = true): string {
  let text = ''
  for (let i = 0; i + 1 < length && text.length < LONGEST; i += 2) {
    const code = little ? b[at + i]! | (b[at + i + 1]! << 8) : (b[at + i]! << 8) | b[at + i + 1]!
    if (code === 0) break
    text += String.fromCharCode(code)
  }
  return text
}
