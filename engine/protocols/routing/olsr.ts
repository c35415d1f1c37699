/** RFC 3626, OLSR: nodes of a wireless mesh tell each other whom they hear, and who passes messages on. */
import { bytes, double, ipv4, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = {
  1: 'HELLO',
  2: 'TC',
  3: 'MID',
  4: 'HNA',
  130: 'Nameservice (olsr.org)',
  201: 'HELLO (LQ, olsr.org)',
  202: 'TC (LQ, olsr.org)',
  241: 'TC (LQ, nrlolsr)',
}
const HEAD = 12
const links: Readonly<Record<number, string>> = {
  0: 'Unspecified Link',
  1: 'Asymmetric Link',
  2: 'Symmetric Link',
  3: 'Lost Link',
  5: 'Asymmetric Link',
  6: 'Symmetric Link',
  7: 'Lost Link',
  10: 'Symmetric Link',
}
const wills: Readonly<Record<number, string>> = { 0: 'Never', 1: 'Low', 3: 'Default', 6: 'High', 7: 'Always' }

export const olsr = protocol({
  name: 'olsr',
  title: 'Optimized Link State Routing Protocol',
  column: 'OLSR v1',
  shortName: 'OLSR',
  spec: 'RFC 3626',
  over: { 'udp.port': [698] },
  fields: {
    length: u16('olsr.packet_len', 'Packet Length'),
    sequence: u16('olsr.packet_seq_num', 'Packet Sequence Number'),
    message: bytes('olsr.message', 'Message'),
    type: u8('olsr.message_type', 'Message Type', { names: (v) => types[v] ?? 'Unknown' }),
    valid: double('olsr.vtime', 'Validity Time', { help: 'Seconds for which the message is to be remembered.' }),
    size: u16('olsr.message_size', 'Message'),
    origin: ipv4('olsr.origin_addr', 'Originator Address', { help: 'Node that the message comes from at first.' }),
    ttl: u8('olsr.ttl', 'TTL'),
    hops: u8('olsr.hop_count', 'Hop Count'),
    messageSequence: u16('olsr.message_seq_num', 'Message Sequence Number'),
    interval: double('olsr.htime', 'Hello Emission Interval'),
    willing: u8('olsr.willingness', 'Willingness to forward messages', {
      names: (v) => (v === 3 ? 'Unknown' : (wills[v] ?? 'Unknown')),
    }),
    link: u8('olsr.link_type', 'Link Type', { names: (v) => links[v] ?? 'Unknown' }),
    linkSize: u16('olsr.link_message_size', 'Link Message Size'),
    neighbour: ipv4('olsr.neighbor_addr', 'Neighbor Address', { help: 'A node that the sender hears.' }),
    number: u16('olsr.ansn', 'Advertised Neighbor Sequence Number (ANSN)'),
    interface: ipv4('olsr.interface_addr', 'Interface Address'),
    network: ipv4('olsr.network_addr', 'Network Address'),
    mask: ipv4('olsr.netmask', 'Netmask'),
    data: bytes('olsr.data', 'Data'),
  },
  decode(p, _, f) {
    if (p.left < 4) return false
    const length = p.peek(2)
    if (length > p.leftOnWire) {
      if (p.columns) p.name(p.protocolColumn === 'OLSR v1' ? 'UDP' : p.protocolColumn)
      if (p.columns) p.say(`OLSR Packet,  Length: ${length} Bytes (not enough data in packet)`)
      return p.rest()
    }
    if (p.columns) p.say(`OLSR (IPv${p.ends.kind === 'ipv6' ? 6 : 4}) Packet,  Length: ${length} Bytes`)
    p.take(f.length)
    p.take(f.sequence)
    p.limit(length - 4)
    if (p.ends.kind === 'ipv6') return void (p.left && p.take(f.data, p.left))
    while (p.left > 0) message(p)
  },
})

/** Times are a mantissa and an exponent of four bits each, in sixteenths of a second. */
function seconds(p: Packet, field: typeof olsr.f.valid): void {
  const value = p.peek(1)
  const time = (1 + (value >> 4) / 16) * 2 ** (value & 15) * 0.0625
  p.label(p.add(field, p.at, 1, time), `${field.label}: ${time.toFixed(3)} (in seconds)`)
  p.skip(1)
}

function message(p: Packet): void {
  const { f } = olsr
  const type = p.peek(1)
  const size = p.peek(2, 2)
  const row = p.add(f.message, p.at, size)
  p.label(row, `Message: ${types[type] ?? 'UNKNOWN'} (${type})`)
  p.need(Math.max(HEAD, size))
  const was = p.open(row)
  p.part(Math.max(HEAD, size), () => {
    p.take(f.type)
    seconds(p, f.valid)
    for (const field of [f.size, f.origin, f.ttl, f.hops, f.messageSequence]) p.take(field)
    if (type === 1) hello(p)
    else if (type === 2) {
      p.take(f.number)
      p.skip(2)
      while (p.left >= 4) p.take(f.neighbour)
    } else if (type === 3) while (p.left >= 4) p.take(f.interface)
    else if (type === 4)
      while (p.left >= 8) {
        p.take(f.network)
        p.take(f.mask)
      }
    else if (p.left) p.take(f.data, p.left)
  })
  p.close(was)
}

function hello(p: Packet): void {
  const { f } = olsr
  p.skip(2)
  seconds(p, f.interval)
  p.take(f.willing)
  while (p.left >= 4) {
    const size = p.peek(2, 2)
    p.take(f.link)
    const was = p.open(p.row(f.link))
    p.skip(1)
    p.take(f.linkSize)
    const rest = Math.max(0, size - 4)
    p.need(rest)
    p.part(rest, () => {
      while (p.left >= 4) p.take(f.neighbour)
    })
    p.close(was)
  }
}
