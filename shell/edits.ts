/** What a user did to the open capture and has not saved: marks and comments live in the decoder, and a fresh one has to be told them again. */
import { limits } from '../engine/limits'
import type { DecoderLink } from './decoder-link'

/** Milliseconds between two looks at how far a new decoder has read. */
const pause = 20

export class Edits {
  private readonly marks = new Set<number>()
  private readonly comments = new Map<number, string>()

  /** A call has succeeded: its arguments are known to be right. */
  note(call: string, args: unknown): void {
    if (call === 'session.mark') {
      const { numbers, on } = args as { numbers: number[]; on: boolean }
      for (const number of numbers)
        if (on) this.marks.add(number)
        else this.marks.delete(number)
    } else if (call === 'session.comment') {
      const { number, text } = args as { number: number; text: string }
      this.comments.set(number, text)
    }
  }

  /** Tells a decoder that has just opened the same file, as soon as it has read as far as the last of them. */
  async repeat({ session }: DecoderLink): Promise<void> {
    let last = 0
    for (const number of [...this.marks, ...this.comments.keys()]) last = Math.max(last, number)
    if (!last) return
    for (;;) {
      const { packets, complete } = await session.status({})
      if (packets >= last || complete) break
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
    const marks = [...this.marks]
    for (let at = 0; at < marks.length; at += limits.rowsPerReply)
      await session.mark({ numbers: marks.slice(at, at + limits.rowsPerReply), on: true })
    for (const [number, text] of this.comments) await session.comment({ number, text })
  }
}
