// A file on disk as a source of bytes.
import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs'
import { refusedFromSystem } from './system-errors'
import type { ByteSource } from './types'

/** Reads a file by position; several readers may share one, and the file may grow. */
export class FileSource implements ByteSource {
  private open = true

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
      return new FileSource(path, openSync(path, 'r'))
    } catch (error) {
      throw refusedFromSystem(error, 'open', path)
    }
  }

  size(): number {
    try {
      return fstatSync(this.descriptor).size
    } catch (error) {
      throw refusedFromSystem(error, 'read', this.title)
    }
  }

  /** @throws Refused when the disk fails */
  read(into: Uint8Array, at: number): number {
    try {
      return readSync(this.descriptor, into, 0, into.length, at)
    } catch (error) {
      throw refusedFromSystem(error, 'read', this.title)
    }
  }

  readAsync(into: Uint8Array, at: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const failed = (error: unknown): void => reject(refusedFromSystem(error, 'read', this.title) as Error)
      read(this.descriptor, into, 0, into.length, at, (error, count) => (error ? failed(error) : resolve(count)))
    })
  }

  close(): void {
    if (this.open) closeSync(this.descriptor)
    this.open = false
  }
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
