// The part of a file that is in memory during a scan: one buffer that slides forward.
import { limits } from '../limits'

/**
 * Bytes [start, end) of `bytes` are read and not parsed yet; `start` lies at file offset `at`. The buffer is allocated
 * as wide as a read or a block needs, never wider than the largest block plus one read.
 */
export class ScanWindow {
  bytes = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)
  start = 0
  end = 0
  /** File offset of bytes[0]. */
  origin = 0

  /** File offset of the first byte not parsed. */
  get at(): number {
    return this.origin + this.start
  }

  get available(): number {
    return this.end - this.start
  }

  /** Forgets everything and continues at `offset`: a growing file is never trusted twice. */
  restart(offset: number): void {
    this.start = this.end = 0
    this.origin = offset
  }

  /** Room for `more` bytes behind what is there, moving or growing the buffer as needed. */
  room(more: number): Uint8Array {
    const wanted = this.available + more
    if (this.bytes.length < wanted) {
      const wider = new Uint8Array(Math.max(wanted, Math.min(limits.scanChunk, 2 * this.bytes.length)))
      wider.set(this.bytes.subarray(this.start, this.end))
      this.bytes = wider
      this.view = new DataView(wider.buffer)
      this.moved()
    } else if (this.end + more > this.bytes.length) {
      this.bytes.copyWithin(0, this.start, this.end)
      this.moved()
    }
    return this.bytes.subarray(this.end, this.end + more)
  }

  private moved(): void {
    this.origin += this.start
    this.end -= this.start
    this.start = 0
  }
}
