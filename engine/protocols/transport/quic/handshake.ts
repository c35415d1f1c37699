/** RFC 9000 section 19.6: the bytes of CRYPTO frames put in order, as far as whole handshake messages need it. */
import { limits } from '../../../limits'

/** What a CRYPTO frame gives: so many bytes of whole messages as they stand in it, or messages put together with earlier frames. */
export type Verdict = number | Uint8Array
/** Part of a message of which more is to come; bytes that were seen before. */
export const PART = 0
export const AGAIN = -1

/** The handshake of one direction at one level of encryption. Only the first pass changes it. */
export class Assembly {
  /** Everything in front of this was handed on. */
  private done = 0
  private size = 0
  private held: { readonly offset: number; readonly data: Uint8Array }[] = []

  add(offset: number, data: Uint8Array): Verdict {
    const end = offset + data.length
    if (end <= this.done || this.held.some((h) => h.offset <= offset && h.offset + h.data.length >= end)) return AGAIN
    if (offset === this.done && !this.held.length) {
      const whole = messages(data)
      this.done += whole
      if (whole) {
        if (whole < data.length) this.hold(this.done, data.subarray(whole))
        return whole
      }
    }
    if (!this.hold(offset, data)) return PART
    const joined = this.join()
    const whole = messages(joined)
    if (!whole) return PART
    this.done += whole
    this.held = this.held.filter((h) => h.offset + h.data.length > this.done)
    this.size = this.held.reduce((sum, h) => sum + h.data.length, 0)
    return joined.subarray(0, whole)
  }

  private hold(offset: number, data: Uint8Array): boolean {
    if (this.size + data.length > limits.quicHandshake || this.held.length >= limits.quicPieces) return false
    this.size += data.length
    this.held.push({ offset, data: data.slice() })
    this.held.sort((a, b) => a.offset - b.offset)
    return true
  }
  /** The bytes from `done` on, up to the first gap. */
  private join(): Uint8Array {
    const out = new Uint8Array(this.size)
    let at = this.done
    for (const { offset, data } of this.held) {
      if (offset > at) break
      if (offset + data.length <= at) continue
      out.set(data.subarray(at - offset), at - this.done)
      at = offset + data.length
    }
    return out.subarray(0, at - this.done)
  }
}

/** How many of these bytes are whole messages. */
function messages(data: Uint8Array): number {
  let at = 0
  while (at + 4 <= data.length) {
    const end = at + 4 + (data[at + 1]! << 16) + (data[at + 2]! << 8) + data[at + 3]!
    if (end > data.length) break
    at = end
  }
  return at
}
