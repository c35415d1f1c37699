/**
 * A TCP connection that a scenario makes, seen at the client: sequence numbers, clocks and times run by themselves, and the scenario says only what is
 * special.
 *
 *   const t = new Talk(desk)
 *   t.open().client('PSH ACK', { data: 'hello' }).server('ACK').close()
 */
import type { Desk, Host, Say } from './desk'
import { bytes, flagBits, FLAG, option, tcp, text } from './packets'
import type { Bytes } from './packets'

export interface Speech extends Say {
  /** Payload: a text, bytes, or so many of them. */
  data?: string | Uint8Array | number
  /** Relative to the initial number of this end, and of the other. */
  seq?: number
  ack?: number
  /** In bytes, before it is divided by the scale. */
  window?: number
  /** In front of the usual ones. */
  options?: Uint8Array
  /** Seconds since the packet before; the round trip, or a moment, unless said. */
  wait?: number
  /** It is sent, but lost on its way; or it arrives, and the capture does not hold it. */
  lost?: boolean
  unseen?: boolean
  sum?: 'partial' | 'wrong'
  /** Sent by somebody else in the name of this end. */
  ttl?: number
}

interface End {
  host: Host
  port: number
  start: number
  next: number
  /** Clock of the timestamps at the beginning. */
  clock: number
  window: number
  /** Last timestamp of the other end. */
  heard: number
}

export interface TalkOptions {
  client?: Host
  server?: Host
  clientPort?: number
  serverPort?: number
  mss?: number
  /** Bits by which windows are shifted. */
  scale?: number
}

const CLIENT = 0
const SERVER = 1
/** What an end takes to answer, and the time between two segments sent one behind the other. */
const MOMENT = 90e-6
const BEHIND = 12e-6

export class Talk {
  readonly ends: readonly [End, End]
  readonly mss: number
  private readonly scale: number
  private last = CLIENT

  constructor(
    readonly desk: Desk,
    o: TalkOptions = {},
  ) {
    const { wish } = desk
    this.mss = o.mss ?? 1460
    this.scale = o.scale ?? 7
    const end = (host: Host, port: number): End => ({
      host,
      port,
      start: desk.chance32(),
      next: 0,
      clock: desk.chance32(),
      window: 64_256,
      heard: 0,
    })
    const client = o.client ?? desk.client()
    const server = o.server ?? desk.server()
    desk.here ??= client
    this.ends = [
      end(client, o.clientPort ?? wish.clientPort ?? 32_768 + desk.chance(28_000)),
      end(server, o.serverPort ?? wish.serverPort ?? 9230),
    ]
  }

  client(flags: string, speech: Speech = {}): this {
    return this.from(CLIENT, flags, speech)
  }
  server(flags: string, speech: Speech = {}): this {
    return this.from(SERVER, flags, speech)
  }
  /** SYN, SYN+ACK, ACK. */
  open(): this {
    return this.client('SYN').server('SYN ACK').client('ACK')
  }
  /** FIN of the server, FIN+ACK of the client, ACK. */
  close(): this {
    return this.server('FIN ACK').client('FIN ACK').server('ACK')
  }
  /** What one end says, acknowledged. */
  say(who: 'client' | 'server', data: Speech['data']): this {
    return who === 'client'
      ? this.client('PSH ACK', { data: data! }).server('ACK')
      : this.server('PSH ACK', { data: data! }).client('ACK')
  }
  wait(seconds: number): this {
    this.desk.wait(seconds)
    return this
  }
  /** The number that an end sends next, relative to its start. */
  next(who: 'client' | 'server'): number {
    return this.ends[who === 'client' ? CLIENT : SERVER].next
  }
  /** Selective acknowledgement of what came from the other end, in relative numbers. */
  sack(by: 'client' | 'server', from: number, to: number): Bytes {
    const { start } = this.ends[by === 'client' ? SERVER : CLIENT]
    return bytes(option.nop(), option.nop(), option.sack([(start + from) >>> 0, (start + to) >>> 0]))
  }

  private from(who: 0 | 1, flags: string, speech: Speech): this {
    const { desk } = this
    const own = this.ends[who]
    const other = this.ends[1 - who]!
    const bits = flagBits(flags)
    const data = this.payload(speech.data, own.next)
    const sequence = speech.seq ?? own.next
    desk.wait(speech.wait ?? (who === this.last ? BEHIND : who === SERVER ? desk.rtt : MOMENT))
    this.last = who
    const end = sequence + data.length + (bits & (FLAG.SYN | FLAG.FIN) ? 1 : 0)
    if (end > own.next) own.next = end
    if (speech.window !== undefined) own.window = speech.window
    const clock = (own.clock + desk.milliseconds) >>> 0
    if (!speech.lost && !speech.unseen) {
      const segment = tcp(
        own.host.ip,
        other.host.ip,
        {
          fromPort: own.port,
          toPort: other.port,
          sequence: (own.start + sequence) >>> 0,
          acknowledgment: bits & FLAG.ACK ? (other.start + (speech.ack ?? other.next)) >>> 0 : 0,
          flags: bits,
          window: bits & FLAG.SYN ? Math.min(65_535, own.window) : own.window >>> this.scale,
          options: this.options(bits, clock, own.heard, speech.options),
          ...(speech.sum ? { sum: speech.sum } : {}),
        },
        data,
      )
      const below = { dontFragment: true, ...(speech.ttl === undefined ? {} : { ttl: speech.ttl }) }
      desk.ip(own.host, other.host, 6, segment, below, speech)
    }
    if (!(bits & FLAG.RST) && !speech.lost) other.heard = clock
    return this
  }

  private options(bits: number, clock: number, heard: number, more: Uint8Array = bytes()): Bytes {
    if (bits & FLAG.RST) return bytes(more)
    const echo = bits & FLAG.ACK ? heard : 0
    if (!(bits & FLAG.SYN)) return bytes(option.nop(), option.nop(), option.clock(clock, echo), more)
    const usual = [option.mss(this.mss), option.sackPermitted(), option.clock(clock, echo)]
    return bytes(...usual, option.nop(), option.scale(this.scale), more)
  }

  private payload(data: Speech['data'], start: number): Uint8Array {
    if (data === undefined) return bytes()
    if (typeof data === 'string') return text(data)
    if (typeof data !== 'number') return data
    // Letters that differ from place to place.
    return Uint8Array.from({ length: data }, (_, i) => 97 + ((start + i) % 26))
  }
}

/** What applications say unless somebody has said something else. */
export const saying = (desk: Desk): string => desk.wish.payload ?? 'Hello World!\0'
