/**
 * How long each packet came after the one before it in its conversation (udp.time_delta). Noted while indexing, four bytes a frame;
 * gaps of more than four seconds stand in a map.
 */
import { PacketNumbers } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { widerF64, widerU32 } from './columns'

const LONG = 0xffffffff

export class Gaps {
  private seconds = new Float64Array(64)
  private nanos = new Uint32Array(64)
  private seen = 0
  private readonly short = new PacketNumbers()
  private readonly long = new Map<number, number>()

  /** First pass: notes the gap of this packet. Conversations are numbered densely. */
  note(p: Packet, nth: number, conversation: number): void {
    if (conversation >= this.seconds.length) {
      this.seconds = widerF64(this.seconds, conversation + 1)
      this.nanos = widerU32(this.nanos, this.seconds.length)
    }
    if (conversation >= this.seen) {
      this.seconds.fill(NaN, this.seen, conversation + 1)
      this.seen = conversation + 1
    }
    const { seconds, nanos, number } = p.frame
    const last = this.seconds[conversation]!
    // A conversation without a packet so far has no time: the gap is then zero, which is what nothing noted means.
    const gap = (seconds - last) * 1e9 + (nanos - this.nanos[conversation]!)
    if (gap >= LONG || gap < 0) {
      this.short.set(number, LONG, nth)
      this.long.set(number * 32 + nth, gap)
    } else if (gap > 0) this.short.set(number, gap, nth)
    this.seconds[conversation] = seconds
    this.nanos[conversation] = nanos
  }
  /** Nanoseconds; 0 for the first packet of a conversation. Negative where the capture's clock went back. */
  of(p: Packet, nth: number): number {
    const gap = this.short.get(p.frame.number, nth)
    return gap === LONG ? (this.long.get(p.frame.number * 32 + nth) ?? 0) : gap
  }
}
