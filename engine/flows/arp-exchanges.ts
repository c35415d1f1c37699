/**
 * ARP requests and the replies to them, frame by frame (flows/pairs.ts). A reply answers the newest request that looks for the address it comes
 * from, by the host that it names. A second reply to the same request (two hosts claim one address) belongs to that request, too.
 */
import { u32, u48 } from '../bytes/read'
import { memory } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { askers, networkOf } from './arp-network'
import { Pairs } from './pairs'

export const arpExchanges = memory(() => new Pairs())

/** Where the four addresses of an ARP packet about IPv4 over Ethernet stand behind the first. */
const SENDER_IP = 6
const TARGET_MAC = 10
const TARGET_IP = 16
/** Hosts that ask for the same address with the same, or no, address of their own are told apart by network and MAC address. */
const asker = (p: Packet, at: number): number => (p.first ? p.recall(askers).number(networkOf(p), u48(p.bytes, at)) : 0)

/** The exchange that a request belongs to: a new one in the first pass; `addresses` is where the sender's MAC address stands. */
export function arpAsked(p: Packet, addresses: number): number {
  const { bytes } = p
  return p
    .recall(arpExchanges)
    .ask(p, p.nth(), u32(bytes, addresses + TARGET_IP), u32(bytes, addresses + SENDER_IP), asker(p, addresses))
}

/** The exchange that a reply belongs to, 0 for none. */
export function arpAnswered(p: Packet, addresses: number): number {
  const pairs = p.recall(arpExchanges)
  const { bytes } = p
  const from = u32(bytes, addresses + SENDER_IP)
  const to = u32(bytes, addresses + TARGET_IP)
  const mac = asker(p, addresses + TARGET_MAC)
  const n = pairs.answer(p, p.nth(), from, to, mac)
  if (n || !p.first) return n
  const before = pairs.find(from, to, mac)
  if (before) pairs.join(p, p.nth(), before)
  return before
}
