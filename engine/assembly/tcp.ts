/**
 * Files one TCP segment in the index pass: finds its conversation, sees whether its ports are used again, keeps where its numbers count from
 * and what opens and closes the stream, and hands it to the analysis.
 */
import { advance, enter, segment } from './analysis'
import * as conversations from './conversations'
import { frame, nanos, place, renew, search, seconds } from './conversations'
import { late, longDelta, rebased, takeSegments } from './host'
import * as at from './layout'
import { give, u16be, u32be } from './memory'
import * as s from './tcp-words'
import { ACK, FIN, RST, SYN } from './tcp-words'

const TCP: u32 = 0

/** NOP, NOP, and the head of a timestamp option (RFC 7323, appendix A), as it is loaded. */
const FILLED_TIMESTAMP: u32 = 0x0a080101

/** Parts of a whole conversation. */
const PART_SYN: u32 = 1
const PART_SYN_ACK: u32 = 2
const PART_ACK: u32 = 4
const PART_DATA: u32 = 8
const PART_FIN: u32 = 16
const PART_RESET: u32 = 32

/** What the options of the segment say. */
let multipath: i32 = -1
let cookie: bool = false

/**
 * `header` to `end` is what was captured of it, 16 bytes at least. `length` of its payload is −1 where it cannot be known (fragments, quoted
 * packets, short ones). `nth`: TCP layers before it in the packet. `kind`, `a`, `b`, `ports`: as for `search`. Returns its flow.
 */
export function follow(
  header: u32,
  end: u32,
  headerSize: u32,
  flags: u32,
  length: i32,
  isWhole: bool,
  kind: u32,
  a: u32,
  b: u32,
  ports: u32,
  nth: u32,
  isQuoted: bool,
): u32 {
  const sequence = u32be(header + 4)
  const acknowledgment = u32be(header + 8)
  const control = flags & (SYN | ACK)
  let flow = search(TCP, kind, a, b, ports)
  let c = place(flow >>> 1)
  let bits: u32 = 0
  let isAgain = false
  if (control === SYN && isBased(c, flow & 1)) {
    if (base(c, flow & 1) !== sequence) {
      flow = renew(flow)
      c = place(flow >>> 1)
      // A header that is not whole concludes nothing.
      if (length >= 0 && headerSize >= 20) bits = s.REUSED_PORTS
    } else if (!isQuoted) {
      isAgain = true
      bits = s.TOUCHED
    }
  }
  const row = openRow(c, flow, nth)
  const isFirst = frame === load<u32>(c + at.FRAMES)
  if (isQuoted) {
    // A quotation moves nothing on, but tshark counts its flags among the parts of the stream.
    conversations.touch(c)
    if (!isFirst || control === SYN) noteParts(c, flags, 0, isFirst && control === SYN)
    return flow
  }
  conversations.tally(flow)
  const own = flow & 1
  const peer = own ^ 1
  const direction = (load<u32>(c + at.STREAM) << 1) | own

  // tshark counts from no segment whose length is not known.
  if (!isBased(c, own)) {
    if (length >= 0) setBase(c, own, flags & SYN ? sequence : sequence - 1)
  } else if (control === (SYN | ACK) && base(c, own) !== sequence) {
    rebase(c, own, direction, row, sequence)
    if (length >= 0 && headerSize >= 20) bits = s.REUSED_PORTS
  }
  if (length >= 0) {
    bits |= s.RELATIVE
    if (flags & ACK && !isBased(c, peer)) setBase(c, peer, acknowledgment - 1)
  }
  const synAckRow = c + at.SYN_ACK_ROWS + (own << 2)
  if (control === (SYN | ACK) && load<u32>(synAckRow) === 0) store<u32>(synAckRow, row + 1)
  if (flags & SYN) store<u16>(c + at.SERVER_PORT, <u16>(flags & ACK ? ports & 0xffff : ports >>> 16))
  // Of a header whose size is nonsense only that it opens the stream counts.
  if (headerSize >= 20 || (isFirst && control === SYN))
    noteParts(c, flags & (headerSize >= 20 ? 0xfff : SYN), headerSize >= 20 ? length : 0, isFirst)
  if (flags & FIN) {
    if (load<u8>(c + at.CLOSER) === 0) store<u8>(c + at.CLOSER, <u8>(own + 1))
    bits |= <u32>load<u8>(c + at.CLOSER) === own + 1 ? s.FIN_ACTIVE : s.FIN_PASSIVE
  }
  const isBogus = headerSize < 20
  const isCut = header + headerSize > end
  segment.shift = multipath = -1
  segment.sacks = 0
  cookie = false
  // Two fillers and a timestamp, which is what nearly every segment has, say nothing here.
  if (headerSize > 20 && !(headerSize === 32 && load<u32>(header + 20) === FILLED_TIMESTAMP))
    listen(header + 20, isCut ? end : header + headerSize)
  if (flags & SYN && !isBogus) bits |= noteEarlyData(c, flags, length, acknowledgment - base(c, peer))
  let states = load<u32>(c + at.STATES)
  if (states === 0) states = enterStates(c)
  segment.conversation = c
  segment.entry = (load<u32>(at.CELLS + at.SEGMENTS) - 1) << 2
  segment.row = row
  segment.own = states + own * s.STATE_SIZE
  segment.peer = states + peer * s.STATE_SIZE
  segment.frame = frame
  segment.time = conversations.sinceFirst(c)
  segment.sequence = sequence
  segment.acknowledgment = acknowledgment
  segment.base = base(c, own)
  segment.flags = flags
  segment.window = u16be(header + 14)
  segment.length = length
  segment.bits = bits
  segment.tellsOfPaths = multipath === 1 || multipath > 2
  segment.isAgain = isAgain
  segment.isCut = isCut
  segment.isBogus = isBogus
  segment.isWhole = isWhole && !isBogus
  advance()
  return flow
}

let fresh: u32 = 0
let freshEnd: u32 = 0
const ROOM: u32 = 256
const CHUNK: u32 = 1024

/** Makes room for the states of some hundred more streams. */
export function reserveStates(): void {
  if (freshEnd - fresh >= ROOM * 2 * s.STATE_SIZE) return
  fresh = give(CHUNK * 2 * s.STATE_SIZE)
  freshEnd = fresh + CHUNK * 2 * s.STATE_SIZE
}

/** States of a stream of which nothing is known. Returns their place. */
function enterStates(c: u32): u32 {
  if (fresh === freshEnd) reserveStates()
  const states = fresh
  fresh += 2 * s.STATE_SIZE
  enter(states)
  enter(states + s.STATE_SIZE)
  store<u32>(c + at.STATES, states)
  store<f64>(c + at.SYN_TIME, -Infinity)
  store<f64>(c + at.INITIAL_RTT, -1)
  return states
}

/** A place in the batch of segments. Returns the segment's row. */
function openRow(c: u32, flow: u32, nth: u32): u32 {
  let n = load<u32>(at.CELLS + at.SEGMENTS)
  if (n === at.BATCH) {
    takeSegments(n)
    n = 0
  }
  store<u32>(at.CELLS + at.SEGMENTS, n + 1)
  const row = load<u32>(at.CELLS + at.ROWS)
  store<u32>(at.CELLS + at.ROWS, row + 1)
  const s = seconds - load<f64>(c + at.SECONDS + 8)
  const ns = <f64>nanos - <f64>load<u32>(c + at.NANOS + 4)
  const delta = s * 1e9 + ns
  const place = n << 2
  if (delta >= 0 && delta < 4294967295) store<u32>(at.SEGMENT_DELTA + place, <u32>delta)
  else {
    store<u32>(at.SEGMENT_DELTA + place, 0xffffffff)
    longDelta(row, s, ns)
  }
  store<u32>(at.SEGMENT_FLOW + place, flow)
  store<u32>(at.SEGMENT_FRAME + place, frame)
  store<u32>(at.SEGMENT_NTH + place, nth)
  store<u32>(at.SEGMENT_VERDICTS + place, 0)
  store<u32>(at.SEGMENT_ACKED + place, 0)
  store<u32>(at.SEGMENT_RTT + place, 0)
  store<u32>(at.SEGMENT_IN_FLIGHT + place, 0)
  store<u32>(at.SEGMENT_PUSH_BYTES + place, 0)
  return row
}

function isBased(c: u32, end: u32): bool {
  return (load<u8>(c + at.MARKS + end) & (<u8>at.BASED)) !== 0
}
function base(c: u32, end: u32): u32 {
  return load<u32>(c + at.BASES + (end << 2))
}
function setBase(c: u32, end: u32, number: u32): void {
  store<u8>(c + at.MARKS + end, load<u8>(c + at.MARKS + end) | (<u8>at.BASED))
  store<u32>(c + at.BASES + (end << 2), number)
}
/** One end starts anew with segment `row`. */
function rebase(c: u32, end: u32, direction: u32, row: u32, number: u32): void {
  const marks = load<u8>(c + at.MARKS + end)
  const synAck = load<u32>(c + at.SYN_ACK_ROWS + (end << 2))
  // In a second reading the first SYN, ACK differs from the number known by then, and so counts as a new start too.
  if (!(marks & (<u8>at.REBASED)) && synAck !== 0) late(synAck - 1, s.REUSED_PORTS)
  rebased(direction, row, number, base(c, end), marks & (<u8>at.REBASED) ? 0 : synAck)
  store<u8>(c + at.MARKS + end, marks | (<u8>at.REBASED))
  store<u32>(c + at.BASES + (end << 2), number)
  store<u32>(c + at.OPEN_STOPS + (end << 2), 0)
}

/** RFC 7413: data in the SYN, which the other end may take or leave. Returns the bits that say so. */
function noteEarlyData(c: u32, flags: u32, length: i32, acknowledged: u32): u32 {
  if (flags & ACK) {
    if (acknowledged > 1) return s.TAKES_EARLY_DATA
    return load<u8>(c + at.EARLY_DATA) === 3 ? s.LEAVES_EARLY_DATA : 0
  }
  store<u8>(c + at.EARLY_DATA, cookie ? (length > 0 ? 3 : 1) : 0)
  return 0
}

/** Which parts of a whole conversation have been seen. Those of a stream's first segment are kept apart, unless it is a SYN. */
function noteParts(c: u32, flags: u32, length: i32, isFirst: bool): void {
  let parts: u32 = 0
  if (flags & SYN) {
    // A bare SYN counts where it opens the stream only.
    parts = flags & ACK ? PART_SYN_ACK : isFirst ? PART_SYN : 0
    if (!(flags & ACK) && length > 0) parts |= PART_DATA
  } else if (flags & ACK) parts = length > 0 ? PART_DATA : PART_ACK
  if ((flags & (FIN | ACK)) === (FIN | ACK)) parts |= PART_FIN
  if (flags & RST) parts |= PART_RESET
  const place = isFirst && (flags & (SYN | ACK)) !== SYN ? c + at.FIRST_PARTS : c + at.COMPLETENESS
  store<u8>(place, load<u8>(place) | (<u8>parts))
}

/** Reads what matters of the options between `from` and `end`. */
function listen(from: u32, end: u32): void {
  let option = from
  while (option < end) {
    const kind = load<u8>(option)
    if (kind === 1) {
      option++
      continue
    }
    if (kind === 0 || option + 1 >= end) return
    const length = <u32>load<u8>(option + 1)
    if (length < 2 || option + length > end) return
    if (kind === 3 && length === 3) segment.shift = min<i32>(<i32>load<u8>(option + 2), 14)
    else if (kind === 34 && length > 2) cookie = true
    else if (kind === 30 && length > 2) {
      const subtype = <i32>(load<u8>(option + 2) >> 4)
      multipath = subtype > 8 ? -1 : subtype
    } else if (kind === 5)
      for (let edge = option + 2; edge + 8 <= option + length && segment.sacks < s.MOST_SACKS; edge += 8) {
        const edges = at.SACK_EDGES + (segment.sacks++ << 3)
        store<u32>(edges, u32be(edge))
        store<u32>(edges + 4, u32be(edge + 4))
      }
    option += length
  }
}
