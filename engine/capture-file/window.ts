// The part of the file that is in memory during a scan: one buffer that slides forward.
import { limits } from '../limits'

/**
 * Bytes [start, end) of `bytes` are read and not parsed yet; `start` lies at file offset `at`. The buffer is allocated
 * as wide as a read or a block needs, never wider than the largest block plus one read. Somebody else may have a home for it, which it
 * leaves only for a block that does not fit.
 */
export class ScanWindow {
  bytes: Uint8Array = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)
  start = 0
  end = 0
  /** File offset of bytes[0]. */
  origin = 0
  /** It lies where `home` said. */
  isHome = false

  /** @param home memory to use; another array once that has grown, and the one before is empty then */
  constructor(private readonly home?: () => Uint8Array) {}

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
    this.sync()
    const wanted = this.available + more
    const home = this.isHome ? undefined : this.home?.()
    if (home && wanted <= home.length) {
      this.move(home)
      this.isHome = true
    } else if (this.bytes.length < wanted) {
      this.move(new Uint8Array(Math.max(wanted, Math.min(limits.scanChunk, 2 * this.bytes.length))))
      this.isHome = false
    } else if (this.end + more > this.bytes.length) this.move(this.bytes)
    return this.bytes.subarray(this.end, this.end + more)
  }

  /** To be called when its home may have grown. */
  sync(): void {
    if (this.isHome && this.bytes.length === 0) this.use(this.home!())
  }

  private use(bytes: Uint8Array): void {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }
  /** To the start of `bytes`. */
  private move(bytes: Uint8Array): void {
    if (bytes === this.bytes) bytes.copyWithin(0, this.start, this.end)
    else {
      bytes.set(this.bytes.subarray(this.start, this.end))
      this.use(bytes)
    }
    this.origin += this.start
    this.end -= this.start
    this.start = 0
  }
}
