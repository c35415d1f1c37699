/**
 * RFC 2784, 2890 and (version 1, PPTP) 2637. Carries packets of any protocol inside IP: flags say which of the words behind the type are there.
 *
 *   0                 16                32
 *   +-----------------+-----------------+-----------------+--- - - -
 *   | flags, version  | protocol type   | checksum, offset | key | sequence | acknowledgement
 *   +-----------------+-----------------+-----------------+--- - - -
 */
import { bit, bits, bytes, none, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { greTypes } from '../../names/gre'
import { bitRows } from '../kit/bit-rows'

const WCCP = 0x883e
const yesNo = { trueFalse: ['Yes', 'No'] } as const

export const gre = protocol({
  name: 'gre',
  uses: ['eth'],
  title: 'Generic Routing Encapsulation',
  spec: 'RFC 2784',
  over: { 'ip.proto': [47] },
  header: {
    flags: u16('gre.flags_and_version', 'Flags and Version', {
      display: 'hex',
      help: 'Which optional words follow, and the version: 0, or 1 for PPTP.',
      of: {
        checksum: bit('gre.flags.checksum', 'Checksum Bit', 0x8000, yesNo),
        routing: bit('gre.flags.routing', 'Routing Bit', 0x4000, yesNo),
        key: bit('gre.flags.key', 'Key Bit', 0x2000, yesNo),
        sequence: bit('gre.flags.sequence_number', 'Sequence Number Bit', 0x1000, yesNo),
        strict: bit('gre.flags.strict_source_route', 'Strict Source Route Bit', 0x0800, yesNo),
        recursion: bits('gre.flags.recursion_control', 'Recursion control', 0x0700),
      },
    }),
    type: u16('gre.proto', 'Protocol Type', {
      display: 'hex',
      names: greTypes,
      help: 'What the tunnel carries, as an EtherType.',
    }),
  },
  fields: {
    routing: none('gre.routing', 'Routing'),
    routeFamily: u16('gre.routing.address_family', 'Address Family'),
    routeOffset: u8('gre.routing.sre_offset', 'SRE Offset'),
    routeLength: u8('gre.routing.src_length', 'SRE Length'),
    route: bytes('gre.routing.information', 'Routing Information'),
    redirect: none('gre.wccp.redirect_header', 'Redirect Header'),
    dynamic: bit('gre.wccp.dynamic_service', 'Dynamic Service', 0x01, {
      trueFalse: ['Dynamic service', 'Well-known service'],
    }),
    alternative: bit('gre.wccp.alternative_bucket_used', 'Alternative bucket used', 0x02, {
      trueFalse: ['Alternative bucket used', 'Primary bucket used'],
    }),
    invalid: bit('gre.wccp.redirect_header_valid', 'WCCP Redirect header is valid', 0x04, {
      trueFalse: ['Header contents are not valid', 'Header contents are valid'],
    }),
    service: u8('gre.wccp.service_id', 'Service ID', { names: { 0: 'HTTP' } }),
    alternativeBucket: u8('gre.wccp.alternative_bucket', 'Alternative Bucket'),
    primaryBucket: u8('gre.wccp.primary_bucket', 'Primary Bucket'),
    acknowledges: bit('gre.flags.ack', 'Acknowledgment', 0x0080, yesNo),
    reserved: bits('gre.flags.reserved', 'Flags (Reserved)', 0x00f8),
    version: bits('gre.flags.version', 'Version', 0x0007, { names: { 0: 'GRE', 1: 'Enhanced GRE' } }),
    checksum: u16('gre.checksum', 'Checksum', { display: 'hex' }),
    offset: u16('gre.offset', 'Offset'),
    key: u32('gre.key', 'Key', { display: 'hex', help: 'Number by which both ends tell tunnels apart.' }),
    payloadLength: u16('gre.key.payload_length', 'Payload Length'),
    callId: u16('gre.key.call_id', 'Call ID', { help: 'Number of the PPTP session at the receiver.' }),
    sequence: u32('gre.sequence_number', 'Sequence Number', {
      help: 'Counts packets, so that their order can be kept.',
    }),
    acknowledgement: u32('gre.ack_number', 'Acknowledgment Number', { help: 'Last sequence number received.' }),
  },
  decode(p, h, f) {
    const flags = p.u16(h.flags)
    const type = p.u16(h.type)
    const enhanced = (flags & 7) === 1
    const flagsAt = p.place(h.flags)
    const under = p.open(p.row(h.flags))
    if (enhanced) p.add(f.acknowledges, flagsAt, 2, (flags >>> 7) & 1)
    p.add(f.reserved, flagsAt, 2, enhanced ? (flags >>> 3) & 0x0f : (flags >>> 3) & 0x1f)
    p.add(f.version, flagsAt, 2, flags & 7)
    p.close(under)
    if (flags & 0xc000) {
      p.take(f.checksum)
      p.take(f.offset)
    }
    if (flags & 0x2000) {
      if (enhanced) {
        const length = p.take(f.payloadLength)
        p.take(f.callId)
        const words = (flags & 0x1000 ? 4 : 0) + (flags & 0x80 ? 4 : 0)
        p.limit(words + length)
      } else p.take(f.key)
    }
    if (flags & 0x1000) p.take(f.sequence)
    if (enhanced && flags & 0x80) p.take(f.acknowledgement)
    if (flags & 0x4000) routes(p)
    if (type === WCCP && p.left >= 4 && p.peek(1) >> 4 !== 4) redirect(p)
    if (p.left) follow(p, type)
  },
  // Without its type it is not called GRE.
  partial: (p) => p.say(''),
  heading: (p, h) => `Generic Routing Encapsulation (${nameOfType(p.u16(h.type))})`,
  summary: (p, h) => `Encapsulated ${nameOfType(p.u16(h.type))}`,
})

const nameOfType = (type: number): string =>
  greTypes[type] ?? `0x${type.toString(16).toUpperCase().padStart(4, '0')} (unknown)`

/** RFC 1701: entries of a source route, each with its length; one of length 0 ends them. */
function routes(p: Packet): void {
  for (let length = -1; length;) {
    length = p.peek(1, 3)
    const was = p.open(p.add(gre.f.routing, p.at, 4 + length))
    p.take(gre.f.routeFamily)
    p.take(gre.f.routeOffset)
    p.take(gre.f.routeLength)
    if (length) p.take(gre.f.route, length)
    p.close(was)
  }
}

/** In front of a packet that a router hands to a web cache (WCCP, version 2). */
function redirect(p: Packet): void {
  const { f } = gre
  const was = p.open(p.add(f.redirect, p.at, 4))
  bitRows(p, 1, [f.dynamic, f.alternative, f.invalid])
  for (const field of [f.service, f.alternativeBucket, f.primaryBucket]) p.take(field)
  p.close(was)
}

function follow(p: Packet, type: number): void {
  if (type === WCCP) return void p.next('ethertype', 0x0800)
  p.next(p.find('gre.proto', type) ? 'gre.proto' : type === 0 ? 'gre.none' : 'ethertype', type)
}
