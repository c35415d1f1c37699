/**
 * What the analysis of TCP (tcp-analysis.ts) knows of each direction of a stream, and what it found of each segment: typed columns throughout,
 * 20 bytes per segment and 104 per direction. The analysis may run in a thread of its own (tcp-ring.ts): the columns then lie in memory that
 * both threads see.
 */
import { share, widerF64, widerI32, widerU32 } from './columns'
import { SparseNumbers } from './sparse'
import { Unacked } from './tcp-unacked'

/** Columns of a direction's state; the width of a row. Sequence numbers are raw, kept as signed words. */
export const S = {
  flags: 0,
  next: 1,
  nextFrame: 2,
  limit: 3,
  lastAck: 4,
  lastNewAckFrame: 5,
  duplicates: 6,
  window: 7,
  scale: 8,
  verdicts: 9,
  pushBytes: 10,
  /** SACK blocks that it sent last: how many, and where in `sackEdges` they are (0: it has never sent any). */
  sacks: 11,
  sackPlace: 12,
  width: 16,
} as const
/** SACK blocks that fit an option. */
export const MAX_SACKS = 4

/** Bits of S.flags. */
export const STATE = {
  inFlightValid: 2,
  pushed: 4,
  firstAck: 8,
  accurateEcn: 32,
  /** The other side acknowledged more than was captured, and was told of. */
  gapTold: 128,
} as const

/** Bits of `verdicts` above those of tcp-rules.ts. */
export const ROW = {
  finActive: 1 << 16,
  finPassive: 1 << 17,
  /** Nobody reads its payload: it was sent before, or lies behind a gap. */
  unread: 1 << 18,
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

/** Beside the twelve flags of a packet's last TCP layer, where the index keeps them: its whole header was captured. */
export const TCP_KNOWN = 0x8000

/** Window scales that are no shift. */
export const SCALE_UNKNOWN = -1
export const SCALE_UNUSED = -2

/** In a 32-bit column of times: the number is kept aside (negative, or over 4.29 s). */
const ESCAPE = 0xffffffff

/** One segment, as the analysis wants it; the object is used again for the next one. */
export class Segment {
  row = 0
  /** Stream × 2 + way. */
  direction = 0
  frame = 0
  /** Nanoseconds since the stream's first packet. */
  time = 0
  sequence = 0
  acknowledgment = 0
  /** Raw number from which those of this direction are counted. */
  base = 0
  flags = 0
  window = 0
  /** −1 where it cannot be known: nothing is analysed then. */
  length = 0
  /** Bits of ROW and VERDICT that are known without the analysis. */
  bits = 0
  /** Window scale that it offers, −1 for none. */
  shift = -1
  /** SACK blocks, and their raw edges. */
  sacks = 0
  readonly edges = new Int32Array(2 * MAX_SACKS)
  /** It manages the paths of a multipath connection: repeating an acknowledgement means nothing then (RFC 8684). */
  tellsOfPaths = false
  /** A SYN that was seen before. */
  isAgain = false
  /** Its header was cut off by the capture. */
  isCut = false
  /** Its header says to be shorter than one can be. */
  isBogus = false
  /** Its payload was captured to the end. */
  isWhole = false
}

export class TcpConnections {
  // Per direction.
  state: Int32Array = new Int32Array(64 * S.width)
  /** When the highest segment came, and when the last segment of any kind: two nanosecond counts since the stream's first packet. */
  times: Float64Array = new Float64Array(2 * 64)
  /** Raw edges of SACK blocks: eight numbers for each direction that has sent any. */
  sackEdges: Int32Array = new Int32Array(2 * MAX_SACKS)
  readonly unacked = new Unacked()

  // Per stream.
  /** Of the last bare SYN; −Infinity before there was one (a SYN may be older than the first packet). Nanoseconds since the stream's first packet. */
  synTime: Float64Array = new Float64Array(32)
  initialRtt: Float64Array = new Float64Array(32)

  // Per segment.
  verdicts: Uint32Array = new Uint32Array(256)
  /** Frame of the segment that this one acknowledges. */
  acked: Uint32Array = new Uint32Array(256)
  /** Bytes in flight; for a duplicate acknowledgement its number. */
  inFlight: Uint32Array = new Uint32Array(256)
  /** Bytes since the last PSH; for a duplicate acknowledgement the frame of the original. */
  pushBytes: Uint32Array = new Uint32Array(256)
  rtts: Uint32Array = new Uint32Array(256)
  readonly longRtts = new SparseNumbers()
  /** What the verdicts of a segment were made from. */
  readonly evidence = new SparseNumbers(E.width)
  /** Mistakes of ours in the analysis of segments that went through the ring. */
  readonly faults: { frame: number; error: unknown }[] = []

  private sackPlaces = 1
  private known = 0

  /** Puts all columns where several threads can see them. */
  share(): void {
    for (const part of [this, this.unacked, this.longRtts, this.evidence]) share(part)
  }

  /** Takes over all that another one knows, which may come from another thread; that one is not to be used any more. */
  adopt(other: TcpConnections): void {
    const { unacked, longRtts, evidence, ...columns } = other
    Object.assign(this, columns)
    Object.assign(this.unacked, unacked)
    Object.assign(this.longRtts, longRtts)
    Object.assign(this.evidence, evidence)
  }

  /** Makes room for segments below `count`; `likely` is how many there may be in the end. */
  reserve(count: number, likely = 0): void {
    if (count <= this.verdicts.length) return
    this.verdicts = widerU32(this.verdicts, Math.max(count, likely))
    const n = this.verdicts.length
    this.acked = widerU32(this.acked, n)
    this.inFlight = widerU32(this.inFlight, n)
    this.pushBytes = widerU32(this.pushBytes, n)
    this.rtts = widerU32(this.rtts, n)
  }

  /** Makes room for a stream's state, with nothing known. Streams come in the order of their numbers. */
  enter(stream: number): void {
    if (stream < this.known) return
    if (stream >= this.synTime.length) {
      this.synTime = widerF64(this.synTime, stream + 1)
      const n = this.synTime.length
      this.initialRtt = widerF64(this.initialRtt, n)
      this.times = widerF64(this.times, n * 4)
      this.state = widerI32(this.state, n * 2 * S.width)
    }
    for (let n = this.known; n <= stream; n++) {
      this.synTime[n] = -Infinity
      this.initialRtt[n] = -1
      for (let own = n * 2 * S.width; own < (n * 2 + 2) * S.width; own += S.width) {
        this.state[own + S.scale] = SCALE_UNKNOWN
        this.state[own + S.window] = -1
        this.state[own + S.flags] = STATE.inFlightValid
      }
    }
    this.known = stream + 1
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

  /** Nanoseconds since the segment that this one acknowledges. */
  rtt(row: number): number {
    const n = this.rtts[row]!
    return n === ESCAPE ? this.longRtts.get(this.longRtts.find(row)) : n
  }
  setRtt(row: number, nanoseconds: number): void {
    if (nanoseconds >= 0 && nanoseconds < ESCAPE) this.rtts[row] = nanoseconds
    else {
      this.rtts[row] = ESCAPE
      this.longRtts.set(this.longRtts.add(row), 0, nanoseconds)
    }
  }
}
