/**
 * How long each packet came after the one before it in its conversation (udp.time_delta). Noted while indexing, four bytes a frame;
 * gaps of more than four seconds stand in a map.
 */
import { PacketNumbers } from '../dissect/memory'
import type { Packet } from '../dissect/packet'

const LONG = 0xffffffff

export class Gaps {
  private readonly short = new PacketNumbers()
  private readonly long = new Map<number, number>()

  /** First pass: notes the gap in front of a frame's nth layer, in nanoseconds. None is what nothing noted means. */
  note(frame: number, nth: number, gap: number): void {
    if (gap >= LONG || gap < 0) {
      this.short.set(frame, LONG, nth)
      this.long.set(frame * 256 + nth, gap)
    } else if (gap > 0) this.short.set(frame, gap, nth)
  }
  /** Nanoseconds; 0 for the first packet of a conversation. Negative where the capture's clock went back. */
  of(p: Packet, nth: number): number {
    const gap = this.short.get(p.frame.number, nth)
    return gap === LONG ? (this.long.get(p.frame.number * 256 + nth) ?? 0) : gap
  }
}
