/**
 * RFC 768. Eight bytes: two ports, a length that counts the header, a checksum.
 *
 *   0      7 8     15 16    23 24    31
 *   +--------+--------+--------+--------+
 *   |  source port    | destination port|
 *   |     length      |    checksum     |
 *   +--------+--------+--------+--------+
 */
import { u16, u8, u32, bytes, expert } from '../dissect/field'
import { protocol } from '../dissect/protocol'

export const udp = protocol({
  name: 'udp',
  title: 'User Datagram Protocol',
  spec: 'RFC 768',
  over: { 'ip.proto': [17] },
  header: {
    srcPort: u16('udp.srcport', 'Source Port', {
      also: 'udp.port',
      help: 'Port the sender used; zero means that no reply is expected.',
    }),
    dstPort: u16('udp.dstport', 'Destination Port', { also: 'udp.port', help: 'Port that the datagram is for.' }),
    length: u16('udp.length', 'Length', { help: 'Header and payload together, at least 8.' }),
    checksum: u16('udp.checksum', 'Checksum', { display: 'hex', help: 'Zero over IPv4 means: not computed.' }),
  },
  fields: {
    port: u16('udp.port', 'Source or Destination Port', { hidden: true }),
    status: u8('udp.checksum.status', 'Checksum Status', { generated: true, after: 'udp.checksum' }),
    stream: u32('udp.stream', 'Stream index', { generated: true }),
    payload: bytes('udp.payload', 'Payload'),
    badLength: expert('udp.length.bad', 'error', 'Malformed', 'Bad length value'),
  },
  decode(p, h, f) {
    const length = p.u16(h.length)
    p.sourcePort = p.u16(h.srcPort)
    p.destinationPort = p.u16(h.dstPort)
    if (length >= h.size) p.limit(length - h.size)
    p.set(f.status, 2)
    p.add(f.payload, p.at, p.left)
    const [low, high] =
      p.sourcePort < p.destinationPort ? [p.sourcePort, p.destinationPort] : [p.destinationPort, p.sourcePort]
    p.next('udp.port', low, high)
  },
  heading: (p, h) => `User Datagram Protocol, Src Port: ${p.u16(h.srcPort)}, Dst Port: ${p.u16(h.dstPort)}`,
  summary: (p, h) => `${p.u16(h.srcPort)} → ${p.u16(h.dstPort)} Len=${p.u16(h.length) - h.size}`,
})
