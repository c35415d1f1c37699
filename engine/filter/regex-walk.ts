/**
 * Thompson's machine without a table, for patterns whose sets of places hardly ever come back, such as `a.{900}x`, for which a table would be
 * filled in vain. The places that wait for a byte are bits, 32 to a word: those that lead to the next place step together, by a shift. Only
 * splits and assertions are followed one by one; a byte costs at most one look at each place.
 */
import { END, holds, LAST_NEWLINE, NEWLINE, OTHER, WORD } from './regex-steps'
import type { Step } from './regex-steps'
import { word } from './regex-sets'

const WAITS = -1
const ELSE = -2

export class Walk {
  private readonly words: number
  /** Per byte a run of words: the places that take it. */
  private readonly takes: Int32Array
  /** Places behind which stands a place that waits for a byte, too. */
  private readonly straight: Int32Array
  /** Where a split leads; other steps are WAITS (for a byte) or ELSE. */
  private readonly a: Int32Array
  private readonly b: Int32Array
  private readonly mark: Uint32Array
  /** A place is marked as it is put there, so that none stands there twice. */
  private readonly stack: Int32Array
  private readonly pending: Int32Array
  private round = 0

  constructor(
    private readonly program: readonly Step[],
    private readonly anchored: boolean,
  ) {
    const n = program.length
    this.words = (n >>> 5) + 1
    this.takes = new Int32Array(257 * this.words)
    this.straight = new Int32Array(this.words)
    this.a = new Int32Array(n).fill(ELSE)
    this.b = new Int32Array(n)
    program.forEach((step, i) => {
      if (step.op === 'split') {
        this.a[i] = step.a
        this.b[i] = step.b
      }
      if (step.op !== 'set') return
      this.a[i] = WAITS
      for (let b = 0; b < 256; b++) if (step.set[b]) this.takes[b * this.words + (i >>> 5)]! |= 1 << (i & 31)
      if (program[i + 1]?.op === 'set') this.straight[i >>> 5]! |= 1 << (i & 31)
    })
    this.mark = new Uint32Array(n + 1)
    this.stack = new Int32Array(n + 1)
    this.pending = new Int32Array(n + 2)
  }

  /** Whether the pattern is found from byte `from` on, where the program stands at these places after something of the kind `before`. */
  test(bytes: Uint8Array, from: number, places: Int32Array, before: number): boolean {
    const { words, takes, straight, pending } = this
    const waiting = new Int32Array(words)
    const n = bytes.length
    let count = places.length
    let came = before
    pending.set(places)
    for (let i = from; i < n; i++) {
      const byte = bytes[i]!
      if (this.follow(count, waiting, came, byte === 10 && i === n - 1 ? LAST_NEWLINE : byte)) return true
      count = 0
      let carry = 0
      let any = 0
      const row = byte * words
      for (let w = 0; w < words; w++) {
        const taken = waiting[w]! & takes[row + w]!
        const on = taken & straight[w]!
        any |= waiting[w] = (on << 1) | carry
        carry = on >>> 31
        for (let rest = taken & ~on; rest !== 0; rest &= rest - 1)
          pending[count++] = (w << 5) + 32 - Math.clz32(rest & -rest)
      }
      // Any byte may be the first of a match.
      if (!this.anchored) pending[count++] = 0
      if (count === 0 && any === 0) return false
      came = byte === 10 ? NEWLINE : word[byte] ? WORD : OTHER
    }
    return this.follow(count, waiting, came, END)
  }

  /** From the pending places to all that wait for a byte; true when a match is among them. */
  private follow(count: number, waiting: Int32Array, came: number, symbol: number): boolean {
    const { program, a, b, mark, stack, pending } = this
    if (this.round >= 0xffff_fff0) mark.fill((this.round = 0))
    const round = ++this.round
    let depth = 0
    for (let k = 0; k < count; k++) {
      const place = pending[k]!
      if (mark[place] === round) continue
      mark[place] = round
      stack[depth++] = place
    }
    while (depth > 0) {
      const place = stack[--depth]!
      let one = a[place]!
      let other: number
      if (one >= 0) other = b[place]!
      else if (one === WAITS) {
        waiting[place >>> 5]! |= 1 << (place & 31)
        continue
      } else {
        const step = program[place]!
        if (step.op === 'match') return true
        if (step.op === 'assert' && !holds(step.what, came, symbol)) continue
        one = place + 1
        other = one
      }
      if (mark[one] !== round) {
        mark[one] = round
        stack[depth++] = one
      }
      if (mark[other] !== round) {
        mark[other] = round
        stack[depth++] = other
      }
    }
    return false
  }
}
