/** `frame contains "x"` without decoding: the file is read in large pieces, and packets are looked up only where the bytes were found. */
import { limits } from '../limits'
import type { TypedTest } from '../filter'
import { asBytes } from '../filter/values'
import { registry } from '../protocols'
import type { Session } from './session'

export class FrameSearch {
  private hits = new Uint8Array(0)
  private readonly needle: Buffer
  private buffer = Buffer.alloc(0)

  /** For a test of that kind; undefined for others. */
  static of(t: TypedTest, session: Session): FrameSearch | undefined {
    if (t.kind !== 'contains' || t.left.kind !== 'field' || t.left.layers || t.right.kind !== 'constant')
      return undefined
    if (t.left.field !== registry.frame.self) return undefined
    return new FrameSearch(session, asBytes(t.right.value))
  }

  private constructor(
    private readonly session: Session,
    needle: Uint8Array,
  ) {
    this.needle = Buffer.from(needle)
  }

  has(i: number): boolean {
    return this.hits[i] === 1
  }

  /** Searches packets [from, to). */
  prepare(from: number, to: number): void {
    const { index, opened } = this.session
    if (this.hits.length < to) {
      const wider = new Uint8Array(Math.max(to, 2 * this.hits.length))
      wider.set(this.hits)
      this.hits = wider
    }
    if (this.needle.length === 0) return
    for (let i = from; i < to;) {
      // As many packets as lie behind one another in one piece.
      const start = index.offset[i]!
      let end = start + index.captured[i]!
      let last = i
      while (
        last + 1 < to &&
        index.offset[last + 1]! >= end &&
        index.offset[last + 1]! + index.captured[last + 1]! - start <= limits.scanChunk
      ) {
        last++
        end = index.offset[last]! + index.captured[last]!
      }
      this.search(start, end - start, i, last, opened.source)
      i = last + 1
    }
  }

  private search(
    start: number,
    length: number,
    first: number,
    last: number,
    source: { read(into: Uint8Array, at: number): number },
  ): void {
    const { index } = this.session
    if (this.buffer.length < length) this.buffer = Buffer.allocUnsafe(length)
    let filled = 0
    for (let n = 1; n > 0 && filled < length; filled += n)
      n = source.read(this.buffer.subarray(filled, length), start + filled)
    const bytes = this.buffer.subarray(0, filled)
    let packet = first
    for (let at = bytes.indexOf(this.needle); at >= 0;) {
      const place = start + at
      packet = this.packetAt(place, packet, last)
      const begins = index.offset[packet]!
      if (place >= begins && place + this.needle.length <= begins + index.captured[packet]!) {
        this.hits[packet] = 1
        // Once is enough: on with the next packet.
        if (packet === last) return
        at = bytes.indexOf(this.needle, index.offset[++packet]! - start)
      } else at = bytes.indexOf(this.needle, at + 1)
    }
  }

  /** The last packet of low … high that does not begin behind `place`. */
  private packetAt(place: number, low: number, high: number): number {
    const { offset } = this.session.index
    let [a, b] = [low, high]
    while (a < b) {
      const middle = (a + b + 1) >> 1
      if (offset[middle]! <= place) a = middle
      else b = middle - 1
    }
    return a
  }
}
