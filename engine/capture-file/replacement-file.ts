// A file that is whole or not there: written beside its target, on the disk for certain, then renamed over it.
import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Refused } from '../refused'
import { nameText, onDisk } from './file-names'
import { refusedFromSystem } from './system-errors'

/**
 * Until `commit` has returned, what was at the target stays as it was; after `abandon`, nothing is left behind. A link is
 * followed: the file it points to is replaced. The mode of a replaced file is kept.
 */
export class ReplacementFile {
  /** Bytes given so far. */
  length = 0
  private pieces: Uint8Array[] = []
  private piece = new Uint8Array(pieceLength)
  private used = 0

  private constructor(
    readonly path: string,
    private readonly target: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
  ) {}

  /** @throws Refused when the folder is not there or may not be written to, or the target is no file */
  static async create(path: string): Promise<ReplacementFile> {
    try {
      let target = resolve(path)
      let mode = 0o666 // less what the user's umask takes
      try {
        target = nameText(await realpath(onDisk(target), 'buffer'))
        const there = await stat(onDisk(target))
        if (!there.isFile())
          throw new Refused(
            'not-a-file',
            `Cannot save "${path}": that is a folder or a device.`,
            'Choose another name.',
          )
        mode = there.mode & 0o777
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      }
      const name = `.${basename(target).slice(0, 80)}.${randomBytes(6).toString('hex')}.part`
      const temporary = join(dirname(target), name)
      return new ReplacementFile(path, target, temporary, await open(onDisk(temporary), 'wx', mode | 0o600))
    } catch (error) {
      throw refusedFromSystem(error, 'save', path)
    }
  }

  /** Takes a copy. Memory is bounded by calling `flush` now and then. */
  write(bytes: Uint8Array): void {
    this.length += bytes.length
    for (let done = 0; done < bytes.length;) {
      if (this.used === pieceLength) this.nextPiece()
      const part = bytes.subarray(done, done + pieceLength - this.used)
      this.piece.set(part, this.used)
      this.used += part.length
      done += part.length
    }
  }

  /** Hands everything to the operating system. */
  async flush(): Promise<void> {
    this.nextPiece()
    try {
      for (const piece of this.pieces.splice(0)) {
        for (let done = 0; done < piece.length;) done += (await this.handle.write(piece, done)).bytesWritten
      }
    } catch (error) {
      throw refusedFromSystem(error, 'save', this.path)
    }
  }

  /** The file is complete: puts it in the place of the target. */
  async commit(): Promise<void> {
    await this.flush()
    try {
      await this.handle.sync()
      await this.handle.close()
      await rename(onDisk(this.temporary), onDisk(this.target))
      await syncFolder(dirname(this.target))
    } catch (error) {
      throw refusedFromSystem(error, 'save', this.path)
    }
  }

  /** Removes what was written. Never fails: it is called where something else has failed. */
  async abandon(): Promise<void> {
    await this.handle.close().catch(() => {})
    await rm(onDisk(this.temporary), { force: true }).catch(() => {})
  }

  private nextPiece(): void {
    if (this.used === 0) return
    this.pieces.push(this.piece.subarray(0, this.used))
    this.piece = new Uint8Array(pieceLength)
    this.used = 0
  }
}

const pieceLength = 1024 * 1024

/** Makes the rename last. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(onDisk(folder), 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Some network file systems refuse to sync a folder; the file itself is safe.
    if (!(error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP')))
      throw error
  } finally {
    await handle.close()
  }
}
