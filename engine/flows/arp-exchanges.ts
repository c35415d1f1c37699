/**
 * ARP requests and the replies to them, frame by frame (flows/pairs.ts). A reply answers the newest request that looks for the address it comes
 * from, by the host that it names. A second reply to the same request (two hosts claim one address) belongs to that request, too.
 */
import { u32 } from '../bytes/read'
import { memory } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { Pairs } from './pairs'

export const arpExchanges = memory(() => new Pairs())

/** Where the four addresses of an ARP packet about IPv4 over Ethernet stand behind the first. */
const SENDER_IP = 6
const TARGET_MAC = 10
const TARGET_IP = 16
/** The lower half of a MAC address tells hosts apart that ask for the same address with the same, or no, address of their own. */
const LOW = 2

/** The exchange that a request belongs to: a new one in the first pass; `addresses` is where the sender's MAC address stands. */
export function arpAsked(p: Packet, addresses: number): number {
  const { bytes } = p
  return p
    .recall(arpExchanges)
    .ask(p, p.nth(), u32(bytes, addresses + TARGET_IP), u32(bytes, addresses + SENDER_IP), u32(bytes, addresses + LOW))
}

/** The exchange that a reply belongs to, 0 for none. */
export function arpAnswered(p: Packet, addresses: number): number {
  const pairs = p.recall(arpExchanges)
  const { bytes } = p
  const from = u32(bytes, addresses + SENDER_IP)
  const to = u32(bytes, addresses + TARGET_IP)
  const mac = u32(bytes, addresses + TARGET_MAC + LOW)
  const n = pairs.answer(p, p.nth(), from, to, mac)
  if (n || !p.first) return n
  const before = pairs.find(from, to, mac)
  if (before) pairs.join(p, p.nth(), before)
  return before
}
