/** Where output goes: standard output in large pieces, waiting for whoever reads it, so that memory stays bounded and nothing is lost. */
import { writeSync } from 'node:fs'
import { Refused } from '../engine/refused'

/** Characters collected before they are written. */
const pieceLength = 64 * 1024

/** Thrown when the reader of our output has gone (`| head`). Nothing is wrong: the program ends without a word. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

/** Sleeps without giving up the thread: the pipe is full and its reader slow. */
const nap = new Int32Array(new SharedArrayBuffer(4))

/** Writes all bytes to a descriptor. Throws OutputClosed, or Refused when the disk behind it is full. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      // Somebody who shares the pipe with us has made it non-blocking.
      if (code === 'EAGAIN') Atomics.wait(nap, 0, 0, 2)
      else if (code === 'EPIPE') throw new OutputClosed()
      else if (code === 'ENOSPC' || code === 'EDQUOT')
        throw new Refused('disk-full', 'Cannot write the output: the disk is full.', 'Make room, or send it elsewhere.')
      else if (code !== 'EINTR') throw new Refused('output', `Cannot write the output: ${String(code || error)}.`)
    }
  }
}

export class Output {
  private pending = ''

  /** @param byLine hand on every packet as soon as it is printed (`-l`) */
  constructor(
    private readonly byLine = false,
    private readonly descriptor = 1,
  ) {}

  write(text: string): void {
    this.pending += text
    if (this.pending.length > pieceLength) this.flush()
  }
  /** A packet has been printed. */
  packetDone(): void {
    if (this.byLine) this.flush()
  }
  flush(): void {
    if (!this.pending) return
    const bytes = Buffer.from(this.pending)
    this.pending = ''
    writeAll(this.descriptor, bytes)
  }
}

/** A message to the user, on standard error; nobody is told when that is closed. */
export function say(text: string): void {
  try {
    writeAll(2, Buffer.from(text.endsWith('\n') ? text : `${text}\n`))
  } catch {
    // There is nowhere else to say it.
  }
}
