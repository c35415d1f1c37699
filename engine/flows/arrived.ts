/**
 * How far one direction of a TCP conversation has arrived without a gap, as far as the capture shows: from the segments seen, and from
 * what the other side acknowledged of those that were not.
 */
import { limits } from '../limits'
import { ahead, isBeyond } from './stream-segment'

export class Arrived {
  /** Number behind the last byte without a gap before it; NaN before anything was seen. */
  next = NaN
  /** Ranges behind a gap. */
  private ranges: [number, number][] = []

  /** A segment from `start` to behind `end`. `asked` is what the other side acknowledged last, NaN for nothing: what lies before it is missing. */
  take(start: number, end: number, asked: number): void {
    if (Number.isNaN(this.next)) this.next = !Number.isNaN(asked) && ahead(start, asked) > 0 ? asked : start
    if (ahead(start, this.next) <= 0) this.proved(end)
    else if (ahead(end, start) > 0 && this.ranges.length < limits.gapsPerDirection) this.ranges.push([start, end])
  }

  /** Everything before `number` is there. */
  proved(number: number): void {
    if (!isBeyond(number, this.next)) return
    this.next = number
    let found = true
    while (found) {
      found = false
      this.ranges = this.ranges.filter(([start, end]) => {
        if (ahead(start, this.next) > 0) return true
        if (ahead(end, this.next) > 0) {
          this.next = end
          found = true
        }
        return false
      })
    }
  }
}
