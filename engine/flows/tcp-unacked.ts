/**
 * Segments that were sent and not acknowledged yet, one list per direction of a TCP stream, oldest first, from one pool of typed columns.
 *
 * While a list is in order (every segment starts where an earlier one ended, or behind) an acknowledgement only touches its old end, and
 * its span is that of its ends; both are the common case. After a retransmission the whole list is walked until it has been emptied.
 */
import { limits } from '../limits'
import { widerF64, widerI32 } from './columns'

/** Whether a lies before b in sequence space. */
const before = (a: number, b: number): boolean => ((a - b) | 0) < 0

export class Unacked {
  /** Segments that were not kept because a list or the pool was full. */
  dropped = 0
  /** What the last `acknowledge` found: the frame of the segment that ends where the acknowledgement points (0: none), and its time. */
  ackedFrame = 0
  ackedTime = 0
  /** What the last `span` found. */
  low = 0
  high = 0

  /** Per list: first and last segment (place + 1), how many, and 1 when in order. */
  private lists: Int32Array = new Int32Array(4 * 64)
  private frames: Int32Array = new Int32Array(256)
  private starts: Int32Array = new Int32Array(256)
  private stops: Int32Array = new Int32Array(256)
  private times: Float64Array = new Float64Array(256)
  private nexts: Int32Array = new Int32Array(256)
  private used = 0
  private free = 0

  add(list: number, frame: number, start: number, stop: number, time: number): void {
    if (list * 4 >= this.lists.length) this.lists = widerI32(this.lists, list * 4 + 4)
    const l = list * 4
    const { lists } = this
    if (lists[l + 2]! >= limits.tcpUnackedPerDirection) {
      this.dropped++
      return
    }
    const s = this.take()
    if (s === 0) return
    this.frames[s] = frame
    this.starts[s] = start
    this.stops[s] = stop
    this.times[s] = time
    this.nexts[s] = 0
    const tail = lists[l + 1]!
    if (tail === 0) {
      lists[l] = s
      lists[l + 3] = 1
    } else {
      this.nexts[tail] = s
      if (before(start, this.stops[tail]!)) lists[l + 3] = 0
    }
    lists[l + 1] = s
    lists[l + 2]!++
  }

  /** Removes what `ack` covers; see ackedFrame, ackedTime. */
  acknowledge(list: number, ack: number): void {
    this.ackedFrame = 0
    const l = list * 4
    const { lists, nexts, starts, stops } = this
    if (l >= lists.length) return
    const inOrder = lists[l + 3] === 1
    let previous = 0
    let s = lists[l]!
    while (s !== 0) {
      const next = nexts[s]!
      const left = (ack - stops[s]!) | 0
      if (left < 0) {
        // Not covered to its end.
        if (((ack - starts[s]!) | 0) > 0) starts[s] = ack
        if (inOrder) return
        previous = s
      } else {
        if (left === 0 && this.ackedFrame === 0) {
          this.ackedFrame = this.frames[s]!
          this.ackedTime = this.times[s]!
        }
        if (previous === 0) lists[l] = next
        else nexts[previous] = next
        if (next === 0) lists[l + 1] = previous
        lists[l + 2]!--
        nexts[s] = this.free
        this.free = s
      }
      s = next
    }
  }

  /** Sets `low` and `high` to the sequence numbers between which everything in the list lies, counted from `base`. False when it is empty. */
  span(list: number, base: number): boolean {
    const l = list * 4
    const { lists, nexts, starts, stops } = this
    const head = l < lists.length ? lists[l]! : 0
    if (head === 0) return false
    const tail = lists[l + 1]!
    this.low = (starts[head]! - base) >>> 0
    this.high = (stops[tail]! - base) >>> 0
    if (lists[l + 3] === 1 && this.low <= this.high) return true
    for (let s = head; s !== 0; s = nexts[s]!) {
      const start = (starts[s]! - base) >>> 0
      const stop = (stops[s]! - base) >>> 0
      if (start < this.low) this.low = start
      if (stop > this.high) this.high = stop
    }
    return true
  }

  /** The segment that has waited longest: place for `frameAt` and `timeAt`, or 0. */
  oldest(list: number): number {
    return this.head(list)
  }
  frameAt(place: number): number {
    return this.frames[place]!
  }
  timeAt(place: number): number {
    return this.times[place]!
  }

  private head(list: number): number {
    return list * 4 < this.lists.length ? this.lists[list * 4]! : 0
  }

  /** A free place, 0 when there is none. */
  private take(): number {
    if (this.free !== 0) {
      const s = this.free
      this.free = this.nexts[s]!
      return s
    }
    if (this.used + 1 >= limits.tcpUnackedInAll) {
      this.dropped++
      return 0
    }
    const s = ++this.used
    if (s >= this.frames.length) {
      this.frames = widerI32(this.frames, s + 1)
      const n = this.frames.length
      this.starts = widerI32(this.starts, n)
      this.stops = widerI32(this.stops, n)
      this.nexts = widerI32(this.nexts, n)
      this.times = widerF64(this.times, n)
    }
    return s
  }
}
