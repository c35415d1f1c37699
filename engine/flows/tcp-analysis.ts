/**
 * Moves the state of a TCP stream on by one segment, and files what the segment was found to be (tcp-connections.ts). Runs once per segment,
 * in the index pass, in order. Nothing is allocated; the rules are the tables of tcp-rules.ts.
 */
import {
  acknowledgementRules,
  compile,
  FACT,
  REPEATED,
  repetitionRules,
  RuleTable,
  stateRules,
  VERDICT,
} from './tcp-rules'
import { ROW, S, SCALE_UNKNOWN, SCALE_UNUSED, STATE } from './tcp-connections'
import type { Segment, TcpConnections } from './tcp-connections'

const STATE_RULES = new RuleTable(compile(stateRules))
const ACKNOWLEDGEMENT_RULES = new RuleTable(compile(acknowledgementRules))
const REPETITION_RULES = new RuleTable(compile(repetitionRules))

const FIN = 1
const SYN = 2
const RST = 4
const PSH = 8
const ACK = 16

/** An acknowledgement asks for a fast retransmission within this time. */
const FAST_NANOSECONDS = 20_000_000
/** How long a segment counts as out of order when the round trip of the handshake is not known. */
const REORDER_NANOSECONDS = 3_000_000

const ASKS_WHAT_CAME_BEFORE = FACT.belowNext | FACT.covered

/** What the analysis says of a segment. */
const TOLD = 0xffff | ROW.analysed | ROW.inFlight | ROW.pushed | ROW.acks | ROW.touched
const ACCURATE_ECN = 0x1c0

/** Moves a connection on by one segment, for which there is room. */
export function advance(connections: TcpConnections, segment: Segment): void {
  const { state } = connections
  const { row, direction, flags, length } = segment
  const own = direction * S.width
  const peer = (direction ^ 1) * S.width
  connections.verdicts[row]! |= segment.bits
  if (segment.isAgain) state[own + S.next] = state[own + S.limit]!
  if ((flags & (SYN | ACK)) === SYN) connections.synTime[direction >> 1] = segment.time
  if (length >= 0) {
    analyse(connections, segment)
    // Of a header that was cut off nothing is told, though the stream goes on with what it says.
    if (segment.isCut) connections.verdicts[row]! &= ~TOLD
    if (segment.isWhole && connections.verdicts[row]! & (REPEATED | VERDICT.outOfOrder))
      connections.verdicts[row]! |= ROW.unread
  }
  // A header that is too short to be one has its place in the stream, and nothing more.
  if (segment.isBogus) return
  const stream = direction >> 1
  if ((flags & (SYN | ACK)) === ACK && connections.initialRtt[stream]! <= 0 && connections.synTime[stream]! > -Infinity)
    connections.initialRtt[stream] = segment.time - connections.synTime[stream]!
  if ((flags & (SYN | ACK)) === (SYN | ACK)) state[own + S.flags]! |= STATE.firstAck
  else state[own + S.flags]! &= ~STATE.firstAck
  if (segment.sacks > 0 || state[own + S.sacks] !== 0)
    connections.rememberSacks(direction, segment.edges, segment.sacks)
  // Only a SYN may offer it (RFC 7323 section 2.2); tshark takes it from any segment.
  if (segment.shift >= 0) state[own + S.scale] = segment.shift
  if (flags & SYN) {
    if (segment.shift >= 0 || !segment.isCut) agreeOnScale(state, own, peer, segment.shift)
    if ((flags & ACCURATE_ECN) === ACCURATE_ECN) {
      state[own + S.flags]! |= STATE.accurateEcn
      state[peer + S.flags]! |= STATE.accurateEcn
    }
  }
}

/** Scaling holds only when both ends offer it: a SYN without the option ends it for both. */
function agreeOnScale(state: Int32Array, own: number, peer: number, shift: number): void {
  if (shift >= 0) {
    if (state[peer + S.scale] === SCALE_UNUSED) state[own + S.scale] = SCALE_UNUSED
  } else if (state[own + S.scale] === SCALE_UNKNOWN) {
    state[own + S.scale] = SCALE_UNUSED
    state[peer + S.scale] = SCALE_UNUSED
  }
}

/** Judges one segment whose length is known, and files what was found. */
function analyse(streams: TcpConnections, segment: Segment): void {
  const { state, unacked } = streams
  const { row, direction, frame, time, flags, window, length } = segment
  const sequence = segment.sequence | 0
  const ack = segment.acknowledgment | 0
  const own = direction * S.width
  const peer = (direction ^ 1) * S.width
  const synFin = flags & (SYN | FIN) ? 1 : 0
  const stop = (sequence + length) | 0
  const next = state[own + S.next]!

  if (flags & ACK) state[peer + S.flags]! |= STATE.inFlightValid

  // What is true of this segment before it changes anything.
  let facts = 0
  if (length === 0) facts |= FACT.empty
  else if (length === 1) facts |= FACT.oneByte
  if (synFin) facts |= FACT.synFin
  if (flags & RST) facts |= FACT.reset
  if (flags & ACK) facts |= FACT.ackFlag
  const ahead = (sequence - next) | 0
  if (ahead === 0) facts |= FACT.atNext
  else if (ahead > 0) {
    if (next !== 0) facts |= FACT.aboveNext
  } else {
    if (ahead === -1) facts |= FACT.oneBelowNext
    if (next !== 0 && !(ahead === -1 && length > 1)) facts |= FACT.belowNext
  }
  if (window === 0) facts |= FACT.windowZero
  if (window === state[own + S.window]!) facts |= FACT.windowSame
  const ackStep = (ack - state[own + S.lastAck]!) | 0
  if (ackStep === 0) facts |= FACT.ackSame
  const peerWindow = state[peer + S.window]!
  if (peerWindow === 0) facts |= FACT.peerWindowZero
  const peerVerdicts = state[peer + S.verdicts]!
  if (peerVerdicts & VERDICT.keepAlive) facts |= FACT.peerKeptAlive
  if (peerVerdicts & VERDICT.zeroWindowProbe) facts |= FACT.peerProbed
  const peerAck = state[peer + S.lastAck]!
  if (length > 0) {
    const scale = state[peer + S.scale]!
    if (scale !== SCALE_UNKNOWN) {
      const shift = state[peer + S.flags]! & STATE.firstAck || scale < 0 ? 0 : scale
      if (((peerAck + peerWindow * 2 ** shift) | 0) === stop) facts |= FACT.fillsWindow
    }
    if (peerAck !== 0 && ((stop - peerAck) | 0) <= 0) facts |= FACT.covered
  }
  if (segment.tellsOfPaths) facts |= FACT.tellsOfPaths
  let verdicts = STATE_RULES.judge(facts)

  // Side effects of the first group.
  if (verdicts & VERDICT.lostSegment) state[own + S.flags]! &= ~STATE.inFlightValid
  if (verdicts & VERDICT.duplicateAck) {
    streams.inFlight[row] = ++state[own + S.duplicates]!
    state[own + S.flags]! &= ~STATE.gapTold
    streams.pushBytes[row] = state[own + S.lastNewAckFrame]!
  }
  if (ackStep !== 0) {
    state[own + S.lastNewAckFrame] = frame
    state[own + S.flags]! &= ~STATE.gapTold
    state[own + S.duplicates] = 0
  }

  // What it says of the other side. The limit is the end of what was sent without a gap. An acknowledgement beyond it tells of bytes that
  // were not captured, once per gap: beyond all that was seen it does so only when the other side is not repeating itself, and was not
  // told of already; else it starts the count of duplicates anew.
  const limit = state[peer + S.limit]!
  let touched = 0
  if (flags & ACK && limit !== 0 && ((ack - limit) | 0) > 0) {
    touched = ROW.touched
    const peerNext = state[peer + S.next]!
    const withinSeen = ((limit - peerNext) | 0) < 0
    if (withinSeen || (state[peer + S.duplicates] === 0 && !(state[peer + S.flags]! & STATE.gapTold)))
      facts |= FACT.acksUnseen
    const found = ACKNOWLEDGEMENT_RULES.judge(facts)
    verdicts |= found
    if (withinSeen) state[peer + S.limit] = peerNext
    else {
      state[peer + S.flags]! |= STATE.gapTold
      state[peer + S.duplicates] = 0
    }
  }

  // Whether it repeats what was sent.
  const duplicates = state[peer + S.duplicates]!
  let rtoFrame = 0
  let rto = 0
  let threshold = 0
  const sinceHighest = time - streams.times[direction * 2]!
  const sinceAck = time - streams.times[(direction ^ 1) * 2 + 1]!
  if ((length > 0 || synFin) && facts & ASKS_WHAT_CAME_BEFORE) {
    if (verdicts & VERDICT.keepAlive) facts |= FACT.keepAlive
    if (sinceAck >= 0 && sinceAck < FAST_NANOSECONDS) facts |= FACT.soonAfterAck
    if (duplicates >= 2) facts |= FACT.twoDuplicates
    if (peerAck === sequence) facts |= FACT.atPeerAck
    threshold = streams.initialRtt[direction >> 1]!
    if (threshold <= 0) threshold = REORDER_NANOSECONDS
    if (sinceHighest >= 0 && sinceHighest < threshold) facts |= FACT.soonAfterHighest
    if (((stop + synFin) | 0) === next) facts |= FACT.endsAtNext
    if (state[peer + S.flags]! & STATE.gapTold) facts |= FACT.missesPeer
    const found = REPETITION_RULES.judge(facts)
    verdicts |= found
    if (found & VERDICT.retransmission) {
      const oldest = unacked.oldest(direction)
      rtoFrame = oldest ? unacked.frameAt(oldest) : state[own + S.nextFrame]!
      rto = time - (oldest ? unacked.timeAt(oldest) : streams.times[direction * 2]!)
    }
  }

  // The segment becomes part of what is known.
  const end = (stop + synFin) | 0
  const probe = (verdicts & VERDICT.zeroWindowProbe) !== 0
  if (length > 0 || synFin) unacked.add(direction, frame, sequence, end, time)
  if ((((end - next) | 0) > 0 || next === 0) && !probe) {
    state[own + S.next] = end
    state[own + S.nextFrame] = frame
    streams.times[direction * 2] = time
  }
  const ownLimit = state[own + S.limit]!
  if ((sequence === ownLimit || ownLimit === 0) && !probe) state[own + S.limit] = state[own + S.next]!
  state[own + S.window] = window
  state[own + S.lastAck] = ack
  streams.times[direction * 2 + 1] = time
  state[own + S.verdicts] = verdicts

  let found = verdicts | streams.verdicts[row]! | ROW.analysed | touched
  unacked.acknowledge(direction ^ 1, ack)
  if (unacked.ackedFrame !== 0) {
    found |= ROW.acks
    streams.acked[row] = unacked.ackedFrame
    streams.setRtt(row, time - unacked.ackedTime)
  }
  if (length > 0) found |= countInFlight(streams, segment)
  streams.verdicts[row] = found

  if (verdicts !== 0)
    streams.evidence.add8(row, facts, next >>> 0, duplicates, rtoFrame, rto, sinceHighest, sinceAck, threshold)
}

/** Files bytes in flight after this segment, and bytes since the last PSH. Returns the bits that say so. */
function countInFlight(streams: TcpConnections, segment: Segment): number {
  const { state, unacked } = streams
  const { row, direction, length, flags } = segment
  const own = direction * S.width
  const peer = (direction ^ 1) * S.width
  if (!(state[own + S.flags]! & STATE.inFlightValid) || !unacked.span(direction, segment.base)) return 0
  let inFlight = (unacked.high - unacked.low) | 0
  if (inFlight > 0 && state[peer + S.sacks] !== 0) inFlight -= streams.sackedBytes(direction ^ 1)
  if (inFlight > 0) streams.inFlight[row] = inFlight - (flags & (SYN | FIN) ? 1 : 0)
  const before = state[own + S.flags]! & STATE.pushed ? 0 : state[own + S.pushBytes]!
  const sent = before + length
  state[own + S.pushBytes] = sent
  if (flags & PSH) state[own + S.flags]! |= STATE.pushed
  else state[own + S.flags]! &= ~STATE.pushed
  streams.pushBytes[row] = sent
  return inFlight > 0 ? ROW.inFlight | ROW.pushed : ROW.touched
}
