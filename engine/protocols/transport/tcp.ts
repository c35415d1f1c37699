/**
 * RFC 9293. Twenty bytes and up to forty of options: ports, where the data stands in the stream, what has arrived from the other side.
 *
 *   +-------------------------------+-------------------------------+
 *   |          source port          |       destination port        |
 *   |                        sequence number                        |
 *   |                     acknowledgment number                     |
 *   |offset | res | |A|C|E|U|A|P|R|S|F|            window             |
 *   |           checksum            |        urgent pointer         |
 *   |                  options and padding, data                    |
 *   +---------------------------------------------------------------+
 *
 * The index pass files every segment with its stream (engine/assembly/tcp.ts, flows/tcp-streams.ts) and moves the analysis on; later decodings read what was filed.
 * Only the two ports are a fixed header here: an ICMP error may quote no more than eight bytes.
 */
import { u16 as readU16, u32 as readU32 } from '../../bytes/read'
import { asciiText } from '../../bytes/text'
import { u16 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { follow } from '../../flows/tcp-follow'
import { ROW } from '../../flows/tcp-rows'
import { tcpStreams } from '../../flows/tcp-streams'
import { drawAnalysis, prefixes } from './tcp-analysis-tree'
import { tcpFields, tcpNotes } from './tcp-fields'
import { drawFlags, flagWords } from './tcp-flags'
import { readOptions, tcpOptionFields } from './tcp-options'
import { handOn } from './tcp-payload'
import { tcpHelp } from './tcp-help'

const SIZE = 20
/** With so much of the header a segment can be placed in its stream. */
const UP_TO_WINDOW = 16
const FIN = 1
const RESET = 4
const fields = { ...tcpFields, ...tcpNotes, ...tcpOptionFields }
export type TcpFields = typeof fields
const optionFields: readonly Field[] = Object.values(tcpOptionFields)

export const tcp = protocol({
  name: 'tcp',
  title: 'Transmission Control Protocol',
  spec: 'RFC 9293',
  help: {
    ...tcpHelp,
    tcp: 'Carries a stream of bytes between two programs, without gaps and in order (RFC 9293).',
    'tcp.ack_raw': 'The same as it stands in the packet, counted from the initial sequence number of the other side.',
    'tcp.analysis': 'What follows from the other segments of the conversation. It does not stand in the packet.',
    'tcp.analysis.ack_rtt': 'Time from the segment that is acknowledged to this acknowledgement.',
    'tcp.analysis.push_bytes_sent': 'Bytes that this side has sent since its last PSH.',
    'tcp.checksum.status': 'Whether the checksum was computed again, and what came of it.',
    'tcp.connection.fin': 'This segment closes one direction.',
    'tcp.connection.fin_active': 'This segment begins the close of the conversation.',
    'tcp.connection.fin_passive': 'This segment closes after the other side has begun to.',
    'tcp.connection.syn': 'This segment asks for a connection.',
    'tcp.connection.synack': 'This segment agrees to a connection.',
    'tcp.flags.str': 'The flags that are set, as letters.',
    'tcp.options.mss': 'Announces how much data this end takes in one segment.',
    'tcp.options.nop': 'Nothing: it brings the next option to a boundary of four bytes.',
    'tcp.options.sack_perm': 'The other side may say which data is missing, piece by piece (RFC 2018).',
    'tcp.options.timestamp': 'Measures round trips and tells old segments from new ones (RFC 7323).',
    'tcp.options.wscale': 'Announces by how much windows are to be multiplied (RFC 7323).',
    'tcp.options.wscale.multiplier': 'What windows are multiplied with: 2 to the power of the shift count.',
    'tcp.time_delta': 'Time since the frame before in the same conversation.',
    'tcp.time_relative': 'Time since the first frame of the conversation.',
  },
  over: { 'ip.proto': [6] },
  header: {
    srcPort: u16('tcp.srcport', 'Source Port', {
      also: 'tcp.port',
      help: 'Port of the sender: of a client, a number its system picked for this connection.',
    }),
    dstPort: u16('tcp.dstport', 'Destination Port', {
      also: 'tcp.port',
      help: 'Port of the receiver: of a server, the service asked for.',
    }),
  },
  fields,
  decode(p, h, f) {
    const { base, bytes } = p
    p.sourcePort = p.u16(h.srcPort)
    p.destinationPort = p.u16(h.dstPort)
    if (p.quoted && p.left < SIZE - h.size) return decodeQuotedStart(p, f)
    if (p.columns) p.say(`${p.sourcePort} → ${p.destinationPort}`)
    p.need(UP_TO_WINDOW - h.size)
    const word = readU16(bytes, base + 12)
    const headerSize = (word >>> 12) * 4
    const flags = word & 0xfff
    const onWire = p.wire - base
    const known = !p.quoted && !p.fragmented
    const length = known && headerSize <= onWire ? onWire - headerSize : -1
    const streams = p.recall(tcpStreams)
    let row: number
    if (p.first) row = follow(p, streams, base, headerSize, flags, length)
    else {
      row = streams.row(p)
      if (row >= 0 && !p.quoted) p.flow = streams.flows[row]!
      drawHeader(p, f, row, headerSize, flags, length)
    }
    if (headerSize < SIZE) {
      // Where the data begins nobody knows.
      p.at = p.end
      return
    }
    if (base + headerSize > p.end) p.need(0, base + headerSize)
    p.headerEnd = p.at
    if (p.left > 0) {
      // RFC 9293 section 3.5.3: a reset may say in words why.
      if (flags & RESET && length > 0) {
        p.add(f.resetCause, p.at, p.left, asciiText(bytes, p.at, p.left))
        p.at = p.end
      } else handOn(p, f, row, (flags & FIN) !== 0)
    } else if (flags & FIN && row >= 0 && !p.quoted) handOn(p, f, row, true)
  },
  // Without both ports it is not called TCP.
  partial: (p) => p.keepInfo(),
  heading(p, h) {
    let text = `Transmission Control Protocol, Src Port: ${p.u16(h.srcPort)}, Dst Port: ${p.u16(h.dstPort)}`
    const { base } = p
    if (p.end - base < UP_TO_WINDOW) return text
    const streams = p.recall(tcpStreams)
    const row = streams.row(p)
    const word = readU16(p.bytes, base + 12)
    const numbers = relativeNumbers(p, row)
    text += `, Seq: ${(readU32(p.bytes, base + 4) - numbers.base) >>> 0}`
    if (word & 16 && word >>> 12 >= 5) text += `, Ack: ${(readU32(p.bytes, base + 8) - numbers.peerBase) >>> 0}`
    const length = p.wire - base - (word >>> 12) * 4
    if (!p.quoted && !p.fragmented && word >>> 12 >= 5 && length >= 0) text += `, Len: ${length}`
    return text
  },
})

/** What to subtract from the raw numbers of this segment. */
function relativeNumbers(p: Packet, row: number): { base: number; peerBase: number } {
  const streams = p.recall(tcpStreams)
  if (row < 0 || !(streams.verdicts[row]! & ROW.relative)) return { base: 0, peerBase: 0 }
  const direction = p.recall(conversations).direction(streams.flows[row]!)
  return { base: streams.baseOf(direction, row), peerBase: streams.baseOf(direction ^ 1, row) }
}

function decodeQuotedStart(p: Packet, f: TcpFields): void {
  if (p.left >= 4) p.take(f.sequence)
  if (p.left >= 4) p.take(f.acknowledgment)
  // Of the quotation itself a part was not captured.
  p.needRest()
  p.at = p.end
}

/** Everything between the ports and the payload. Leaves the cursor at the payload. */
function drawHeader(p: Packet, f: TcpFields, row: number, headerSize: number, flags: number, length: number): void {
  const { base, bytes } = p
  const streams = p.recall(tcpStreams)
  const flow = row >= 0 ? streams.flows[row]! : 0
  const direction = row >= 0 ? p.recall(conversations).direction(flow) : -1
  const stream = direction >> 1
  const verdicts = row >= 0 ? streams.verdicts[row]! : 0
  const { base: isn, peerBase } = relativeNumbers(p, row)
  const raw = readU32(bytes, base + 4)
  const rawAck = readU32(bytes, base + 8)
  const sequence = (raw - isn) >>> 0
  const acknowledgment = flags & 16 ? (rawAck - peerBase) >>> 0 : rawAck
  const window = readU16(bytes, base + 14)
  const scale = row >= 0 ? streams.scale(direction) : -1
  const calculated = flags & 2 || scale < 0 ? window : window * 2 ** scale
  const accurate = row >= 0 && streams.isAccurateEcn(direction) && !(flags & 2)
  const bogus = headerSize < SIZE

  // What ICMP (not ICMPv6) quotes has its sequence number first, and only as it stands in the packet: so does tshark.
  const first = p.quoted > 0 && p.ends.kind === 'ipv4'
  if (first) p.label(p.add(f.sequence, base + 4, 4, sequence), `Sequence Number: ${sequence}`)
  if (row >= 0) {
    p.set(f.stream, stream)
    // As in tshark, the segment that opens a stream does not count itself in (unless it is a SYN).
    const isFirst = p.frame.number === p.recall(conversations).firstFrame(flow >> 1)
    p.set(f.completeness, streams.completeness(stream) | (isFirst ? 0 : streams.firstParts(stream)))
  }
  if (length >= 0) p.set(f.length, length)
  else if (!p.quoted && !p.fragmented) noteUnder(p, p.text(SHORT), f.shortSegment, SHORT)
  const relative = (verdicts & ROW.relative) !== 0
  if (!first) {
    p.add(f.sequence, base + 4, 4, sequence)
    p.add(f.sequenceRaw, base + 4, 4, raw)
  }
  if (length >= 0 && !bogus) p.set(f.next, (sequence + length + (flags & 3 ? 1 : 0)) >>> 0)
  if (!bogus) {
    const ackRecord = p.add(f.acknowledgment, base + 8, 4, acknowledgment)
    if (!(flags & 16)) p.label(ackRecord, `Acknowledgment Number: ${acknowledgment}`)
    p.add(f.acknowledgmentRaw, base + 8, 4, rawAck)
    if (!(flags & 16) && rawAck !== 0) noteUnder(p, ackRecord, f.strayAck)
    if (verdicts & ROW.takesEarlyData) noteUnder(p, ackRecord, f.earlyDataTaken)
    if (verdicts & ROW.leavesEarlyData) noteUnder(p, ackRecord, f.earlyDataLeft)
  }
  const lengthRecord = p.add(f.headerLength, base + 12, 1, headerSize)
  const words = headerSize / 4
  if (p.drawing)
    p.label(lengthRecord, `${words.toString(2).padStart(4, '0')} .... = Header Length: ${headerSize} bytes (${words})`)
  if (bogus)
    noteUnder(p, lengthRecord, f.badHeaderLength, `Bogus TCP header length (${headerSize}, must be at least 20)`)
  if (p.columns) {
    const whole = p.end >= base + SIZE
    const before = verdicts & 0xffff && !bogus ? prefixes(streams, row, verdicts) : ''
    const ack = flags & 16 ? ` Ack=${acknowledgment}` : ''
    const pointer = flags & 32 && p.end >= base + SIZE ? ` Urg=${readU16(bytes, base + 18)}` : ''
    const tail = bogus
      ? `, bogus TCP header length (${headerSize}, must be at least 20)`
      : length >= 0 && whole
        ? pointer + ` Len=${length}`
        : pointer
    const { sourcePort, destinationPort } = p
    // A protocol inside writes its own text behind the verdicts.
    if (before) {
      p.say(before)
      p.fence()
    }
    p.say(
      `${sourcePort} → ${destinationPort} [${flagWords(flags, accurate)}] Seq=${sequence}${ack} Win=${calculated}${tail}`,
    )
  }
  if (bogus) return
  drawFlags(p, f, flags, accurate, verdicts)
  p.add(f.window, base + 14, 2, window)
  p.set(f.windowSize, calculated, base + 14, 2)
  if (!(flags & 2)) p.set(f.scale, scale < 0 ? scale : 2 ** scale, base + 14, 2)
  p.need(2, base + 16)
  const sum = readU16(bytes, base + 16)
  const sumRecord = p.add(f.checksum, base + 16, 2, sum)
  if (p.drawing) p.label(sumRecord, `Checksum: 0x${sum.toString(16).padStart(4, '0')} [unverified]`)
  p.set(f.status, 2)
  p.need(2, base + 18)
  const urgent = readU16(bytes, base + 18)
  const urgentRecord = p.add(f.urgent, base + 18, 2, urgent)
  if (urgent && !(flags & 32)) noteUnder(p, urgentRecord, f.strayUrgent)
  p.at = base + SIZE
  const group = p.open(-1)
  try {
    if (headerSize > SIZE) drawOptions(p, f, base + headerSize, relative ? peerBase : 0, acknowledgment, flags)
  } finally {
    p.close(group)
    // Malformed options do not hide when the segment came.
    if (row >= 0) {
      const times = p.open(p.text('[Timestamps]'))
      p.set(f.sinceFirst, p.recall(conversations).since(flow >> 1, p.frame))
      p.set(f.sincePrevious, streams.delta(row))
      p.close(times)
    }
  }
  if (verdicts & ROW.analysed) drawAnalysis(p, f, streams, row, stream, verdicts)
}

/** States expert information under a record. */
function noteUnder(p: Packet, record: number, note: Field, message?: string): void {
  const was = p.open(record)
  p.note(note, message)
  p.close(was)
}

/** Moves behind the options, which end at `stop`. */
function drawOptions(p: Packet, f: TcpFields, stop: number, base: number, acknowledgment: number, flags: number): void {
  const { end } = p
  const within = Math.min(end, stop)
  if (p.wantsAny(optionFields)) {
    p.end = within
    try {
      readOptions(p, f, stop, { base, acknowledgment, syn: (flags & 2) !== 0, acknowledges: (flags & 16) !== 0 })
    } finally {
      p.end = end
    }
    p.need(0, stop)
  }
  p.at = within
}

const SHORT =
  'Short segment. Segment/fragment does not contain a full TCP header (might be NMAP or someone else deliberately sending unusual packets)'
