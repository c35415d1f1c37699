/** Storms of ARP requests: more than so many within a moment. Not looked for unless somebody asks, as in Wireshark. */
import { memory, PacketNumbers } from '../dissect/memory'

export class ArpStorms {
  private count = 0
  private since = 0
  private readonly marked = new PacketNumbers()

  /** First pass: one request; times in nanoseconds. A storm: more than `packets` within `period` milliseconds. */
  see(frame: number, time: number, packets: number, period: number): void {
    if (this.count === 0 || time - this.since > period * 1e6) {
      this.count = 0
      this.since = time
    }
    if (++this.count <= packets) return
    this.marked.set(frame, 1)
    this.count = 0
  }
  /** Whether the storm was noticed with this packet. */
  isStorm(frame: number): boolean {
    return this.marked.get(frame) !== 0
  }
}

export const requestStorms = memory(() => new ArpStorms())
