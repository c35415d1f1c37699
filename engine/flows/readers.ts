/**
 * Who reads a conversation: which protocol was found in it, by heuristics, because another packet announced it, or because the protocol
 * before handed it over (STARTTLS, Upgrade). Set in the first pass, from a packet on; later decodings read what held at their packet.
 *
 *   const readers = p.recall(conversationReaders)
 *   readers.become(p, websocket)                           // this conversation speaks that from here on
 *   readers.expect(p, { transport: 'udp', address, port }, rtp)   // whoever talks with that end speaks that
 *
 * The inner loop of the pass leaves to dissectors what somebody reads, and what heuristics may still know (layout.ts, READER).
 */
import * as at from '../assembly/layout'
import { limits } from '../limits'
import { memory } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import type { Protocol } from '../dissect/protocol'
import { conversations } from './conversations'
import type { Conversations, Transport } from './conversations'

/** What is known of a conversation from a packet on. */
export interface Reader {
  readonly protocol: Protocol
  /** First packet for which it holds. */
  readonly from: number
  /** Found by looking at the bytes: looked at again in datagrams, because several protocols may share a conversation. */
  readonly isGuess: boolean
  /** Packet that announced it; 0 when none did. */
  readonly setup: number
  /** Whatever the protocol that announced it has to say. */
  readonly told: unknown
}

/** An end that is waited for. `address` as bytes; empty: any. */
export interface Expected {
  transport: Transport
  address: Uint8Array
  port: number
}

interface Awaited {
  address: Uint8Array
  protocol: Protocol
  setup: number
  told: unknown
}

export class Readers {
  private readonly known = new Map<number, Reader[]>()
  /** Failed looks of conversations that nobody has read so far; and the packet from which on nobody is thought to. */
  private readonly looks = new Map<number, number>()
  private readonly nobody = new Map<number, number>()
  /** By end; how many there are, and their ends in the order in which they were announced. */
  private readonly awaited = new Map<number, Awaited[]>()
  private waiting = 0
  private readonly order: number[] = []
  private oldest = 0

  constructor(private readonly talks: Conversations) {}

  /** Who reads this conversation at this packet; undefined when nobody is known. First pass: takes up what was announced. */
  of(p: Packet, conversation: number): Reader | undefined {
    const list = this.known.get(conversation)
    if (!list) return p.first && this.awaited.size ? this.takeUp(p, conversation) : undefined
    for (let i = list.length - 1; i >= 0; i--) if (list[i]!.from <= p.frame.number) return list[i]
    return undefined
  }
  /** The newest, which may only hold from the next packet on. */
  newest(conversation: number): Reader | undefined {
    return this.known.get(conversation)?.at(-1)
  }
  /** Whether heuristics are not asked any more. */
  isNobodys(p: Packet, conversation: number): boolean {
    const from = this.nobody.get(conversation)
    return from !== undefined && from <= p.frame.number
  }

  /** First pass: heuristics did not know this packet. */
  missed(p: Packet, conversation: number): void {
    // Where somebody reads at least some of it, the dissectors see all of it.
    if (this.known.has(conversation)) return
    const count = (this.looks.get(conversation) ?? 0) + 1
    if (count < limits.looksPerConversation) return void this.looks.set(conversation, count)
    this.looks.delete(conversation)
    this.nobody.set(conversation, p.frame.number + 1)
    this.talks.setByte(conversation, at.READER, at.NOBODY)
  }

  /** First pass: `protocol` reads this conversation, from this packet (`delay` 0) or the next one (1) on. */
  set(p: Packet, conversation: number, protocol: Protocol, about: Partial<Reader> & { delay?: number } = {}): void {
    if (!p.first || conversation < 0) return
    const { isGuess = false, setup = 0, told, delay = 0 } = about
    const from = p.frame.number + delay
    const list = this.known.get(conversation) ?? []
    while (list.length && list.at(-1)!.from >= from) list.pop()
    if (list.length < limits.looksPerConversation) list.push({ protocol, from, isGuess, setup, told })
    this.known.set(conversation, list)
    this.looks.delete(conversation)
    this.talks.setByte(conversation, at.READER, at.SOMEBODY)
  }

  /** First pass: the packet that ends this conversation is to be seen, though it carries nothing. */
  watchEnd(conversation: number): void {
    this.talks.setByte(conversation, at.READER, at.SOMEBODY)
  }

  /** First pass: the conversation of this packet is handed over to `protocol`, behind the message at hand. */
  become(p: Packet, protocol: Protocol, told?: unknown): void {
    this.set(p, p.flow >> 1, protocol, { delay: 1, setup: p.frame.number, told })
  }

  /** First pass: whoever talks with this end, over this transport, speaks `protocol`. */
  expect(p: Packet, { transport, address, port }: Expected, protocol: Protocol, told?: unknown): void {
    if (!p.first || p.quoted || port <= 0 || port > 65535) return
    const end = endOf(transport, port, address)
    this.forget(end, address)
    const list = this.awaited.get(end) ?? []
    list.push({ address: Uint8Array.from(address), protocol, setup: p.frame.number, told })
    this.awaited.set(end, list)
    this.order.push(end)
    this.waiting++
    while (this.waiting > limits.expectedConversations) this.forgetOldest()
    const ports = at.PORTS + (transport === 'udp' ? at.PORTS_SIZE : 0)
    this.talks.core.u8[ports + (port >> 3)]! |= 1 << (port & 7)
    // A conversation that is there already is handed over, too.
    if (this.talks.count > KNOWN_MOST) return
    for (const conversation of this.byEnd(end))
      if (this.isBetween(conversation, port, address))
        this.set(p, conversation, protocol, { delay: 1, setup: p.frame.number, told })
  }

  private announced(transport: Transport, port: number, address: Uint8Array): Awaited | undefined {
    return this.awaited.get(endOf(transport, port, address))?.find((awaited) => isSame(awaited.address, address))
  }
  private forget(end: number, address: Uint8Array): void {
    const list = this.awaited.get(end)
    const i = list?.findIndex((awaited) => isSame(awaited.address, address)) ?? -1
    if (i < 0) return
    list!.splice(i, 1)
    this.waiting--
  }
  private forgetOldest(): void {
    const end = this.order[this.oldest++]!
    const list = this.awaited.get(end)
    // What was announced again stands further behind in the order, too.
    if (!list?.shift()) return
    this.waiting--
    if (this.oldest > 2 * limits.expectedConversations) {
      this.order.splice(0, this.oldest)
      this.oldest = 0
    }
  }

  private isBetween(conversation: number, port: number, address: Uint8Array): boolean {
    const { talks } = this
    for (let end = 0; end < 2; end++)
      if (talks.port(conversation, end) === port && isSame(talks.addressBytes(conversation, end), address)) return true
    return false
  }
  /** Conversations by end, for as many as have been asked for. */
  private readonly ends = new Map<number, number[]>()
  private ended = 0
  private byEnd(end: number): readonly number[] {
    const { talks } = this
    for (; this.ended < talks.count; this.ended++) {
      const kind = talks.transport(this.ended)
      if (kind !== 'udp' && kind !== 'tcp') continue
      for (let side = 0; side < 2; side++) {
        const of = endOf(kind, talks.port(this.ended, side), talks.addressBytes(this.ended, side))
        const list = this.ends.get(of)
        if (list) list.push(this.ended)
        else this.ends.set(of, [this.ended])
      }
    }
    return this.ends.get(end) ?? []
  }

  private takeUp(p: Packet, conversation: number): Reader | undefined {
    const { talks } = this
    const transport = talks.transport(conversation)
    for (let end = 1; end >= 0; end--) {
      const port = talks.port(conversation, end)
      const address = talks.addressBytes(conversation, end)
      const found = this.announced(transport, port, address) ?? this.announced(transport, port, NO_BYTES)
      if (!found) continue
      this.set(p, conversation, found.protocol, { setup: found.setup, told: found.told })
      return this.known.get(conversation)?.at(-1)
    }
    return undefined
  }
}

/** With more conversations than this those already there are not searched for an end. */
const KNOWN_MOST = 100_000

const NO_BYTES = new Uint8Array(0)
/** So that nobody can prepare addresses that share a number. */
const SEED = (Math.random() * 0x1_0000_0000) | 0

/** One number for a transport, a port and an address; few ends share one. */
function endOf(transport: Transport, port: number, address: Uint8Array): number {
  let hash = SEED
  for (let i = 0; i < address.length; i++) hash = Math.imul(hash ^ address[i]!, 0x01000193)
  return (hash >>> 8) * 2 ** 20 + port * 8 + (transport === 'udp' ? 1 : transport === 'tcp' ? 0 : 2)
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i])

export const conversationReaders = memory((all) => new Readers(all.get(conversations)))
