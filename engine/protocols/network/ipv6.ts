/**
 * RFC 8200, IPv6. Forty bytes; what IPv4 has as options are headers of their own behind it (ipv6-extensions.ts).
 *
 *   +-------+-----------+---+---------------------------------------+
 *   |version|   DSCP    |ECN|             flow label                |
 *   +-------+-----------+---+-------+---------------+---------------+
 *   |        payload length         |  next header  |   hop limit   |
 *   +-------------------------------+---------------+---------------+
 *   |                 source address, 16 bytes                      |
 *   |               destination address, 16 bytes                   |
 *   +---------------------------------------------------------------+
 */
import { ipv6 as ipv6Text } from '../../bytes/read'
import { bits, expert, ipv6 as ipv6Field, packed, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { dscpNames, dsfieldText, ecnNames } from '../../names/dscp'
import { ipProtocolName } from '../../names/ip-protocols'
import { ip } from './ip'
import { specialFields, showSpecial } from './ipv6-addresses'
import { ipv6OptionFields, jumboLength } from './ipv6-options'
import { ipv6Help } from './ipv6-help'

const HOP_BY_HOP = 0
const NO_NEXT = 59

export const ipv6 = protocol({
  name: 'ipv6',
  help: ipv6Help,
  uses: ['ip'],
  title: 'Internet Protocol Version 6',
  column: 'IPv6',
  spec: 'RFC 8200',
  over: {
    ethertype: [0x86dd],
    'ip.proto': [41],
    'frame.linktype': [229],
    'raw.version': [6],
    'ppp.protocol': [0x0057],
    'null.family': [10, 23, 24, 28, 30],
  },
  header: {
    first: packed(1, {
      version: bits('ipv6.version', 'Version', 0xf0, { help: 'Always 6 here; 4 is another protocol.' }),
    }),
    flowBytes: packed(3, {
      flow: bits('ipv6.flow', 'Flow Label', 0x0fffff, {
        display: 'hex',
        width: 3,
        help: 'The same for packets that routers should treat alike, usually those of one connection.',
      }),
    }),
    length: u16('ipv6.plen', 'Payload Length', {
      help: 'Everything behind these forty bytes, extension headers included.',
    }),
    next: u8('ipv6.nxt', 'Next Header', {
      names: ipProtocolName,
      help: 'What follows: an extension header or the payload, as 6 TCP, 17 UDP.',
    }),
    hopLimit: u8('ipv6.hlim', 'Hop Limit', {
      help: 'Routers that the packet may still cross; each takes one off, and drops the packet at zero.',
    }),
    source: ipv6Field('ipv6.src', 'Source Address', { also: 'ipv6.addr', help: 'Who sent the packet.' }),
    destination: ipv6Field('ipv6.dst', 'Destination Address', { also: 'ipv6.addr', help: 'Whom the packet is for.' }),
  },
  fields: {
    trafficClass: bits('ipv6.tclass', 'Traffic Class', 0x0ff00000, {
      after: 'ipv6.version',
      display: 'hex',
      width: 4,
      show: dsfieldText,
      help: 'How routers should treat the packet, and whether they are congested.',
      of: {
        dscp: bits('ipv6.tclass.dscp', 'Differentiated Services Codepoint', 0x0fc00000, {
          names: dscpNames,
          help: 'Class of service: which queue a router may put the packet in.',
        }),
        ecn: bits('ipv6.tclass.ecn', 'Explicit Congestion Notification', 0x00300000, {
          names: ecnNames,
          help: 'A router that runs full marks the packet here in place of dropping it, if both ends can.',
        }),
      },
    }),
    address: ipv6Field('ipv6.addr', 'Source or Destination Address', { hidden: true }),
    sourceHost: string('ipv6.src_host', 'Source Host', { hidden: true }),
    destinationHost: string('ipv6.dst_host', 'Destination Host', { hidden: true }),
    host: string('ipv6.host', 'Source or Destination Host', { hidden: true }),
    ...specialFields,
    ...ipv6OptionFields,
    tooLong: expert(
      'ipv6.plen_exceeds_framing',
      'warn',
      'Protocol',
      'IPv6 payload length does not match expected framing length',
    ),
    zeroLength: expert(
      'ipv6.plen_zero',
      'chat',
      'Protocol',
      'IPv6 payload length equals 0 (maybe because of "TCP segmentation offload" (TSO))',
    ),
    bogusVersion: expert('ipv6.bogus_ipv6_version', 'error', 'Malformed', 'Bogus IPv6 version'),
    badHeader: expert('ipv6.invalid_header', 'error', 'Malformed', 'IPv6 header must be exactly 40 bytes'),
  },
  decode(p, h, f) {
    const { bytes: b, base } = p
    const version = b[base]! >> 4
    if (version !== 6) {
      p.cut(base + 1)
      p.at = base + 1
      p.say(`Bogus IPv6 version (${version}, must be 6)`)
      const was = p.open(p.row(h.first.bits[0]!))
      p.note(f.bogusVersion)
      p.close(was)
      return
    }
    p.address('ipv6', base + 8, base + 24)
    const next = b[base + 6]!
    const length = p.u16(h.length)
    const there = p.leftOnWire
    const jumbo = length === 0 && next === HOP_BY_HOP ? jumboLength(p) : 0
    if (!p.first) annotate(p, length, jumbo, there)
    if (!jumbo) p.limit(length)
    nextHeader(p, next)
  },
  partial(p, h, f) {
    const { base, bytes: b } = p
    const there = p.end - base
    p.name('IPv6')
    p.say(p.wire - base < h.size ? `Invalid IPv6 header (${p.wire - base} bytes, need exactly ${h.size})` : '')
    if (p.wire - base < h.size) p.note(f.badHeader)
    if (there >= 1) p.hide(ip.headerFields[0]!.bits[0]!, base, 1, b[base]! >> 4)
    if (there >= 4) showTrafficClass(p, f)
    if (there < 24) return
    p.endText('source', ipv6Text(b, base + 8))
    p.hide(f.sourceHost, base + 8, 16, ipv6Text(b, base + 8))
    p.hide(f.host, base + 8, 16, ipv6Text(b, base + 8))
  },
  heading: (p, h) =>
    p.bytes[p.base]! >> 4 !== 6
      ? 'Internet Protocol Version 6'
      : `Internet Protocol Version 6, Src: ${ipv6Text(p.bytes, p.place(h.source))}, Dst: ${ipv6Text(p.bytes, p.place(h.destination))}`,
})

/** Hands on what follows the header of IPv6 or one of its extensions. */
export function nextHeader(p: Packet, next: number): void {
  if (next === NO_NEXT) {
    p.say('IPv6 no next header')
    p.rest()
    return
  }
  const child = p.find('ip.proto', next)
  if (child && p.nest(child)) return
  if (p.columns) p.say(`Unknown IP Protocol: ${ipProtocolName(next) ?? 'Unknown'} (${next})`)
  p.rest()
}

function showTrafficClass(p: Packet, f: typeof ipv6.f): void {
  const { bytes: b, base } = p
  const word = ((b[base]! & 15) << 4) | (b[base + 1]! >> 4)
  const was = p.open(p.add(f.trafficClass, base, 4, word))
  for (const field of f.trafficClass.bits) p.add(field, base, 4, field.shift === 22 ? word >> 2 : word & 3)
  p.close(was)
}

function annotate(p: Packet, length: number, jumbo: number, there: number): void {
  const { h, f }: typeof ipv6 = ipv6
  const { bytes: b, base } = p
  p.say('')
  p.hide(ip.headerFields[0]!.bits[0]!, base, 1, 6)
  showTrafficClass(p, f)
  if (p.wanted(f.sourceHost)) p.hide(f.sourceHost, base + 8, 16, ipv6Text(b, base + 8))
  if (p.wanted(f.destinationHost)) p.hide(f.destinationHost, base + 24, 16, ipv6Text(b, base + 24))
  if (p.wanted(f.host)) {
    p.hide(f.host, base + 8, 16, ipv6Text(b, base + 8))
    p.hide(f.host, base + 24, 16, ipv6Text(b, base + 24))
  }
  showSpecial(p, f, base + 8, base + 24)
  if (jumbo) p.label(p.row(h.length), 'Payload Length: 0 (Jumbogram)')
  const real = jumbo || length
  if (p.quoted || (real === 0 ? b[base + 6] === NO_NEXT : real <= there)) return
  const group = p.open(p.row(h.length))
  if (real === 0) p.note(f.zeroLength, undefined, base + 4, 2)
  else p.note(f.tooLong, `IPv6 payload length exceeds framing length (${there} bytes)`, base + 4, 2)
  p.close(group)
}
