/**
 * Who talks with whom: every pair of ends that a capture holds, numbered in order of appearance, with counters for each way.
 *
 * For a transport layer:
 *
 *   const flows = p.recall(conversations)
 *   const flow = flows.of(p, 'udp')          // conversation × 2 + direction; remembered per packet, so later decodings do not search
 *   p.set(f.stream, flows.stream(flow >> 1)) // udp.stream: counted from 0 per transport
 *
 * `of` reads p.ends and p.sourcePort/p.destinationPort (set them first), counts the packet while indexing and sets p.flow.
 * Direction 0 is that of the conversation's first packet. A packet quoted by another one (ICMP errors) finds or opens its
 * conversation too, as tshark counts it, but is not counted in it. Transports number their streams separately; conversation numbers are
 * shared by all of them and dense, so that per-conversation state elsewhere can be typed columns indexed by them.
 */
import { i32 } from '../bytes/read'
import { memory, PacketNumbers } from '../dissect/memory'
import type { Frame } from '../dissect/frame'
import type { Packet } from '../dissect/packet'
import { Addresses } from './addresses'
import { widerF64, widerU16, widerU32, widerU8 } from './columns'

/** What a conversation is made of. Those of link and network layers have no ports. */
export const transports = ['tcp', 'udp', 'sctp', 'dccp', 'ether', 'ipv4', 'ipv6'] as const
export type Transport = (typeof transports)[number]

const CODE: Readonly<Record<Transport, number>> = { tcp: 0, udp: 1, sctp: 2, dccp: 3, ether: 4, ipv4: 5, ipv6: 6 }

/** 2^53 nanoseconds are a little over 9 million seconds. */
const EXACT_SECONDS = 9_000_000

/** Nanoseconds in all; a bigint where a number would not be exact. */
export const inNanoseconds = (seconds: number, nanos: number): number | bigint =>
  Math.abs(seconds) < EXACT_SECONDS ? seconds * 1e9 + nanos : BigInt(seconds) * 1_000_000_000n + BigInt(nanos)

const LATELY = 512
const latelySlot = (a: number, b: number, c: number, kind: number): number =>
  ((Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ Math.imul(c + kind, 0xc2b2ae35)) >>> 23) * 4

export class Conversations {
  readonly addresses = new Addresses()
  /** Conversations so far; numbers are below. */
  count = 0
  private kinds = new Uint8Array(64)
  /** Address numbers and ports of end 0 (who sent the first packet) and end 1: rows of two. */
  private ends = new Uint32Array(128)
  private ports = new Uint16Array(128)
  private streams = new Uint32Array(64)
  private frames = new Uint32Array(128)
  private seconds = new Float64Array(128)
  private nanos = new Uint32Array(128)
  private packetCounts = new Uint32Array(128)
  private byteCounts = new Float64Array(128)
  private readonly streamCounts = new Uint32Array(transports.length)
  private table = new Uint32Array(256)
  /** TCP and UDP over IPv4: source, destination, ports, and (flow + 1) × 2 + kind, by a hash of the first three. */
  private readonly lately = new Int32Array(4 * LATELY)
  private used = 0
  private readonly remembered = transports.map(() => new PacketNumbers())
  private readonly seed = (Math.random() * 0x1_0000_0000) | 0

  /** Conversation × 2 + direction of this packet's ends and ports; −1 when a packet is decoded that indexing has not seen. */
  of(p: Packet, transport: Transport): number {
    const numbers = this.remembered[CODE[transport]]!
    const nth = p.nth()
    if (!p.first) {
      const flow = numbers.get(p.frame.number, nth) - 1
      if (flow >= 0 && !p.quoted) p.flow = flow
      return flow
    }
    const flow = this.search(p, transport)
    numbers.set(p.frame.number, flow + 1, nth)
    this.tally(p, flow)
    return flow
  }

  /** The same without remembering or counting: for protocols that keep their own row per packet. Only while indexing. */
  search(p: Packet, transport: Transport): number {
    const kind = CODE[transport]
    if (kind > 1 || p.ends.kind !== 'ipv4') return this.lookUp(p, kind)
    // Packets of one conversation come in bunches: the ends seen lately lead to it without a search.
    const { lately } = this
    const a = i32(p.ends.bytes, p.ends.source)
    const b = i32(p.ends.bytes, p.ends.destination)
    const c = (p.sourcePort << 16) | (p.destinationPort & 0xffff)
    const slot = latelySlot(a, b, c, kind)
    if (lately[slot] === a && lately[slot + 1] === b && lately[slot + 2] === c && (lately[slot + 3]! & 1) === kind) {
      const known = lately[slot + 3]! >> 1
      if (known > 0) return known - 1
    }
    const flow = this.lookUp(p, kind)
    lately[slot] = a
    lately[slot + 1] = b
    lately[slot + 2] = c
    lately[slot + 3] = ((flow + 1) << 1) | kind
    return flow
  }

  private lookUp(p: Packet, kind: number): number {
    const { ends, addresses } = this
    const from = addresses.intern(p.ends.kind, p.ends.bytes, p.ends.source)
    const to = addresses.intern(p.ends.kind, p.ends.bytes, p.ends.destination)
    const fromPort = kind < 4 ? p.sourcePort & 0xffff : 0
    const toPort = kind < 4 ? p.destinationPort & 0xffff : 0
    const { table, ports, kinds } = this
    const mask = table.length - 1
    let slot = this.hash(kind, from, to, fromPort, toPort) & mask
    for (;;) {
      const n = table[slot]! - 1
      if (n < 0) break
      const r = n * 2
      if (kinds[n] === kind) {
        if (ends[r] === from && ends[r + 1] === to && ports[r] === fromPort && ports[r + 1] === toPort) return r
        if (ends[r] === to && ends[r + 1] === from && ports[r] === toPort && ports[r + 1] === fromPort) return r + 1
      }
      slot = (slot + 1) & mask
    }
    this.used++
    const n = this.open(p, kind, from, to, fromPort, toPort)
    table[slot] = n + 1
    if (this.used * 2 > table.length) this.rehash()
    return n * 2
  }

  /** Opens a new conversation between the ends of `flow`, begun by this packet: its ports are used again. Returns the new flow. */
  renew(p: Packet, flow: number): number {
    this.lately.fill(0)
    const old = flow >> 1
    const from = old * 2 + (flow & 1)
    const to = from ^ 1
    const n = this.open(p, this.kinds[old]!, this.ends[from]!, this.ends[to]!, this.ports[from]!, this.ports[to]!)
    const mask = this.table.length - 1
    let slot = this.hash(this.kinds[old]!, this.ends[from]!, this.ends[to]!, this.ports[from]!, this.ports[to]!) & mask
    while (this.table[slot] !== old + 1) {
      if (this.table[slot] === 0) return n * 2
      slot = (slot + 1) & mask
    }
    this.table[slot] = n + 1
    return n * 2
  }

  /** Counts this packet in its conversation, and sets p.flow. Only while indexing; quoted packets are not counted. */
  tally(p: Packet, flow: number): void {
    if (p.quoted) return
    p.flow = flow
    this.packetCounts[flow]!++
    this.byteCounts[flow] = this.byteCounts[flow]! + p.frame.length
    this.frames[(flow >> 1) * 2 + 1] = p.frame.number
    this.touch(p, flow)
  }

  /** Notes that this packet has to do with a conversation, without counting it. */
  touch(p: Packet, flow: number): void {
    const last = (flow >> 1) * 2 + 1
    this.seconds[last] = p.frame.seconds
    this.nanos[last] = p.frame.nanos
  }

  transport(conversation: number): Transport {
    return transports[this.kinds[conversation]!]!
  }
  /** Position among the conversations of its transport, from 0: `tcp.stream`. */
  stream(conversation: number): number {
    return this.streams[conversation]!
  }
  /** Stream × 2 + way of a flow. */
  direction(flow: number): number {
    return this.streams[flow >> 1]! * 2 + (flow & 1)
  }
  /** Number in `addresses` of end 0 (who sent the first packet) or end 1. */
  address(conversation: number, end: number): number {
    return this.ends[conversation * 2 + end]!
  }
  port(conversation: number, end: number): number {
    return this.ports[conversation * 2 + end]!
  }
  firstFrame(conversation: number): number {
    return this.frames[conversation * 2]!
  }
  lastFrame(conversation: number): number {
    return this.frames[conversation * 2 + 1]!
  }
  /** When the first packet was captured: seconds since 1970 and nanoseconds within the second. */
  firstTime(conversation: number): readonly [seconds: number, nanos: number] {
    return [this.seconds[conversation * 2]!, this.nanos[conversation * 2]!]
  }
  lastTime(conversation: number): readonly [seconds: number, nanos: number] {
    return [this.seconds[conversation * 2 + 1]!, this.nanos[conversation * 2 + 1]!]
  }
  /** Nanoseconds from the first packet of the conversation to this frame; a bigint where a number would not be exact. */
  since(conversation: number, frame: Frame): number | bigint {
    const seconds = frame.seconds - this.seconds[conversation * 2]!
    const nanos = frame.nanos - this.nanos[conversation * 2]!
    return inNanoseconds(seconds, nanos)
  }
  /** The same, as near as a number can be. */
  nanosecondsSince(conversation: number, frame: Frame): number {
    return (frame.seconds - this.seconds[conversation * 2]!) * 1e9 + (frame.nanos - this.nanos[conversation * 2]!)
  }
  /** Seconds from the last packet so far to this frame; the nanoseconds to add are `deltaNanos`. */
  deltaSeconds(conversation: number, frame: Frame): number {
    return frame.seconds - this.seconds[conversation * 2 + 1]!
  }
  deltaNanos(conversation: number, frame: Frame): number {
    return frame.nanos - this.nanos[conversation * 2 + 1]!
  }
  /** Packets and bytes on the wire that `end` sent. */
  packets(conversation: number, end: number): number {
    return this.packetCounts[conversation * 2 + end]!
  }
  bytes(conversation: number, end: number): number {
    return this.byteCounts[conversation * 2 + end]!
  }
  /** How many conversations there are of a transport. */
  streamsOf(transport: Transport): number {
    return this.streamCounts[CODE[transport]]!
  }

  private open(p: Packet, kind: number, from: number, to: number, fromPort: number, toPort: number): number {
    const n = this.count++
    if (n >= this.kinds.length) this.grow(n + 1)
    const r = n * 2
    this.kinds[n] = kind
    this.ends[r] = from
    this.ends[r + 1] = to
    this.ports[r] = fromPort
    this.ports[r + 1] = toPort
    this.streams[n] = this.streamCounts[kind]!
    this.streamCounts[kind]!++
    this.frames[r] = this.frames[r + 1] = p.frame.number
    this.seconds[r] = this.seconds[r + 1] = p.frame.seconds
    this.nanos[r] = this.nanos[r + 1] = p.frame.nanos
    return n
  }

  private grow(need: number): void {
    this.kinds = widerU8(this.kinds, need)
    const n = this.kinds.length
    this.streams = widerU32(this.streams, n)
    this.ends = widerU32(this.ends, n * 2)
    this.ports = widerU16(this.ports, n * 2)
    this.frames = widerU32(this.frames, n * 2)
    this.seconds = widerF64(this.seconds, n * 2)
    this.nanos = widerU32(this.nanos, n * 2)
    this.packetCounts = widerU32(this.packetCounts, n * 2)
    this.byteCounts = widerF64(this.byteCounts, n * 2)
  }

  private rehash(): void {
    const old = this.table
    const table = (this.table = new Uint32Array(old.length * 2))
    const mask = table.length - 1
    for (const entry of old) {
      if (entry === 0) continue
      const r = (entry - 1) * 2
      let slot =
        this.hash(this.kinds[entry - 1]!, this.ends[r]!, this.ends[r + 1]!, this.ports[r]!, this.ports[r + 1]!) & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = entry
    }
  }

  /** The same for both directions. */
  private hash(kind: number, from: number, to: number, fromPort: number, toPort: number): number {
    const a = Math.imul(from ^ this.seed, 0x9e3779b1) ^ Math.imul(fromPort + 0x7f4a7c15, 0x85ebca6b)
    const b = Math.imul(to ^ this.seed, 0x9e3779b1) ^ Math.imul(toPort + 0x7f4a7c15, 0x85ebca6b)
    let h = Math.imul((a ^ (a >>> 15)) + (b ^ (b >>> 15)), 0xc2b2ae35) ^ kind
    h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f)
    return h ^ (h >>> 15)
  }
}

/** All conversations of one capture. */
export const conversations = memory(() => new Conversations())
