/**
 * Where a capture was made, told from the packets of one conversation.
 *
 * A host hands packets to its adapter before their checksum is complete (only the sum over the pseudo-header stands there: transmit
 * checksum offload) and before they are padded to 60 bytes. So frames with such checksums, or that are too short for Ethernet, were captured
 * on the host that sent them; frames with padding came over a wire.
 */
import type { End, StreamSegment } from './stream-segment'

export type Place = 'unknown' | 'first' | 'second' | 'both'

export interface Vantage {
  /** On the host of which end; `both` when the two ends share a machine (loopback, virtual machines, containers). */
  place: Place
  /** Frames that speak for it, at most ten of each kind. */
  partialChecksums: number[]
  unpadded: number[]
  padded: number[]
}

const KEPT = 10

export class VantageVotes {
  /** Per end: frames that left this host unfinished, and frames that came over a wire. */
  private readonly partial: [number[], number[]] = [[], []]
  private readonly unpadded: [number[], number[]] = [[], []]
  private readonly padded: [number[], number[]] = [[], []]

  take({ frame, from, trace }: StreamSegment): void {
    const note = (list: number[]): void => void (list.length < KEPT && list.push(frame))
    if (trace.partialChecksum) note(this.partial[from])
    if (trace.unpadded) note(this.unpadded[from])
    if (trace.padded) note(this.padded[from])
  }

  result(): Vantage {
    const here = ([0, 1] as const).map((end) => this.isHere(end))
    const place: Place = here[0] && here[1] ? 'both' : here[0] ? 'first' : here[1] ? 'second' : 'unknown'
    return {
      place,
      partialChecksums: [...this.partial[0], ...this.partial[1]].sort((a, b) => a - b),
      unpadded: [...this.unpadded[0], ...this.unpadded[1]].sort((a, b) => a - b),
      padded: [...this.padded[0], ...this.padded[1]].sort((a, b) => a - b),
    }
  }

  /**
   * A single segment may have such a sum by chance (1 in 65,536), and equipment on the way may take padding off; a frame that came over a
   * wire settles it the other way.
   */
  private isHere(end: End): boolean {
    if (this.padded[end].length > 0) return false
    return (
      this.partial[end].length >= 2 ||
      (this.unpadded[end].length > 0 && (this.partial[end].length > 0 || this.unpadded[end].length >= 2))
    )
  }
}
