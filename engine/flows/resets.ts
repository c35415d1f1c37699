/**
 * Which resets of a TCP connection count. One is accepted only if its number is acceptable to the receiver (RFC 9293, 3.10.7; RFC 5961, 3.2)
 * and nothing that follows contradicts it: an end that has sent or taken a reset sends nothing more of that connection.
 */
import { limits } from '../limits'
import { words } from './story-words'
import { ahead, endOf, FLAG, other } from './stream-segment'
import type { End, StreamSegment } from './stream-segment'

export interface Reset {
  frame: number
  from: End
  time: number
  sequence: number
  /** Before anything but SYNs and answers to them was exchanged. */
  inOpening: boolean
  /** Why its number is not acceptable; '' when it is, or that cannot be known. */
  refusal: string
  /** Its number is within the window, but not the one expected: only receivers older than RFC 5961 take it. */
  inexact: boolean
  /** The two numbers, in words. */
  number: string
  /** Marks of another sender: "its TTL is 200, that of the server's other packets 64"; '' for none. */
  stranger: string
  /** The first frame in which its sender goes on, 0 for none. */
  senderGoesOn: number
  /** The same of its receiver, and how much later that is (ns). */
  receiverGoesOn: number
  receiverLater: number
}

/** What the receiver of a reset expects. */
export interface Expectation {
  /** It is in SYN-SENT: only an acknowledgement of its SYN counts (number behind the SYN), NaN otherwise. */
  synEnd: number
  /** Lowest and highest number that it may expect next (what it acknowledged; all that was sent without a gap); NaN: not known. */
  lowest: number
  highest: number
  window: number
  /** How to write a number of the sender of the reset. */
  relative: (n: number) => number
}

export class Resets {
  readonly list: Reset[] = []
  /** Further ones that were not kept. */
  dropped = 0
  private readonly ttls: [Map<number, number>, Map<number, number>] = [new Map(), new Map()]
  private readonly lastId: [number, number] = [-1, -1]
  private readonly steps: [number, number] = [0, 0]

  /** Whether the receiver of a reset is to be taken to have got it, as far as is known by then. */
  take(s: StreamSegment, expected: Expectation, inOpening: boolean): Reset | undefined {
    if (this.list.length >= limits.resetsTold) {
      this.dropped++
      return undefined
    }
    const reset: Reset = {
      frame: s.frame,
      from: s.from,
      time: s.time,
      sequence: s.sequence,
      inOpening,
      ...acceptability(s, expected),
      stranger: this.stranger(s),
      senderGoesOn: 0,
      receiverGoesOn: 0,
      receiverLater: 0,
    }
    this.list.push(reset)
    return reset
  }

  /** Any other segment: what it says about the resets before it. Those that it contradicts are given back. */
  follow(s: StreamSegment, roundTrip: number): Reset[] {
    const { ttl, id } = s.way
    if (ttl >= 0) this.ttls[s.from].set(ttl, (this.ttls[s.from].get(ttl) ?? 0) + 1)
    if (id >= 0) {
      const step = (id - this.lastId[s.from]) & 0xffff
      if (this.lastId[s.from] >= 0 && step > 0 && step < 64) this.steps[s.from]++
      this.lastId[s.from] = id
    }
    const out: Reset[] = []
    for (const r of this.list) {
      if (r.from === s.from) {
        if (r.senderGoesOn || isOvertaken(s, r, roundTrip)) continue
        r.senderGoesOn = s.frame
        out.push(r)
      } else if (!r.receiverGoesOn) {
        // What was on its way when the reset arrived proves nothing.
        const crossed = s.time - r.time <= roundTrip && !r.inexact && !r.stranger
        if (crossed && !isChallenge(s, r)) continue
        r.receiverGoesOn = s.frame
        r.receiverLater = s.time - r.time
        out.push(r)
      }
    }
    return out
  }

  private stranger(s: StreamSegment): string {
    const out: string[] = []
    const usual = [...this.ttls[s.from]].sort((a, b) => b[1] - a[1])[0]?.[0]
    if (usual !== undefined && s.way.ttl >= 0 && !this.ttls[s.from].has(s.way.ttl))
      out.push(words().strangeTtl(s.way.ttl, usual))
    const last = this.lastId[s.from]
    const step = Math.abs(((s.way.id - last + 0x8000) & 0xffff) - 0x8000)
    if (s.way.id > 0 && last > 0 && this.steps[s.from] >= 2 && step > 4096)
      out.push(words().strangeId(hex4(s.way.id), hex4(last)))
    return words().bothMarks(out)
  }
}

const hex4 = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`

/** What the sender sent before its reset may come after it. */
const isOvertaken = (s: StreamSegment, r: Reset, roundTrip: number): boolean =>
  s.time - r.time <= roundTrip && !r.inexact && !r.stranger && ahead(endOf(s), r.sequence) <= 0

/** An acknowledgement that repeats what was expected instead of the reset's number (RFC 5961, 3.2). */
const isChallenge = (s: StreamSegment, r: Reset): boolean =>
  r.inexact && s.length === 0 && (s.flags & FLAG.ack) !== 0 && s.acknowledgment !== r.sequence

function acceptability(s: StreamSegment, e: Expectation): Pick<Reset, 'refusal' | 'inexact' | 'number'> {
  if (!Number.isNaN(e.synEnd)) {
    if (s.flags & FLAG.ack && s.acknowledgment === e.synEnd) return { refusal: '', inexact: false, number: '' }
    return { refusal: words().doesNotAckSyn, inexact: false, number: '' }
  }
  if (Number.isNaN(e.lowest)) return { refusal: '', inexact: false, number: '' }
  const below = ahead(s.sequence, e.lowest)
  const above = ahead(s.sequence, e.highest)
  if (below >= 0 && above <= 0) return { refusal: '', inexact: false, number: '' }
  const number = words().otherNumber(e.relative(s.sequence), e.relative(e.lowest), e.relative(e.highest))
  if (below >= 0 && ahead(s.sequence, (e.lowest + Math.max(1, e.window)) >>> 0) < 0)
    return { refusal: '', inexact: true, number }
  return { refusal: words().outsideWindow(number, e.window), inexact: false, number }
}

/** Whether a reset ended the connection, as far as the capture shows. */
export const counts = (r: Reset): boolean => r.refusal === '' && !r.senderGoesOn && !r.receiverGoesOn

/** Why a reset does not count, as "because …"; '' when it does. */
export function whyNot(r: Reset, names: readonly [string, string]): string {
  const w = words()
  const sender = names[r.from]
  const receiver = names[other(r.from)]
  const out: string[] = []
  if (r.refusal) out.push(r.refusal)
  if (r.inexact && (r.senderGoesOn || r.receiverGoesOn)) out.push(w.notExact(r.number))
  if (r.receiverGoesOn) out.push(w.receiverGoesOn(receiver, r.receiverGoesOn))
  if (r.senderGoesOn) out.push(w.senderGoesOn(sender, r.senderGoesOn))
  return w.allReasons(out)
}
