/**
 * RFC 768. Eight bytes: two ports, a length that counts the header, a checksum.
 *
 *   0      7 8     15 16    23 24    31
 *   +--------+--------+--------+--------+
 *   |  source port    | destination port|
 *   |     length      |    checksum     |
 *   +--------+--------+--------+--------+
 */
import { checksumStateNames, checksumStates } from '../../bytes/checksum'
import { bytes, duration, expert, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { choose, found } from './choice'
import { udpHelp } from './udp-help'

export const udp = protocol({
  name: 'udp',
  title: 'User Datagram Protocol',
  spec: 'RFC 768',
  help: {
    ...udpHelp,
    udp: 'Adds ports to a datagram, and nothing else: neither arrival nor order is promised (RFC 768).',
    'udp.checksum.status': 'Whether the checksum was computed again, and what came of it.',
    'udp.payload': 'What the program sent.',
    'udp.time_delta': 'Time since the frame before in the same conversation.',
    'udp.time_relative': 'Time since the first frame of the conversation.',
  },
  over: { 'ip.proto': [17] },
  header: {
    srcPort: u16('udp.srcport', 'Source Port', {
      also: 'udp.port',
      help: 'Port the sender used; zero means that no reply is expected.',
    }),
    dstPort: u16('udp.dstport', 'Destination Port', { also: 'udp.port', help: 'Port that the datagram is for.' }),
    length: u16('udp.length', 'Length', { help: 'Header and payload together, at least 8.' }),
    checksum: u16('udp.checksum', 'Checksum', {
      display: 'hex',
      show: (v) => `0x${v.toString(16).padStart(4, '0')} [${v === 0 ? 'zero-value ignored' : 'unverified'}]`,
      help: 'Over addresses, ports and payload. Zero over IPv4 means: not computed.',
    }),
  },
  fields: {
    port: u16('udp.port', 'Source or Destination Port', { hidden: true }),
    status: u8('udp.checksum.status', 'Checksum Status', {
      generated: true,
      after: 'udp.checksum',
      display: 'none',
      names: checksumStateNames,
    }),
    stream: u32('udp.stream', 'Stream index', {
      generated: true,
      help: 'Which conversation of this capture the datagram belongs to, counted from 0.',
    }),
    relative: duration('udp.time_relative', 'Time since first frame', { generated: true }),
    delta: duration('udp.time_delta', 'Time since previous frame', { generated: true }),
    payload: bytes('udp.payload', 'Payload'),
    traceroute: expert('udp.possible_traceroute', 'chat', 'Sequence', 'Possible traceroute'),
    badLength: expert('udp.length.bad', 'error', 'Malformed', 'Bad length value'),
    zeroLength: expert('udp.length.bad_zero', 'warn', 'Protocol', 'Length is zero but payload < 65536'),
    zeroChecksum: expert('udp.checksum.zero', 'error', 'Checksum', 'Illegal checksum value (0)'),
  },
  decode(p, h) {
    p.sourcePort = p.u16(h.srcPort)
    p.destinationPort = p.u16(h.dstPort)
    const length = p.u16(h.length)
    const there = p.wire - p.base
    const { end } = p
    // RFC 2675: a datagram of more than 65,535 bytes says 0; what IPv6 carries is its length.
    const jumbo = length === 0 && p.ends.kind === 'ipv6'
    if (length < h.size && !jumbo) {
      tooShort(p, length)
      return
    }
    p.limit((jumbo ? there : length) - h.size)
    const flow = p.recall(conversations).of(p, 'udp')
    if (!p.first) annotate(p, flow, length, there, end)
    if (p.leftOnWire <= 0) return
    p.need(1)
    found(p, 'udp', choose(p, 'udp'))
  },
  partial(p, h) {
    if (p.end - p.base < 4) return p.keepInfo()
    p.name('UDP')
    p.label(p.layerRecord[p.layer]!, udp.heading!(p, h, udp.f))
    const size = p.end - p.base < 6 ? -1 : p.u16(h.length) - h.size
    p.say(`${p.u16(h.srcPort)} → ${p.u16(h.dstPort)}${size < 0 ? '' : ` Len=${size}`}`)
  },
  heading: (p, h) => `User Datagram Protocol, Src Port: ${p.u16(h.srcPort)}, Dst Port: ${p.u16(h.dstPort)}`,
})

/** Ports that traceroute sends to: from 33435, three to a hop, ten hops. */
const TRACEROUTE = 33435
const TRACEROUTE_END = TRACEROUTE + 30

type Udp = typeof udp

function traceroute(p: Packet): void {
  const { h, f }: Udp = udp
  hop(p, f.traceroute, h.srcPort, p.sourcePort)
  hop(p, f.traceroute, h.dstPort, p.destinationPort)
}

function hop(p: Packet, note: Field, field: Field, port: number): void {
  if (port < TRACEROUTE || port >= TRACEROUTE_END) return
  const n = port - TRACEROUTE
  const was = p.open(p.row(field))
  p.note(note, `Possible traceroute: hop #${Math.floor(n / 3) + 1}, attempt #${(n % 3) + 1}`, p.place(field), 2)
  p.close(was)
}

/** A length that does not even count the header: nothing behind it is decoded. */
function tooShort(p: Packet, length: number): void {
  const { h, f }: Udp = udp
  p.cut(p.base + 6)
  p.say(`${p.sourcePort} → ${p.destinationPort} [BAD UDP LENGTH ${length} < ${h.size}]`)
  if (p.first) return
  traceroute(p)
  const row = p.row(h.length)
  p.label(row, `Length: ${length} (bogus, must be >= ${h.size})`)
  const was = p.open(row)
  p.note(f.badLength, `Bad length value ${length} < ${h.size}`, p.base + 4, 2)
  p.close(was)
}

/** What later decodings say beside the header's fields. `length` is what the header says, `there` what the network layer carries. */
function annotate(p: Packet, flow: number, length: number, there: number, end: number): void {
  const { h, f }: Udp = udp
  const six = p.ends.kind === 'ipv6'
  const checksum = p.u16(h.checksum)
  const long = length > there && !p.fragmented && !p.quoted
  if (p.columns) {
    const bad = long ? ` [BAD UDP LENGTH ${length} > IP PAYLOAD LENGTH]` : ''
    const illegal = checksum === 0 && six ? ' [ILLEGAL CHECKSUM (0)]' : ''
    const size = (length === 0 ? there : length) - h.size
    p.say(`${p.sourcePort} → ${p.destinationPort}${bad} Len=${size}${illegal}${length === 0 ? ' [Jumbogram]' : ''}`)
  }
  traceroute(p)
  const lengthRow = p.row(h.length)
  if (long) {
    p.label(lengthRow, `Length: ${length} (bogus, payload length ${there})`)
    const was = p.open(lengthRow)
    p.note(f.badLength, `Bad length value ${length} > IP payload length`, p.base + 4, 2)
    p.close(was)
  } else if (length === 0) {
    const was = p.open(lengthRow)
    p.note(f.zeroLength, undefined, p.base + 4, 2)
    p.close(was)
  }
  const states = checksumStates
  const under = checksum === 0 ? p.open(p.row(h.checksum)) : p.open(-1)
  p.set(f.status, checksum !== 0 ? states.unverified : six ? states.illegal : states.absent, p.base + 6, 2)
  p.close(under)
  if (checksum === 0 && six) {
    const row = p.row(h.checksum)
    p.label(row, 'Checksum: 0x0000 [zero-value illegal]')
    const was = p.open(row)
    p.note(f.zeroChecksum, undefined, p.base + 6, 2)
    p.close(was)
  }
  const flows = p.recall(conversations)
  if (flow >= 0) p.set(f.stream, flows.stream(flow >> 1))
  if (p.leftOnWire <= 0) return
  if (flow >= 0 && !p.quoted && (p.drawing || p.wanted(f.relative) || p.wanted(f.delta))) {
    const was = p.open(p.text('[Timestamps]'))
    p.set(f.relative, flows.since(flow >> 1, p.frame))
    p.set(f.delta, flows.gap(p, p.nth()))
    p.close(was)
  }
  if (p.left > 0) {
    // All that the network layer carries, even where the length says less; the tree counts what the length says.
    const row = p.add(f.payload, p.at, end - p.at)
    if (p.drawing) p.label(row, `UDP payload (${p.left} byte${p.left === 1 ? '' : 's'})`)
  }
}
