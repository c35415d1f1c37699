/**
 * What is remembered of TCP while a capture is open: which conversation each segment belongs to and where its numbers count from, filed in the
 * index pass (tcp-follow.ts), and what the analysis found (tcp-connections.ts). Later decodings only read. Typed columns throughout: 28 bytes
 * per segment, 116 per direction.
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
import { widerI32, widerU16, widerU32, widerU8 } from './columns'
import { SparseNumbers } from './sparse'
import { advance } from './tcp-analysis'
import { ROW, TcpConnections } from './tcp-connections'
import type { Segment } from './tcp-connections'
import { VERDICT } from './tcp-rules'

/** An analysis that goes on elsewhere, a little behind the index pass. */
export interface TcpElsewhere {
  /** Hands over a segment. */
  send(segment: Segment): void
  /** Adds bits to the verdicts of a segment that was handed over before. */
  addLate(row: number, bits: number): void
  /** Says that there will be `rows` segments, and that streams up to `stream` are known. */
  reserve(rows: number, stream: number): void
  /** Waits until all that was handed over has been judged, and is in `connections`. */
  settle(): void
}

/** Marks of a direction: its base is known; its initial sequence number changed on the way (see `baseOf`). */
const BASED = 1
const REBASED = 2

const ESCAPE = 0xffffffff

export class TcpStreams {
  readonly connections = new TcpConnections()
  /** Where the analysis goes on while a large file is read; undefined: here, segment by segment. */
  elsewhere: TcpElsewhere | undefined

  // Per direction.
  private bases = new Int32Array(64)
  private marks = new Uint8Array(64)
  /** Row + 1 of the first SYN, ACK. */
  private synAckRows = new Int32Array(64)
  /** Rows and bases, one after the other, of the few directions whose base changed. */
  private readonly rebased = new Map<number, number[]>()

  // Per stream.
  /** Parts of a whole conversation seen: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST; without those that only the first segment shows. */
  completeness = new Uint8Array(32)
  firstParts = new Uint8Array(32)
  serverPort = new Uint16Array(32)
  /** Fast Open: 1 the SYN had a cookie, 2 and data. */
  earlyData = new Uint8Array(32)
  /** Direction + 1 of the end that sent the first FIN. */
  closer = new Uint8Array(32)

  // Per segment.
  count = 0
  flows = new Uint32Array(256)
  private deltas = new Uint32Array(256)
  /** Seconds and nanoseconds. */
  private readonly longDeltas = new SparseNumbers(2)
  private readonly rows = new PacketNumbers()
  private newest = -1

  /** See tcp-connections.ts. */
  get state(): Int32Array {
    return this.connections.state
  }
  get initialRtt(): Float64Array {
    return this.connections.initialRtt
  }
  get verdicts(): Uint32Array {
    return this.connections.verdicts
  }
  get acked(): Uint32Array {
    return this.connections.acked
  }
  get inFlight(): Uint32Array {
    return this.connections.inFlight
  }
  get pushBytes(): Uint32Array {
    return this.connections.pushBytes
  }
  get evidence(): SparseNumbers {
    return this.connections.evidence
  }
  rtt(row: number): number {
    return this.connections.rtt(row)
  }

  /** The row of this packet's current TCP layer, or −1. */
  row(p: Packet): number {
    return this.rows.get(p.frame.number, p.nth()) - 1
  }

  /** The row of a frame's nth TCP layer (from 0), or −1. */
  rowOf(frame: number, nth = 0): number {
    return this.rows.get(frame, nth) - 1
  }

  /** Opens a row for a frame's nth TCP layer (from 0). */
  open(frame: number, nth: number, flow: number): number {
    const row = this.count++
    if (row >= this.flows.length) this.growRows(row, frame)
    this.flows[row] = flow
    this.rows.set(frame, row + 1, nth)
    return row
  }

  /** Makes room for a stream's state, with nothing known. Streams come in the order of their numbers. */
  enter(stream: number): void {
    if (stream <= this.newest) return
    this.newest = stream
    if (stream >= this.completeness.length) this.growStreams(stream + 1)
    if (!this.elsewhere) this.connections.enter(stream)
  }

  /** Hands a segment to the analysis. */
  analyse(segment: Segment): void {
    if (this.elsewhere) this.elsewhere.send(segment)
    else advance(this.connections, segment)
  }

  /** First pass: whether nobody reads the payload of this segment, as far as that is known by now. */
  isUnread(row: number): boolean {
    return !this.elsewhere && (this.connections.verdicts[row]! & ROW.unread) !== 0
  }

  /** Waits for the analysis, where it goes on elsewhere. */
  settle(): void {
    if (!this.elsewhere) return
    this.elsewhere.reserve(this.count, this.newest)
    this.elsewhere.settle()
  }

  /** Whether the numbers of `direction` have something to count from. */
  isBased(direction: number): boolean {
    return (this.marks[direction]! & BASED) !== 0
  }
  /** The initial sequence number known last of a direction: raw, signed. */
  lastBase(direction: number): number {
    return this.bases[direction]!
  }
  setBase(direction: number, base: number): void {
    this.marks[direction]! |= BASED
    this.bases[direction] = base
  }
  /** The first SYN, ACK of a direction stands in `row`, if none did before. */
  noteSynAck(direction: number, row: number): void {
    if (this.synAckRows[direction] === 0) this.synAckRows[direction] = row + 1
  }
  /** Files that `direction` starts anew at `base` with segment `row`. */
  rebase(direction: number, row: number, base: number): void {
    const before = this.bases[direction]!
    this.bases[direction] = base
    this.marks[direction]! |= REBASED
    let list = this.rebased.get(direction)
    if (!list) {
      this.rebased.set(direction, (list = []))
      // In a second reading the first SYN, ACK differs from the number known by then, and so counts as a new start too.
      const first = this.synAckRows[direction]!
      if (first) {
        list.push(first - 1, before)
        if (this.elsewhere) this.elsewhere.addLate(first - 1, VERDICT.reusedPorts)
        else this.connections.verdicts[first - 1]! |= VERDICT.reusedPorts
      }
    }
    if (list.length < 2 * limits.tcpRebasesPerDirection) list.push(row, base)
  }
  /** The initial sequence number of a direction, as it holds for segment `row`. Before the first change it is the last one known. */
  baseOf(direction: number, row: number): number {
    const base = this.bases[direction]!
    if (!(this.marks[direction]! & REBASED)) return base
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

  private growRows(row: number, frame: number): void {
    // As many more as the share of TCP so far lets expect: one allocation instead of many copies.
    const likely = Math.min(row * 32, Math.ceil((PacketNumbers.expected * row * 1.05) / frame))
    this.flows = widerU32(this.flows, Math.max(row + 1, likely))
    this.deltas = widerU32(this.deltas, this.flows.length)
    if (this.elsewhere) this.elsewhere.reserve(this.flows.length, this.newest)
    else this.connections.reserve(this.flows.length)
  }
  private growStreams(need: number): void {
    this.completeness = widerU8(this.completeness, need)
    const n = this.completeness.length
    this.closer = widerU8(this.closer, n)
    this.firstParts = widerU8(this.firstParts, n)
    this.earlyData = widerU8(this.earlyData, n)
    this.serverPort = widerU16(this.serverPort, n)
    this.bases = widerI32(this.bases, n * 2)
    this.marks = widerU8(this.marks, n * 2)
    this.synAckRows = widerI32(this.synAckRows, n * 2)
  }
}

/** All TCP streams of one capture. */
export const tcpStreams = memory(() => new TcpStreams())
