/**
 * One packet that was captured twice: before and after a router, on two interfaces, in two VLANs, or by a mirror port that copies both
 * directions. A packet that was sent again bears another identification (RFC 791), or comes much later.
 */
import { limits } from '../limits'
import { words } from './story-words'
import { FLAG, other } from './stream-segment'
import type { StreamSegment } from './stream-segment'

/** How much later the second sighting may be: below the least time after which anybody sends again (200 ms, RFC 6298 as implemented). */
const MOMENT = 150e6
/** The same where the sender gives all its packets one identification (RFC 6864), or there is none: only forwarding is this fast. */
const INSTANT = 20e6
/** Between the two copies that a mirror port makes of one packet. */
const ECHO = 2e6

/** Routers that can lie between two places of one capture. */
const MOST_HOPS = 8

export interface Twin {
  /** The first sighting. */
  frame: number
  /** How one knows: "same IP identification 0x0001, TTL 63 after 64, other hardware addresses". */
  because: string
  forwarded: boolean
}

export class Sightings {
  private readonly recent: [StreamSegment[], StreamSegment[]] = [[], []]
  private readonly last: [number, number] = [0, 0]

  /** The earlier sighting of this packet; undefined for one that was not seen before. */
  take(s: StreamSegment): Twin | undefined {
    const list = this.recent[s.from]
    let found: StreamSegment | undefined
    for (let i = list.length - 1; i >= 0 && !found; i--)
      if (isTwin(list[i]!, s, hasOwnId(list, i), isEcho(list, i, s, this.last[other(s.from)]))) found = list[i]
    if (found) return { frame: found.frame, because: reasons(found, s), forwarded: found.way.ttl !== s.way.ttl }
    this.last[s.from] = s.frame
    list.push(s)
    if (list.length > limits.sightings) list.shift()
    return undefined
  }
}

/** Whether the identification of a packet tells it from its neighbours. */
function hasOwnId(list: readonly StreamSegment[], i: number): boolean {
  const { id } = list[i]!.way
  return id > 0 && list[i - 1]?.way.id !== id && list[i + 1]?.way.id !== id
}

/**
 * A mirror port that copies a packet as it comes and as it goes shows the same frame twice in a row. Nothing distinguishes that from a packet
 * sent again but the time, and that nobody has answered in between.
 */
const isEcho = (list: readonly StreamSegment[], i: number, s: StreamSegment, answered: number): boolean =>
  i === list.length - 1 &&
  answered < list[i]!.frame &&
  s.time - list[i]!.time <= ECHO &&
  (i > 0 || (s.flags & FLAG.syn) !== 0)

function isTwin(first: StreamSegment, s: StreamSegment, ownId: boolean, isEcho: boolean): boolean {
  const a = first.way
  const b = s.way
  const later = s.time - first.time
  if (later < 0 || later > (ownId ? MOMENT : INSTANT) || a.id !== b.id || a.ttl < 0) return false
  if (
    first.sequence !== s.sequence ||
    first.acknowledgment !== s.acknowledgment ||
    first.flags !== s.flags ||
    first.length !== s.length ||
    first.window !== s.window
  )
    return false
  // Two sightings differ in a checksum only where one of them was made before the adapter computed it.
  if (a.checksum !== b.checksum && !first.trace.partialChecksum && !s.trace.partialChecksum) return false
  const hops = Math.abs(a.ttl - b.ttl)
  if (hops > MOST_HOPS) return false
  return a.place !== b.place || (hops === 0 && ownId && isEcho)
}

function reasons(first: StreamSegment, s: StreamSegment): string {
  const a = first.way
  const b = s.way
  const w = words()
  return [
    a.id >= 0 ? w.sameId(`0x${a.id.toString(16).padStart(4, '0')}`) : w.sameNumbers,
    a.ttl === b.ttl ? w.sameTtl(b.ttl) : w.otherTtl(b.ttl, a.ttl),
    a.place === b.place ? w.samePlace : w.otherPlace,
  ].join(', ')
}
