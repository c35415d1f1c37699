/** RFC 8200, 6554, 8754, 5095: the headers between that of IPv6 and its payload. Each names the next one; all are drawn inside IPv6. */
import { ipv6 as ipv6Text } from '../../bytes/read'
import { bits, bytes, bytesOf, expert, i32, ipv6 as ipv6Field, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { ipProtocolName } from '../../names/ip-protocols'
import { ipv6, nextHeader } from './ipv6'
import { decodeIpv6Options } from './ipv6-options'
import { ipv6Help } from './ipv6-help'

const octets = { generated: true, unit: ' bytes' }
const nextHelp = { names: ipProtocolName, help: 'What follows this header.' }

export const hopByHop = protocol({
  name: 'ipv6.hopopts',
  help: ipv6Help,
  title: 'IPv6 Hop-by-Hop Option',
  column: '',
  shortName: 'IPv6 Hop-by-Hop',
  spec: 'RFC 8200',
  nested: true,
  over: { 'ip.proto': [0] },
  header: {
    next: u8('ipv6.hopopts.nxt', 'Next Header', nextHelp),
    length: u8('ipv6.hopopts.len', 'Length', { help: 'In units of eight bytes, the first not counted.' }),
  },
  fields: {
    octets: u16('ipv6.hopopts.len_oct', 'Length', octets),
    notFirst: expert(
      'ipv6.hopopts.not_first',
      'error',
      'Protocol',
      'IPv6 Hop-by-Hop extension header must appear immediately after IPv6 header',
    ),
  },
  partial: (p) => p.say('IPv6 hop-by-hop options'),
  decode(p, h, f) {
    p.say('IPv6 hop-by-hop options')
    const length = p.u8(h.length) * 8 + 8
    if (p.layerProtocol[p.depth - 2] !== ipv6) p.note(f.notFirst)
    p.set(f.octets, length, p.base + 1, 1)
    p.part(length - h.size, () => decodeIpv6Options(p, ipv6.f, true))
    p.need(p.base + length - p.at)
    nextHeader(p, p.u8(h.next))
  },
})

export const destinationOptions = protocol({
  name: 'ipv6.dstopts',
  help: ipv6Help,
  title: 'Destination Options for IPv6',
  column: '',
  shortName: 'IPv6 Destination',
  spec: 'RFC 8200',
  nested: true,
  over: { 'ip.proto': [60] },
  header: {
    next: u8('ipv6.dstopts.nxt', 'Next Header', nextHelp),
    length: u8('ipv6.dstopts.len', 'Length', { help: 'In units of eight bytes, the first not counted.' }),
  },
  fields: { octets: u16('ipv6.dstopts.len_oct', 'Length', octets) },
  partial: (p) => p.say('IPv6 destination options'),
  decode(p, h, f) {
    p.say('IPv6 destination options')
    const length = p.u8(h.length) * 8 + 8
    p.set(f.octets, length, p.base + 1, 1)
    p.part(length - h.size, () => decodeIpv6Options(p, ipv6.f, false))
    p.need(p.base + length - p.at)
    nextHeader(p, p.u8(h.next))
  },
})

const MOBILE = 2
const MOBILE_TITLE = 'IPv6 Type 2 Routing Header'
const ROUTING: Readonly<Record<number, string>> = {
  0: 'Source Route',
  1: 'Nimrod',
  2: 'Type 2 Routing',
  3: 'RPL Source Route',
  4: 'Segment Routing',
  5: 'CRH-16',
  6: 'CRH-32',
  253: 'Experiment 1',
  254: 'Experiment 2',
}

export const routing = protocol({
  name: 'ipv6.routing',
  help: ipv6Help,
  title: 'Routing Header for IPv6',
  column: '',
  shortName: 'IPv6 Routing',
  spec: 'RFC 8200',
  nested: true,
  over: { 'ip.proto': [43] },
  header: {
    next: u8('ipv6.routing.nxt', 'Next Header', nextHelp),
    length: u8('ipv6.routing.len', 'Length', { help: 'In units of eight bytes, the first not counted.' }),
    type: u8('ipv6.routing.type', 'Type', { names: ROUTING }),
    left: u8('ipv6.routing.segleft', 'Segments Left', { help: 'Nodes of the list that the packet has yet to visit.' }),
  },
  fields: {
    octets: u16('ipv6.routing.len_oct', 'Length', { ...octets, after: 'ipv6.routing.len' }),
    unknown: bytes('ipv6.routing.unknown_data', 'Type-Specific Data'),
    sourceReserved: bytesOf('ipv6.routing.src.reserved', 'Reserved', 4),
    sourceAddress: ipv6Field('ipv6.routing.src.addr', 'Address'),
    mobileReserved: bytesOf('ipv6.routing.mipv6.reserved', 'Reserved', 4),
    mobileAddress: ipv6Field('ipv6.routing.mipv6.home_address', 'Home Address'),
    inner: bits('ipv6.routing.rpl.cmprI', 'Compressed Internal Octets (CmprI)', 0xf0000000),
    final: bits('ipv6.routing.rpl.cmprE', 'Compressed Final Octets (CmprE)', 0x0f000000),
    pad: bits('ipv6.routing.rpl.pad', 'Padding Bytes', 0x00f00000),
    rplReserved: bits('ipv6.routing.rpl.reserved', 'Reserved', 0x000fffff),
    count: i32('ipv6.routing.rpl.addr_count', 'Total Address Count', { generated: true }),
    part: bytes('ipv6.routing.rpl.address', 'Address'),
    full: ipv6Field('ipv6.routing.rpl.full_address', 'Full Address', { generated: true }),
    lastEntry: u8('ipv6.routing.srh.last_entry', 'Last Entry'),
    flags: u8('ipv6.routing.srh.flags', 'Flags', { display: 'hex' }),
    tag: bytesOf('ipv6.routing.srh.tag', 'Tag', 2),
    segment: ipv6Field('ipv6.routing.srh.addr', 'Address'),
    oddLength: expert('ipv6.routing.invalid_length', 'error', 'Malformed', 'Invalid IPv6 Routing header length'),
    oddLeft: expert(
      'ipv6.routing.invalid_segleft',
      'warn',
      'Protocol',
      'Invalid IPv6 Routing header segments left field',
    ),
    undecoded: expert('ipv6.routing.undecoded', 'note', 'Undecoded', 'Undecoded IPv6 routing header field'),
    deprecated: expert('ipv6.routing.deprecated', 'note', 'Deprecated', 'Routing header type is deprecated'),
  },
  partial: (p) => p.say('IPv6 routing'),
  decode(p, h, f) {
    p.say('IPv6 routing')
    const length = p.u8(h.length) * 8 + 8
    const type = p.u8(h.type)
    p.set(f.octets, length, p.base + 1, 1)
    if (type === 0) {
      if (p.u8(h.length) & 1)
        noteUnder(p, h.length, f.oddLength, 'IPv6 Routing Header extension header length must not be odd')
      noteUnder(p, h.type, f.deprecated)
    }
    // RFC 6275 section 6.4.1.
    if (type === MOBILE) {
      if (p.u8(h.length) !== 2)
        noteUnder(p, h.length, f.oddLength, `${MOBILE_TITLE} extension header length must equal 2`)
      if (p.u8(h.left) !== 1) noteUnder(p, h.left, f.oddLeft, `${MOBILE_TITLE} segments left field must equal 1`)
    }
    p.part(length - h.size, () => route(p, type, p.u8(h.left)))
    p.need(p.base + length - p.at)
    nextHeader(p, p.u8(h.next))
  },
  heading(p, h) {
    const type = p.u8(h.type)
    return `Routing Header for IPv6 (${ROUTING[type] ?? `Unknown type ${type}`})`
  },
})

function noteUnder(p: Packet, field: Field, note: Field, message?: string): void {
  const was = p.open(p.row(field))
  p.note(note, message)
  p.close(was)
}

/** RFC 8754 and others: no more segments can be left than there are addresses. */
function checkLeft(p: Packet, title: string, left: number, count: number): void {
  const { h, f }: typeof routing = routing
  if (left <= count) return
  const note = `IPv6 ${title} Routing Header segments left field must not exceed address count (${count})`
  noteUnder(p, h.left, f.oddLeft, note)
}

/** The list of nodes. While segments are left, the last of them is where the packet is going. */
function route(p: Packet, type: number, left: number): void {
  const { f }: typeof routing = routing
  if (type === 0 || type === MOBILE) {
    p.take(type === 0 ? f.sourceReserved : f.mobileReserved)
    let last = -1
    if (type === MOBILE) p.need(16)
    else checkLeft(p, 'Type 0', left, p.left >> 4)
    for (let n = 1; p.left >= 16; n++) {
      last = p.at
      address(p, type === 0 ? f.sourceAddress : f.mobileAddress, type === 0 ? `Address[${n}]` : 'Home Address')
    }
    if (left && last >= 0) p.address('ipv6', p.ends.source, last)
  } else if (type === 4) {
    p.take(f.lastEntry)
    p.take(f.flags)
    p.take(f.tag)
    checkLeft(p, 'Type 4', left, p.left >> 4)
    const first = p.at
    for (let n = 0; p.left >= 16; n++) address(p, f.segment, `Address[${n}]`)
    if (left && p.at > first) p.address('ipv6', p.ends.source, first)
  } else if (type === 3) rpl(p, left)
  else if (p.left) {
    const was = p.open(p.add(f.unknown, p.at, p.left))
    p.note(f.undecoded, undefined, p.at, p.left)
    p.close(was)
  }
}

function address(p: Packet, field: Field, label: string): void {
  p.need(16)
  const row = p.add(field, p.at, 16)
  if (p.drawing) p.label(row, `${label}: ${ipv6Text(p.bytes, p.at)}`)
  p.at += 16
}

/** RFC 6554: addresses without the bytes that they share with the destination. */
function rpl(p: Packet, left: number): void {
  const { f }: typeof routing = routing
  const word = p.peek(4)
  const inner = word >>> 28
  const final = (word >>> 24) & 15
  const pad = (word >>> 20) & 15
  p.add(f.inner, p.at, 4, inner)
  p.add(f.final, p.at, 4, final)
  p.add(f.pad, p.at, 4, pad)
  p.add(f.rplReserved, p.at, 4, word & 0xfffff)
  p.skip(4)
  const size = p.left - pad - (16 - final)
  const count = Math.floor(size / (16 - inner)) + 1
  p.set(f.count, count, p.base)
  checkLeft(p, 'RPL', left, count)
  for (let n = 1; n <= count && n <= 128; n++) {
    const shared = n === count ? final : inner
    if (p.left < 16 - shared) return
    const whole = new Uint8Array(p.ends.bytes.subarray(p.ends.destination, p.ends.destination + 16))
    whole.set(p.bytes.subarray(p.at, p.at + 16 - shared), shared)
    p.add(f.part, p.at, 16 - shared)
    const row = p.set(f.full, whole, p.at, 16 - shared)
    if (p.drawing) p.label(row, `Address[${n}]: ${ipv6Text(whole, 0)}`)
    p.at += 16 - shared
    if (n === count && left) redirect(p, whole)
  }
}

/** Sets a destination that stands nowhere in the packet as it is. */
function redirect(p: Packet, destination: Uint8Array): void {
  const { ends } = p
  const both = new Uint8Array(32)
  both.set(ends.bytes.subarray(ends.source, ends.source + 16))
  both.set(destination, 16)
  ends.bytes = both
  ends.source = 0
  ends.destination = 16
  if (!p.quoted) p.columnEnds.copy(ends)
}
