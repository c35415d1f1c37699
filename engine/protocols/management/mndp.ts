/** MikroTik's neighbour discovery: routers tell who they are, as type, length and value. */
import { bytesOf, bytes, duration, ether, ipv4, ipv6, string, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { u32le } from '../../bytes/read'

const types: Readonly<Record<number, string>> = {
  1: 'MAC-Address',
  5: 'Identity',
  7: 'Version',
  8: 'Platform',
  10: 'Uptime',
  11: 'Software-ID',
  12: 'Board',
  14: 'Unpack',
  15: 'IPv6-Address',
  16: 'Interface name',
  17: 'IPv4-Address',
}
const UPTIME = 10
const values: Readonly<Record<number, Field>> = {
  1: ether('mndp.mac', 'MAC-Address'),
  5: string('mndp.identity', 'Identity'),
  7: string('mndp.version', 'Version'),
  8: string('mndp.platform', 'Platform'),
  11: string('mndp.softwareid', 'Software-ID'),
  12: string('mndp.board', 'Board'),
  14: u8('mndp.unpack', 'Unpack'),
  15: ipv6('mndp.ipv6address', 'IPv6-Address'),
  16: string('mndp.interfacename', 'Interface name'),
  17: ipv4('mndp.ipv4address', 'IPv4-Address'),
}

export const mndp = protocol({
  name: 'mndp',
  title: 'Mikrotik Neighbor Discovery Protocol',
  spec: 'MikroTik',
  over: { 'udp.port': [5678] },
  header: {
    unknown: bytesOf('mndp.header.unknown', 'Header Unknown', 2),
    sequence: u16('mndp.header.seqno', 'SeqNo'),
  },
  fields: {
    ...Object.fromEntries(Object.entries(values).map(([type, field]) => [`value${type}`, field])),
    type: u16('mndp.tlv.type', 'TlvType', { show: (v) => `${v} = ${types[v] ?? 'Unknown'}` }),
    length: u16('mndp.tlv.length', 'TlvLength'),
    data: bytes('mndp.tlv.data', 'TlvData'),
    uptime: duration('mndp.uptime', 'Uptime'),
  },
  decode(p, _h, f) {
    while (p.leftOnWire > 0) {
      const type = p.peek(2)
      const length = p.peek(2, 2)
      const was = p.open(p.text(`T ${type}, L ${length}: ${types[type] ?? 'Unknown'}`, p.at, 4 + length))
      p.take(f.type)
      p.take(f.length)
      p.need(length)
      const field = values[type]
      if (type === UPTIME && length === 4) {
        p.add(f.uptime, p.at, 4, u32le(p.bytes, p.at) * 1e9)
        p.skip(4)
      } else if (field && (field.size === 0 || field.size === length)) p.take(field, length)
      else if (length) p.take(f.data, length)
      p.close(was)
    }
  },
  summary: (p) => `${p.sourcePort} → ${p.destinationPort} Len=${p.wire - p.base}`,
})
