// A file on disk as a source of bytes.
import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs'
import { Refused } from '../refused'
import { FileChain } from './file-chain'
import { FileChanges } from './file-changes'
import type { FileChange } from './file-changes'
import { onDisk } from './file-names'
import { refusedFromSystem } from './system-errors'
import type { ByteSource } from './types'

/** Reads a file by position; several readers may share one, and the file may grow. */
export class FileSource implements ByteSource {
  private open = true
  /** When the capture goes on in other files. */
  private chain: FileChain | null = null
  private changing: FileChanges | null = null

  /** Takes over the descriptor: `close` closes it. */
  constructor(
    readonly path: string,
    readonly descriptor: number,
    /** What a message calls it. */
    private readonly title = path,
  ) {}

  /** @throws Refused when there is no such file or it may not be read */
  static open(path: string): FileSource {
    try {
      return new FileSource(path, openSync(onDisk(path), 'r'))
    } catch (error) {
      throw refusedFromSystem(error, 'open', path)
    }
  }

  /** The files behind this one, made with the first: this source is then all of them in a row. */
  get files(): FileChain {
    return (this.chain ??= new FileChain(this.path, this.descriptor))
  }

  /** Where the file that is being written begins. */
  get start(): number {
    return this.chain?.lastFrom ?? 0
  }

  changes(readTo: number): FileChange | null {
    if (this.chain || !this.open) return null // files of a ring come and go
    try {
      this.changing ??= new FileChanges(this.descriptor)
      const change = this.changing.look(readTo)
      if (!change) this.changing.remember(readTo)
      return change
    } catch {
      return null // a disk that fails is told of by `read`
    }
  }

  size(): number {
    this.mustBeOpen()
    try {
      if (this.chain) return this.chain.size()
      return fstatSync(this.descriptor).size
    } catch (error) {
      throw refusedFromSystem(error, 'read', this.title)
    }
  }

  /** @throws Refused when the disk fails */
  read(into: Uint8Array, at: number): number {
    this.mustBeOpen()
    try {
      if (this.chain) {
        const { descriptor, at: from, room } = this.chain.locate(at)
        const part = into.subarray(0, Math.min(into.length, room))
        return descriptor < 0 ? part.fill(0).length : readSync(descriptor, part, 0, part.length, from)
      }
      return readSync(this.descriptor, into, 0, into.length, at)
    } catch (error) {
      throw refusedFromSystem(error, 'read', this.title)
    }
  }

  readAsync(into: Uint8Array, at: number): Promise<number> {
    if (this.chain) return new Promise((resolve) => resolve(this.read(into, at)))
    return new Promise((resolve, reject) => {
      this.mustBeOpen()
      read(this.descriptor, into, 0, into.length, at, (error, count) => {
        if (error) return reject(refusedFromSystem(error, 'read', this.title) as Error)
        // Closed meanwhile, its number may have become another file's: what was read is not to be believed.
        try {
          this.mustBeOpen()
          resolve(count)
        } catch (closed) {
          reject(closed as Error)
        }
      })
    })
  }

  private mustBeOpen(): void {
    if (!this.open) throw new Refused('closed', `${this.title} was closed before this was done.`, 'Open it again.')
  }

  close(): void {
    if (!this.open) return
    this.open = false
    if (this.chain) this.chain.close()
    else closeSync(this.descriptor)
  }
}

/** What a source has from `from` on, as a source of its own; it is not closed. */
export class LaterPart implements ByteSource {
  constructor(
    private readonly source: ByteSource,
    private readonly from: number,
  ) {}
  get path(): string {
    return this.source.path
  }
  size(): number {
    return this.source.size() - this.from
  }
  read(into: Uint8Array, at: number): number {
    return this.source.read(into, at + this.from)
  }
  readAsync(into: Uint8Array, at: number): Promise<number> {
    return this.source.readAsync(into, at + this.from)
  }
  close(): void {}
}

/** A capture held in memory: samples and tests. */
export class MemorySource implements ByteSource {
  readonly path = ''

  constructor(private bytes: Uint8Array) {}

  size(): number {
    return this.bytes.length
  }

  read(into: Uint8Array, at: number): number {
    const part = this.bytes.subarray(at, at + into.length)
    into.set(part)
    return part.length
  }

  readAsync(into: Uint8Array, at: number): Promise<number> {
    return Promise.resolve(this.read(into, at))
  }

  close(): void {}
}
