/**
 * What is remembered of TCP while a capture is open: which conversation each segment belongs to and where its numbers count from, filed in the
 * index pass (engine/assembly/tcp.ts), and what the analysis found (engine/assembly/analysis.ts). Later decodings only read. Typed columns throughout.
 *
 *   const streams = p.recall(tcpStreams)
 *   const row = streams.row(p)                 // −1: nothing known of this segment
 *   streams.verdicts[row] & VERDICT.retransmission
 *
 * A stream's two directions are numbered stream × 2 + direction; direction 0 is that of its first packet.
 */
import * as at from '../assembly/layout'
import * as w from '../assembly/tcp-words'
import { memory, PacketNumbers } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { limits } from '../limits'
import { widerU32 } from './columns'
import { conversations, inNanoseconds } from './conversations'
import type { Conversations } from './conversations'
import { SparseNumbers } from './sparse'
import { E, SCALE_UNKNOWN } from './tcp-rows'

const ESCAPE = 0xffffffff

export class TcpStreams {
  /** Rows and bases, one after the other, of the few directions whose base changed. */
  private readonly rebased = new Map<number, number[]>()
  /** The conversation of each stream, for as many conversations as have been asked for. */
  private owners: Uint32Array = new Uint32Array(64)
  private owned = 0
  private known = 0

  // Per segment.
  private filed = 0
  flows: Uint32Array = new Uint32Array(256)
  private deltas: Uint32Array = new Uint32Array(256)
  /** Bits of VERDICT (tcp-rules.ts) and ROW (tcp-rows.ts). */
  verdicts: Uint32Array = new Uint32Array(256)
  /** Frame of the segment that this one acknowledges. */
  acked: Uint32Array = new Uint32Array(256)
  /** Bytes in flight; for a duplicate acknowledgement its number. */
  inFlight: Uint32Array = new Uint32Array(256)
  /** Bytes since the last PSH; for a duplicate acknowledgement the frame of the original. */
  pushBytes: Uint32Array = new Uint32Array(256)
  private rtts: Uint32Array = new Uint32Array(256)
  private readonly longRtts = new SparseNumbers()
  /** What the verdicts of a segment were made from. */
  readonly evidence = new SparseNumbers(E.width)
  /** Seconds and nanoseconds. */
  private readonly longDeltas = new SparseNumbers(2)
  private readonly rows = new PacketNumbers()

  constructor(readonly talks: Conversations) {
    const { core } = talks
    core.onSegments = (count) => this.file(count)
    core.onEvidence = (count) => this.evidence.append(core.evidence.row, core.evidence.numbers, count)
    core.onLongRtt = (row, nanoseconds) => this.longRtts.set(this.longRtts.add(row), 0, nanoseconds)
    core.onLate = (row, bits) => {
      if (row < this.filed) this.verdicts[row]! |= bits
      else core.segments.verdicts[row - this.filed]! |= bits
    }
    core.onLongDelta = (row, seconds, nanos) => {
      const place = this.longDeltas.add(row)
      this.longDeltas.set(place, 0, seconds)
      this.longDeltas.set(place, 1, nanos)
    }
    core.onRebased = (direction, row, base, before, synAck) => this.rebase(direction, row, base, before, synAck)
  }

  /** Segments so far. */
  get count(): number {
    return this.talks.core.cell(at.ROWS)
  }
  /** Nanoseconds since the segment that this one acknowledges. */
  rtt(row: number): number {
    const n = this.rtts[row]!
    return n === ESCAPE ? this.longRtts.get(this.longRtts.find(row)) : n
  }

  /** Nanoseconds between the SYN and the end of the handshake; −1 where that was not seen. */
  initialRtt(stream: number): number {
    return this.talks.initialRtt(this.conversation(stream))
  }
  /** Window scale of a direction: SCALE_UNKNOWN, SCALE_UNUSED or bits to shift. */
  scale(direction: number): number {
    return this.state(direction, w.S_FLAGS, SCALE_UNKNOWN << 24) >> 24
  }
  /** Whether both ends speak accurate ECN. */
  isAccurateEcn(direction: number): boolean {
    return (this.state(direction, w.S_FLAGS, 0) & w.ACCURATE_ECN) !== 0
  }
  /** A word of what the analysis knows of a direction: tcp-words.ts. */
  state(direction: number, part: number, unknown: number): number {
    return this.talks.state(this.conversation(direction >> 1) * 2 + (direction & 1), part) ?? unknown
  }

  /** The row of this packet's current TCP layer, or −1. */
  row(p: Packet): number {
    return this.rows.get(p.frame.number, p.nth()) - 1
  }

  /** The row of a frame's nth TCP layer (from 0), or −1. */
  rowOf(frame: number, nth = 0): number {
    return this.rows.get(frame, nth) - 1
  }

  /** The flow of a segment that may have been filed just now. */
  flowOf(row: number): number {
    return row < this.filed ? this.flows[row]! : this.talks.core.segments.flow[row - this.filed]!
  }
  /** The same for its verdicts. */
  verdictsOf(row: number): number {
    return row < this.filed ? this.verdicts[row]! : this.talks.core.segments.verdicts[row - this.filed]!
  }

  /** What a stream shows of a whole conversation: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST; without what only its first segment shows. */
  completeness(stream: number): number {
    return this.talks.byte(this.conversation(stream), at.COMPLETENESS)
  }
  /** What its first segment shows, unless that is a SYN. */
  firstParts(stream: number): number {
    return this.talks.byte(this.conversation(stream), at.FIRST_PARTS)
  }
  serverPort(stream: number): number {
    return this.talks.serverPort(this.conversation(stream))
  }
  /** Number of the conversation that a stream is. */
  conversation(stream: number): number {
    const { talks } = this
    if (stream < this.known) return this.owners[stream]!
    for (; this.owned < talks.count; this.owned++) {
      if (talks.transport(this.owned) !== 'tcp') continue
      const n = talks.stream(this.owned)
      if (n >= this.owners.length) this.owners = widerU32(this.owners, n + 1)
      this.owners[n] = this.owned
      this.known = n + 1
    }
    return this.owners[stream]!
  }

  /** The initial sequence number of a direction, as it holds for segment `row`. Before the first change it is the last one known. */
  baseOf(direction: number, row: number): number {
    const flow = this.conversation(direction >> 1) * 2 + (direction & 1)
    const base = this.talks.base(flow)
    if (!this.talks.isRebased(flow)) return base
    const list = this.rebased.get(direction)!
    for (let i = list.length - 2; i >= 0; i -= 2) if (list[i]! <= row) return list[i + 1]!
    return base
  }
  /** `synAck`: row + 1 of the direction's first SYN, ACK, the first time. In a second reading that counts as a new start too. */
  private rebase(direction: number, row: number, base: number, before: number, synAck: number): void {
    let list = this.rebased.get(direction)
    if (!list) this.rebased.set(direction, (list = synAck ? [synAck - 1, before] : []))
    if (list.length < 2 * limits.tcpRebasesPerDirection) list.push(row, base)
  }

  /** Nanoseconds since the previous segment of the stream; a bigint where a number would not be exact. */
  delta(row: number): number | bigint {
    const n = this.deltas[row]!
    if (n !== ESCAPE) return n
    const place = this.longDeltas.find(row)
    return inNanoseconds(this.longDeltas.get(place, 0), this.longDeltas.get(place, 1))
  }

  /** Takes over a batch of segments. */
  private file(count: number): void {
    const { flow, delta, frame, nth, verdicts, acked, inFlight, pushBytes, rtt } = this.talks.core.segments
    const row = this.filed
    if (row + count > this.flows.length) this.grow(row + count, frame[count - 1]!)
    this.flows.set(flow.subarray(0, count), row)
    this.deltas.set(delta.subarray(0, count), row)
    this.verdicts.set(verdicts.subarray(0, count), row)
    this.acked.set(acked.subarray(0, count), row)
    this.inFlight.set(inFlight.subarray(0, count), row)
    this.pushBytes.set(pushBytes.subarray(0, count), row)
    this.rtts.set(rtt.subarray(0, count), row)
    for (let i = 0; i < count; i++) this.rows.set(frame[i]!, row + i + 1, nth[i])
    this.filed = row + count
  }
  private grow(need: number, frame: number): void {
    // As many more as the share of TCP so far lets expect: one allocation instead of many copies.
    const likely = Math.min(need * 32, Math.ceil((PacketNumbers.expected * need * 1.05) / frame))
    this.flows = widerU32(this.flows, Math.max(need, likely))
    const n = this.flows.length
    this.deltas = widerU32(this.deltas, n)
    this.verdicts = widerU32(this.verdicts, n)
    this.acked = widerU32(this.acked, n)
    this.inFlight = widerU32(this.inFlight, n)
    this.pushBytes = widerU32(this.pushBytes, n)
    this.rtts = widerU32(this.rtts, n)
  }
}

/** All TCP streams of one capture. */
export const tcpStreams = memory((all) => new TcpStreams(all.get(conversations)))
