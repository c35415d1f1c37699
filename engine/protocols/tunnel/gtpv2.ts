/** 3GPP TS 29.274, GTP version 2: how LTE's nodes build and end the tunnels of users. The head is read; elements are named by number. */
import { bits, u16, u24, u32, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'
import { messages2 } from './gtp/names'

const CONTROL = 2123
const TUNNEL = 0x08

export const gtpv2 = protocol({
  name: 'gtpv2',
  title: 'GPRS Tunneling Protocol V2',
  column: 'GTPv2',
  spec: '3GPP TS 29.274',
  heuristic: ['udp'],
  looks: (p) => (p.sourcePort === CONTROL || p.destinationPort === CONTROL) && p.peek(1) >> 5 === 2 && p.left >= 8,
  fields: {
    flags: u8('gtpv2.flags', 'Flags', { display: 'hex' }),
    version: bits('gtpv2.version', 'Version', 0xe0),
    piggyback: bits('gtpv2.p', 'Piggybacking flag (P)', 0x10),
    tunnelFlag: bits('gtpv2.t', 'TEID flag (T)', 0x08),
    priorityFlag: bits('gtpv2.mp', 'Message Priority(MP)', 0x04),
    message: u8('gtpv2.message_type', 'Message Type', {
      names: (v) => messages2[v] ?? 'Unknown',
      help: 'Create Session is a user who comes, Modify Bearer one who moves.',
    }),
    length: u16('gtpv2.msg_length', 'Message Length'),
    tunnel: u32('gtpv2.teid', 'Tunnel Endpoint Identifier', {
      display: 'hex_dec',
      help: 'Which tunnel of the receiver.',
    }),
    sequence: u24('gtpv2.seq', 'Sequence Number', { display: 'hex_dec', help: 'Answers have that of their request.' }),
    spare: u8('gtpv2.spare', 'Spare'),
    type: u8('gtpv2.ie_type', 'IE Type'),
    size: u16('gtpv2.ie_len', 'IE Length'),
  },
  decode(p, _, f) {
    const flags = p.peek(1)
    const message = p.peek(1, 1)
    if (p.columns) p.say(messages2[message] ?? 'Unknown')
    const was = p.open(p.add(f.flags, p.at, 1, flags))
    bitRows(p, 1, [f.version, f.piggyback, f.tunnelFlag, f.priorityFlag])
    p.close(was)
    p.take(f.message)
    p.limit(p.take(f.length))
    if (flags & TUNNEL) p.take(f.tunnel)
    p.take(f.sequence)
    p.take(f.spare)
    while (p.left >= 4) {
      const size = p.peek(2, 1)
      const inner = p.open(p.text(`IE ${p.peek(1)}`, p.at, 4 + size))
      p.take(f.type)
      p.take(f.size)
      p.skip(1)
      p.need(size)
      p.skip(size)
      p.close(inner)
    }
    p.at = p.end
  },
})
