/**
 * Where a capture was made, told from the packets of one conversation.
 *
 * A host hands packets to its adapter before their checksum is complete (only the sum over the pseudo-header stands there: transmit
 * checksum offload) and before they are padded to 60 bytes. Its packets have passed no router, so their TTL is still one that hosts begin with,
 * and it answers at once. Each of these alone may have other causes: Wi-Fi, VPNs and virtual adapters pad nothing, a router's port sees fresh TTLs,
 * and one sum in 65,536 is that of the pseudo-header by chance. Only together they are believed.
 */
import { FLAG, other } from './stream-segment'
import type { End, StreamSegment } from './stream-segment'

export type Place = 'unknown' | 'first' | 'second' | 'both'

/** What speaks for an end as the place of the capture. Frames are at most ten of a kind. */
export interface EndSigns {
  partialChecksums: number[]
  unpadded: number[]
  padded: number[]
  /** The TTL of its packets where they have one, −1 otherwise; `fresh`: one that hosts begin with. */
  ttl: number
  fresh: boolean
  /** The shortest time in which it answered (ns), and the frame of that answer; NaN for none. */
  delay: number
  delayFrame: number
}

export interface Vantage {
  /** On the host of which end; `both` when the two ends share a machine (loopback, virtual machines, containers). */
  place: Place
  signs: readonly [EndSigns, EndSigns]
}

const KEPT = 10
/** What systems begin with: Unix and phones, Windows, network devices. */
const FRESH = [64, 128, 255]
/** A host answers a SYN, or acknowledges its answer, in less: near zero. */
const AT_ONCE = 2e6

const signs = (): EndSigns => ({
  partialChecksums: [],
  unpadded: [],
  padded: [],
  ttl: -1,
  fresh: false,
  delay: NaN,
  delayFrame: 0,
})

export class VantageVotes {
  private readonly ends: [EndSigns, EndSigns] = [signs(), signs()]
  private readonly ttls: [Set<number>, Set<number>] = [new Set(), new Set()]

  take(s: StreamSegment): void {
    const { frame, from, trace } = s
    const end = this.ends[from]
    const note = (list: number[]): void => void (list.length < KEPT && list.push(frame))
    if (trace.partialChecksum) note(end.partialChecksums)
    if (trace.unpadded) note(end.unpadded)
    if (trace.padded) note(end.padded)
    // A reset may come from somebody else.
    if (s.way.ttl >= 0 && !(s.flags & FLAG.rst) && this.ttls[from].size < KEPT) this.ttls[from].add(s.way.ttl)
    if (s.acks && s.rtt >= 0 && !(s.rtt >= end.delay)) {
      end.delay = s.rtt
      end.delayFrame = frame
    }
  }

  result(): Vantage {
    for (const end of [0, 1] as const) {
      const [ttl] = this.ttls[end]
      this.ends[end].ttl = this.ttls[end].size === 1 ? ttl! : -1
      this.ends[end].fresh = this.ttls[end].size === 1 && FRESH.includes(ttl!)
    }
    const here = ([0, 1] as const).map((end) => this.isHere(end))
    const place: Place = here[0] && here[1] ? 'both' : here[0] ? 'first' : here[1] ? 'second' : 'unknown'
    return { place, signs: this.ends }
  }

  /** All that can be known must agree. A frame that came over a wire settles it the other way. */
  private isHere(end: End): boolean {
    const { padded, partialChecksums, unpadded, fresh, delay } = this.ends[end]
    const theirs = this.ends[other(end)].delay
    const unfinished = partialChecksums.length >= 2 || (partialChecksums.length > 0 && unpadded.length > 0)
    // An answer that takes long is a contradiction only beside one of the other end that takes less.
    const prompt = Number.isNaN(delay) || delay <= AT_ONCE || delay <= theirs
    return padded.length === 0 && unfinished && fresh && prompt
  }
}
