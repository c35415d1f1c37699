/**
 * What a program on either side of a TCP connection has read: the payload in the order of its numbers, not of the packets.
 *
 * Only an outline is kept: which part of which frame comes next, 14 bytes a piece. A segment that comes too early waits until the gap before it
 * is filled, or until the other side acknowledges bytes behind the gap: then they were received, and are only missing in the capture. So does
 * tshark's follow, and the pieces come in its order.
 */
import { widerU32, widerU8 } from './columns'
import { ahead, FLAG, other } from './stream-segment'
import type { End, StreamSegment } from './stream-segment'

/** data: bytes of a frame. gap: bytes that are not in the capture. repeat: a segment that brought nothing new. */
export type PieceKind = 'data' | 'gap' | 'repeat'
const kinds: readonly PieceKind[] = ['data', 'gap', 'repeat']

export interface Piece {
  kind: PieceKind
  from: End
  frame: number
  /** Where in the frame's payload it starts. */
  start: number
  length: number
}

interface Held {
  frame: number
  sequence: number
  length: number
  /** Captured bytes of it: fewer where the packet was cut. */
  captured: number
}

/** Segments that wait in one direction. */
const MOST_HELD = 10_000

export class StreamPayload {
  /** Pieces so far. */
  count = 0
  /** Bytes of data so far, per end. */
  readonly bytes: [number, number] = [0, 0]
  /** Bytes known to be missing, segments without anything new, and early segments given up because too many waited. */
  missing = 0
  repeats = 0
  dropped = 0
  private frames = new Uint32Array(64)
  private starts = new Uint32Array(64)
  private lengths = new Uint32Array(64)
  private marks = new Uint8Array(64)
  private readonly next: [number, number] = [NaN, NaN]
  private readonly held: [Held[], Held[]] = [[], []]

  /** Takes a segment of which `captured` bytes of payload are in the file. */
  take(s: StreamSegment, captured: number): void {
    const { from } = s
    if (s.flags & FLAG.ack || s.acknowledgment) this.release(other(from), s.acknowledgment)
    const sequence = (s.sequence + (s.flags & FLAG.syn ? 1 : 0)) >>> 0
    // A SYN again, after a time: the numbers start anew only while nothing was sent.
    if (Number.isNaN(this.next[from])) this.next[from] = sequence
    this.place(from, { frame: s.frame, sequence, length: s.length, captured: Math.min(captured, s.length) })
  }

  piece(n: number): Piece {
    const mark = this.marks[n]!
    return {
      kind: kinds[mark >> 1]!,
      from: (mark & 1) as End,
      frame: this.frames[n]!,
      start: this.starts[n]!,
      length: this.lengths[n]!,
    }
  }

  private place(from: End, s: Held): void {
    if (s.captured === 0) return
    const due = this.next[from]
    if (ahead(s.sequence, due) > 0) {
      if (this.held[from].length >= MOST_HELD) this.dropped++
      else this.held[from].push(s)
      return
    }
    const known = ahead(due, s.sequence)
    if (s.captured <= known || s.length <= known) {
      this.repeats++
      this.add('repeat', from, s.frame, 0, s.captured)
      return
    }
    this.data(from, s, known)
    while (this.fits(from));
  }

  private data(from: End, s: Held, start: number): void {
    this.add('data', from, s.frame, start, s.captured - start)
    this.bytes[from] += s.captured - start
    this.next[from] = (s.sequence + s.length) >>> 0
  }

  /** Puts one waiting segment in its place, if its time has come. */
  private fits(from: End): boolean {
    const due = this.next[from]
    const list = this.held[from]
    const i = list.findIndex((s) => ahead(s.sequence, due) <= 0)
    if (i < 0) return false
    const [s] = list.splice(i, 1)
    const known = ahead(due, s!.sequence)
    if (s!.captured > known && s!.length > known) this.data(from, s!, known)
    else {
      this.repeats++
      this.add('repeat', from, s!.frame, 0, s!.captured)
    }
    return true
  }

  /** The other side has received all before `acknowledgment`: what is missing there will not come any more. */
  private release(from: End, acknowledgment: number): void {
    const list = this.held[from]
    while (list.length > 0) {
      if (this.fits(from)) continue
      const lowest = list.reduce((low, s) => (ahead(s.sequence, low) < 0 ? s.sequence : low), list[0]!.sequence)
      if (ahead(acknowledgment, lowest) <= 0) return
      const gap = ahead(lowest, this.next[from])
      this.missing += gap
      this.add('gap', from, list[0]!.frame, 0, gap)
      this.next[from] = lowest
    }
  }

  private add(kind: PieceKind, from: End, frame: number, start: number, length: number): void {
    const n = this.count++
    if (n >= this.frames.length) {
      this.frames = widerU32(this.frames, n + 1)
      this.starts = widerU32(this.starts, this.frames.length)
      this.lengths = widerU32(this.lengths, this.frames.length)
      this.marks = widerU8(this.marks, this.frames.length)
    }
    this.frames[n] = frame
    this.starts[n] = start
    this.lengths[n] = length
    this.marks[n] = (kinds.indexOf(kind) << 1) | from
  }
}

/** Bytes as a person may read them: what is no printable ASCII becomes a dot, line ends stay; a tab does not, as in tshark, nor a CR that ends no line: it would write over it. */
export function payloadText(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i]!
    const stays = (b >= 32 && b < 127) || b === 10 || (b === 13 && bytes[i + 1] === 10)
    text += stays ? String.fromCharCode(b) : '.'
  }
  return text
}

export const gapText = (bytes: number): string => `[${bytes} bytes missing in capture file]`
