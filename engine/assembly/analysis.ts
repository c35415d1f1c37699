/**
 * Moves the state of a TCP stream on by one segment, and files what the segment was found to be. Runs once per segment, in the index pass, in
 * order. The rules are the tables of flows/tcp-rules.ts.
 */
import { longRtt, takeEvidence } from './host'
import * as at from './layout'
import * as s from './tcp-words'
import { ACK, FIN, PSH, RST, SYN } from './tcp-words'
import { acknowledge, ackedFrame, ackedTime, add, oldestFrame, oldestTime, span } from './unacked'

/** Bits of the flags of a SYN that offers accurate ECN. */
const ECN_BITS: u32 = 0x1c0

/** An acknowledgement asks for a fast retransmission within this time. */
const FAST_NANOSECONDS: f64 = 20_000_000
/** How long a segment counts as out of order when the round trip of the handshake is not known. */
const REORDER_NANOSECONDS: f64 = 3_000_000

const ASKS_WHAT_CAME_BEFORE: u32 = s.BELOW_NEXT | s.COVERED
/** What the analysis says of a segment. */
const TOLD: u32 = 0xffff | s.ANALYSED | s.IN_FLIGHT | s.PUSHED | s.ACKS | s.TOUCHED

/** One segment, as the analysis wants it. */
export class segment {
  /** Place of its conversation, of its entry in the batch (a multiple of 4), and its row. */
  static conversation: u32 = 0
  static entry: u32 = 0
  static row: u32 = 0
  /** State of its direction, and of the other one. */
  static own: u32 = 0
  static peer: u32 = 0
  static frame: u32 = 0
  /** Nanoseconds since the stream's first packet. */
  static time: f64 = 0
  static sequence: i32 = 0
  static acknowledgment: i32 = 0
  /** Raw number from which those of this direction are counted. */
  static base: u32 = 0
  static flags: u32 = 0
  static window: u32 = 0
  /** −1 where it cannot be known: nothing is analysed then. */
  static length: i32 = 0
  /** Bits that are known without the analysis. */
  static bits: u32 = 0
  /** Window scale that it offers, −1 for none. */
  static shift: i32 = -1
  /** SACK blocks, whose edges are at SACK_EDGES. */
  static sacks: u32 = 0
  /** It manages the paths of a multipath connection: repeating an acknowledgement means nothing then (RFC 8684). */
  static tellsOfPaths: bool = false
  /** A SYN that was seen before. */
  static isAgain: bool = false
  /** Its header was cut off by the capture. */
  static isCut: bool = false
  /** Its header says to be shorter than one can be. */
  static isBogus: bool = false
  /** Its payload was captured to the end. */
  static isWhole: bool = false
}

function word(place: u32): i32 {
  return load<i32>(place)
}
function setFlag(state: u32, flag: u32): void {
  store<u32>(state + s.S_FLAGS, load<u32>(state + s.S_FLAGS) | flag)
}
function clearFlag(state: u32, flag: u32): void {
  store<u32>(state + s.S_FLAGS, load<u32>(state + s.S_FLAGS) & ~flag)
}
function hasFlag(state: u32, flag: u32): bool {
  return (load<u32>(state + s.S_FLAGS) & flag) !== 0
}

function setFlagTo(state: u32, flag: u32, on: bool): void {
  if (on) setFlag(state, flag)
  else clearFlag(state, flag)
}
function scaleOf(state: u32): i32 {
  return <i32>load<i8>(state + s.S_SCALE)
}
function setScale(state: u32, scale: i32): void {
  store<i8>(state + s.S_SCALE, <i8>scale)
}
/** The window that it sent last; −1 before. */
function windowOf(state: u32): i32 {
  return hasFlag(state, s.WINDOW_KNOWN) ? <i32>load<u16>(state + s.S_WINDOW) : -1
}

/** A direction of which nothing is known. */
export function enter(state: u32): void {
  store<u32>(state + s.S_FLAGS, s.IN_FLIGHT_VALID)
  setScale(state, s.SCALE_UNKNOWN)
}

/** Moves the connection on; what was found is added to the bits of the segment in the batch. */
export function advance(): void {
  const own = segment.own
  const peer = segment.peer
  const flags = segment.flags
  const c = segment.conversation
  const verdicts = at.SEGMENT_VERDICTS + segment.entry
  store<u32>(verdicts, segment.bits)
  if (segment.isAgain) store<i32>(own + s.S_NEXT, word(own + s.S_LIMIT))
  if ((flags & (SYN | ACK)) === SYN) store<f64>(c + at.SYN_TIME, segment.time)
  if (segment.length >= 0) {
    analyse()
    // Of a header that was cut off nothing is told, though the stream goes on with what it says.
    if (segment.isCut) store<u32>(verdicts, load<u32>(verdicts) & ~TOLD)
    if (segment.isWhole && load<u32>(verdicts) & (s.REPEATED | s.OUT_OF_ORDER))
      store<u32>(verdicts, load<u32>(verdicts) | s.UNREAD)
  }
  // A header that is too short to be one has its place in the stream, and nothing more.
  if (segment.isBogus) return
  if ((flags & (SYN | ACK)) === ACK && load<f64>(c + at.INITIAL_RTT) <= 0 && load<f64>(c + at.SYN_TIME) > -Infinity)
    store<f64>(c + at.INITIAL_RTT, segment.time - load<f64>(c + at.SYN_TIME))
  setFlagTo(own, s.FIRST_ACK, (flags & (SYN | ACK)) === (SYN | ACK))
  store<i32>(own + s.S_SACKED, sackedBytes())
  // Only a SYN may offer it (RFC 7323 section 2.2); tshark takes it from any segment.
  if (segment.shift >= 0) setScale(own, segment.shift)
  if (flags & SYN) {
    if (segment.shift >= 0 || !segment.isCut) agreeOnScale(own, peer, segment.shift)
    if ((flags & ECN_BITS) === ECN_BITS) {
      setFlag(own, s.ACCURATE_ECN)
      setFlag(peer, s.ACCURATE_ECN)
    }
  }
}

/** Scaling holds only when both ends offer it: a SYN without the option ends it for both. */
function agreeOnScale(own: u32, peer: u32, shift: i32): void {
  if (shift >= 0) {
    if (scaleOf(peer) === s.SCALE_UNUSED) setScale(own, s.SCALE_UNUSED)
  } else if (scaleOf(own) === s.SCALE_UNKNOWN) {
    setScale(own, s.SCALE_UNUSED)
    setScale(peer, s.SCALE_UNUSED)
  }
}

/** Judges one segment whose length is known, and files what was found. */
function analyse(): void {
  const own = segment.own
  const peer = segment.peer
  const flags = segment.flags
  const length = segment.length
  const time = segment.time
  const window = segment.window
  const entry = segment.entry
  const sequence = segment.sequence
  const ack = segment.acknowledgment
  const synFin: i32 = flags & (SYN | FIN) ? 1 : 0
  const stop = sequence + length
  const next = word(own + s.S_NEXT)

  if (flags & ACK) setFlag(peer, s.IN_FLIGHT_VALID)

  // What is true of this segment before it changes anything.
  let facts: u32 = 0
  if (length === 0) facts |= s.EMPTY
  else if (length === 1) facts |= s.ONE_BYTE
  if (synFin) facts |= s.SYN_FIN
  if (flags & RST) facts |= s.RESET
  if (flags & ACK) facts |= s.ACK_FLAG
  const ahead = sequence - next
  if (ahead === 0) facts |= s.AT_NEXT
  else if (ahead > 0) {
    if (next !== 0) facts |= s.ABOVE_NEXT
  } else {
    if (ahead === -1) facts |= s.ONE_BELOW_NEXT
    if (next !== 0 && !(ahead === -1 && length > 1)) facts |= s.BELOW_NEXT
  }
  if (window === 0) facts |= s.WINDOW_ZERO
  if (<i32>window === windowOf(own)) facts |= s.WINDOW_SAME
  const isNewAck = ack !== word(own + s.S_LAST_ACK)
  if (!isNewAck) facts |= s.ACK_SAME
  const peerWindow = windowOf(peer)
  if (peerWindow === 0) facts |= s.PEER_WINDOW_ZERO
  if (hasFlag(peer, s.KEPT_ALIVE_LAST)) facts |= s.PEER_KEPT_ALIVE
  if (hasFlag(peer, s.PROBED_LAST)) facts |= s.PEER_PROBED
  const peerAck = word(peer + s.S_LAST_ACK)
  if (length > 0) {
    const scale = scaleOf(peer)
    if (scale !== s.SCALE_UNKNOWN) {
      const shift = hasFlag(peer, s.FIRST_ACK) || scale < 0 ? 0 : scale
      if (peerAck + (peerWindow << shift) === stop) facts |= s.FILLS_WINDOW
    }
    if (peerAck !== 0 && stop - peerAck <= 0) facts |= s.COVERED
  }
  if (segment.tellsOfPaths) facts |= s.TELLS_OF_PATHS
  let verdicts = judgeState(facts)

  // Side effects of the first group.
  if (verdicts & s.LOST_SEGMENT) clearFlag(own, s.IN_FLIGHT_VALID)
  if (verdicts & s.DUPLICATE_ACK) {
    const number = load<u32>(own + s.S_DUPLICATES) + 1
    store<u32>(own + s.S_DUPLICATES, number)
    store<u32>(at.SEGMENT_IN_FLIGHT + entry, number)
    clearFlag(own, s.GAP_TOLD)
    store<u32>(at.SEGMENT_PUSH_BYTES + entry, load<u32>(own + s.S_LAST_NEW_ACK_FRAME))
  }
  if (isNewAck) {
    store<u32>(own + s.S_LAST_NEW_ACK_FRAME, segment.frame)
    clearFlag(own, s.GAP_TOLD)
    store<u32>(own + s.S_DUPLICATES, 0)
  }

  // What it says of the other side. The limit is the end of what was sent without a gap. An acknowledgement beyond it tells of bytes that
  // were not captured, once per gap: beyond all that was seen it does so only when the other side is not repeating itself, and was not
  // told of already; else it starts the count of duplicates anew.
  const limit = word(peer + s.S_LIMIT)
  let touched: u32 = 0
  if (flags & ACK && limit !== 0 && ack - limit > 0) {
    touched = s.TOUCHED
    const peerNext = word(peer + s.S_NEXT)
    const isWithinSeen = limit - peerNext < 0
    if (isWithinSeen || (load<u32>(peer + s.S_DUPLICATES) === 0 && !hasFlag(peer, s.GAP_TOLD))) facts |= s.ACKS_UNSEEN
    verdicts |= judge(ACKNOWLEDGEMENT_RULES, facts)
    if (isWithinSeen) store<i32>(peer + s.S_LIMIT, peerNext)
    else {
      setFlag(peer, s.GAP_TOLD)
      store<u32>(peer + s.S_DUPLICATES, 0)
    }
  }

  // Whether it repeats what was sent.
  const duplicates = load<u32>(peer + s.S_DUPLICATES)
  let rtoFrame: u32 = 0
  let rto: f64 = 0
  let threshold: f64 = 0
  const sinceHighest = time - load<f64>(own + s.S_HIGHEST_TIME)
  const sinceAck = time - load<f64>(peer + s.S_LAST_TIME)
  if ((length > 0 || synFin) && facts & ASKS_WHAT_CAME_BEFORE) {
    if (verdicts & s.KEEP_ALIVE) facts |= s.KEPT_ALIVE
    if (sinceAck >= 0 && sinceAck < FAST_NANOSECONDS) facts |= s.SOON_AFTER_ACK
    if (duplicates >= 2) facts |= s.TWO_DUPLICATES
    if (peerAck === sequence) facts |= s.AT_PEER_ACK
    threshold = load<f64>(segment.conversation + at.INITIAL_RTT)
    if (threshold <= 0) threshold = REORDER_NANOSECONDS
    if (sinceHighest >= 0 && sinceHighest < threshold) facts |= s.SOON_AFTER_HIGHEST
    if (stop + synFin === next) facts |= s.ENDS_AT_NEXT
    if (hasFlag(peer, s.GAP_TOLD)) facts |= s.MISSES_PEER
    const found = judge(REPETITION_RULES, facts)
    verdicts |= found
    if (found & s.RETRANSMISSION) {
      rtoFrame = oldestFrame(own)
      if (rtoFrame !== 0) rto = time - oldestTime(own)
      else {
        rtoFrame = load<u32>(own + s.S_NEXT_FRAME)
        rto = sinceHighest
      }
    }
  }

  // The segment becomes part of what is known.
  const end = stop + synFin
  const isProbe = (verdicts & s.ZERO_WINDOW_PROBE) !== 0
  if (length > 0 || synFin) add(own, segment.frame, sequence, end, time)
  if ((end - next > 0 || next === 0) && !isProbe) {
    store<i32>(own + s.S_NEXT, end)
    store<u32>(own + s.S_NEXT_FRAME, segment.frame)
    store<f64>(own + s.S_HIGHEST_TIME, time)
  }
  const ownLimit = word(own + s.S_LIMIT)
  if ((sequence === ownLimit || ownLimit === 0) && !isProbe) store<i32>(own + s.S_LIMIT, word(own + s.S_NEXT))
  store<u16>(own + s.S_WINDOW, <u16>window)
  store<i32>(own + s.S_LAST_ACK, ack)
  store<f64>(own + s.S_LAST_TIME, time)
  setFlag(own, s.WINDOW_KNOWN)
  setFlagTo(own, s.KEPT_ALIVE_LAST, (verdicts & s.KEEP_ALIVE) !== 0)
  setFlagTo(own, s.PROBED_LAST, isProbe)

  let found = verdicts | segment.bits | s.ANALYSED | touched
  acknowledge(peer, ack)
  if (ackedFrame !== 0) {
    found |= s.ACKS
    store<u32>(at.SEGMENT_ACKED + entry, ackedFrame)
    const rtt = time - ackedTime
    if (rtt >= 0 && rtt < 4294967295) store<u32>(at.SEGMENT_RTT + entry, <u32>rtt)
    else {
      store<u32>(at.SEGMENT_RTT + entry, 0xffffffff)
      longRtt(segment.row, rtt)
    }
  }
  if (length > 0) found |= countInFlight()
  store<u32>(at.SEGMENT_VERDICTS + entry, found)

  if (verdicts !== 0) {
    let n = load<u32>(at.CELLS + at.EVIDENCES)
    if (n === at.EVIDENCE_MOST) {
      takeEvidence(n)
      n = 0
    }
    store<u32>(at.CELLS + at.EVIDENCES, n + 1)
    store<u32>(at.EVIDENCE_ROW + (n << 2), segment.row)
    const e = at.EVIDENCE + (n << 6)
    store<f64>(e, <f64>facts)
    store<f64>(e + 8, <f64>(<u32>next))
    store<f64>(e + 16, <f64>duplicates)
    store<f64>(e + 24, <f64>rtoFrame)
    store<f64>(e + 32, rto)
    store<f64>(e + 40, sinceHighest)
    store<f64>(e + 48, sinceAck)
    store<f64>(e + 56, threshold)
  }
}

/** Files bytes in flight after this segment, and bytes since the last PSH. Returns the bits that say so. */
function countInFlight(): u32 {
  const own = segment.own
  if (!hasFlag(own, s.IN_FLIGHT_VALID) || load<u32>(own + s.S_OLDEST) === 0) return 0
  let inFlight = span(own, segment.base)
  if (inFlight > 0) inFlight -= word(segment.peer + s.S_SACKED)
  if (inFlight > 0) store<i32>(at.SEGMENT_IN_FLIGHT + segment.entry, inFlight - (segment.flags & (SYN | FIN) ? 1 : 0))
  const before = hasFlag(own, s.PUSHED_LAST) ? 0 : word(own + s.S_PUSH_BYTES)
  const sent = before + segment.length
  store<i32>(own + s.S_PUSH_BYTES, sent)
  setFlagTo(own, s.PUSHED_LAST, (segment.flags & PSH) !== 0)
  store<i32>(at.SEGMENT_PUSH_BYTES + segment.entry, sent)
  return inFlight > 0 ? s.IN_FLIGHT | s.PUSHED : s.TOUCHED
}

/** How many bytes the SACK blocks of the segment name. */
function sackedBytes(): i32 {
  let bytes = 0
  for (let i: u32 = 0; i < segment.sacks; i++) {
    const edges = at.SACK_EDGES + (i << 3)
    bytes += word(edges + 4) - word(edges)
  }
  return bytes
}

/** Where each table of rules lies: four words for each rule (all, none, verdict, 1 when nothing later is asked), the end at a verdict of 0. */
const STATE_RULES: u32 = at.RULES
const ACKNOWLEDGEMENT_RULES: u32 = at.RULES + at.RULES_SIZE
const REPETITION_RULES: u32 = at.RULES + 2 * at.RULES_SIZE

/** The verdicts that hold for these facts by the first table. Most segments have one of a few dozen sets of facts. */
function judgeState(facts: u32): u32 {
  const place = at.JUDGED + (((facts ^ (facts >>> 8)) & (at.JUDGED_MOST - 1)) << 3)
  if (load<u32>(place) === facts + 1) return load<u32>(place + 4)
  const verdicts = judge(STATE_RULES, facts)
  store<u32>(place, facts + 1)
  store<u32>(place + 4, verdicts)
  return verdicts
}

/** The verdicts that hold for these facts. */
function judge(rules: u32, facts: u32): u32 {
  let verdicts: u32 = 0
  for (let rule = rules; load<u32>(rule + 8) !== 0; rule += 16) {
    const all = load<u32>(rule)
    if ((facts & all) !== all || (facts & load<u32>(rule + 4)) !== 0) continue
    verdicts |= load<u32>(rule + 8)
    if (load<u32>(rule + 12)) break
  }
  return verdicts
}
