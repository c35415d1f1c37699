/**
 * RFC 792, ICMP: what routers and hosts say about IPv4 packets. Errors quote the start of the packet that they are about; RFC 4884 lets
 * them add objects behind it. Echo requests are paired with their replies.
 *
 *   +---------------+---------------+-------------------------------+
 *   |     type      |     code      |           checksum            |
 *   +---------------+---------------+-------------------------------+
 *   |                     depends on the type                       |
 */
import { checksumStateNames, fold16, sum16 } from '../../bytes/checksum'
import { checked } from '../../dissect/checked'
import {
  bytes,
  bytesOf,
  double,
  duration,
  expert,
  framenum,
  i32,
  ipv4,
  none,
  time,
  u16,
  u32,
  u8,
} from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { Pairs } from '../../flows/pairs'
import { icmpCodes, icmpTypes } from '../../names/icmp'
import { decodeEchoExtension, echoFields } from './icmp-extended-echo'
import { decodeExtensions, extensionFields } from './icmp-extensions'
import { decodeRouters, mobileFields } from './icmp-routers'
import { icmpHelp } from './icmp-help'

const echoes = memory(() => new Pairs())

const REPLY = 0
const UNREACHABLE = 3
const QUENCH = 4
const REDIRECT = 5
const REQUEST = 8
const ROUTERS = 9
const TIME_EXCEEDED = 11
const PARAMETER = 12
const FRAGMENTATION_NEEDED = 4
/** Errors that quote a packet: this much of it at least, before objects may follow (RFC 4884). */
const QUOTED = 128
/** RFC 792: a redirect quotes the header and so many bytes behind it; what else is there is not looked at. */
const REDIRECT_QUOTES = 8

export const icmp = protocol({
  name: 'icmp',
  title: 'Internet Control Message Protocol',
  spec: 'RFC 792',
  help: {
    ...icmpHelp,
    icmp: 'Says why an IP packet was not delivered, or asks whether a host answers (RFC 792).',
    'icmp.checksum.status': 'Whether the checksum was computed again, and what came of it.',
    'icmp.ident_le': 'The same identifier read in little-endian order, in which some systems write it.',
    'icmp.seq_le': 'The same sequence number read in little-endian order.',
  },
  over: { 'ip.proto': [1] },
  header: {
    type: u8('icmp.type', 'Type', {
      show: (v) => (icmpTypes[v] ? `${v} (${icmpTypes[v]})` : String(v)),
      help: 'What kind of message this is: 8 and 0 are ping and its answer, 3 says that a packet could not be delivered.',
    }),
    code: u8('icmp.code', 'Code', {
      help: 'Says more about the type, for instance why a packet could not be delivered.',
    }),
    checksum: u16('icmp.checksum', 'Checksum', { display: 'hex', help: 'Over the whole message.' }),
  },
  fields: {
    status: u8('icmp.checksum.status', 'Checksum Status', {
      generated: true,
      after: 'icmp.checksum',
      display: 'none',
      names: checksumStateNames,
    }),
    ident: u16('icmp.ident', 'Identifier (BE)', {
      display: 'dec_hex',
      help: 'Tells the echo requests of one program from those of others; the reply repeats it.',
    }),
    identLittle: u16('icmp.ident_le', 'Identifier (LE)', { display: 'dec_hex' }),
    seq: u16('icmp.seq', 'Sequence Number (BE)', {
      display: 'dec_hex',
      help: 'Counts the echo requests of one program; the reply repeats it.',
    }),
    seqLittle: u16('icmp.seq_le', 'Sequence Number (LE)', { display: 'dec_hex' }),
    responseIn: framenum('icmp.resp_in', 'Response frame', { help: 'The reply to this request.' }),
    noResponse: none('icmp.no_resp', 'No response seen', { generated: true }),
    responseTo: framenum('icmp.resp_to', 'Request frame', { help: 'The request that this replies to.' }),
    responseTime: double('icmp.resptime', 'Response time', {
      show: (v) => `${v.toFixed(3)} ms`,
      help: 'From the request to its reply, in milliseconds.',
    }),
    dataTime: time('icmp.data_time', 'Timestamp from icmp data'),
    dataTimeRelative: duration('icmp.data_time_relative', 'Timestamp from icmp data (relative)', { generated: true }),
    unused: bytes('icmp.unused', 'Unused'),
    length: u8('icmp.length', 'Length', { help: 'How much of the packet is quoted, in words of four bytes.' }),
    originalLength: u8('icmp.length.original_datagram', 'Length of original datagram', { generated: true }),
    pointer: u32('icmp.pointer', 'Pointer', { help: 'Which byte of the quoted packet is wrong.' }),
    mtu: u16('icmp.mtu', 'MTU of next hop', { help: 'The largest packet that the next link can carry.' }),
    gateway: ipv4('icmp.redir_gw', 'Gateway Address', { help: 'The router to use for this destination.' }),
    addressMask: ipv4('icmp.address_mask', 'Address Mask'),
    originate: u32('icmp.originate_timestamp', 'Originate Timestamp', { show: midnight }),
    receive: u32('icmp.receive_timestamp', 'Receive Timestamp', { show: midnight }),
    transmit: u32('icmp.transmit_timestamp', 'Transmit Timestamp', { show: midnight }),
    addressCount: u8('icmp.num_addrs', 'Number of addresses'),
    entrySize: u8('icmp.addr_entry_size', 'Address entry size'),
    lifetime: u16('icmp.lifetime', 'Lifetime', { show: (v) => `${v} (${spell(v)})` }),
    router: ipv4('icmp.router_address', 'Router address'),
    preference: i32('icmp.pref_level', 'Preference level'),
    reserved: bytesOf('icmp.reserved', 'Reserved', 2),
    ...mobileFields,
    ...extensionFields,
    ...echoFields,
    notFound: expert('icmp.resp_not_found', 'warn', 'Sequence', 'Response not found'),
    badChecksum: expert('icmp.checksum_bad', 'warn', 'Checksum', 'Bad checksum'),
  },
  decode(p, h, f) {
    const type = p.u8(h.type)
    const code = p.u8(h.code)
    const { base } = p
    // Of a message that was cut before its second word nothing is said.
    if (p.left < 2 && p.end < p.wire) {
      p.say('')
      p.need(2)
    }
    if (!p.first) {
      if (type === ROUTERS && p.drawing) p.label(p.row(h.type), `Type: ${type} (${typeName(type, code)})`)
      const names = icmpCodes[type]
      if (names) p.label(p.row(h.code), `Code: ${code} (${names[code] ?? `Unknown code: ${code}`})`)
      checked(p, p.row(h.checksum), base + 2, base, p.wire - base, f.status, f.badChecksum)
      if (p.columns) p.say(info(type, code))
    }
    switch (type) {
      case REPLY:
      case REQUEST:
        return echo(p, type)
      case 13:
      case 14:
      case 15:
      case 16:
      case 17:
      case 18:
        identified(p, type)
        break
      case 42:
      case 43:
        return decodeEchoExtension(p, f, type)
      case UNREACHABLE:
      case TIME_EXCEEDED:
      case PARAMETER:
        return failure(p, type, code)
      case REDIRECT:
        p.take(f.gateway)
        return quoted(p, 0, REDIRECT_QUOTES)
      case QUENCH:
        p.skip(4)
        return quoted(p, 0)
      case ROUTERS:
        decodeRouters(p, f)
    }
    p.at = p.end
  },
})

type Icmp = typeof icmp

/** Router advertisements with these codes are those of Mobile IP (RFC 5944). */
const typeName = (type: number, code: number): string | undefined =>
  type === ROUTERS && (code === 0 || code === 16) ? 'Mobile IP Advertisement' : icmpTypes[type]

function info(type: number, code: number): string {
  if (type === REQUEST || type === REPLY) return type === REQUEST ? 'Echo (ping) request ' : 'Echo (ping) reply   '
  const name = typeName(type, code) ?? 'Unknown ICMP (obsolete or malformed?)'
  const codes = icmpCodes[type]
  return codes ? `${name.padEnd(20)} (${codes[code] ?? `Unknown code: ${code}`})` : name.padEnd(20)
}

/** The identifier and sequence number, which some programs write in the other byte order: both readings are shown. */
function identifiers(p: Packet): void {
  const { f }: Icmp = icmp
  const { at, bytes: b } = p
  p.take(f.ident)
  p.add(f.identLittle, at, 2, b[at]! | (b[at + 1]! << 8))
  p.take(f.seq)
  p.add(f.seqLittle, at + 2, 2, b[at + 2]! | (b[at + 3]! << 8))
}

const word = (n: number, at: number, b: Uint8Array): number => (b[at + n]! << 8) | b[at + n + 1]!

/** `id=0x0001, seq=1/256, ttl=64` */
function sayIdentifiers(p: Packet, at: number): void {
  if (!p.columns) return
  const { bytes: b, ends } = p
  const id = word(0, at, b)
  const seq = word(2, at, b)
  // The source address stands 12 bytes into the header of IPv4, the time to live at 8.
  const ttl = ends.kind === 'ipv4' ? ends.bytes[ends.source - 4]! : 0
  p.sayMore(` id=0x${id.toString(16).padStart(4, '0')}, seq=${seq}/${((seq & 255) << 8) | (seq >> 8)}, ttl=${ttl}`)
}

function identified(p: Packet, type: number): void {
  const { f }: Icmp = icmp
  const { at } = p
  identifiers(p)
  sayIdentifiers(p, at)
  if (type === 13 || type === 14) {
    p.take(f.originate)
    p.take(f.receive)
    p.take(f.transmit)
  } else if (type >= 17) p.take(f.addressMask)
}

function echo(p: Packet, type: number): void {
  const { at } = p
  identifiers(p)
  sayIdentifiers(p, at)
  if (!p.quoted) pair(p, type, at)
  if (p.left >= 8 && !p.first) clock(p)
  p.rest()
}

/** Request and reply have the same identifiers and data, hence checksums that differ only by what the type makes of them. */
function pair(p: Packet, type: number, at: number): void {
  const { f }: Icmp = icmp
  const { ends } = p
  const top = ends.bytes[ends.destination]!
  if (type === REQUEST && ends.kind === 'ipv4' && top >= 224) {
    const broadcast =
      word(0, ends.destination, ends.bytes) === 0xffff && word(2, ends.destination, ends.bytes) === 0xffff
    if (broadcast || top < 240) {
      p.sayMore(broadcast ? ' (broadcast)' : ' (multicast)')
      return
    }
  }
  const pairs = p.recall(echoes)
  const conversation = p.first ? p.recall(conversations).search(p, 'ipv4') >> 1 : 0
  const sum = word(0, at - 2, p.bytes)
  const key3 = word(0, at, p.bytes) * 0x10000 + word(2, at, p.bytes)
  if (type === REQUEST) {
    // What the checksum becomes with type 0 in place of 8; a sum of zero is written as 0xffff.
    const without = sum + 0x0800
    const n = pairs.ask(p, p.nth(), conversation, (without & 0xffff) + (without >> 16), key3)
    if (p.first) return
    const answer = pairs.answerOf(n)
    if (answer) {
      p.set(f.responseIn, answer)
      if (p.columns) p.sayMore(` (reply in ${answer})`)
    } else {
      const was = p.open(p.set(f.noResponse, 1))
      p.note(f.notFound, 'No response seen to ICMP request')
      p.close(was)
      p.sayMore(' (no response found!)')
    }
    return
  }
  const n = pairs.answer(p, p.nth(), conversation, sum, key3)
  if (p.first || n === 0) return
  p.set(f.responseTo, pairs.requestOf(n))
  p.set(f.responseTime, pairs.delay(n) / 1e6)
  if (p.columns) p.sayMore(` (request in ${pairs.requestOf(n)})`)
}

const DAY = 86_400

/** Many programs put the time of sending at the start of the data: seconds and microseconds, in either byte order. */
function clock(p: Packet): void {
  const { f }: Icmp = icmp
  const { bytes: b, at } = p
  const big = (i: number): number => word(0, i, b) * 0x10000 + word(2, i, b)
  const little = (i: number): number => b[i + 3]! * 0x1000000 + (b[i + 2]! << 16) + ((b[i + 1]! << 8) | b[i]!)
  for (const read of [big, little]) {
    const seconds = read(at)
    const micros = read(at + 4)
    if (Math.abs(seconds - p.frame.seconds) >= DAY || micros >= 1_000_000) continue
    p.add(f.dataTime, at, 8, BigInt(seconds) * 1_000_000_000n + BigInt(micros * 1000))
    p.set(f.dataTimeRelative, (p.frame.seconds - seconds) * 1e9 + p.frame.nanos - micros * 1000, at, 8)
    p.at += 8
    return
  }
}

/** Unreachable, time exceeded, parameter problem: four bytes that depend on the type, then the packet it is about. */
function failure(p: Packet, type: number, code: number): void {
  const { f }: Icmp = icmp
  const words = p.peek(1, 1)
  if (type === PARAMETER) p.add(f.pointer, p.at, 1, p.peek(1))
  const rest = type === UNREACHABLE && code === FRAGMENTATION_NEEDED ? 2 : 4
  const first = type === PARAMETER ? 1 : 0
  p.need(4)
  if (words) {
    if (!first) p.add(f.unused, p.at, 1)
    p.add(f.length, p.at + 1, 1, words)
    p.set(f.originalLength, words * 4, p.at + 1, 1)
    if (rest === 4) p.add(f.unused, p.at + 2, 2)
  } else p.add(f.unused, p.at + first, rest - first)
  if (rest === 2) p.add(f.mtu, p.at + 2, 2, p.peek(2, 2))
  p.at += 4
  quoted(p, words * 4)
}

/** Without a length, what stands behind 128 bytes may be more of the packet: objects have version 2 and a right checksum, or none. */
function looksExtended(p: Packet, at: number): boolean {
  if (at + 4 > p.end || p.end < p.wire || p.bytes[at]! >> 4 !== 2) return false
  return word(2, at, p.bytes) === 0 || fold16(sum16(p.bytes, at, p.end - at)) === 0xffff
}

/** The packet that the message is about; `length` says how much of it there is, 0 that the message does not say. */
function quoted(p: Packet, length: number, most = Infinity): void {
  const { f }: Icmp = icmp
  const there = p.leftOnWire
  const objects = length || QUOTED
  const extended = there > QUOTED && there > objects && (length > 0 || looksExtended(p, p.at + objects))
  const { at, end, wire } = p
  if (extended || length) {
    p.end = Math.min(end, p.at + objects)
    p.wire = Math.min(wire, p.at + objects)
  }
  if (p.left) {
    const header = (p.bytes[p.at]! & 15) * 4
    p.end = Math.min(p.end, at + header + most)
    p.wire = Math.min(p.wire, at + header + most)
  }
  p.quote(() => p.next('ip.proto', 4))
  p.end = end
  p.wire = wire
  // RFC 4884: a length that leaves the message is a mistake of the sender's.
  if (there > QUOTED && length > there) p.need(0, at + length)
  p.at = Math.min(end, at + objects)
  if (extended && p.left >= 4) decodeExtensions(p, f)
  p.at = p.end
}

function midnight(v: number): string {
  return `${v} (${spell(v & 0x80000000 ? 0 : v / 1000)} after midnight UTC)`
}

/** `23 hours, 59 minutes, 59.999 seconds`. */
function spell(seconds: number): string {
  const parts: string[] = []
  const put = (n: number, unit: string): void => void (n && parts.push(`${n} ${unit}${n === 1 ? '' : 's'}`))
  put(Math.floor(seconds / DAY), 'day')
  put(Math.floor((seconds % DAY) / 3600), 'hour')
  put(Math.floor((seconds % 3600) / 60), 'minute')
  const rest = Math.round((seconds % 60) * 1000) / 1000
  if (rest) parts.push(`${Number.isInteger(rest) ? rest : rest.toFixed(3)} second${rest === 1 ? '' : 's'}`)
  return parts.join(', ') || '0 seconds'
}
