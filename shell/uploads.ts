/** Files dropped on the window of the browser shell: their bytes arrive in pieces and go into a temporary file. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { refusedFromSystem } from '../engine/api/call'
import { Refused } from '../engine/refused'
import { temporaryFolder } from './places'

export class Uploads {
  private current: { name: string; path: string; file: number; at: number } | null = null
  private readonly made: string[] = []
  private count = 0

  /** Takes the next piece; the path of the file when it was the last one. */
  take(name: string, bytes: Uint8Array, at: number, last: boolean): string | null {
    try {
      return this.write(name, bytes, at, last)
    } catch (error) {
      throw refusedFromSystem(error, 'keep', name)
    }
  }

  private write(name: string, bytes: Uint8Array, at: number, last: boolean): string | null {
    if (at === 0) this.begin(name)
    const { current } = this
    if (!current || current.name !== name || current.at !== at)
      throw new Refused('upload-order', `The pieces of ${name} arrived out of order.`, 'Drop the file again.')
    for (let done = 0; done < bytes.length;) done += writeSync(current.file, bytes, done)
    current.at += bytes.length
    if (!last) return null
    closeSync(current.file)
    this.current = null
    return current.path
  }

  /** Removes what was uploaded. */
  close(): void {
    if (this.current) closeSync(this.current.file)
    this.current = null
    for (const path of this.made) rmSync(path, { force: true })
  }

  private begin(name: string): void {
    if (this.current) {
      closeSync(this.current.file)
      rmSync(this.current.path, { force: true }) // it was never whole
    }
    this.current = null
    const safe =
      basename(name)
        .replace(/[^\w.-]+/g, '_')
        .slice(-80) || 'upload'
    const path = join(temporaryFolder(), `upload-${process.pid}-${++this.count}-${safe}`)
    this.made.push(path)
    this.current = { name, path, file: openSync(path, 'wx', 0o600), at: 0 }
  }
}
