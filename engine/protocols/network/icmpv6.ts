/**
 * RFC 4443, ICMPv6: errors and echo as in ICMP, and what IPv4 leaves to ARP and IGMP: neighbour discovery (RFC 4861) and multicast
 * listeners (RFC 2710, 3810). The checksum covers the addresses too.
 *
 *   +---------------+---------------+-------------------------------+
 *   |     type      |     code      |           checksum            |
 *   +---------------+---------------+-------------------------------+
 */
import { checksumStateNames, pseudoHeader } from '../../bytes/checksum'
import { checked } from '../../dissect/checked'
import { bytes, double, expert, framenum, none, u16, u32, u8 } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { Pairs } from '../../flows/pairs'
import { icmpv6Codes, icmpv6Types } from '../../names/icmpv6'
import { decodeListeners, listenerFields } from './icmpv6-listeners'
import { decodeMobile, mobileFields } from './icmpv6-mobile'
import { decodeNeighbors, neighborFields, pairNeighbors } from './icmpv6-neighbors'
import { optionFields } from './icmpv6-options'
import { icmpv6Help } from './icmpv6-help'

const echoes = memory(() => new Pairs())

const UNREACHABLE = 1
const TOO_BIG = 2
const PARAMETER = 4
const REQUEST = 128
const REPLY = 129
const ICMPV6 = 58
/** Types whose body stays undecoded, without a remark. */
const SILENT = new Set([138, 139, 140, 149, 152, 153, 154, 155, 156, 159, 160, 161])

export const icmpv6 = protocol({
  name: 'icmpv6',
  help: icmpv6Help,
  title: 'Internet Control Message Protocol v6',
  column: 'ICMPv6',
  spec: 'RFC 4443',
  over: { 'ip.proto': [ICMPV6] },
  header: {
    type: u8('icmpv6.type', 'Type', {
      names: icmpv6Types,
      help: 'What kind of message this is: 135 and 136 find a neighbour’s hardware address, 128 and 129 are ping.',
    }),
    code: u8('icmpv6.code', 'Code', {
      help: 'Says more about the type, for instance why a packet could not be delivered.',
    }),
    checksum: u16('icmpv6.checksum', 'Checksum', {
      display: 'hex',
      help: 'Over the message and the addresses of the packet around it.',
    }),
  },
  fields: {
    status: u8('icmpv6.checksum.status', 'Checksum Status', {
      generated: true,
      after: 'icmpv6.checksum',
      display: 'none',
      names: checksumStateNames,
    }),
    reserved: bytes('icmpv6.reserved', 'Reserved'),
    data: bytes('icmpv6.data', 'Data'),
    testNonce: bytes('icmpv6.nonce', 'Nonce'),
    mtu: u32('icmpv6.mtu', 'MTU', { help: 'The largest packet that the next link can carry.' }),
    pointer: u32('icmpv6.pointer', 'Pointer', { help: 'Which byte of the quoted packet is wrong.' }),
    identifier: u16('icmpv6.echo.identifier', 'Identifier', {
      display: 'hex',
      help: 'Tells the echo requests of one program from those of others; the reply repeats it.',
    }),
    sequence: u16('icmpv6.echo.sequence_number', 'Sequence', {
      help: 'Counts the echo requests of one program; the reply repeats it.',
    }),
    responseIn: framenum('icmpv6.resp_in', 'Response In', { help: 'The reply to this request.' }),
    noResponse: none('icmpv6.no_resp', 'No response seen', { generated: true }),
    responseTo: framenum('icmpv6.resp_to', 'Response To', { help: 'The request that this replies to.' }),
    responseTime: double('icmpv6.resptime', 'Response Time', {
      show: (v) => `${v.toFixed(3)} ms`,
      help: 'From the request to its reply, in milliseconds.',
    }),
    ...neighborFields,
    ...optionFields,
    ...listenerFields,
    ...mobileFields,
    notFound: expert('icmpv6.resp_not_found', 'warn', 'Sequence', 'Response not found'),
    undecoded: expert('icmpv6.undecoded.type', 'note', 'Undecoded', 'Undecoded type'),
    badChecksum: expert('icmpv6.checksum_bad.expert', 'warn', 'Checksum', 'Bad checksum'),
  },
  decode(p, h, f) {
    const type = p.u8(h.type)
    const code = p.u8(h.code)
    if (!p.first) annotate(p, type, code)
    switch (type) {
      case UNREACHABLE:
      case 3:
        p.take(f.reserved, 4)
        return quoted(p)
      case TOO_BIG:
        p.take(f.mtu)
        return quoted(p)
      case PARAMETER:
        p.take(f.pointer)
        return quoted(p)
      case REQUEST:
      case REPLY:
        return echo(p, type)
      case 130:
      case 131:
      case 132:
      case 143:
      case 151:
        decodeListeners(p, f, type)
        break
      case 133:
      case 134:
      case 135:
      case 136:
      case 137:
        if (!p.first || type === 137) decodeNeighbors(p, f, type)
        else pairNeighbors(p, type)
        break
      case 144:
      case 145:
      case 146:
      case 147:
        if (!p.first) decodeMobile(p, f, type)
        break
      default:
        if (!SILENT.has(type) && !p.first && p.left) unknown(p, type)
        p.needRest()
    }
    p.at = p.end
  },
  partial(p, h) {
    const there = p.end - p.base
    p.name('ICMPv6')
    if (there === 0) return p.say('')
    p.say(info(p.u8(h.type), there > 1 ? p.u8(h.code) : undefined))
  },
})

type Icmpv6 = typeof icmpv6

function annotate(p: Packet, type: number, code: number): void {
  const { h, f }: Icmpv6 = icmpv6
  const { base, ends } = p
  const codes = icmpv6Codes[type]
  if (codes) p.label(p.row(h.code), `Code: ${code} (${codes[code] ?? `Unknown (${code})`})`)
  const length = p.wire - base
  const pseudo = ends.kind === 'ipv6' ? pseudoHeader(ends.bytes, ends.source, ends.destination, 16, ICMPV6, length) : 0
  checked(p, p.row(h.checksum), base + 2, base, length, f.status, f.badChecksum, pseudo)
  if (!p.columns) return
  p.say(info(type, code))
}

/** `Time Exceeded (hop limit exceeded in transit)`; without the code where it is not there. */
function info(type: number, code: number | undefined): string {
  const name = icmpv6Types[type] ?? `Unknown (${type})`
  const codes = icmpv6Codes[type]
  return codes && code !== undefined ? `${name} (${codes[code] ?? `Unknown (${code})`})` : name
}

function quoted(p: Packet): void {
  p.quote(() => p.next('ip.proto', 41))
  p.at = p.end
}

function unknown(p: Packet, type: number): void {
  const { f }: Icmpv6 = icmpv6
  p.note(
    f.undecoded,
    `Dissector for ICMPv6 Type (${type}) code not implemented, Contact Wireshark developers if you want this supported`,
  )
  p.take(f.data, p.left)
}

const word = (at: number, b: Uint8Array): number => (b[at]! << 8) | b[at + 1]!

/** Whether IPv6 came out of Teredo right before this. */
const isThroughTeredo = (p: Packet): boolean => p.layerProtocol[p.layer - 2]?.name === 'teredo'

function echo(p: Packet, type: number): void {
  const { f }: Icmpv6 = icmpv6
  const id = p.take(f.identifier)
  const seq = p.take(f.sequence)
  const { ends } = p
  // The source address stands 8 bytes into the header of IPv6, the hop limit at 7.
  const hops = ends.kind === 'ipv6' ? (ends.bytes[ends.source - 1] ?? 0) : 0
  if (type === REQUEST && isThroughTeredo(p)) {
    // RFC 4380, 5.2.9: a relay looks for the client, with a number that nobody can guess.
    p.name('Teredo')
    if (p.columns) p.say('Direct IPv6 Connectivity Test')
    if (p.columns) p.sayMore(` id=0x${id.toString(16).padStart(4, '0')}, seq=${seq}, hop limit=${hops}`)
    if (p.left >= 4) p.take(f.testNonce, 4)
    return
  }
  if (p.columns) p.sayMore(` id=0x${id.toString(16).padStart(4, '0')}, seq=${seq}, hop limit=${hops}`)
  if (!p.quoted) pair(p, type, id * 0x10000 + seq)
  p.rest()
}

/** Request and reply have the same identifiers and data, hence checksums that differ only by the type. */
function pair(p: Packet, type: number, key3: number): void {
  const { f }: Icmpv6 = icmpv6
  const { ends } = p
  if (type === REQUEST && ends.kind === 'ipv6' && ends.bytes[ends.destination] === 0xff) {
    p.sayMore(' (multicast)')
    return
  }
  const pairs = p.recall(echoes)
  const conversation = p.first ? p.recall(conversations).search(p, 'ipv6') >> 1 : 0
  const sum = word(p.base + 2, p.bytes)
  if (type === REQUEST) {
    // One more in the type's byte makes the checksum smaller by 0x0100, in the arithmetic of ones' complement.
    const less = sum - 0x0100
    const n = pairs.ask(p, p.nth(), conversation, less > 0 ? less : less + 0xffff, key3)
    if (p.first) return
    const answer = pairs.answerOf(n)
    if (answer) {
      p.set(f.responseIn, answer)
      if (p.columns) p.sayMore(` (reply in ${answer})`)
      return
    }
    const was = p.open(p.set(f.noResponse, 1))
    p.note(f.notFound, `No response seen to ICMPv6 request in frame ${p.frame.number}`)
    p.close(was)
    p.sayMore(' (no response found!)')
    return
  }
  const n = pairs.answer(p, p.nth(), conversation, sum, key3)
  if (p.first || n === 0) return
  p.set(f.responseTo, pairs.requestOf(n))
  p.set(f.responseTime, pairs.delay(n) / 1e6)
  if (p.columns) p.sayMore(` (request in ${pairs.requestOf(n)})`)
}
