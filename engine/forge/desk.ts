/** Where a scenario makes its capture: hosts, a clock, chance out of a seed, and the packets so far. */
import { PcapngWriter } from '../capture-file'
import { ethernet, icmp, ipv4, udp } from './packets'
import type { Bytes, IpHeader } from './packets'

/** What may be chosen for every scenario. */
export interface ForgeWish {
  seed: number
  /** Addresses and ports; what is left out, the scenario or chance chooses. */
  client?: string | undefined
  server?: string | undefined
  clientPort?: number | undefined
  serverPort?: number | undefined
  /** What applications say. */
  payload?: string | undefined
  /** Round trip in milliseconds. */
  rtt?: number | undefined
  /** Seconds since 1970 of the first packet. */
  start?: number | undefined
}

export interface Host {
  ip: string
  mac: string
  /** What its packets begin with. */
  ttl: number
  /** Of the next IP packet. */
  id: number
}

/** The host at which the capture is made: what it sends is not padded yet. */
export class Desk {
  /** Nanoseconds since the first packet. */
  private now = 0
  private state: number
  private readonly packets: { bytes: Bytes; at: number; place: number; comment: string }[] = []
  private readonly places: string[] = ['eth0']
  /** Where the capture is made; null: on the wire between hosts, where every frame is padded. */
  here: Host | null = null

  constructor(readonly wish: ForgeWish) {
    this.state = (wish.seed ^ 0x9e3779b9) >>> 0
  }

  /** A number from 0 to below `below`, the same for the same seed (mulberry32). */
  chance(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000) * below)
  }
  chance32(): number {
    return this.chance(0x1_0000_0000)
  }

  /** Lets time pass: seconds, give or take a tenth. */
  wait(seconds: number): this {
    this.now += Math.round(seconds * 1e9 * (0.9 + this.chance(2000) / 10_000))
    return this
  }
  /** Lets exactly this time pass. */
  waitExactly(seconds: number): this {
    this.now += Math.round(seconds * 1e9)
    return this
  }
  get milliseconds(): number {
    return Math.floor(this.now / 1e6)
  }
  /** Round trip in seconds. */
  get rtt(): number {
    return (this.wish.rtt ?? 12) / 1000
  }

  host(ip: string, more: Partial<Host> = {}): Host {
    const two = (): string => (this.chance(256) | 0).toString(16).padStart(2, '0')
    // An address that its owner has chosen himself (second bit of the first byte): it belongs to no vendor.
    return { ip, mac: `02:${two()}:${two()}:${two()}:${two()}:${two()}`, ttl: 64, id: this.chance(0x10000), ...more }
  }
  client(): Host {
    return this.host(this.wish.client ?? '192.168.0.10')
  }
  server(): Host {
    return this.host(this.wish.server ?? '192.168.0.20')
  }

  /** A further interface of the capture; packets go there with `place`. */
  interface(name: string): number {
    return this.places.push(name) - 1
  }
  /** Names the first interface. */
  called(name: string): this {
    this.places[0] = name
    return this
  }

  /** A frame as it is, now. */
  frame(frame: Bytes, { place = 0, comment = '' }: Say = {}): void {
    this.packets.push({ bytes: frame, at: this.now, place, comment })
  }
  /** A frame from one host to an address. */
  send(from: Host, toMac: string, type: number, payload: Uint8Array, say: Say = {}): void {
    this.frame(ethernet(from.mac, toMac, type, payload, from !== this.here), say)
  }
  /** An IP packet; the header's fields that matter can be said. */
  ip(from: Host, to: Host, protocol: number, payload: Uint8Array, more: Partial<IpHeader> = {}, say: Say = {}): Bytes {
    const header = { from: from.ip, to: to.ip, protocol, ttl: from.ttl, id: from.id, ...more }
    if (more.id === undefined) from.id = (from.id + 1) & 0xffff
    const packet = ipv4(header, payload)
    this.send(from, to.mac, 0x0800, packet, say)
    return packet
  }
  udp(
    from: Host,
    to: Host,
    fromPort: number,
    toPort: number,
    payload: Uint8Array,
    more: Partial<IpHeader> = {},
  ): Bytes {
    return this.ip(from, to, 17, udp(more.from ?? from.ip, more.to ?? to.ip, fromPort, toPort, payload), more)
  }
  icmp(from: Host, to: Host, type: number, code: number, rest: Uint8Array, more: Partial<IpHeader> = {}): Bytes {
    return this.ip(from, to, 1, icmp(type, code, rest), more)
  }

  get count(): number {
    return this.packets.length
  }
  /** The frame sent last. */
  get last(): Bytes {
    return this.packets.at(-1)?.bytes ?? new Uint8Array(0)
  }
  /** Puts `frames` in the place of the one sent last; between them time passes. */
  inPlaceOfLast(seconds: number, ...frames: readonly (readonly [frame: Bytes, place: number])[]): void {
    this.packets.pop()
    frames.forEach(([frame, place], n) => {
      if (n) this.waitExactly(seconds)
      this.frame(frame, { place })
    })
  }

  /** The capture as a pcapng file. */
  file(title: string): Bytes {
    const parts: Bytes[] = []
    const writer = new PcapngWriter((piece) => void parts.push(piece.slice() as Bytes))
    writer.section({ application: 'Wirelens forge', comments: [title] })
    for (const name of this.places) writer.interface({ linkType: 1, snapLength: 262_144, name })
    const start = this.wish.start ?? 1_700_000_000
    for (const { bytes: packet, at, place, comment } of this.packets) {
      const seconds = Math.floor(at / 1e9)
      writer.packet({
        bytes: packet,
        seconds: start + seconds,
        nanos: at - seconds * 1e9,
        interfaceId: place,
        ...(comment ? { comments: [comment] } : {}),
      })
    }
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let to = 0
    for (const part of parts) {
      whole.set(part, to)
      to += part.length
    }
    return whole
  }
}

export interface Say {
  /** Number of the interface. */
  place?: number
  comment?: string
}
