/**
 * Files one TCP segment in the index pass: finds its conversation, sees whether its ports are used again, keeps where its numbers count from
 * and what opens and closes the stream, and hands it to the analysis.
 */
import { i32, u16 } from '../bytes/read'
import type { Packet } from '../dissect/packet'
import { conversations } from './conversations'
import { MAX_SACKS, ROW, Segment } from './tcp-connections'
import { VERDICT } from './tcp-rules'
import type { TcpStreams } from './tcp-streams'

const FIN = 1
const SYN = 2
const RST = 4
const ACK = 16

/** NOP, NOP, and the head of a timestamp option (RFC 7323, appendix A). */
const FILLED_TIMESTAMP = 0x0101080a

const COMPLETE = { syn: 1, synAck: 2, ack: 4, data: 8, fin: 16, reset: 32 } as const

const segment = new Segment()

/** What else the options of a segment say. */
const heard = { mptcp: -1, cookie: false }

/** `length` is −1 where it cannot be known (fragments, quoted packets, short ones). Returns the row of the segment. */
export function follow(
  p: Packet,
  streams: TcpStreams,
  base: number,
  headerSize: number,
  flags: number,
  length: number,
): number {
  const flows = p.recall(conversations)
  const { bytes, frame } = p
  const sequence = i32(bytes, base + 4)
  const acknowledgment = i32(bytes, base + 8)
  const control = flags & (SYN | ACK)
  let flow = flows.search(p, 'tcp')
  let stream = flows.stream(flow >> 1)
  streams.enter(stream)
  let bits = 0
  let isAgain = false
  if (control === SYN) {
    const known = streams.isBased(flows.direction(flow))
    if (known && streams.lastBase(flows.direction(flow)) !== sequence) {
      flow = flows.renew(p, flow)
      stream = flows.stream(flow >> 1)
      streams.enter(stream)
      bits = VERDICT.reusedPorts
    } else if (known && !p.quoted) {
      isAgain = true
      bits = ROW.touched
    }
  }
  const conversation = flow >> 1
  const row = streams.open(frame.number, p.nth(), flow)
  streams.setDelta(row, flows.deltaSeconds(conversation, frame), flows.deltaNanos(conversation, frame))
  const isFirst = frame.number === flows.firstFrame(conversation)
  if (p.quoted) {
    // A quotation moves nothing on, but tshark counts its flags among the parts of the stream.
    flows.touch(p, flow)
    if (!isFirst || control === SYN) noteParts(streams, stream, flags, 0, isFirst && control === SYN)
    return row
  }
  flows.tally(p, flow)
  const direction = flows.direction(flow)

  // tshark counts from no segment whose length is not known.
  if (!streams.isBased(direction)) {
    if (length >= 0) streams.setBase(direction, flags & SYN ? sequence : (sequence - 1) | 0)
  } else if (control === (SYN | ACK) && streams.lastBase(direction) !== sequence) {
    streams.rebase(direction, row, sequence)
    bits = VERDICT.reusedPorts
  }
  if (length >= 0) {
    bits |= ROW.relative
    if (flags & ACK && !streams.isBased(direction ^ 1)) streams.setBase(direction ^ 1, (acknowledgment - 1) | 0)
  }
  if (control === (SYN | ACK)) streams.noteSynAck(direction, row)
  if (flags & SYN) streams.serverPort[stream] = flags & ACK ? p.sourcePort : p.destinationPort
  noteParts(streams, stream, flags, length, isFirst)
  if (flags & FIN) {
    const end = (flow & 1) + 1
    if (streams.closer[stream] === 0) streams.closer[stream] = end
    bits |= streams.closer[stream] === end ? ROW.finActive : ROW.finPassive
  }
  const isBogus = headerSize < 20
  const isCut = base + headerSize > p.end
  p.at = Math.min(base + headerSize, p.end)
  segment.shift = heard.mptcp = -1
  segment.sacks = 0
  heard.cookie = false
  // Two fillers and a timestamp, which is what nearly every segment has, say nothing here.
  if (headerSize > 20 && !(headerSize === 32 && i32(bytes, base + 20) === FILLED_TIMESTAMP))
    listen(bytes, base + 20, p.at)
  if (flags & SYN && !isBogus)
    bits |= noteEarlyData(streams, stream, flags, length, (acknowledgment - streams.lastBase(direction ^ 1)) >>> 0)
  segment.row = row
  segment.direction = direction
  segment.frame = frame.number
  segment.time = flows.nanosecondsSince(conversation, frame)
  segment.sequence = sequence
  segment.acknowledgment = acknowledgment
  segment.base = streams.lastBase(direction)
  segment.flags = flags
  segment.window = u16(bytes, base + 14)
  segment.length = length
  segment.bits = bits
  segment.tellsOfPaths = heard.mptcp === 1 || heard.mptcp > 2
  segment.isAgain = isAgain
  segment.isCut = isCut
  segment.isBogus = isBogus
  segment.isWhole = p.end === p.wire && !isBogus
  streams.analyse(segment)
  return row
}

/** RFC 7413: data in the SYN, which the other end may take or leave. Returns the bits that say so. */
function noteEarlyData(
  streams: TcpStreams,
  stream: number,
  flags: number,
  length: number,
  acknowledged: number,
): number {
  if (flags & ACK) {
    if (acknowledged > 1) return ROW.takesEarlyData
    return streams.earlyData[stream] === 3 ? ROW.leavesEarlyData : 0
  }
  streams.earlyData[stream] = heard.cookie ? (length > 0 ? 3 : 1) : 0
  return 0
}

/** Which parts of a whole conversation have been seen. Those of a stream's first segment are kept apart, unless it is a SYN. */
function noteParts(streams: TcpStreams, stream: number, flags: number, length: number, isFirst: boolean): void {
  let parts = 0
  if (flags & SYN) {
    // A bare SYN counts where it opens the stream only.
    parts |= flags & ACK ? COMPLETE.synAck : isFirst ? COMPLETE.syn : 0
    if (!(flags & ACK) && length > 0) parts |= COMPLETE.data
  } else if (flags & ACK) parts |= length > 0 ? COMPLETE.data : COMPLETE.ack
  if ((flags & (FIN | ACK)) === (FIN | ACK)) parts |= COMPLETE.fin
  if (flags & RST) parts |= COMPLETE.reset
  if (isFirst && (flags & (SYN | ACK)) !== SYN) streams.firstParts[stream]! |= parts
  else streams.completeness[stream]! |= parts
}

/** Reads what matters of the options between `at` and `end` into `segment` and `heard`. */
function listen(bytes: Uint8Array, at: number, end: number): void {
  while (at < end) {
    const kind = bytes[at]!
    if (kind === 1) {
      at++
      continue
    }
    if (kind === 0 || at + 1 >= end) return
    const length = bytes[at + 1]!
    if (length < 2 || at + length > end) return
    if (kind === 3 && length === 3) segment.shift = Math.min(bytes[at + 2]!, 14)
    else if (kind === 34 && length > 2) heard.cookie = true
    else if (kind === 30 && length > 2) heard.mptcp = bytes[at + 2]! >> 4 > 8 ? -1 : bytes[at + 2]! >> 4
    else if (kind === 5)
      for (let edge = at + 2; edge + 8 <= at + length && segment.sacks < MAX_SACKS; edge += 8) {
        segment.edges[2 * segment.sacks] = i32(bytes, edge)
        segment.edges[2 * segment.sacks + 1] = i32(bytes, edge + 4)
        segment.sacks++
      }
    at += length
  }
}
