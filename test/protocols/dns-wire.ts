// DNS messages written byte by byte, and captures of them (raw IPv4, UDP or TCP) for tests that ask tshark too.

export type Bytes = readonly number[]

export const u16 = (n: number): number[] => [(n >> 8) & 255, n & 255]
export const u32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
export const ascii = (text: string): number[] => [...new TextEncoder().encode(text)]
/** A text behind one byte that counts it. */
export const counted = (text: string): number[] => [ascii(text).length, ...ascii(text)]
export const hex = (digits: string): number[] => (digits.match(/[0-9a-f]{2}/gi) ?? []).map((d) => parseInt(d, 16))
/** A domain name without compression. */
export const name = (text: string): number[] => [...(text === '' ? [] : text.split('.').flatMap(counted)), 0]
/** A pointer to a place in the message; the first question's name stands at 12. */
export const pointer = (at: number): number[] => u16(0xc000 | at)

export const question = (owner: Bytes, type: number, cls = 1): number[] => [...owner, ...u16(type), ...u16(cls)]
export const record = (owner: Bytes, type: number, data: Bytes, cls = 1, ttl = 300): number[] => [
  ...owner,
  ...u16(type),
  ...u16(cls),
  ...u32(ttl),
  ...u16(data.length),
  ...data,
]

export interface Message {
  id?: number
  flags?: number
  questions?: Bytes[]
  answers?: Bytes[]
  authorities?: Bytes[]
  additionals?: Bytes[]
  /** Bytes behind the records. */
  rest?: Bytes
}
export const message = (m: Message): number[] => {
  const { questions = [], answers = [], authorities = [], additionals = [] } = m
  return [
    ...u16(m.id ?? 0x1234),
    ...u16(m.flags ?? (answers.length + authorities.length ? 0x8180 : 0x0100)),
    ...[questions, answers, authorities, additionals].flatMap((list) => u16(list.length)),
    ...[...questions, ...answers, ...authorities, ...additionals].flat(),
    ...(m.rest ?? []),
  ]
}

export interface Sent {
  payload: Bytes
  from?: [address: number, port: number]
  to?: [address: number, port: number]
  tcp?: { seq: number; ack?: number }
  /** Milliseconds since the capture began. */
  at?: number
}

/** An IPv4 packet from 10.0.0.x to 10.0.0.y, by default from a client's port to port 53. */
export function packet({ payload, from = [1, 5000], to = [2, 53], tcp }: Sent): Uint8Array {
  const head = tcp
    ? [...u16(from[1]), ...u16(to[1]), ...u32(tcp.seq), ...u32(tcp.ack ?? 1), 0x50, 0x18, ...u16(8192), 0, 0, 0, 0]
    : [...u16(from[1]), ...u16(to[1]), ...u16(8 + payload.length), 0, 0]
  const length = 20 + head.length + payload.length
  const address = (last: number): number[] => [10, 0, 0, last]
  const multicast = (last: number): number[] => (last > 250 ? [224, 0, 0, last] : address(last))
  const ip = [0x45, 0, ...u16(length), 0, 1, 0, 0, 64, tcp ? 6 : 17, 0, 0, ...address(from[0]), ...multicast(to[0])]
  let sum = 0
  for (let i = 0; i < 20; i += 2) sum += ip[i]! * 256 + ip[i + 1]!
  sum = (sum & 0xffff) + (sum >>> 16)
  sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff
  ip[10] = sum >> 8
  ip[11] = sum & 255
  return Uint8Array.from([...ip, ...head, ...payload])
}

/** A pcap file of raw IPv4 packets. */
export function capture(sent: readonly Sent[]): Uint8Array {
  const le = (n: number, size: number): number[] => Array.from({ length: size }, (_, i) => (n >>> (8 * i)) & 255)
  const parts = [...le(0xa1b2c3d4, 4), ...le(2, 2), ...le(4, 2), ...le(0, 8), ...le(65535, 4), ...le(228, 4)]
  sent.forEach((s, i) => {
    const bytes = packet(s)
    const ms = s.at ?? i * 10
    parts.push(...le(1_600_000_000 + Math.floor(ms / 1000), 4), ...le((ms % 1000) * 1000, 4))
    parts.push(...le(bytes.length, 4), ...le(bytes.length, 4), ...bytes)
  })
  return Uint8Array.from(parts)
}
