/**
 * Domain names (RFC 1035, 3.1 and 4.1.4): labels, each behind a byte that counts it, up to an empty one; or, at any label, a pointer to
 * the place in the message where the name goes on. Pointers are why a name can be endless: jumps and labels are counted.
 */
import { Truncated } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'

const LOOPING = '<Name contains a pointer that loops>'
const TOO_LONG = '<Name too long>'
const ROOT = '<Root>'
const EXTENDED = '<Unknown extended label>'
/** Labels 01…… are extended ones (RFC 2671); the one kind that was ever defined is a string of bits (RFC 2673), which nobody sends. */
const BIT_STRING = 0x41
/** Characters of the longest name (RFC 1035: 255 bytes on the wire). */
const LONGEST = 253
/** Labels of one name once its text is full anyway: bounds the time that a name can cost. */
const MANY_LABELS = 1024

const letters = new Uint8Array(LONGEST)
const utf8 = new TextDecoder('utf-8')
const NAMED: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
}

/** The name read last. */
export class Name {
  text = ''
  /** Bytes that it takes where it stands; what a pointer leads to is not counted. */
  size = 0
  /** Characters before escaping. */
  length = 0

  /** Reads the name at `at` of a message that starts at `start`. Throws Truncated when it leaves the layer or has labels of an unknown kind. */
  read(p: Packet, start: number, at: number): string {
    let from = at
    let used = 0
    let jumps = 0
    let labels = 0
    let n = 0
    let full = false
    for (;;) {
      const size = p.peekAt(from, 1)
      from++
      if (size === 0) break
      if (size >= 0xc0) {
        const to = start + (((size & 0x3f) << 8) | p.peekAt(from, 1))
        if (used === 0) used = from + 1 - at
        if (++jumps > limits.compressionJumps) return this.is(LOOPING, used, LOOPING.length)
        from = to
        continue
      }
      if (size > 63) {
        if (size >= 0x80 || size === BIT_STRING) throw Truncated
        return this.is(EXTENDED, used || from - at, EXTENDED.length)
      }
      p.need(size, from)
      if (n + size + (n ? 1 : 0) > LONGEST) full = true
      if (full) {
        if (used && ++labels > MANY_LABELS) break
      } else {
        if (n) letters[n++] = 0x2e
        for (let i = 0; i < size; i++) letters[n++] = p.bytes[from + i]!
      }
      from += size
    }
    if (used === 0) used = from - at
    if (full) return this.is(TOO_LONG, used, TOO_LONG.length)
    if (n === 0) return this.is(ROOT, used, ROOT.length)
    return this.is(readable(letters, n), used, n)
  }

  /** What tshark calls the name's length and counts as its labels: dots inside labels too, and nothing for a single letter. */
  get shownLength(): number {
    return this.length > 1 ? this.length : 0
  }
  get labels(): number {
    if (this.length < 2) return 0
    let n = 1
    for (let i = 0; i < this.text.length; i++) if (this.text.charCodeAt(i) === 0x2e) n++
    return n
  }

  /** The same again, where only a pointer to it stands. */
  again(known: { text: string; length: number }): string {
    return this.is(known.text, 2, known.length)
  }

  private is(text: string, size: number, length: number): string {
    this.size = size
    this.length = length
    return (this.text = text)
  }
}

/** The first `n` bytes as text: UTF-8 where it is valid, control characters as `\001`, as Wireshark 4.0 writes them. */
export function readable(bytes: Uint8Array, n: number): string {
  if (isPlain(bytes, n)) return String.fromCharCode.apply(null, bytes.subarray(0, n) as unknown as number[])
  let text = ''
  for (let i = 0; i < n; i++) {
    const c = bytes[i]!
    if (c >= 0x80) return utf8.decode(bytes.subarray(0, n)).replace(/[\0-\x1f\x7f]/g, (x) => escaped(x.charCodeAt(0)))
    text += c < 0x20 || c === 0x7f ? escaped(c) : String.fromCharCode(c)
  }
  return text
}

function isPlain(bytes: Uint8Array, n: number): boolean {
  for (let i = 0; i < n; i++) if (bytes[i]! < 0x20 || bytes[i]! > 0x7e) return false
  return n <= LONGEST
}

const escaped = (c: number): string => NAMED[c] ?? '\\' + c.toString(8).padStart(3, '0')
