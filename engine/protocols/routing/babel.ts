/** RFC 8966, Babel: a distance vector protocol that forms no loops, for meshes. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../bytes/read'
import { bytes, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

type Names = Readonly<Record<number, string>>
const types: Names = {
  0: 'pad1',
  1: 'padn',
  2: 'ack-req',
  3: 'ack',
  4: 'hello',
  5: 'ihu',
  6: 'router-id',
  7: 'nh',
  8: 'update',
  9: 'request',
  10: 'mh-request',
  11: 'ts/pc (obsolete)',
  12: 'hmac',
  13: 'source-specific-update',
  14: 'source-specific-req',
  15: 'source-specific-seqno',
  16: 'hmac',
  17: 'pc',
  18: 'challenge-request',
  19: 'challenge-reply',
}
const encodings: Names = { 0: 'Wildcard', 1: 'IPv4', 2: 'IPv6', 3: 'Link-Local IPv6' }
const MAGIC = 42
const VERSION = 2
const M = 'babel.message'

export const babel = protocol({
  name: 'babel',
  title: 'Babel Routing Protocol',
  column: 'Babel',
  spec: 'RFC 8966',
  over: { 'udp.port': [6696] },
  fields: {
    magic: u8('babel.magic', 'Magic'),
    version: u8('babel.version', 'Version'),
    length: u16('babel.bodylen', 'Body Length'),
    message: u8(M, 'Message'),
    type: u8(`${M}.type`, 'Message Type', {
      names: (v) => types[v] ?? 'Unknown',
      help: 'Hello and “I heard you” find neighbours, updates tell routes.',
    }),
    messageLength: u8(`${M}.length`, 'Message Length'),
    nonce: u16(`${M}.nonce`, 'Nonce', { display: 'hex' }),
    interval: u16(`${M}.interval`, 'Interval', { help: 'In hundredths of a second.' }),
    sequence: u16(`${M}.seqno`, 'Seqno', { display: 'hex' }),
    cost: u16(`${M}.rxcost`, 'Rxcost', { help: 'How well the sender hears the neighbour.' }),
    encoding: u8(`${M}.ae`, 'Address Encoding', { names: (v) => encodings[v] ?? 'Unknown' }),
    router: bytes(`${M}.routerid`, 'Router ID'),
    flags: u8(`${M}.flags`, 'Flags', { display: 'hex' }),
    prefixLength: u8(`${M}.plen`, 'Prefix Length'),
    omitted: u8(`${M}.omitted`, 'Omitted Bytes', { help: 'They are those of the prefix before.' }),
    prefix: bytes(`${M}.prefix`, 'Raw Prefix'),
    metric: u16(`${M}.metric`, 'Metric'),
    hops: u8(`${M}.hopcount`, 'Hop Count'),
  },
  decode(p, _, f) {
    if (p.left < 4) return false
    const magic = p.peek(1)
    const version = p.peek(1, 1)
    if (p.columns) p.say('Babel')
    if (magic !== MAGIC || version !== VERSION) return false
    p.take(f.magic)
    p.take(f.version)
    const length = p.take(f.length)
    p.need(length)
    p.part(length, () => {
      while (p.left > 0) message(p)
    })
    if (p.left <= 0) return
    const was = p.open(p.text(`Packet Trailer (${p.left})`, p.at, p.left))
    while (p.left > 0) message(p)
    p.close(was)
  },
})

function message(p: Packet): void {
  const { f } = babel
  const type = p.peek(1)
  const name = types[type] ?? 'unknown'
  if (p.columns) p.sayMore(` ${name}`)
  const length = type === 0 ? 0 : p.peek(1, 1)
  const row = p.add(f.message, p.at, type === 0 ? 1 : 2 + length, type)
  p.label(row, `Message ${name} (${type})`)
  const was = p.open(row)
  p.take(f.type)
  if (type) {
    p.take(f.messageLength)
    p.need(length)
    p.part(length, () => value(p, type))
  }
  p.close(was)
}

function value(p: Packet, type: number): void {
  const { f } = babel
  if (type === 2) {
    p.skip(2)
    p.take(f.nonce)
    p.take(f.interval)
  } else if (type === 3) p.take(f.nonce)
  else if (type === 4) {
    const flags = p.peek(2)
    p.text(`Unicast : ${flags >> 15}`, p.at, 2)
    p.skip(2)
    p.take(f.sequence)
    p.take(f.interval)
  } else if (type === 5) {
    const encoding = p.peek(1)
    p.skip(2)
    const cost = p.take(f.cost)
    p.label(p.row(f.cost), `Rxcost: 0x${cost.toString(16).padStart(4, '0')}`)
    p.take(f.interval)
    if (p.left) address(p, 'Address', encoding, p.at - 6)
  } else if (type === 6) {
    p.skip(2)
    p.take(f.router, 8)
  } else if (type === 7) {
    const encoding = p.peek(1)
    p.skip(2)
    address(p, 'NH', encoding, p.at - 2)
  } else if (type === 8) update(p)
  else if (type === 9) prefix(p, p.peek(1), p.peek(1, 1), 0, 2)
  else if (type === 10) {
    const [encoding, length] = [p.peek(1), p.peek(1, 1)]
    p.skip(2)
    p.take(f.sequence)
    p.take(f.hops)
    p.skip(1)
    p.take(f.router, 8)
    if (p.left) prefix(p, encoding, length, 0, 0)
  }
}

function address(p: Packet, label: string, encoding: number, at: number): void {
  const { f } = babel
  const size = Math.min(p.left, encoding === 1 ? 4 : encoding === 2 ? 16 : encoding === 3 ? 8 : p.left)
  const whole = new Uint8Array(16)
  whole.set(p.bytes.subarray(p.at, p.at + Math.min(size, encoding === 3 ? 8 : 16)), encoding === 3 ? 8 : 0)
  if (encoding === 3) whole.set([0xfe, 0x80])
  const text = encoding === 1 ? ipv4Text(whole, 0) : encoding === 0 ? '::' : ipv6Text(whole, 0)
  const was = p.open(p.text(`${label}: ${text}`, p.at, size))
  p.add(f.encoding, at, 1, encoding)
  if (size) p.take(f.prefix, size)
  p.close(was)
}

function update(p: Packet): void {
  const { f } = babel
  const [encoding, , length, omitted] = [0, 1, 2, 3].map((n) => p.peek(1, n)) as [number, number, number, number]
  p.skip(1)
  p.take(f.flags)
  p.skip(2)
  p.take(f.interval)
  p.take(f.sequence)
  p.take(f.metric)
  prefix(p, encoding, length, omitted, 0)
}

/** A prefix, of which the first `omitted` bytes are those of an earlier one. `ahead`: bytes of its head that are still to come. */
function prefix(p: Packet, encoding: number, length: number, omitted: number, ahead: number): void {
  const { f } = babel
  const at = p.at
  p.skip(ahead)
  const size = Math.min(p.left, Math.max(0, Math.ceil(length / 8) - omitted))
  const whole = new Uint8Array(16)
  whole.set(p.bytes.subarray(p.at, p.at + Math.min(size, 16 - Math.min(omitted, 16))), Math.min(omitted, 16))
  const text = encoding === 1 ? ipv4Text(whole, 0) : ipv6Text(whole, 0)
  const was = p.open(p.text(`Prefix: ${encoding === 0 ? '::/0' : `${text}/${length}`}`, at, ahead + size))
  p.add(f.encoding, at, 1, encoding)
  p.add(f.prefixLength, at, 1, length)
  if (ahead === 0) p.add(f.omitted, at, 1, omitted)
  if (size) p.take(f.prefix, size)
  p.close(was)
}
