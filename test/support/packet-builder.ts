/**
 * Packets made by hand, with right lengths and checksums, and capture files (pcap, nanoseconds) around them.
 *
 *   const made = new CaptureBuilder()
 *   made.add(ethernet({}, ipv4({ source: '10.0.0.1', destination: '10.0.0.2' }, udp({ source: 53, destination: 9 }, text('hi')))))
 *   made.wait(0.5).add(arp({ … }))
 *   writeFileSync('x.pcap', made.bytes())
 *
 * Every layer takes its fields and its payload and gives bytes. Checksums that depend on addresses (TCP, UDP) are filled in by ipv4/ipv6,
 * which know them; give `checksum` to have a wrong one.
 */

export type Bytes = Uint8Array<ArrayBuffer>

export const bytes = (...parts: (number | readonly number[] | Uint8Array)[]): Bytes =>
  Uint8Array.from(parts.flatMap((p) => (typeof p === 'number' ? [p & 255] : [...p])))
export const be16 = (n: number): number[] => [(n >>> 8) & 255, n & 255]
export const be32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
export const le16 = (n: number): number[] => be16(n).reverse()
export const le32 = (n: number): number[] => be32(n).reverse()
export const text = (t: string): Bytes => new TextEncoder().encode(t) as Bytes
/** `length` bytes that differ from place to place. */
export const filler = (length: number, start = 0): Bytes => Uint8Array.from({ length }, (_, i) => (start + i) & 255)
export const fromHex = (t: string): Bytes =>
  Uint8Array.from(t.replace(/[^0-9a-fA-F]/g, '').match(/../g) ?? [], (two) => parseInt(two, 16))

export const mac = (t: string): number[] => t.split(/[:-]/).map((two) => parseInt(two, 16))
export const ip4 = (t: string): number[] => t.split('.').map(Number)
/** Full or shortened IPv6 addresses, without an embedded IPv4 one. */
export function ip6(t: string): number[] {
  const [head = '', tail] = t.split('::')
  const groups = (part: string): number[] => (part ? part.split(':').map((g) => parseInt(g, 16)) : [])
  const first = groups(head)
  const last = tail === undefined ? [] : groups(tail)
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last].flatMap(be16)
}

/** RFC 1071: the one's complement of the one's complement sum of 16-bit words. */
export function checksum(...parts: (Uint8Array | readonly number[])[]): number {
  let sum = 0
  let odd = 0
  for (const part of parts) for (const b of part) sum += odd++ % 2 ? b : b << 8
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

/** A payload that needs the addresses below it: where its checksum stands, and its IP protocol number. */
interface Segment {
  bytes: Bytes
  protocol: number
  checksumAt?: number
}
type Payload = Uint8Array | Segment
const plain = (p: Payload): Bytes => ('bytes' in p ? p.bytes : bytes(p))

export interface EthernetFields {
  source?: string
  destination?: string
  type?: number
  /** Pads to this many bytes, as adapters do on reception (60). */
  pad?: number
}
export function ethernet(f: EthernetFields, payload: Payload): Bytes {
  const inner = plain(payload)
  const type = f.type ?? (inner[0]! >> 4 === 6 ? 0x86dd : 0x0800)
  const whole = bytes(
    mac(f.destination ?? '02:00:00:00:00:02'),
    mac(f.source ?? '02:00:00:00:00:01'),
    be16(type),
    inner,
  )
  return f.pad && whole.length < f.pad ? bytes(whole, new Uint8Array(f.pad - whole.length)) : whole
}

export interface ArpFields {
  /** 1 request, 2 reply. */
  operation: number
  senderMac?: string
  senderIp: string
  targetMac?: string
  targetIp: string
  /** Where the frame goes: everybody for requests unless said. */
  destination?: string
  pad?: number
}
export function arp(f: ArpFields): Bytes {
  const sender = f.senderMac ?? '02:00:00:00:00:01'
  const target = f.targetMac ?? '00:00:00:00:00:00'
  const destination = f.destination ?? (f.operation === 1 ? 'ff:ff:ff:ff:ff:ff' : target)
  const message = bytes(
    be16(1),
    be16(0x0800),
    6,
    4,
    be16(f.operation),
    mac(sender),
    ip4(f.senderIp),
    mac(target),
    ip4(f.targetIp),
  )
  return ethernet({ source: sender, destination, type: 0x0806, ...(f.pad ? { pad: f.pad } : {}) }, message)
}

export interface IPv4Fields {
  source: string
  destination: string
  protocol?: number
  id?: number
  ttl?: number
  tos?: number
  /** Flags and fragment offset as they stand in the header. */
  fragment?: number
  options?: Uint8Array
  /** Overrides the total length. */
  length?: number
}
export function ipv4(f: IPv4Fields, payload: Payload): Bytes {
  const source = ip4(f.source)
  const destination = ip4(f.destination)
  const inner = fillChecksum(payload, [...source, ...destination], (protocol, n) => [0, protocol, ...be16(n)])
  const options = f.options ?? new Uint8Array(0)
  const size = 20 + options.length
  const protocol = f.protocol ?? ('bytes' in payload ? payload.protocol : 59)
  const header = bytes(
    0x40 | (size / 4),
    f.tos ?? 0,
    be16(f.length ?? size + inner.length),
    be16(f.id ?? 1),
    be16(f.fragment ?? 0x4000),
    f.ttl ?? 64,
    protocol,
    0,
    0,
    source,
    destination,
    options,
  )
  header.set(be16(checksum(header)), 10)
  return bytes(header, inner)
}

export interface IPv6Fields {
  source: string
  destination: string
  nextHeader?: number
  hopLimit?: number
}
export function ipv6(f: IPv6Fields, payload: Payload): Bytes {
  const source = ip6(f.source)
  const destination = ip6(f.destination)
  const inner = fillChecksum(payload, [...source, ...destination], (next, n) => [...be32(n), 0, 0, 0, next])
  const next = f.nextHeader ?? ('bytes' in payload ? payload.protocol : 59)
  return bytes(0x60, 0, 0, 0, be16(inner.length), next, f.hopLimit ?? 64, source, destination, inner)
}

/** Completes the checksum of a segment over the pseudo-header. */
function fillChecksum(p: Payload, ends: number[], tail: (protocol: number, length: number) => number[]): Bytes {
  if (!('bytes' in p) || p.checksumAt === undefined) return plain(p)
  const out = bytes(p.bytes)
  out.set(be16(checksum(ends, tail(p.protocol, out.length), out)), p.checksumAt)
  return out
}

export interface UdpFields {
  source: number
  destination: number
  length?: number
  checksum?: number
}
export function udp(f: UdpFields, payload: Uint8Array = bytes()): Segment {
  const whole = bytes(
    be16(f.source),
    be16(f.destination),
    be16(f.length ?? 8 + payload.length),
    be16(f.checksum ?? 0),
    payload,
  )
  return { bytes: whole, protocol: 17, ...(f.checksum === undefined ? { checksumAt: 6 } : {}) }
}

/** ICMP and other messages whose checksum is over themselves. */
export function icmp(type: number, code: number, rest: Uint8Array): Segment {
  const message = bytes(type, code, 0, 0, rest)
  message.set(be16(checksum(message)), 2)
  return { bytes: message, protocol: 1 }
}
export const icmpv6 = (type: number, code: number, rest: Uint8Array): Segment => ({
  bytes: bytes(type, code, 0, 0, rest),
  protocol: 58,
  checksumAt: 2,
})

export const TCP_FLAGS = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ECE: 64,
  CWR: 128,
  AE: 256,
} as const
/** `'SYN ACK'` as bits. */
export const flagBits = (words: string): number =>
  words.split(/[ ,|]+/).reduce((sum, w) => sum | (TCP_FLAGS[w as keyof typeof TCP_FLAGS] ?? 0), 0)

export interface TcpFields {
  source: number
  destination: number
  sequence: number
  acknowledgment?: number
  /** Words or bits; `ACK` unless said. */
  flags?: string | number
  window?: number
  urgent?: number
  options?: Uint8Array
  checksum?: number
  /** Overrides the header length, in words. */
  headerWords?: number
}
export function tcp(f: TcpFields, payload: Uint8Array = bytes()): Segment {
  const flags = typeof f.flags === 'number' ? f.flags : flagBits(f.flags ?? 'ACK')
  const options = f.options ?? bytes()
  const padded = bytes(options, new Uint8Array((4 - (options.length % 4)) % 4))
  const words = f.headerWords ?? 5 + padded.length / 4
  const whole = bytes(
    be16(f.source),
    be16(f.destination),
    be32(f.sequence),
    be32(f.acknowledgment ?? 0),
    (words << 4) | (flags >> 8),
    flags,
    be16(f.window ?? 65535),
    be16(f.checksum ?? 0),
    be16(f.urgent ?? 0),
    padded,
    payload,
  )
  return { bytes: whole, protocol: 6, ...(f.checksum === undefined ? { checksumAt: 16 } : {}) }
}

/** TCP options, each as bytes; put them together with `bytes(…)`. */
export const tcpOption = {
  mss: (size: number): Bytes => bytes(2, 4, be16(size)),
  windowScale: (shift: number): Bytes => bytes(3, 3, shift),
  sackPermitted: (): Bytes => bytes(4, 2),
  sack: (...edges: number[]): Bytes => bytes(5, 2 + 4 * edges.length, edges.flatMap(be32)),
  timestamps: (value: number, echo: number): Bytes => bytes(8, 10, be32(value), be32(echo)),
  nop: (): Bytes => bytes(1),
  end: (): Bytes => bytes(0),
  of: (kind: number, ...data: number[]): Bytes => bytes(kind, 2 + data.length, data),
}

/** Packets with times, written as a pcap file with nanoseconds. */
export class CaptureBuilder {
  private readonly records: Bytes[] = []
  private nanoseconds = 0n
  /** `start` in seconds since 1970. */
  constructor(
    readonly linkType = 1,
    start = 1_600_000_000,
  ) {
    this.nanoseconds = BigInt(start) * 1_000_000_000n
  }
  get count(): number {
    return this.records.length
  }
  /** Lets time pass, in seconds. */
  wait(seconds: number): this {
    this.nanoseconds += BigInt(Math.round(seconds * 1e9))
    return this
  }
  /** Adds a packet; `captured` cuts it as a snap length does. */
  add(packet: Uint8Array, captured = packet.length): this {
    const seconds = Number(this.nanoseconds / 1_000_000_000n)
    const nanos = Number(this.nanoseconds % 1_000_000_000n)
    this.records.push(
      bytes(le32(seconds), le32(nanos), le32(captured), le32(packet.length), packet.subarray(0, captured)),
    )
    return this
  }
  /** The packets alone, as captured. */
  packets(): Bytes[] {
    return this.records.map((record) => record.slice(16))
  }
  bytes(): Bytes {
    return bytes(
      le32(0xa1b23c4d),
      le16(2),
      le16(4),
      le32(0),
      le32(0),
      le32(262144),
      le32(this.linkType),
      ...this.records,
    )
  }
}
