/**
 * Neighbour solicitations and the advertisements that answer them (RFC 4861 section 7.2), frame by frame: ARP's question in IPv6. An
 * advertisement answers the newest solicitation for its target by the host that it is sent to. Who probes an address before using it
 * (RFC 4862 section 5.4) has none yet: it asks from "::", and an owner answers to all nodes.
 */
import { u32 } from '../bytes/read'
import { memory } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { Pairs } from './pairs'

export const neighborExchanges = memory(() => new Pairs())

const MULTICAST = 0xff
/** RFC 4861 section 10: nanoseconds for which the one who probes waits. */
const RETRANS_TIMER = 1e9

/** The exchange that a solicitation belongs to: a new one in the first pass; `target` is where the address asked for stands. */
export function neighborAsked(p: Packet, target: number): number {
  const { ends, bytes } = p
  return p
    .recall(neighborExchanges)
    .ask(
      p,
      p.nth(),
      u32(bytes, target + 12),
      u32(ends.bytes, ends.source + 12),
      rest(bytes, target) ^ Math.imul(rest(ends.bytes, ends.source), 31),
    )
}

/** The exchange that an advertisement belongs to, 0 for none. */
export function neighborAnswered(p: Packet, target: number): number {
  const { ends, bytes } = p
  const pairs = p.recall(neighborExchanges)
  const toAll = ends.bytes[ends.destination] === MULTICAST
  const asker = toAll ? 0 : u32(ends.bytes, ends.destination + 12)
  const key3 = rest(bytes, target) ^ (toAll ? 0 : Math.imul(rest(ends.bytes, ends.destination), 31))
  // Who has found an address free announces it to all nodes, too: but only once the time to answer the probe is over.
  if (p.first && toAll) {
    const probe = pairs.find(u32(bytes, target + 12), asker, key3)
    if (probe && !pairs.answerOf(probe) && pairs.age(probe, p.frame) >= RETRANS_TIMER) return 0
  }
  const n = pairs.answer(p, p.nth(), u32(bytes, target + 12), asker, key3)
  if (n || !p.first) return n
  // A second answer (two owners of one address) belongs to the same question.
  const before = pairs.find(u32(bytes, target + 12), asker, key3)
  if (before) pairs.join(p, p.nth(), before)
  return before
}

/** The first twelve bytes of an address as one number. */
function rest(bytes: Uint8Array, at: number): number {
  let h = 0
  for (let i = 0; i < 12; i += 4) h = Math.imul(h ^ u32(bytes, at + i), 0x9e3779b1)
  return h
}
