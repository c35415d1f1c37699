/** RFC 7541: header compression for HTTP/2: static and dynamic tables, integers, Huffman-coded strings. */
import { limits } from '../../../limits'

/** How a header stood in the block. */
export interface Header {
  name: string
  value: string
}

/** Appendix A: names, and values where the entry has one. */
const STATIC: readonly Header[] = (
  ':authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|:status=204|:status=206|:status=304|' +
  ':status=400|:status=404|:status=500|accept-charset|accept-encoding=gzip, deflate|accept-language|accept-ranges|accept|' +
  'access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|content-encoding|content-language|content-length|' +
  'content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|if-modified-since|if-none-match|if-range|' +
  'if-unmodified-since|last-modified|link|location|max-forwards|proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|server|' +
  'set-cookie|strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate'
)
  .split('|')
  .map((entry) => {
    const at = entry.indexOf('=')
    return at < 0 ? { name: entry, value: '' } : { name: entry.slice(0, at), value: entry.slice(at + 1) }
  })

/**
 * Appendix B: how many bits each byte's code has, as pairs of count and bits. The codes are canonical: in the order of their length, then of
 * their bytes, they count up.
 */
const RUNS =
  '1.13 1.23 7.28 1.24 1.30 2.28 1.30 8.28 1.30 9.28 1.6 2.10 1.12 1.13 1.6 1.8 1.11 2.10 1.8 1.11 1.8 3.6 3.5 7.6 1.7 1.8 1.15 1.6 1.12 ' +
  '1.10 1.13 1.6 22.7 1.8 1.7 1.8 1.13 1.19 1.13 1.14 1.6 1.15 1.5 1.6 1.5 1.6 1.5 3.6 1.5 2.7 3.6 1.5 1.6 1.7 1.6 2.5 1.6 5.7 1.15 1.11 ' +
  '1.14 1.13 1.28 1.20 1.22 2.20 3.22 1.23 1.22 5.23 1.24 1.23 2.24 1.22 1.23 1.24 4.23 1.21 1.22 1.23 1.22 2.23 1.24 1.22 1.21 1.20 2.22 ' +
  '2.23 1.21 1.23 2.22 1.24 1.21 1.22 2.23 2.21 1.22 1.21 1.23 1.22 2.23 1.20 3.22 1.23 2.22 1.23 2.26 1.20 1.19 1.22 1.23 1.22 1.25 3.26 ' +
  '2.27 1.26 1.24 1.25 1.19 1.21 1.26 2.27 1.26 1.27 1.24 2.21 2.26 1.28 3.27 1.20 1.24 1.20 1.21 1.22 2.21 1.23 2.22 2.25 2.24 1.26 1.23 ' +
  '1.26 1.27 2.26 5.27 1.28 5.27 1.26 1.30'

const LONGEST = 30
/** Per length: the first code, the first place in `symbols`, and how many there are. */
const first = new Uint32Array(LONGEST + 1)
const place = new Uint16Array(LONGEST + 1)
const many = new Uint16Array(LONGEST + 1)
const symbols: number[] = []
{
  const lengths: number[] = []
  for (const run of RUNS.split(' ')) {
    const [count, bits] = run.split('.').map(Number) as [number, number]
    for (let i = 0; i < count; i++) lengths.push(bits)
  }
  let code = 0
  for (let bits = 1; bits <= LONGEST; bits++) {
    code *= 2
    first[bits] = code
    place[bits] = symbols.length
    lengths.forEach((length, symbol) => {
      if (length === bits) symbols.push(symbol)
    })
    const count = symbols.length - place[bits]!
    many[bits] = count
    code += count
  }
}
const END = 256

/** The text of Huffman-coded bytes; undefined where they are no code. */
export function huffman(bytes: Uint8Array, at: number, end: number): string | undefined {
  let text = ''
  let code = 0
  let bits = 0
  for (; at < end; at++)
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((bytes[at]! >> bit) & 1)
      bits++
      const i = code - first[bits]!
      if (i >= 0 && i < many[bits]!) {
        const symbol = symbols[place[bits]! + i]!
        if (symbol === END) return undefined
        text += String.fromCharCode(symbol)
        code = bits = 0
      } else if (bits === LONGEST) return undefined
    }
  return text
}

/** The decoder of one direction. Blocks must come in order; the first pass alone changes it. */
export class Table {
  private readonly entries: Header[] = []
  private size = 0
  private most = 4096
  /** A block was missed or broken: what later ones refer to is not known any more. */
  isLost = false

  /** Reads a whole header block; headers up to where it breaks. */
  read(bytes: Uint8Array): Header[] {
    const found: Header[] = []
    const r = new Reader(bytes)
    while (r.at < bytes.length && found.length < limits.http2Headers) {
      const byte = bytes[r.at]!
      if (byte & 0x80) {
        const entry = this.entry(r.int(7))
        if (!entry) break
        found.push(entry)
      } else if ((byte & 0xe0) === 0x20) this.shrink(r.int(5))
      else {
        const isKept = (byte & 0x40) !== 0
        const index = r.int(isKept ? 6 : 4)
        const name = index ? this.entry(index)?.name : r.string()
        const value = r.string()
        if (name === undefined || value === undefined) break
        const header = { name, value }
        found.push(header)
        if (isKept) this.add(header)
      }
      if (r.isBroken) break
    }
    if (r.at < bytes.length || r.isBroken) this.isLost = true
    return found
  }
  private entry(index: number): Header | undefined {
    if (index < 1) return undefined
    return index <= STATIC.length ? STATIC[index - 1] : this.entries[index - 1 - STATIC.length]
  }
  private add(header: Header): void {
    this.entries.unshift(header)
    this.size += sizeOf(header)
    this.evict()
  }
  private shrink(most: number): void {
    this.most = Math.min(most, limits.http2TableBytes)
    this.evict()
  }
  private evict(): void {
    while (this.size > this.most && this.entries.length) this.size -= sizeOf(this.entries.pop()!)
  }
}
/** RFC 7541 section 4.1. */
const sizeOf = ({ name, value }: Header): number => name.length + value.length + 32

class Reader {
  at = 0
  isBroken = false
  constructor(private readonly bytes: Uint8Array) {}

  /** An integer in the low `bits` of the byte at hand and those behind it (section 5.1). */
  int(bits: number): number {
    const mask = 2 ** bits - 1
    let value = this.bytes[this.at++]! & mask
    if (value < mask) return value
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.bytes[this.at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    this.isBroken = true
    return 0
  }
  string(): string | undefined {
    const { bytes } = this
    if (this.at >= bytes.length) return undefined
    const isCoded = bytes[this.at]! > 0x7f
    const length = this.int(7)
    const from = this.at
    if (this.isBroken || from + length > bytes.length) {
      this.isBroken = true
      return undefined
    }
    this.at = from + length
    if (isCoded) return huffman(bytes, from, this.at)
    let text = ''
    for (let i = from; i < this.at; i++) text += String.fromCharCode(bytes[i]!)
    return text
  }
}
