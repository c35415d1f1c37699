/**
 * Who talks with whom: every pair of ends that a capture holds, numbered in order of appearance, with counters for each way.
 *
 * For a transport layer:
 *
 *   const flows = p.recall(conversations)
 *   const flow = flows.of(p, 'sctp')         // conversation × 2 + direction; remembered per packet, so later decodings do not search
 *   p.set(f.stream, flows.stream(flow >> 1)) // counted from 0 per transport
 *
 * `of` reads p.ends and p.sourcePort/p.destinationPort (set them first), counts the packet while indexing and sets p.flow.
 * Direction 0 is that of the conversation's first packet. A packet quoted by another one (ICMP errors) finds or opens its
 * conversation too, as tshark counts it, but is not counted in it. Transports number their streams separately; conversation numbers are
 * shared by all of them and dense, so that per-conversation state elsewhere can be typed columns indexed by them.
 *
 * The conversations themselves lie in the memory of the pass (engine/assembly/conversations.ts).
 */
import * as at from '../assembly/layout'
import { STATE_SIZE } from '../assembly/tcp-words'
import { memory, PacketNumbers } from '../dissect/memory'
import type { Ends } from '../dissect/ends'
import type { Frame } from '../dissect/frame'
import type { Packet } from '../dissect/packet'
import { Addresses } from './addresses'
import { widerU32 } from './columns'
import { Gaps } from './gaps'
import { passCore } from './pass-core'
import type { PassCore } from './pass-core'

/** What a conversation is made of. Those of link and network layers have no ports. */
export const transports = ['tcp', 'udp', 'sctp', 'dccp', 'ether', 'ipv4', 'ipv6'] as const
export type Transport = (typeof transports)[number]

const CODE: Readonly<Record<Transport, number>> = { tcp: 0, udp: 1, sctp: 2, dccp: 3, ether: 4, ipv4: 5, ipv6: 6 }
const UDP = 1
const KIND: Readonly<Record<Ends['kind'], number>> = { none: 0, text: 0, ether: 1, ipv4: 2, ipv6: 3 }
const IPV4 = 2
const IPV6 = 3

/** 2^53 nanoseconds are a little over 9 million seconds. */
const EXACT_SECONDS = 9_000_000

/** Nanoseconds in all; a bigint where a number would not be exact. */
export const inNanoseconds = (seconds: number, nanos: number): number | bigint =>
  Math.abs(seconds) < EXACT_SECONDS ? seconds * 1e9 + nanos : BigInt(seconds) * 1_000_000_000n + BigInt(nanos)

/** The ends of a packet as the core of the pass wants them. */
export interface Pair {
  kind: number
  a: number
  b: number
  ports: number
}

export class Conversations {
  private readonly known = new Addresses()
  /** The addresses that are neither IPv4 nor IPv6, as the core knows them. */
  private readonly others = new Addresses()
  /** Numbers of the addresses of both ends of each conversation, for as many as have been asked for. */
  private numbers: Uint32Array = new Uint32Array(128)
  private numbered = 0
  private readonly remembered = transports.map(() => new PacketNumbers())
  private readonly gaps = new Gaps()
  private readonly pair: Pair = { kind: 0, a: 0, b: 0, ports: 0 }

  constructor(readonly core: PassCore) {
    core.onDatagrams = (count) => {
      const { frame, flow, nth, gap } = core.datagrams
      const udp = this.remembered[UDP]!
      for (let i = 0; i < count; i++) {
        udp.set(frame[i]!, flow[i]! + 1, nth[i]!)
        this.gaps.note(frame[i]!, nth[i]!, gap[i]!)
      }
    }
  }

  /** Conversations so far; numbers are below. */
  get count(): number {
    return this.core.cell(at.CONVERSATIONS)
  }
  /** All addresses, numbered in order of appearance. */
  get addresses(): Addresses {
    this.number()
    return this.known
  }

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
    if (!p.quoted) p.flow = flow
    if (transport === 'udp') {
      this.core.call.countDatagram(flow, nth, p.quoted > 0)
      return flow
    }
    numbers.set(p.frame.number, flow + 1, nth)
    if (!p.quoted) this.core.call.tally(flow)
    return flow
  }

  /** The same without remembering or counting. Only while indexing. */
  search(p: Packet, transport: Transport): number {
    const code = CODE[transport]
    const { kind, a, b, ports } = this.pairOf(p)
    this.core.setFrame(p.frame)
    return this.core.call.search(code, kind, a, b, code < 4 ? ports : 0)
  }

  /** The object is used again for the next packet. */
  pairOf({ ends, sourcePort, destinationPort }: Packet): Pair {
    const { pair } = this
    pair.kind = KIND[ends.kind]
    pair.ports = (sourcePort & 0xffff) | (destinationPort << 16)
    if (pair.kind === IPV4) {
      pair.a = word(ends.bytes, ends.source)
      pair.b = word(ends.bytes, ends.destination)
    } else if (pair.kind === IPV6) {
      const { core } = this
      pair.a = core.call.intern(core.hold(ends.bytes, ends.source, ends.source + 16))
      pair.b = core.call.intern(core.hold(ends.bytes, ends.destination, ends.destination + 16))
    } else {
      pair.a = this.others.intern(ends.kind, ends.bytes, ends.source)
      pair.b = this.others.intern(ends.kind, ends.bytes, ends.destination)
    }
    return pair
  }

  /** Numbers the addresses of all conversations that there are. */
  private number(): void {
    const { count, core, known, others } = this
    if (count * 2 > this.numbers.length) this.numbers = widerU32(this.numbers, count * 2)
    for (; this.numbered < count; this.numbered++) {
      const c = this.place(this.numbered)
      const kind = core.u8[c + at.ADDRESS_KIND]!
      for (let end = 0; end < 2; end++) {
        const ends = c + at.ENDS + 4 * end
        const address = core.u32[ends >> 2]!
        this.numbers[this.numbered * 2 + end] =
          kind === IPV4
            ? known.intern('ipv4', core.u8, ends)
            : kind === IPV6
              ? known.intern('ipv6', core.u8, address)
              : known.intern(others.kind(address), others.bytes(address), 0)
      }
    }
  }
  private place(conversation: number): number {
    const chunk = this.core.u32[(at.CHUNKS >> 2) + Math.floor(conversation / at.CHUNK)]!
    return chunk + (conversation & (at.CHUNK - 1)) * at.CONVERSATION_SIZE
  }

  transport(conversation: number): Transport {
    return transports[this.byte(conversation, at.TRANSPORT)]!
  }
  /** Position among the conversations of its transport, from 0: `tcp.stream`. */
  stream(conversation: number): number {
    return this.core.u32[(this.place(conversation) + at.STREAM) >> 2]!
  }
  /** Stream × 2 + way of a flow. */
  direction(flow: number): number {
    return this.stream(flow >> 1) * 2 + (flow & 1)
  }
  /** Number in `addresses` of end 0 (who sent the first packet) or end 1. */
  address(conversation: number, end: number): number {
    if (conversation >= this.numbered) this.number()
    return this.numbers[conversation * 2 + end]!
  }
  port(conversation: number, end: number): number {
    return this.core.u16[(this.place(conversation) + at.ENDS_PORTS) / 2 + end]!
  }
  firstFrame(conversation: number): number {
    return this.core.u32[(this.place(conversation) + at.FRAMES) >> 2]!
  }
  lastFrame(conversation: number): number {
    return this.core.u32[((this.place(conversation) + at.FRAMES) >> 2) + 1]!
  }
  /** When the first packet was captured: seconds since 1970 and nanoseconds within the second. */
  firstTime(conversation: number): readonly [seconds: number, nanos: number] {
    return this.time(conversation, 0)
  }
  lastTime(conversation: number): readonly [seconds: number, nanos: number] {
    return this.time(conversation, 1)
  }
  private time(conversation: number, which: number): readonly [seconds: number, nanos: number] {
    const c = this.place(conversation)
    return [this.core.f64[((c + at.SECONDS) >> 3) + which]!, this.core.u32[((c + at.NANOS) >> 2) + which]!]
  }
  /** Nanoseconds from the first packet of the conversation to this frame; a bigint where a number would not be exact. */
  since(conversation: number, frame: Frame): number | bigint {
    const [seconds, nanos] = this.firstTime(conversation)
    return inNanoseconds(frame.seconds - seconds, frame.nanos - nanos)
  }
  /** Packets and bytes on the wire that `end` sent. */
  packets(conversation: number, end: number): number {
    return this.core.u32[((this.place(conversation) + at.PACKET_COUNTS) >> 2) + end]!
  }
  bytes(conversation: number, end: number): number {
    return this.core.f64[((this.place(conversation) + at.BYTE_COUNTS) >> 3) + end]!
  }
  /** How many conversations there are of a transport. */
  streamsOf(transport: Transport): number {
    return this.core.cell(at.STREAMS + 4 * CODE[transport])
  }
  /** Nanoseconds between a datagram and the one before it in its conversation: gaps.ts. */
  gap(p: Packet, nth: number): number {
    return this.gaps.of(p, nth)
  }

  // Parts that one byte or half-word holds, of TCP: layout.ts.
  byte(conversation: number, part: number): number {
    return this.core.u8[this.place(conversation) + part]!
  }
  setByte(conversation: number, part: number, value: number): void {
    this.core.u8[this.place(conversation) + part] = value
  }
  /** Says behind which sequence number the message ends that this flow is sending; 0 when there is none, or its length is not known. */
  setOpenStop(flow: number, stop: number): void {
    this.core.i32[((this.place(flow >> 1) + at.OPEN_STOPS) >> 2) + (flow & 1)] = stop
  }
  /** The bytes of the address of end 0 or 1. */
  addressBytes(conversation: number, end: number): Uint8Array {
    return this.addresses.bytes(this.address(conversation, end))
  }
  serverPort(conversation: number): number {
    return this.core.u16[(this.place(conversation) + at.SERVER_PORT) >> 1]!
  }
  /** The number that one end counts its sequence numbers from: raw, signed. */
  base(flow: number): number {
    return this.core.i32[((this.place(flow >> 1) + at.BASES) >> 2) + (flow & 1)]!
  }
  /** Nanoseconds: see tcp-streams.ts. */
  initialRtt(conversation: number): number {
    const c = this.place(conversation)
    return this.core.u32[(c + at.STATES) >> 2] ? this.core.f64[(c + at.INITIAL_RTT) >> 3]! : -1
  }
  /** A word of what the analysis knows of a direction (engine/assembly/tcp-words.ts); undefined before its stream's first segment. */
  state(flow: number, part: number): number | undefined {
    const states = this.core.u32[(this.place(flow >> 1) + at.STATES) >> 2]!
    return states ? this.core.i32[(states + (flow & 1) * STATE_SIZE + part) >> 2]! : undefined
  }
  /** Whether that number has changed on the way. */
  isRebased(flow: number): boolean {
    return (this.core.u8[this.place(flow >> 1) + at.MARKS + (flow & 1)]! & at.REBASED) !== 0
  }
}

/** Four bytes as they stand in memory. */
const word = (bytes: Uint8Array, from: number): number =>
  bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 24)

/** All conversations of one capture. */
export const conversations = memory((all) => new Conversations(all.get(passCore)))
