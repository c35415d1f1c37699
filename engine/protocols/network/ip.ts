/**
 * RFC 791, IPv4. Twenty bytes and up to forty of options; carries a transport protocol, or a fragment of its packet.
 *
 *   +-------+-------+-----------+---+-------------------------------+
 *   |version| length|   DSCP    |ECN|         total length          |
 *   +-------+-------+-----------+---+-----+-------------------------+
 *   |        identification         |flags|     fragment offset     |
 *   +---------------+---------------+-----+-------------------------+
 *   | time to live  |   protocol    |        header checksum        |
 *   +---------------+---------------+-------------------------------+
 *   |                        source address                         |
 *   |                      destination address                      |
 *   +---------------------------------------------------------------+
 */
import { checksumStateNames, checksumStates } from '../../bytes/checksum'
import { hex, ipv4 as ipv4Text, u16 as u16At, u32 as u32At } from '../../bytes/read'
import { bit, bits, bool, bytes, expert, framenum, ipv4, packed, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { Reassembly } from '../../flows/reassembly'
import type { Datagram } from '../../flows/reassembly'
import { dscpNames, dsfieldText, ecnNames } from '../../names/dscp'
import { ipProtocolName } from '../../names/ip-protocols'
import { showFragments } from '../../streams/segments'
import { decodeOptions, ipOptionFields } from './ip-options'
import { ipHelp } from './ip-help'

const datagrams = memory(() => new Reassembly())

const flagText = (v: number): string =>
  [`0x${v.toString(16)}`, v & 4 ? 'Reserved bit' : '', v & 2 ? "Don't fragment" : '', v & 1 ? 'More fragments' : '']
    .filter(Boolean)
    .join(', ')

/** Time to live that addresses 224.0.0.x want (RFC 5771): 1, but for VRRP, GLBP and mDNS 255; 0 stands for any. */
const localControlTtl: Readonly<Record<number, number>> = { 18: 255, 102: 255, 251: 255, 252: 0 }
const IGMP = 2
const UDP = 17
const UDP_HEADER = 8
const PIM = 103
const OSPF = 89
/** A fragment's Info and everything else that fragments need fits these bits of the flags and offset word. */
const MORE = 0x2000
const OFFSET = 0x1fff

export const ip = protocol({
  name: 'ip',
  title: 'Internet Protocol Version 4',
  column: 'IPv4',
  spec: 'RFC 791',
  help: {
    ...ipHelp,
    ip: 'Carries the packet across networks to a host (RFC 791).',
    'ip.checksum.status': 'Whether the header checksum was computed again, and what came of it.',
  },
  over: {
    ethertype: [0x0800],
    'ip.proto': [4],
    'frame.linktype': [228],
    'raw.version': [4],
    'ppp.protocol': [0x0021],
    'null.family': [2],
  },
  header: {
    first: packed(1, {
      version: bits('ip.version', 'Version', 0xf0, { help: 'Always 4 here; 6 is another protocol.' }),
    }),
    dsfield: u8('ip.dsfield', 'Differentiated Services Field', {
      display: 'hex',
      show: dsfieldText,
      help: 'How routers should treat the packet, and whether they are congested.',
      of: {
        dscp: bits('ip.dsfield.dscp', 'Differentiated Services Codepoint', 0xfc, {
          names: dscpNames,
          help: 'Class of service: which queue a router may put the packet in.',
        }),
        ecn: bits('ip.dsfield.ecn', 'Explicit Congestion Notification', 0x03, {
          names: ecnNames,
          help: 'A router that runs full marks the packet here in place of dropping it, if both ends can.',
        }),
      },
    }),
    length: u16('ip.len', 'Total Length', {
      help: 'Header and payload. What follows in the frame is padding of the link layer.',
    }),
    id: u16('ip.id', 'Identification', {
      display: 'hex_dec',
      help: 'The same in all fragments of one packet, so that the receiver can put them together.',
    }),
    flagsByte: packed(1, {
      flags: bits('ip.flags', 'Flags', 0xe0, {
        display: 'hex',
        show: flagText,
        help: 'Whether the packet may be fragmented, and whether further fragments follow.',
        of: {
          reserved: bit('ip.flags.rb', 'Reserved bit', 0x80, {
            trueFalse: ['Set', 'Not set'],
            help: 'Has to be zero.',
          }),
          dont: bit('ip.flags.df', "Don't fragment", 0x40, {
            trueFalse: ['Set', 'Not set'],
            help: 'Routers drop the packet and tell the sender, rather than cut it.',
          }),
          more: bit('ip.flags.mf', 'More fragments', 0x20, {
            trueFalse: ['Set', 'Not set'],
            help: 'This is not the last fragment of its packet.',
          }),
        },
      }),
    }),
    offsetByte: packed(1, {}),
    ttl: u8('ip.ttl', 'Time to Live', {
      help: 'Routers that the packet may still cross; each takes one off, and drops the packet at zero.',
    }),
    proto: u8('ip.proto', 'Protocol', { names: ipProtocolName, help: 'What the payload is: 6 TCP, 17 UDP, 1 ICMP.' }),
    checksum: u16('ip.checksum', 'Header Checksum', {
      display: 'hex',
      show: (v) => `0x${v.toString(16).padStart(4, '0')} [validation disabled]`,
      help: 'Of the header only. Not verified unless asked for: network cards often fill it in after the capture.',
    }),
    source: ipv4('ip.src', 'Source Address', { also: 'ip.addr', help: 'Who sent the packet.' }),
    destination: ipv4('ip.dst', 'Destination Address', { also: 'ip.addr', help: 'Whom the packet is for.' }),
  },
  fields: {
    headerLength: bits('ip.hdr_len', 'Header Length', 0x0f, {
      after: 'ip.version',
      show: (v) => `${v} bytes (${v / 4})`,
      help: 'Bytes of this header: 20, or more when options follow. The packet counts in words of four bytes.',
    }),
    offset: bits('ip.frag_offset', 'Fragment Offset', 0x1fff, {
      after: 'ip.flags',
      show: (v) => String(v * 8),
      help: 'Where this fragment belongs in its packet, in units of eight bytes.',
    }),
    status: u8('ip.checksum.status', 'Header checksum status', {
      generated: true,
      after: 'ip.checksum',
      display: 'none',
      names: checksumStateNames,
    }),
    address: ipv4('ip.addr', 'Source or Destination Address', { hidden: true }),
    sourceHost: string('ip.src_host', 'Source Host', { hidden: true }),
    destinationHost: string('ip.dst_host', 'Destination Host', { hidden: true }),
    host: string('ip.host', 'Source or Destination Host', { hidden: true }),
    ...ipOptionFields,
    fragments: bytes('ip.fragments', 'IPv4 Fragments'),
    fragment: framenum('ip.fragment', 'IPv4 Fragment'),
    fragmentError: framenum('ip.fragment.error', 'Defragmentation error'),
    overlap: bool('ip.fragment.overlap', 'Fragment overlap'),
    overlapConflict: bool('ip.fragment.overlap.conflict', 'Conflicting data in fragment overlap'),
    multipleTails: bool('ip.fragment.multipletails', 'Multiple tail fragments found'),
    tooLong: bool('ip.fragment.toolongfragment', 'Fragment too long'),
    fragmentCount: u32('ip.fragment.count', 'Fragment count'),
    reassembledIn: framenum('ip.reassembled_in', 'Reassembled IPv4 in frame', {
      help: 'The packet is complete in that frame, and decoded there.',
    }),
    reassembledLength: u32('ip.reassembled.length', 'Reassembled IPv4 length'),
    reassembledData: bytes('ip.reassembled.data', 'Reassembled IPv4 data'),
    bogusVersion: expert('ip.bogus_ip_version', 'error', 'Protocol', 'Bogus IPv4 version'),
    bogusHeader: expert('ip.bogus_header_length', 'error', 'Protocol', 'Bogus IP header length'),
    bogusLength: expert('ip.bogus_ip_length', 'error', 'Protocol', 'Bogus IP length'),
    localTtl: expert('ip.ttl.lncb', 'note', 'Sequence', 'Time To Live'),
    smallTtl: expert('ip.ttl.too_small', 'note', 'Sequence', 'Time To Live'),
  },
  decode(p, h, f) {
    const { bytes: b, base } = p
    const version = b[base]! >> 4
    const headerLength = (b[base]! & 15) * 4
    const wire = p.wire - base
    const said = p.u16(h.length)
    // A zero is what captures show of packets that the network card is yet to cut ("TCP segmentation offload").
    const length = said || Math.max(wire, headerLength)
    if (version !== 4 || headerLength < h.size || length < headerLength) return refuse(p, version, headerLength, length)
    if (isRouteCut(p, headerLength)) p.endText('source', ipv4Text(b, base + 12))
    else p.address('ipv4', base + 12, base + 16)
    const word = p.u16(h.flagsByte)
    if (!p.first) annotate(p, headerLength, said, wire, word)
    p.limit(length - h.size)
    if (headerLength > h.size) decodeOptions(p, headerLength - h.size, f, h.destination)
    if (p.leftOnWire <= 0) return
    carry(p, word, length - headerLength, b[base + 9]!)
  },
  partial(p, h, f) {
    const { base, bytes: b } = p
    const there = p.end - base
    p.name('IPv4')
    if (there >= 4 && p.u16(h.length) > p.wire - base) oddLength(p, p.u16(h.length), p.wire - base)
    p.say('')
    if (there >= 1) p.add(f.headerLength, base, 1, (b[base]! & 15) * 4)
    if (there >= 8) p.add(f.offset, base + 6, 2, u16At(b, base + 6) & OFFSET)
    if (there >= 12) p.set(f.status, checksumStates.unverified, base + 10, 2)
    if (there >= 16) {
      p.endText('source', ipv4Text(b, base + 12))
      p.label(p.layerRecord[p.layer]!, `Internet Protocol Version 4, Src: ${ipv4Text(b, base + 12)}`)
      p.hide(f.sourceHost, base + 12, 4, ipv4Text(b, base + 12))
      p.hide(f.host, base + 12, 4, ipv4Text(b, base + 12))
    }
  },
  heading: (p, h) =>
    isRefused(p)
      ? p.bytes[p.base]! >> 4 === 4
        ? 'Internet Protocol Version 4'
        : `Internet Protocol, bogus version (${p.bytes[p.base]! >> 4})`
      : `Internet Protocol Version 4, Src: ${ipv4Text(p.bytes, p.place(h.source))}, Dst: ${ipv4Text(p.bytes, p.place(h.destination))}`,
})

type Ip = typeof ip

/** Options may name another destination: whether they were cut so that none can say whether they do. */
function isRouteCut(p: Packet, headerLength: number): boolean {
  const { base, bytes: b, end } = p
  let at = base + 20
  while (at < base + headerLength && at < end && b[at] !== 0) {
    if (b[at] === 1) at++
    else if (at + 1 >= end) return true
    else if (b[at + 1]! < 2) return false
    else at += b[at + 1]!
  }
  return at < base + headerLength && at >= end
}

/** Whether the header contradicts itself: nothing behind it is decoded. */
function isRefused(p: Packet): boolean {
  const first = p.bytes[p.base]!
  const length = u16At(p.bytes, p.base + 2)
  return first >> 4 !== 4 || (first & 15) < 5 || (length !== 0 && length < (first & 15) * 4)
}

/** Says of such a header what stands before the contradiction. Version 6 is taken at its word. */
function refuse(p: Packet, version: number, headerLength: number, length: number): void {
  const { h, f }: Ip = ip
  const { base } = p
  const keep = version !== 4 ? 1 : headerLength < h.size ? 1 : 4
  p.cut(base + keep)
  p.at = base + keep
  if (version !== 4) {
    p.say(`Bogus IPv4 version (${version}, must be 4)`)
    noteAt(p, p.row(h.first.bits[0]!), f.bogusVersion)
    if (version === 6) {
      const six = p.find('ethertype', 0x86dd)
      p.at = base
      if (six) p.nest(six)
      p.at = base + keep
    }
    return
  }
  const row = p.add(f.headerLength, base, 1, headerLength)
  if (headerLength < h.size) {
    const what = `Bogus IP header length (${headerLength}, must be at least ${h.size})`
    p.say(what)
    noteAt(p, row, f.bogusHeader, what)
  } else {
    const lengthRow = p.row(h.length)
    p.say(`Bogus IP length (${length}, less than header length ${headerLength})`)
    p.label(lengthRow, `Total Length: ${length} bytes (bogus, less than header length ${headerLength})`)
    noteAt(p, lengthRow, f.bogusLength)
  }
}

function noteAt(p: Packet, row: number, note: Field, message?: string): void {
  const was = p.open(row)
  p.note(note, message)
  p.close(was)
}

/** What later decodings say of the header beside its own fields. */
function annotate(p: Packet, headerLength: number, said: number, wire: number, word: number): void {
  const { h, f }: Ip = ip
  const { bytes: b, base } = p
  p.say('')
  p.add(f.headerLength, base, 1, headerLength)
  p.add(f.offset, base + 6, 2, word & OFFSET)
  p.set(f.status, checksumStates.unverified, base + 10, 2)
  if (p.wanted(f.sourceHost)) p.hide(f.sourceHost, base + 12, 4, ipv4Text(b, base + 12))
  if (p.wanted(f.destinationHost)) p.hide(f.destinationHost, base + 16, 4, ipv4Text(b, base + 16))
  if (p.wanted(f.host)) {
    p.hide(f.host, base + 12, 4, ipv4Text(b, base + 12))
    p.hide(f.host, base + 16, 4, ipv4Text(b, base + 16))
  }
  if (said === 0 || said > wire) oddLength(p, said, wire)
  const ttl = b[base + 8]!
  const local = b[base + 16] === 224 && b[base + 17] === 0 && b[base + 18] === 0
  const due = local ? (b[base + 9] === IGMP ? 1 : (localControlTtl[b[base + 19]!] ?? 1)) : 0
  if (local && due !== 0 && ttl !== due) {
    const was = p.open(p.row(h.ttl))
    p.note(
      f.localTtl,
      `"Time To Live" != ${due} for a packet sent to the Local Network Control Block (see RFC 3171)`,
      base + 8,
      1,
    )
    p.close(was)
  } else if (!local && ttl < 5 && b[base + 16]! >> 4 !== 14 && b[base + 9] !== PIM && b[base + 9] !== OSPF) {
    const was = p.open(p.row(h.ttl))
    p.note(f.smallTtl, `"Time To Live" only ${ttl}`, base + 8, 1)
    p.close(was)
  }
}

function oddLength(p: Packet, said: number, wire: number): void {
  const { h, f }: Ip = ip
  const row = p.row(h.length)
  if (said === 0) {
    p.revalue(row, wire)
    p.label(
      row,
      `[Total Length: ${wire} bytes (reported as 0, presumed to be because of "TCP segmentation offload" (TSO))]`,
    )
  } else if (!p.quoted) {
    const was = p.open(row)
    p.note(f.bogusLength, `IPv4 total length exceeds packet length (${wire} bytes)`)
    p.close(was)
  }
}

/** What the header carries, `length` bytes of it: a packet of `proto`, or a fragment of one. `word`: flags and offset. */
export function carry(p: Packet, word: number, length: number, proto: number): void {
  if ((word & (MORE | OFFSET)) !== 0) return fragment(p, word, length, proto)
  // Of what a tunnel carries the length is known, though the tunnel's own packet be a fragment.
  const { fragmented } = p
  p.fragmented = 0
  transport(p, proto)
  p.fragmented = fragmented
}

/** Hands the payload on; what no protocol claims is named in Info. */
function transport(p: Packet, proto: number): void {
  if (!p.next('ip.proto', proto) && p.columns) p.say(`${ipProtocolName(proto) ?? 'Unknown'} (${proto})`)
}

/** One of the fragments of a packet: collected in the first pass; the whole is decoded in the frame that completed it. */
function fragment(p: Packet, word: number, length: number, proto: number): void {
  const { f }: Ip = ip
  const { bytes: b, base } = p
  const offset = (word & OFFSET) * 8
  if (length > 0 && p.left >= length) {
    const memory = p.recall(datagrams)
    const nth = p.nth()
    let whole: Datagram | undefined
    if (!p.first) whole = memory.of(p, nth)
    else if (!p.quoted) {
      const enough = proto === UDP ? isHeaderEnough : undefined
      whole = memory.add(p, nth, datagramKey(b, base, proto), p.at, offset, length, (word & MORE) !== 0, enough)
    }
    if (whole) {
      if (!p.first) showFragments(p, f, whole)
      if (whole.frame === p.frame.number) return reassembled(p, whole, proto)
    }
    sayFragment(p, proto, offset, whole)
    return
  }
  if (offset === 0) {
    p.fragmented++
    transport(p, proto)
    p.fragmented--
  } else sayFragment(p, proto, offset, undefined)
}

function reassembled(p: Packet, { bytes, total }: Datagram, proto: number): void {
  p.within('Reassembled IPv4', bytes!, () => transport(p, proto), total)
}

/** Whether no protocol asks for what this UDP header is in front of. */
function isHeaderEnough(p: Packet, head: Uint8Array): boolean {
  if (head.length <= UDP_HEADER) return false
  const ports = p.registry.table('udp.port')
  return !ports.guesses.length && !ports.get(u16At(head, 0)) && !ports.get(u16At(head, 2))
}

/** Source, destination, identification and protocol as text; fragments of one datagram mostly follow each other. */
function datagramKey(b: Uint8Array, base: number, proto: number): string {
  const from = u32At(b, base + 12) | 0
  const to = u32At(b, base + 16) | 0
  const id = (u16At(b, base + 4) << 8) | proto
  if (from !== lastKey.from || to !== lastKey.to || id !== lastKey.id) {
    lastKey.from = from
    lastKey.to = to
    lastKey.id = id
    lastKey.text = `${from} ${to} ${id}`
  }
  return lastKey.text
}
const lastKey = { from: 0, to: 0, id: 0, text: '0 0 0' }

function sayFragment(p: Packet, proto: number, offset: number, whole: Datagram | undefined): void {
  if (p.columns) {
    const id = hex(p.bytes, p.base + 4, 2)
    const where = whole ? ` [Reassembled in #${whole.frame}]` : ''
    p.say(
      `Fragmented IP protocol (proto=${ipProtocolName(proto) ?? 'Unknown'} ${proto}, off=${offset}, ID=${id})${where}`,
    )
  }
  p.rest()
}
