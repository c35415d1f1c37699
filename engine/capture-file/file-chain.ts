// The files of a ring as one: each begins where the one before ended, and the first ones may have been deleted.
import { closeSync, fstatSync, openSync } from 'node:fs'

interface Part {
  path: string
  /** Where it begins in the whole. */
  from: number
  /** −1: closed for now, or for good when the file has been let go. */
  descriptor: number
}

/** Files that are open at the same time: a ring may have thousands. */
const mostOpen = 32

export interface Place {
  /** −1: these bytes are gone. */
  descriptor: number
  at: number
  /** Bytes from there to the end of that file. */
  room: number
}

export class FileChain {
  private readonly parts: Part[]
  /** How many files at the beginning are gone. */
  private gone = 0

  /** Takes over the descriptor of the first file. */
  constructor(path: string, descriptor: number) {
    this.parts = [{ path, from: 0, descriptor }]
  }

  /** The last file is `length` bytes long and the capture goes on in `path`. Throws what the system says. */
  follow(path: string, length: number): void {
    this.parts.push({ path, from: this.lastFrom + length, descriptor: openSync(path, 'r') })
    this.closeSome()
  }

  get lastFrom(): number {
    return this.parts.at(-1)!.from
  }
  /** Where the first file begins that is still there. */
  get firstFrom(): number {
    return this.parts[this.gone]!.from
  }
  /** Where the file behind the first one that is there begins: so far everything must have been read before `letGo`. */
  get secondFrom(): number {
    return this.parts[this.gone + 1]?.from ?? Infinity
  }

  /** The first file has been deleted: closes it, so that its room on the disk is free. */
  letGo(): void {
    if (this.gone < this.parts.length - 1) this.shut(this.parts[this.gone++]!)
  }

  size(): number {
    const last = this.parts.at(-1)!
    return last.from + fstatSync(last.descriptor).size
  }

  locate(at: number): Place {
    let low = 0
    for (let high = this.parts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1
      if (this.parts[middle]!.from <= at) low = middle
      else high = middle - 1
    }
    const part = this.parts[low]!
    const room = (this.parts[low + 1]?.from ?? Infinity) - at
    if (low < this.gone) return { descriptor: -1, at: 0, room }
    if (part.descriptor < 0) {
      part.descriptor = openSync(part.path, 'r')
      this.closeSome(part)
    }
    return { descriptor: part.descriptor, at: at - part.from, room }
  }

  close(): void {
    for (const part of this.parts) this.shut(part)
  }

  private closeSome(but?: Part): void {
    const open = this.parts.filter(({ descriptor }) => descriptor >= 0)
    for (const part of open.slice(0, Math.max(0, open.length - mostOpen))) if (part !== but) this.shut(part)
  }
  private shut(part: Part): void {
    if (part.descriptor >= 0) closeSync(part.descriptor)
    part.descriptor = -1
  }
}
