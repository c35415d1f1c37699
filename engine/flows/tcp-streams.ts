/**
 * What is remembered of TCP while a capture is open: one row of state per direction of a stream, which the index pass moves on, and one
 * row per segment, which later decodings read. Typed columns throughout: 28 bytes per segment, 116 per direction.
 *
 *   const streams = p.recall(tcpStreams)
 *   const row = streams.row(p)                 // −1: nothing known of this segment
 *   streams.verdicts[row] & VERDICT.retransmission
 *
 * A stream's two directions are numbered stream × 2 + direction; direction 0 is that of its first packet.
 */
import { limits } from '../limits'
import { memory, PacketNumbers } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { inNanoseconds } from './conversations'
import { widerF64, widerI32, widerU16, widerU32, widerU8 } from './columns'
import { SparseNumbers } from './sparse'
import { VERDICT } from './tcp-rules'
import { Unacked } from './tcp-unacked'

/** Columns of a direction's state; the width of a row. Sequence numbers are raw, kept as signed words. */
export const S = {
  flags: 0,
  base: 1,
  next: 2,
  nextFrame: 3,
  limit: 4,
  lastAck: 5,
  lastNewAckFrame: 6,
  duplicates: 7,
  window: 8,
  scale: 9,
  verdicts: 10,
  pushBytes: 11,
  /** Row + 1 of the first SYN, ACK. */
  synAckRow: 12,
  /** SACK blocks that it sent last: how many, and where in `sackEdges` they are (0: it has never sent any). */
  sacks: 13,
  sackPlace: 14,
  width: 16,
} as const
/** SACK blocks that fit an option. */
export const MAX_SACKS = 4

/** Bits of S.flags. */
export const STATE = {
  base: 1,
  inFlightValid: 2,
  pushed: 4,
  firstAck: 8,
  accurateEcn: 32,
  /** The initial sequence number changed on the way: see `baseOf`. */
  rebased: 64,
  /** The other side acknowledged more than was captured, and was told of. */
  gapTold: 128,
} as const

/** Bits of `verdicts` above those of tcp-rules.ts. */
export const ROW = {
  finActive: 1 << 16,
  finPassive: 1 << 17,
  inFlight: 1 << 19,
  pushed: 1 << 20,
  acks: 1 << 21,
  /** The segment went through the analysis: its length is known. */
  analysed: 1 << 22,
  /** Something about its acknowledgement was looked into, without a verdict. */
  touched: 1 << 23,
  /** Its numbers are shown counted from the start of the stream. */
  relative: 1 << 24,
  /** A SYN, ACK that takes the data of a Fast Open SYN, or leaves it. */
  takesEarlyData: 1 << 25,
  leavesEarlyData: 1 << 26,
} as const

/** Columns of `evidence`: the facts (tcp-rules.ts), and the numbers behind them; times in nanoseconds, sequence numbers raw. */
export const E = {
  facts: 0,
  next: 1,
  duplicates: 2,
  rtoFrame: 3,
  rto: 4,
  sinceHighest: 5,
  sinceAck: 6,
  threshold: 7,
  width: 8,
} as const

/** Window scales that are no shift. */
export const SCALE_UNKNOWN = -1
export const SCALE_UNUSED = -2

const ESCAPE = 0xffffffff

export class TcpStreams {
  // Per direction.
  state = new Int32Array(64 * S.width)
  /** When the highest segment came, and when the last segment of any kind: two nanosecond counts since the stream's first packet. */
  times = new Float64Array(2 * 64)
  /** Raw edges of SACK blocks: eight numbers for each direction that has sent any. */
  sackEdges = new Int32Array(2 * MAX_SACKS)
  private sackPlaces = 1
  readonly unacked = new Unacked()

  // Per stream.
  /** Parts of a whole conversation seen: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST; without those that only the first segment shows. */
  completeness = new Uint8Array(32)
  firstParts = new Uint8Array(32)
  serverPort = new Uint16Array(32)
  /** Fast Open: 1 the SYN had a cookie, 2 and data. */
  earlyData = new Uint8Array(32)
  /** Of the last bare SYN; −Infinity before there was one (a SYN may be older than the first packet). Nanoseconds since the stream's first packet. */
  synTime = new Float64Array(32)
  initialRtt = new Float64Array(32)
  /** Direction + 1 of the end that sent the first FIN. */
  closer = new Uint8Array(32)

  // Per segment.
  count = 0
  flows = new Uint32Array(256)
  verdicts = new Uint32Array(256)
  /** Frame of the segment that this one acknowledges. */
  acked = new Uint32Array(256)
  /** Bytes in flight; for a duplicate acknowledgement its number. */
  inFlight = new Uint32Array(256)
  /** Bytes since the last PSH; for a duplicate acknowledgement the frame of the original. */
  pushBytes = new Uint32Array(256)
  private deltas = new Uint32Array(256)
  private rtts = new Uint32Array(256)
  /** Seconds and nanoseconds. */
  private readonly longDeltas = new SparseNumbers(2)
  private readonly longRtts = new SparseNumbers()
  /** What the verdicts of a segment were made from. */
  readonly evidence = new SparseNumbers(E.width)
  private readonly rows = new PacketNumbers()
  private known = 0
  /** Rows and bases, one after the other, of the few directions whose base changed. */
  private readonly rebased = new Map<number, number[]>()

  /** The row of this packet's current TCP layer, or −1. */
  row(p: Packet): number {
    return this.rows.get(p.frame.number, p.nth()) - 1
  }

  /** The row of a frame's nth TCP layer (from 0), or −1. */
  rowOf(frame: number, nth = 0): number {
    return this.rows.get(frame, nth) - 1
  }

  /** Opens a row for this packet's current TCP layer. */
  open(p: Packet, flow: number): number {
    const row = this.count++
    // As many more as the share of TCP so far lets expect: one allocation instead of many copies.
    if (row >= this.flows.length)
      this.growRows(
        Math.max(row + 1, Math.min(row * 32, Math.ceil((PacketNumbers.expected * row * 1.05) / p.frame.number))),
      )
    this.flows[row] = flow
    this.rows.set(p.frame.number, row + 1, p.nth())
    return row
  }

  /** Makes room for a stream's state, with nothing known. Streams come in the order of their numbers. */
  enter(stream: number): void {
    if (stream < this.known) return
    if (stream >= this.completeness.length) this.growStreams(stream + 1)
    for (let n = this.known; n <= stream; n++) {
      this.synTime[n] = -Infinity
      this.initialRtt[n] = -1
      for (let way = 0; way < 2; way++) {
        this.state[(n * 2 + way) * S.width + S.scale] = SCALE_UNKNOWN
        this.state[(n * 2 + way) * S.width + S.window] = -1
        this.state[(n * 2 + way) * S.width + S.flags] = STATE.inFlightValid
      }
    }
    this.known = stream + 1
  }

  /** Files that `direction` starts anew at `base` with segment `row`. */
  rebase(direction: number, row: number, base: number): void {
    const before = this.state[direction * S.width + S.base]!
    this.state[direction * S.width + S.base] = base
    this.state[direction * S.width + S.flags]! |= STATE.rebased
    let list = this.rebased.get(direction)
    if (!list) {
      this.rebased.set(direction, (list = []))
      // In a second reading the first SYN, ACK differs from the number known by then, and so counts as a new start too.
      const first = this.state[direction * S.width + S.synAckRow]!
      if (first) {
        list.push(first - 1, before)
        this.verdicts[first - 1]! |= VERDICT.reusedPorts
      }
    }
    if (list.length < 2 * limits.tcpRebasesPerDirection) list.push(row, base)
  }
  /** Keeps the SACK blocks that `direction` has just sent: pairs of raw edges. */
  rememberSacks(direction: number, edges: Int32Array, count: number): void {
    const own = direction * S.width
    this.state[own + S.sacks] = count
    if (count === 0) return
    let place = this.state[own + S.sackPlace]!
    if (place === 0) {
      place = this.state[own + S.sackPlace] = this.sackPlaces++
      if ((place + 1) * 2 * MAX_SACKS > this.sackEdges.length)
        this.sackEdges = widerI32(this.sackEdges, (place + 1) * 2 * MAX_SACKS)
    }
    for (let i = 0; i < 2 * count; i++) this.sackEdges[place * 2 * MAX_SACKS + i] = edges[i]!
  }
  /** How many bytes the SACK blocks say that `direction` sent last. */
  sackedBytes(direction: number): number {
    const own = direction * S.width
    const at = this.state[own + S.sackPlace]! * 2 * MAX_SACKS
    let bytes = 0
    for (let i = 0; i < this.state[own + S.sacks]!; i++)
      bytes += (this.sackEdges[at + 2 * i + 1]! - this.sackEdges[at + 2 * i]!) | 0
    return bytes
  }
  /** The initial sequence number of a direction, as it holds for segment `row`. Before the first change it is the last one known. */
  baseOf(direction: number, row: number): number {
    const base = this.state[direction * S.width + S.base]!
    if (!(this.state[direction * S.width + S.flags]! & STATE.rebased)) return base
    const list = this.rebased.get(direction)!
    for (let i = list.length - 2; i >= 0; i -= 2) if (list[i]! <= row) return list[i + 1]!
    return base
  }

  /** Nanoseconds since the previous segment of the stream; a bigint where a number would not be exact. */
  delta(row: number): number | bigint {
    const n = this.deltas[row]!
    if (n !== ESCAPE) return n
    const place = this.longDeltas.find(row)
    return inNanoseconds(this.longDeltas.get(place, 0), this.longDeltas.get(place, 1))
  }
  setDelta(row: number, seconds: number, nanos: number): void {
    const whole = seconds * 1e9 + nanos
    if (whole >= 0 && whole < ESCAPE) {
      this.deltas[row] = whole
      return
    }
    this.deltas[row] = ESCAPE
    const place = this.longDeltas.add(row)
    this.longDeltas.set(place, 0, seconds)
    this.longDeltas.set(place, 1, nanos)
  }
  /** Nanoseconds since the segment that this one acknowledges. */
  rtt(row: number): number {
    const n = this.rtts[row]!
    return n === ESCAPE ? this.longRtts.get(this.longRtts.find(row)) : n
  }
  setRtt(row: number, nanoseconds: number): void {
    this.rtts[row] = put(this.longRtts, row, nanoseconds)
  }

  private growRows(need: number): void {
    this.flows = widerU32(this.flows, need)
    const n = this.flows.length
    this.verdicts = widerU32(this.verdicts, n)
    this.acked = widerU32(this.acked, n)
    this.inFlight = widerU32(this.inFlight, n)
    this.pushBytes = widerU32(this.pushBytes, n)
    this.deltas = widerU32(this.deltas, n)
    this.rtts = widerU32(this.rtts, n)
  }
  private growStreams(need: number): void {
    this.completeness = widerU8(this.completeness, need)
    const n = this.completeness.length
    this.closer = widerU8(this.closer, n)
    this.firstParts = widerU8(this.firstParts, n)
    this.earlyData = widerU8(this.earlyData, n)
    this.serverPort = widerU16(this.serverPort, n)
    this.synTime = widerF64(this.synTime, n)
    this.initialRtt = widerF64(this.initialRtt, n)
    this.times = widerF64(this.times, n * 4)
    this.state = widerI32(this.state, n * 2 * S.width)
  }
}

/** What to write in a 32-bit column: the number, or a mark that it is kept aside (negative, or over 4.29 s). */
function put(aside: SparseNumbers, row: number, nanoseconds: number): number {
  if (nanoseconds >= 0 && nanoseconds < ESCAPE) return nanoseconds
  aside.set(aside.add(row), 0, nanoseconds)
  return ESCAPE
}

/** All TCP streams of one capture. */
export const tcpStreams = memory(() => new TcpStreams())
