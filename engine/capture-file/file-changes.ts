// Whether a file is still the one that was opened: other programs may cut it or write over it while its packets are on the screen.
import { fstatSync, readSync } from 'node:fs'
import { Buffer } from 'node:buffer'

/** Bytes compared at each of the places that are remembered. */
const sampleLength = 4096

/** From here on the bytes of the file are not those that were opened. */
export interface FileChange {
  from: number
  message: string
}

/**
 * Looks at size and times of an open file, and where these have changed at some of its bytes. A file that only grows has not changed: captures
 * are read while they are written.
 */
export class FileChanges {
  found: FileChange | null = null
  private readonly samples: { at: number; bytes: Buffer }[] = []
  private seen = ''
  /** The file is known to have been whole up to here. */
  private end = 0

  constructor(private readonly descriptor: number) {
    const stat = this.stat()
    this.seen = stat.seen
    this.remember(Math.min(stat.size, sampleLength))
  }

  /** The bytes before `end` have been read: so they should stay. */
  remember(end: number): void {
    if (end <= this.end || this.found) return
    const at = Math.max(this.end, end - sampleLength)
    this.end = end
    // The first sample stays; of the others, the last one.
    this.samples.splice(1, 1, { at, bytes: this.bytes(at, end - at) })
  }

  /** What has happened to the file, of which `readTo` bytes were read, since it was opened; null: nothing that matters. */
  look(readTo: number): FileChange | null {
    if (this.found) return this.found
    const { size, seen } = this.stat()
    if (seen === this.seen) return null
    this.seen = seen
    const gone = this.samples.find(
      ({ at, bytes }) =>
        at < size && !this.bytes(at, Math.min(bytes.length, size - at)).equals(bytes.subarray(0, size - at)),
    )
    if (gone)
      this.found = {
        from: 0,
        message: 'Another program wrote over the file while it was open: its packets are not those that were read.',
      }
    else if (size < Math.max(this.end, readTo))
      this.found = {
        from: size,
        message: `Another program cut the file to ${size} bytes while it was open: it had ${Math.max(this.end, readTo)}, and the packets behind are gone.`,
      }
    return this.found
  }

  private stat(): { size: number; seen: string } {
    const { size, mtimeNs, ino, dev } = fstatSync(this.descriptor, { bigint: true })
    return { size: Number(size), seen: `${dev} ${ino} ${size} ${mtimeNs}` }
  }

  private bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(Math.max(0, length))
    return bytes.subarray(0, readSync(this.descriptor, bytes, 0, bytes.length, at))
  }
}
