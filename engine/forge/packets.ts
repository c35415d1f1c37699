/** Packets of exercise captures, layer by layer, with right lengths and checksums: Ethernet, ARP, IPv4 with fragments, ICMP, UDP, TCP. */
import { fold16, sum16 } from '../bytes/checksum'

export type Bytes = Uint8Array<ArrayBuffer>
type Part = number | readonly number[] | Uint8Array

/** Numbers are single bytes. */
export const bytes = (...parts: readonly Part[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part & 255] : [...part])))
export const be16 = (n: number): number[] => [(n >>> 8) & 255, n & 255]
export const be32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
export const text = (t: string): Bytes => new TextEncoder().encode(t) as Bytes
/** `192.168.0.1` as its four bytes. */
export const ipBytes = (address: string): number[] => address.split('.').map(Number)
export const macBytes = (address: string): number[] => address.split(':').map((two) => parseInt(two, 16))

/** RFC 1071. */
const checksumOf = (data: Uint8Array, start = 0): number => ~fold16(sum16(data, 0, data.length, start)) & 0xffff

export const EVERYBODY = 'ff:ff:ff:ff:ff:ff'
export const UNKNOWN = '00:00:00:00:00:00'
/** The shortest frame on a wire, without its check sequence. */
export const SHORTEST = 60

/** `padded`: as it is received, filled up to the shortest frame. */
export function ethernet(from: string, to: string, type: number, payload: Uint8Array, padded: boolean): Bytes {
  const frame = bytes(macBytes(to), macBytes(from), be16(type), payload)
  return padded && frame.length < SHORTEST ? bytes(frame, new Uint8Array(SHORTEST - frame.length)) : frame
}

export interface ArpMessage {
  /** 1 request, 2 reply. */
  operation: 1 | 2
  senderMac: string
  senderIp: string
  targetMac: string
  targetIp: string
}
/** RFC 826. */
export const arp = (m: ArpMessage): Bytes =>
  bytes(
    [...be16(1), ...be16(0x0800), 6, 4, ...be16(m.operation)],
    [...macBytes(m.senderMac), ...ipBytes(m.senderIp), ...macBytes(m.targetMac), ...ipBytes(m.targetIp)],
  )

export interface IpHeader {
  from: string
  to: string
  protocol: number
  ttl: number
  id: number
  dontFragment?: boolean
  /** Of a fragment: where it begins, in bytes, and whether more follow. */
  offset?: number
  more?: boolean
}
/** RFC 791. */
export function ipv4(h: IpHeader, payload: Uint8Array): Bytes {
  const flags = (h.dontFragment ? 0x4000 : 0) | (h.more ? 0x2000 : 0) | ((h.offset ?? 0) >>> 3)
  const header = bytes(
    [0x45, 0, ...be16(20 + payload.length), ...be16(h.id), ...be16(flags), h.ttl, h.protocol, 0, 0],
    [...ipBytes(h.from), ...ipBytes(h.to)],
  )
  const sum = checksumOf(header)
  header[10] = sum >>> 8
  header[11] = sum & 255
  return bytes(header, payload)
}

/** The part of a transport checksum that stands for the network layer. */
const pseudo = (from: string, to: string, protocol: number, length: number): number =>
  sum16(bytes(ipBytes(from), ipBytes(to), [0, protocol], be16(length)), 0, 12)

/** RFC 768. */
export function udp(from: string, to: string, fromPort: number, toPort: number, payload: Uint8Array): Bytes {
  const datagram = bytes(be16(fromPort), be16(toPort), be16(8 + payload.length), [0, 0], payload)
  const sum = checksumOf(datagram, pseudo(from, to, 17, datagram.length)) || 0xffff
  datagram[6] = sum >>> 8
  datagram[7] = sum & 255
  return datagram
}

/** RFC 792; `rest` is what follows the checksum. */
export function icmp(type: number, code: number, rest: Uint8Array): Bytes {
  const message = bytes([type, code, 0, 0], rest)
  const sum = checksumOf(message)
  message[2] = sum >>> 8
  message[3] = sum & 255
  return message
}

export const FLAG = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 } as const
/** `SYN ACK` as bits. */
export const flagBits = (words: string): number =>
  words.split(' ').reduce((bits, word) => bits | (FLAG[word as keyof typeof FLAG] ?? 0), 0)

export interface TcpHeader {
  fromPort: number
  toPort: number
  sequence: number
  acknowledgment: number
  flags: number
  window: number
  /** Filled up to whole words here. */
  options: Uint8Array
  /** As the adapter gets it where it is to complete it: the sum over the pseudo-header alone; or damaged on the way. */
  sum?: 'partial' | 'wrong'
}
/** RFC 9293. */
export function tcp(from: string, to: string, h: TcpHeader, payload: Uint8Array): Bytes {
  const options = bytes(h.options, new Uint8Array((4 - (h.options.length % 4)) % 4).fill(1))
  const segment = bytes(
    [...be16(h.fromPort), ...be16(h.toPort), ...be32(h.sequence), ...be32(h.acknowledgment)],
    [(5 + options.length / 4) << 4, h.flags, ...be16(h.window), 0, 0, 0, 0],
    options,
    payload,
  )
  const start = pseudo(from, to, 6, segment.length)
  const right = checksumOf(segment, start)
  const sum = h.sum === 'partial' ? fold16(start) : h.sum === 'wrong' ? right ^ 0x0101 : right
  segment[16] = sum >>> 8
  segment[17] = sum & 255
  return segment
}

/** Options of TCP (RFC 9293, 2018, 7323, 7413). */
export const option = {
  mss: (size: number): Bytes => bytes([2, 4], be16(size)),
  sackPermitted: (): Bytes => bytes(4, 2),
  clock: (value: number, echo: number): Bytes => bytes([8, 10], be32(value), be32(echo)),
  scale: (shift: number): Bytes => bytes(3, 3, shift),
  nop: (): Bytes => bytes(1),
  /** Ranges that have arrived beyond a gap. */
  sack: (...ranges: readonly (readonly [number, number])[]): Bytes =>
    bytes([5, 2 + 8 * ranges.length], ...ranges.flatMap(([from, to]) => [be32(from), be32(to)])),
  fastOpen: (cookie: readonly number[]): Bytes => bytes(34, 2 + cookie.length, cookie),
}

/** Where the IP header stands in a frame. */
const IP = 14

/** The IP packet with another time to live, and the header's checksum for it. */
export function withTtl(packet: Uint8Array, ttl: number): Bytes {
  const copy = bytes(packet)
  copy[8] = ttl
  return headerSummed(copy, 0)
}

/** A frame as the next link has it: other hardware addresses, and one hop less (or `hops`). */
export function handedOn(frame: Uint8Array, fromMac: string, toMac: string, hops = 1): Bytes {
  const copy = bytes(macBytes(toMac), macBytes(fromMac), frame.subarray(12))
  copy[IP + 8] = copy[IP + 8]! - hops
  return headerSummed(copy, IP)
}

/** An end of a TCP connection. */
export interface Place {
  ip: string
  port: number
}

/** A frame of TCP with another sender or receiver, as a router that translates addresses makes it. */
export function translated(frame: Uint8Array, ends: { from?: Place; to?: Place }): Bytes {
  const copy = bytes(frame)
  const tcpAt = IP + (copy[IP]! & 15) * 4
  const put = (place: Place | undefined, address: number, port: number): void => {
    if (!place) return
    copy.set(ipBytes(place.ip), address)
    copy.set(be16(place.port), port)
  }
  put(ends.from, IP + 12, tcpAt)
  put(ends.to, IP + 16, tcpAt + 2)
  const length = ((copy[IP + 2]! << 8) | copy[IP + 3]!) - (tcpAt - IP)
  copy.fill(0, tcpAt + 16, tcpAt + 18)
  const start = sum16(copy, IP + 12, 8) + 6 + length
  copy.set(be16(checksumOf(copy.subarray(tcpAt, tcpAt + length), start)), tcpAt + 16)
  return headerSummed(copy, IP)
}

function headerSummed(packet: Bytes, at: number): Bytes {
  const length = (packet[at]! & 15) * 4
  packet.fill(0, at + 10, at + 12)
  packet.set(be16(checksumOf(packet.subarray(at, at + length))), at + 10)
  return packet
}
