/**
 * Files one TCP segment in the index pass: finds its conversation, sees whether its ports are used again, keeps what opens and closes the
 * stream, and hands it to the analysis.
 */
import { u16, u32 } from '../bytes/read'
import type { Packet } from '../dissect/packet'
import { conversations } from './conversations'
import { analyse, Segment } from './tcp-analysis'
import { VERDICT } from './tcp-rules'
import { MAX_SACKS, ROW, S, SCALE_UNKNOWN, SCALE_UNUSED, STATE } from './tcp-streams'
import type { TcpStreams } from './tcp-streams'

const FIN = 1
const SYN = 2
const RST = 4
const ACK = 16

/** NOP, NOP, and the head of a timestamp option (RFC 7323, appendix A). */
const FILLED_TIMESTAMP = 0x0101080a

/** What the analysis says of a segment. */
const TOLD = 0xffff | ROW.analysed | ROW.inFlight | ROW.pushed | ROW.acks | ROW.touched

const COMPLETE = { syn: 1, synAck: 2, ack: 4, data: 8, fin: 16, reset: 32 } as const

const segment = new Segment()

/** What the options of a segment say to the analysis. */
const heard = { shift: -1, sacks: 0, mptcp: -1, cookie: false, edges: new Int32Array(2 * MAX_SACKS) }

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
  const { bytes } = p
  const sequence = u32(bytes, base + 4) | 0
  const acknowledgment = u32(bytes, base + 8) | 0
  let flow = flows.search(p, 'tcp')
  let stream = flows.stream(flow >> 1)
  streams.enter(stream)
  let reused = false
  let again = 0
  if ((flags & (SYN | ACK)) === SYN) {
    const own = (stream * 2 + (flow & 1)) * S.width
    const { state } = streams
    const known = (state[own + S.flags]! & STATE.base) !== 0
    if (known && state[own + S.base] !== sequence) {
      flow = flows.renew(p, flow)
      stream = flows.stream(flow >> 1)
      streams.enter(stream)
      reused = true
    } else if (known && !p.quoted) {
      state[own + S.next] = state[own + S.limit]!
      again = ROW.touched
    }
  }
  const row = streams.open(p, flow)
  streams.setDelta(row, flows.deltaSeconds(flow >> 1, p.frame), flows.deltaNanos(flow >> 1, p.frame))
  if (p.quoted) {
    // A quotation moves nothing on, but tshark counts its flags among the parts of the stream.
    flows.touch(p, flow)
    if (p.frame.number !== flows.firstFrame(flow >> 1) || (flags & (SYN | ACK)) === SYN)
      noteParts(
        streams,
        stream,
        flags,
        0,
        (flags & (SYN | ACK)) === SYN && p.frame.number === flows.firstFrame(flow >> 1),
      )
    return row
  }
  flows.tally(p, flow)
  const direction = stream * 2 + (flow & 1)
  const own = direction * S.width
  const peer = (direction ^ 1) * S.width
  const { state } = streams
  const time = Number(flows.since(flow >> 1, p.frame))

  // tshark counts from no segment whose length is not known.
  if (!(state[own + S.flags]! & STATE.base)) {
    if (length >= 0) {
      state[own + S.flags]! |= STATE.base
      state[own + S.base] = flags & SYN ? sequence : (sequence - 1) | 0
    }
  } else if ((flags & (SYN | ACK)) === (SYN | ACK) && state[own + S.base] !== sequence) {
    streams.rebase(direction, row, sequence)
    reused = true
  }
  if (length >= 0 && flags & ACK && !(state[peer + S.flags]! & STATE.base)) {
    state[peer + S.flags]! |= STATE.base
    state[peer + S.base] = (acknowledgment - 1) | 0
  }
  if ((flags & (SYN | ACK)) === (SYN | ACK) && state[own + S.synAckRow] === 0) state[own + S.synAckRow] = row + 1
  streams.verdicts[row]! |= again
  if (reused) streams.verdicts[row]! |= VERDICT.reusedPorts
  if (length >= 0) streams.verdicts[row]! |= ROW.relative
  noteOpening(p, streams, stream, flags, time)
  noteParts(streams, stream, flags, length, p.frame.number === flows.firstFrame(flow >> 1))
  if (flags & FIN) {
    const end = (flow & 1) + 1
    if (streams.closer[stream] === 0) streams.closer[stream] = end
    streams.verdicts[row]! |= streams.closer[stream] === end ? ROW.finActive : ROW.finPassive
  }
  const isBogus = headerSize < 20
  const isCut = base + headerSize > p.end
  p.at = Math.min(base + headerSize, p.end)
  heard.shift = heard.mptcp = -1
  heard.sacks = 0
  heard.cookie = false
  // Two fillers and a timestamp, which is what nearly every segment has, say nothing here.
  if (headerSize > 20 && !(headerSize === 32 && (u32(bytes, base + 20) | 0) === FILLED_TIMESTAMP))
    listen(bytes, base + 20, p.at)
  if (length >= 0) {
    segment.frame = p.frame.number
    segment.time = time
    segment.sequence = sequence
    segment.acknowledgment = acknowledgment
    segment.flags = flags
    segment.window = u16(bytes, base + 14)
    segment.length = length
    segment.tellsOfPaths = heard.mptcp === 1 || heard.mptcp > 2
    analyse(streams, row, direction, segment)
    // Of a header that was cut off nothing is told, though the stream goes on with what it says.
    if (isCut) streams.verdicts[row]! &= ~TOLD
  }
  // A header that is too short to be one has its place in the stream, and nothing more.
  if (isBogus) return row
  if ((flags & (SYN | ACK)) === ACK && streams.initialRtt[stream]! <= 0 && streams.synTime[stream]! > -Infinity)
    streams.initialRtt[stream] = time - streams.synTime[stream]!
  if ((flags & (SYN | ACK)) === (SYN | ACK)) state[own + S.flags]! |= STATE.firstAck
  else state[own + S.flags]! &= ~STATE.firstAck
  if (heard.sacks > 0 || state[own + S.sacks] !== 0) streams.rememberSacks(direction, heard.edges, heard.sacks)
  // Only a SYN may offer it (RFC 7323 section 2.2); tshark takes it from any segment.
  if (heard.shift >= 0) state[own + S.scale] = heard.shift
  if (flags & SYN) {
    noteEarlyData(streams, stream, row, flags, length, (acknowledgment - state[peer + S.base]!) >>> 0)
    if (heard.shift >= 0 || !isCut) agreeOnScale(state, own, peer)
    if ((flags & 0x1c0) === 0x1c0) {
      state[own + S.flags]! |= STATE.accurateEcn
      state[peer + S.flags]! |= STATE.accurateEcn
    }
  }
  return row
}

/** Scaling holds only when both ends offer it: a SYN without the option ends it for both. */
function agreeOnScale(state: Int32Array, own: number, peer: number): void {
  if (heard.shift >= 0) {
    if (state[peer + S.scale] === SCALE_UNUSED) state[own + S.scale] = SCALE_UNUSED
  } else if (state[own + S.scale] === SCALE_UNKNOWN) {
    state[own + S.scale] = SCALE_UNUSED
    state[peer + S.scale] = SCALE_UNUSED
  }
}

/** RFC 7413: data in the SYN, which the other end may take or leave. */
function noteEarlyData(
  streams: TcpStreams,
  stream: number,
  row: number,
  flags: number,
  length: number,
  acknowledged: number,
): void {
  if (!(flags & ACK)) streams.earlyData[stream] = heard.cookie ? (length > 0 ? 3 : 1) : 0
  else {
    if (acknowledged > 1) streams.verdicts[row]! |= ROW.takesEarlyData
    else if (streams.earlyData[stream] === 3) streams.verdicts[row]! |= ROW.leavesEarlyData
  }
}

function noteOpening(p: Packet, streams: TcpStreams, stream: number, flags: number, time: number): void {
  if (flags & SYN) {
    if (!(flags & ACK)) {
      streams.synTime[stream] = time
      streams.serverPort[stream] = p.destinationPort
    } else streams.serverPort[stream] = p.sourcePort
  }
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

/** Reads what matters of the options between `at` and `end` into `heard`. */
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
    if (kind === 3 && length === 3) heard.shift = Math.min(bytes[at + 2]!, 14)
    else if (kind === 34 && length > 2) heard.cookie = true
    else if (kind === 30 && length > 2) heard.mptcp = bytes[at + 2]! >> 4 > 8 ? -1 : bytes[at + 2]! >> 4
    else if (kind === 5)
      for (let edge = at + 2; edge + 8 <= at + length && heard.sacks < MAX_SACKS; edge += 8) {
        heard.edges[2 * heard.sacks] = u32(bytes, edge) | 0
        heard.edges[2 * heard.sacks + 1] = u32(bytes, edge + 4) | 0
        heard.sacks++
      }
    at += length
  }
}
