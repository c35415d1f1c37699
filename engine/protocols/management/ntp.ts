/** RFC 5905 and 1305, NTP: clocks that are set over the network. Control and private messages (modes 6 and 7) are named only. */
import { ipv4 as ipv4Text, u16, u32 as readU32 } from '../../bytes/read'
import { asciiText } from '../../bytes/text'
import { bits, bytes, bytesOf, duration, framenum, none, time, u16 as word, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { Pairs } from '../../flows/pairs'
import { ntpTime } from '../kit/time'

const CLIENT = 3
const SERVER = 4
const CONTROL = 6
const PRIVATE = 7
const leaps: Readonly<Record<number, string>> = {
  0: 'no warning',
  1: 'last minute of the day has 61 seconds',
  2: 'last minute of the day has 59 seconds',
  3: 'unknown (clock unsynchronized)',
}
const modes: Readonly<Record<number, string>> = {
  0: 'reserved',
  1: 'symmetric active',
  2: 'symmetric passive',
  3: 'client',
  4: 'server',
  5: 'broadcast',
  6: 'reserved for NTP control message',
  7: 'reserved for private use',
}
const version = (v: number): string => (v >= 1 && v <= 4 ? `NTP Version ${v}` : 'reserved')
const shownVersions: Readonly<Record<number, string>> = Object.fromEntries(
  [0, 1, 2, 3, 4, 5, 6, 7].map((v) => [v, version(v)]),
)
const stratum = (v: number): string =>
  `${v === 0 ? 'unspecified or invalid' : v === 1 ? 'primary reference' : v < 16 ? 'secondary reference' : v === 16 ? 'unsynchronized' : 'reserved'} (${v})`
const flagText = (v: number): string =>
  `0x${v.toString(16).padStart(2, '0')}, Leap Indicator: ${leaps[v >> 6]}, Version number: ${version((v >> 3) & 7)}, Mode: ${modes[v & 7]}`

/** Clocks that a stratum 1 server names, and the reasons that a server has for not answering (RFC 5905 figures 12 and 13). */
const clocks: Readonly<Record<string, string>> = {
  GOES: 'Geosynchronous Orbit Environment Satellite',
  GPS: 'Global Position System',
  PPS: 'Generic pulse-per-second',
  LOCL: 'uncalibrated local clock',
  DCFa: 'DCF77 Mainflingen, DE 77.5 kHz',
}
const kisses: Readonly<Record<string, string>> = {
  ACST: 'The association belongs to a anycast server',
  AUTH: 'Server authentication failed',
  AUTO: 'Autokey sequence failed',
  BCST: 'The association belongs to a broadcast server',
  CRYP: 'Cryptographic authentication or identification failed',
  DENY: 'Access denied by remote server',
  DROP: 'Lost peer in symmetric mode',
  INIT: 'Initialization',
  RATE: 'Rate exceeded',
  RSTR: 'Access denied due to local policy',
  STEP: 'A step change in system time has occurred, but the association has not yet resynchronized',
}

const exchanges = memory(() => new Pairs())

export const ntp = protocol({
  name: 'ntp',
  title: 'Network Time Protocol',
  spec: 'RFC 5905',
  over: { 'udp.port': [123], 'tcp.port': [123] },
  header: {
    flags: u8('ntp.flags', 'Flags', {
      display: 'hex',
      show: flagText,
      of: {
        leap: bits('ntp.flags.li', 'Leap Indicator', 0xc0, { names: leaps }),
        version: bits('ntp.flags.vn', 'Version number', 0x38, { names: shownVersions }),
        mode: bits('ntp.flags.mode', 'Mode', 0x07, { names: modes, help: 'Clients ask, servers answer.' }),
      },
    }),
  },
  fields: {
    requestIn: framenum('ntp.request_in', 'Request In'),
    responseIn: framenum('ntp.response_in', 'Response In'),
    delta: duration('ntp.delta_time', 'Delta Time'),
    stratum: u8('ntp.stratum', 'Peer Clock Stratum', {
      show: stratum,
      help: 'How many servers lie between this clock and one that is right by itself (1).',
    }),
    poll: u8('ntp.ppoll', 'Peer Polling Interval', {
      show: (v) => (v >= 4 && v <= 17 ? `${v} (${2 ** v} seconds)` : `invalid (${v})`),
    }),
    precision: u8('ntp.precision', 'Peer Clock Precision', {
      show: (v) => `${(2 ** (v > 127 ? v - 256 : v)).toFixed(6)} seconds`,
    }),
    delay: u32('ntp.rootdelay', 'Root Delay', { show: (v) => `${(v / 65536).toFixed(6)} seconds` }),
    dispersion: u32('ntp.rootdispersion', 'Root Dispersion', { show: (v) => `${(v / 65536).toFixed(6)} seconds` }),
    reference: bytesOf('ntp.refid', 'Reference ID', 4, { help: 'Where this clock has its time from.' }),
    referenceTime: time('ntp.reftime', 'Reference Timestamp', { help: 'When this clock was last set.' }),
    origin: time('ntp.org', 'Origin Timestamp', { help: 'When the request left, by the clock of the client.' }),
    receive: time('ntp.rec', 'Receive Timestamp', { help: 'When the request arrived, by the clock of the server.' }),
    transmit: time('ntp.xmt', 'Transmit Timestamp', { help: 'When this message left.' }),
    extension: none('ntp.ext', 'Extension'),
    extensionType: word('ntp.ext.type', 'Field Type', { display: 'hex' }),
    extensionLength: word('ntp.ext.length', 'Length'),
    extensionValue: bytes('ntp.ext.value', 'Value'),
    key: bytesOf('ntp.keyid', 'Key ID', 4),
    mac: bytes('ntp.mac', 'Message Authentication Code'),
  },
  decode(p, h) {
    const mode = p.u8(h.flags) & 7
    pairUp(p, mode)
    if (mode === CONTROL || mode === PRIVATE) return
    body(p)
  },
  summary: (p, h) => {
    const flags = p.u8(h.flags)
    return `${version((flags >> 3) & 7)}, ${(flags & 7) === PRIVATE ? 'private' : (flags & 7) === CONTROL ? 'control' : modes[flags & 7]}`
  },
  heading: (p, h) => {
    const flags = p.u8(h.flags)
    return `Network Time Protocol (${version((flags >> 3) & 7)}, ${(flags & 7) === PRIVATE ? 'private' : (flags & 7) === CONTROL ? 'control' : modes[flags & 7]})`
  },
})

/** A server's answer follows a client's question of the same conversation. */
function pairUp(p: Packet, mode: number): void {
  if (p.quoted || (mode !== CLIENT && mode !== SERVER)) return
  const { f } = ntp
  const pairs = p.recall(exchanges)
  const nth = p.nth()
  const flow = !p.first ? 0 : (p.flow >= 0 ? p.flow : p.recall(conversations).search(p, 'udp')) >> 1
  const n = mode === CLIENT ? pairs.ask(p, nth, flow) : pairs.answer(p, nth, flow)
  if (p.first || !n) return
  if (mode === CLIENT) {
    if (pairs.answerOf(n)) p.set(f.responseIn, pairs.answerOf(n))
    return
  }
  p.set(f.requestIn, pairs.requestOf(n))
  p.set(f.delta, pairs.delay(n))
}

function body(p: Packet): void {
  const { f } = ntp
  const level = p.take(f.stratum)
  p.take(f.poll)
  p.take(f.precision)
  p.take(f.delay)
  p.take(f.dispersion)
  const at = p.at
  const from = p.records.count
  p.take(f.reference)
  if (p.drawing && p.records.count > from) p.label(from, `Reference ID: ${referenceText(p, at, level)}`)
  stamp(p, f.referenceTime)
  stamp(p, f.origin)
  stamp(p, f.receive)
  stamp(p, f.transmit)
  // Extensions have at least 16 bytes (RFC 7822), a message authentication code 4, 20 or 24.
  while (p.left > 24 && u16(p.bytes, p.at + 2) >= 16) {
    const size = p.peek(2, 2)
    p.need(size)
    const was = p.open(p.add(f.extension, p.at, size))
    p.take(f.extensionType)
    p.take(f.extensionLength)
    p.take(f.extensionValue, size - 4)
    p.close(was)
  }
  if (p.left < 4) return
  p.take(f.key)
  if (p.left) p.take(f.mac, p.left)
}

function stamp(p: Packet, field: Field): void {
  p.need(8)
  const empty = readU32(p.bytes, p.at) === 0 && readU32(p.bytes, p.at + 4) === 0
  const value = empty ? 0n : ntpTime(p.bytes, p.at)
  const row = p.add(field, p.at, 8, value)
  if (empty) p.label(row, `${field.label}: NULL`)
  p.skip(8)
}

function referenceText(p: Packet, at: number, level: number): string {
  if (readU32(p.bytes, at) === 0) return 'NULL'
  if (level > 1) return ipv4Text(p.bytes, at)
  const code = asciiText(p.bytes, at, 4).replace(/\0+$/, '')
  const known = level === 1 ? clocks[code] : kisses[code]
  if (known) return level === 1 ? known : `(${known})`
  return level === 1 ? `Unidentified reference source '${code}'` : `Unidentified Kiss-o'-Death message '${code}'`
}
