/**
 * The inner loop of the index pass, in WebAssembly (engine/assembly): which conversation a packet belongs to, and all of the commonest packets. Its
 * memory is read here; what it finds comes in batches.
 *
 *   core.onSegments = (count) => …   // `count` entries stand in core.segments
 *   core.flush()                     // hands over what waits in the batches
 */
import * as at from '../assembly/layout'
import { code } from '../assembly/index.ts?assembly'
import type { Interface } from '../capture-file'
import type { Frame } from '../dissect/frame'
import { memory } from '../dissect/memory'
import { limits } from '../limits'
import { Refused } from '../refused'
import { acknowledgementRules, compile as masks, repetitionRules, stateRules } from './tcp-rules'

const ETHERNET = 1

interface Calls {
  readonly memory: WebAssembly.Memory
  start(random: number): void
  setMost(unackedPerDirection: number, unackedInAll: number): void
  setLongest(bytes: number): void
  setFrame(number: number, seconds: number, nanos: number, length: number): void
  reserve(): void
  /** Of an address of IPv6, where it is kept. */
  intern(bytes: number): number
  search(transport: number, kind: number, a: number, b: number, ports: number): number
  tally(flow: number): void
  countDatagram(flow: number, nth: number, isQuoted: boolean): void
  follow(
    header: number,
    end: number,
    headerSize: number,
    flags: number,
    length: number,
    isWhole: boolean,
    kind: number,
    a: number,
    b: number,
    ports: number,
    nth: number,
    isQuoted: boolean,
  ): number
  clearInterfaces(): void
  addInterface(units: number, offset: number, number: number, isEthernet: boolean): void
  nextPacket(): void
  takePacket(origin: number, captured: number, length: number, seconds: number, nanos: number): number
  takeBlocks(from: number, end: number, origin: number): number
  takeRecords(from: number, end: number, origin: number): number
}

let compiled: WebAssembly.Module | undefined
const compile = (): WebAssembly.Module =>
  (compiled ??= new WebAssembly.Module(Uint8Array.from(atob(code), (c) => c.charCodeAt(0))))

/** A packet of Ethernet, perhaps a VLAN tag, IP, and TCP or UDP, whose headers the module has walked: places in its memory. */
export interface WalkedPacket {
  isUdp: boolean
  isTagged: boolean
  isIpv6: boolean
  network: number
  transport: number
  payload: number
  /** Behind the last byte that was captured, and that was sent. */
  end: number
  wire: number
  /** Conversation × 2 + direction. */
  flow: number
  stack: number
}

/** The columns of each batch, where they lie in memory. */
const packetColumns = (m: ArrayBuffer) => ({
  offset: new Float64Array(m, at.PACKET_OFFSET, at.BATCH),
  header: new Uint8Array(m, at.PACKET_HEADER, at.BATCH),
  seconds: new Float64Array(m, at.PACKET_SECONDS, at.BATCH),
  nanos: new Uint32Array(m, at.PACKET_NANOS, at.BATCH),
  captured: new Uint32Array(m, at.PACKET_CAPTURED, at.BATCH),
  length: new Uint32Array(m, at.PACKET_LENGTH, at.BATCH),
  interface: new Uint16Array(m, at.PACKET_INTERFACE, at.BATCH),
  stack: new Uint16Array(m, at.PACKET_STACK, at.BATCH),
  flow: new Int32Array(m, at.PACKET_FLOW, at.BATCH),
  flags: new Uint8Array(m, at.PACKET_FLAGS, at.BATCH),
  tcpFlags: new Uint16Array(m, at.PACKET_TCP_FLAGS, at.BATCH),
})
export type PacketColumns = ReturnType<typeof packetColumns>
const segmentColumns = (m: ArrayBuffer) => ({
  flow: new Uint32Array(m, at.SEGMENT_FLOW, at.BATCH),
  delta: new Uint32Array(m, at.SEGMENT_DELTA, at.BATCH),
  frame: new Uint32Array(m, at.SEGMENT_FRAME, at.BATCH),
  nth: new Uint32Array(m, at.SEGMENT_NTH, at.BATCH),
  verdicts: new Uint32Array(m, at.SEGMENT_VERDICTS, at.BATCH),
  acked: new Uint32Array(m, at.SEGMENT_ACKED, at.BATCH),
  rtt: new Uint32Array(m, at.SEGMENT_RTT, at.BATCH),
  inFlight: new Uint32Array(m, at.SEGMENT_IN_FLIGHT, at.BATCH),
  pushBytes: new Uint32Array(m, at.SEGMENT_PUSH_BYTES, at.BATCH),
})
const evidenceColumns = (m: ArrayBuffer) => ({
  row: new Uint32Array(m, at.EVIDENCE_ROW, at.EVIDENCE_MOST),
  numbers: new Float64Array(m, at.EVIDENCE, 8 * at.EVIDENCE_MOST),
})
const datagramColumns = (m: ArrayBuffer) => ({
  gap: new Float64Array(m, at.DATAGRAM_GAP, at.BATCH),
  flow: new Uint32Array(m, at.DATAGRAM_FLOW, at.BATCH),
  frame: new Uint32Array(m, at.DATAGRAM_FRAME, at.BATCH),
  nth: new Uint32Array(m, at.DATAGRAM_NTH, at.BATCH),
})
const continuedColumns = (m: ArrayBuffer) => ({
  frame: new Uint32Array(m, at.CONTINUED_FRAME, at.BATCH),
  flow: new Uint32Array(m, at.CONTINUED_FLOW, at.BATCH),
  sequence: new Int32Array(m, at.CONTINUED_SEQUENCE, at.BATCH),
  place: new Uint32Array(m, at.CONTINUED_PLACE, at.BATCH),
  length: new Uint32Array(m, at.CONTINUED_LENGTH, at.BATCH),
})

export class PassCore {
  readonly call: Calls
  // All of its memory, and the batches in it: other arrays after it has grown.
  u8!: Uint8Array<ArrayBuffer>
  u16!: Uint16Array
  u32!: Uint32Array
  i32!: Int32Array
  f64!: Float64Array
  packets!: PacketColumns
  segments!: ReturnType<typeof segmentColumns>
  datagrams!: ReturnType<typeof datagramColumns>
  evidence!: ReturnType<typeof evidenceColumns>
  continued!: ReturnType<typeof continuedColumns>

  onPackets: (count: number) => void = nothing
  onSegments: (count: number) => void = nothing
  onDatagrams: (count: number) => void = nothing
  onEvidence: (count: number) => void = nothing
  onContinued: (count: number) => void = nothing
  onLate: (row: number, bits: number) => void = nothing
  onLongRtt: (row: number, nanoseconds: number) => void = nothing
  onLongDelta: (row: number, seconds: number, nanos: number) => void = nothing
  onRebased: (direction: number, row: number, base: number, before: number, synAck: number) => void = nothing

  constructor() {
    const host = {
      takePackets: () => this.givePackets(),
      takeSegments: () => this.giveSegments(),
      takeDatagrams: () => this.giveDatagrams(),
      takeEvidence: () => this.giveEvidence(),
      takeContinued: () => this.giveContinued(),
      late: (row: number, bits: number) => this.onLate(row, bits),
      longRtt: (row: number, nanoseconds: number) => this.onLongRtt(row, nanoseconds),
      longDelta: (row: number, seconds: number, nanos: number) => this.onLongDelta(row, seconds, nanos),
      rebased: (direction: number, row: number, base: number, before: number, synAck: number) =>
        this.onRebased(direction, row, base, before, synAck),
      grown: () => this.look(),
      full: () => {
        const message = `There is no memory for more than ${this.cell(at.CONVERSATIONS)} conversations.`
        throw new Refused(
          'too-many-conversations',
          message,
          'Save a part of the capture to a file of its own, and open that.',
        )
      },
    }
    this.call = new WebAssembly.Instance(compile(), { host }).exports as unknown as Calls
    this.look()
    for (const [i, rules] of [stateRules, acknowledgementRules, repetitionRules].entries())
      this.i32.set(masks(rules), (at.RULES + i * at.RULES_SIZE) >> 2)
    this.call.setMost(limits.tcpUnackedPerDirection, limits.tcpUnackedInAll)
    this.call.setLongest(limits.capturedLength)
    this.call.start((Math.random() * 0x1_0000_0000) | 0)
    this.call.reserve()
  }

  /** Where the headers of the packet that was walked last and left to the dissectors stand, in `u8`. */
  readLeft(): WalkedPacket {
    const { walked } = this
    const variant = this.cell(at.LEFT_VARIANT)
    walked.isUdp = (variant & 2) !== 0
    walked.isTagged = (variant & 4) !== 0
    walked.isIpv6 = (variant & 8) !== 0
    walked.network = this.cell(at.LEFT_NETWORK)
    walked.transport = this.cell(at.LEFT_TRANSPORT)
    walked.payload = this.cell(at.LEFT_PAYLOAD)
    walked.end = this.cell(at.LEFT_END)
    walked.wire = this.cell(at.LEFT_WIRE)
    walked.flow = this.cell(at.LEFT_FLOW)
    walked.stack = this.packets.stack[this.cell(at.PACKETS)]!
    return walked
  }
  /** Place of the segment that was filed last among those of its batch. */
  get lastSegment(): number {
    return this.cell(at.ROWS) - 1
  }
  private readonly walked: WalkedPacket = {
    isUdp: false,
    isTagged: false,
    isIpv6: false,
    network: 0,
    transport: 0,
    payload: 0,
    end: 0,
    wire: 0,
    flow: 0,
    stack: 0,
  }

  /** One of the words that both sides keep: layout.ts. */
  cell(place: number): number {
    return this.u32[(at.CELLS + place) >> 2]!
  }
  private setCell(place: number, value: number): void {
    this.u32[(at.CELLS + place) >> 2] = value
  }

  /** Says which packet is being taken. */
  setFrame({ number, seconds, nanos, length }: Frame): void {
    this.call.setFrame(number, seconds, nanos, length)
  }

  /** Where bytes [from, end) lie in memory: there already, or a copy of the first of them. */
  hold(bytes: Uint8Array, from: number, end: number): number {
    if (bytes.buffer === this.u8.buffer) return bytes.byteOffset + from
    this.u8.set(bytes.subarray(from, Math.min(end, from + at.SCRATCH_SIZE)), at.SCRATCH)
    return at.SCRATCH
  }

  /** The next interface of the section that is being read. */
  addInterface({ linkType, tsUnitsPerSecond: units, tsOffsetSeconds, index }: Interface): void {
    const isSimple = units <= 1e9 && 1e9 % units === 0
    this.call.addInterface(isSimple ? units : 0, tsOffsetSeconds, index, linkType === ETHERNET)
  }
  /** Place in the batch for the next packet; `placed` counts it. */
  nextPacket(): number {
    this.call.nextPacket()
    return this.cell(at.PACKETS)
  }
  placed(): void {
    this.u32[(at.CELLS + at.PACKETS) >> 2]!++
  }
  /** Hands over everything that waits in the batches. Only between packets. */
  flush(): void {
    if (this.cell(at.SEGMENTS)) this.giveSegments()
    if (this.cell(at.EVIDENCES)) this.giveEvidence()
    if (this.cell(at.DATAGRAMS)) this.giveDatagrams()
    this.giveContinued()
    if (this.cell(at.PACKETS)) this.givePackets()
  }

  private givePackets(): void {
    const count = this.cell(at.PACKETS)
    this.onPackets(count)
    this.setCell(at.FLUSHED, this.cell(at.FLUSHED) + count)
    this.setCell(at.PACKETS, 0)
  }
  private giveSegments(): void {
    this.onSegments(this.cell(at.SEGMENTS))
    this.setCell(at.SEGMENTS, 0)
  }
  private giveDatagrams(): void {
    this.onDatagrams(this.cell(at.DATAGRAMS))
    this.setCell(at.DATAGRAMS, 0)
  }
  private giveEvidence(): void {
    this.onEvidence(this.cell(at.EVIDENCES))
    this.setCell(at.EVIDENCES, 0)
  }

  /** Before anybody reads messages: what lies within them is filed in the order of the packets. */
  giveContinued(): void {
    const count = this.cell(at.CONTINUED)
    if (!count) return
    this.onContinued(count)
    this.setCell(at.CONTINUED, 0)
  }

  private look(): void {
    const { buffer } = this.call.memory
    this.u8 = new Uint8Array(buffer)
    this.u16 = new Uint16Array(buffer)
    this.u32 = new Uint32Array(buffer)
    this.i32 = new Int32Array(buffer)
    this.f64 = new Float64Array(buffer)
    this.packets = packetColumns(buffer)
    this.segments = segmentColumns(buffer)
    this.datagrams = datagramColumns(buffer)
    this.evidence = evidenceColumns(buffer)
    this.continued = continuedColumns(buffer)
  }
}

const nothing = (): void => undefined

/** The core of one capture's pass. */
export const passCore = memory(() => new PassCore())
