/** The packets of one conversation: which they are, and what each TCP segment says, read from the file when somebody asks. */
import { fold16, pseudoHeader } from '../bytes/checksum'
import { fieldText, valueOf } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { conversations } from '../flows/conversations'
import { widerU32 } from '../flows/columns'
import type { End, StreamSegment, Trace, Way } from '../flows/stream-segment'
import { noTrace, noWay } from '../flows/stream-segment'
import { ROW } from '../flows/tcp-rows'
import { tcpStreams } from '../flows/tcp-streams'
import { registry } from '../protocols'
import type { Session } from './session'

const ETHERNET = 1
const SHORTEST_ETHERNET = 60

/** Frames of one conversation in order. What has been added to a growing capture is taken up by `refresh`. */
export class ConversationFrames {
  count = 0
  private frames = new Uint32Array(64)
  private scanned = 0
  constructor(
    private readonly session: Session,
    readonly conversation: number,
  ) {
    this.scanned = session.memories.get(conversations).firstFrame(conversation) - 1
    this.refresh()
  }
  refresh(): void {
    const { flow } = this.session.index
    const last = this.session.memories.get(conversations).lastFrame(this.conversation)
    const end = Math.min(this.session.count, last)
    for (let i = Math.max(0, this.scanned); i < end; i++) {
      if (flow[i]! >> 1 !== this.conversation || flow[i]! < 0) continue
      if (this.count >= this.frames.length) this.frames = widerU32(this.frames, this.count + 1)
      this.frames[this.count++] = i + 1
    }
    this.scanned = Math.max(this.scanned, end)
  }
  frame(n: number): number {
    return this.frames[n]!
  }
  /** Position of a frame, −1 when it is not of this conversation. */
  find(frame: number): number {
    let low = 0
    let high = this.count - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const at = this.frames[middle]!
      if (at === frame) return middle
      if (at < frame) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

const id = (name: string): number => registry.field(name).id

interface Ids {
  stream: number
  sequence: number
  acknowledgment: number
  relativeSequence: number
  relativeAcknowledgment: number
  flags: number
  window: number
  scaled: number
  length: number
  checksum: number
  fastOpenRequest: number
  fastOpenCookie: number
  padding: number
  payload: number
  sackEnd: number
  ttl: number
  hopLimit: number
  ipId: number
  macFrom: number
  macTo: number
  vlan: number
}
let ids: Ids | undefined
let plan: Plan | undefined
const NAMES: Readonly<Record<keyof Ids, string>> = {
  stream: 'tcp.stream',
  sequence: 'tcp.seq_raw',
  acknowledgment: 'tcp.ack_raw',
  relativeSequence: 'tcp.seq',
  relativeAcknowledgment: 'tcp.ack',
  flags: 'tcp.flags',
  window: 'tcp.window_size_value',
  scaled: 'tcp.window_size',
  length: 'tcp.len',
  checksum: 'tcp.checksum',
  fastOpenRequest: 'tcp.options.tfo.request',
  fastOpenCookie: 'tcp.options.tfo.cookie',
  padding: 'eth.padding',
  payload: 'tcp.payload',
  sackEnd: 'tcp.options.sack_re',
  ttl: 'ip.ttl',
  hopLimit: 'ipv6.hlim',
  ipId: 'ip.id',
  macFrom: 'eth.src',
  macTo: 'eth.dst',
  vlan: 'vlan.id',
}

/** Reads segments of one session. The object that `read` gives is new each time; `payload` is valid until the next decoding. */
export class SegmentReader {
  payload: Uint8Array = new Uint8Array(0)
  constructor(private readonly session: Session) {
    ids ??= Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, id(name)])) as unknown as Ids
    plan ??= makePlan(registry, { fields: Object.values(NAMES).map((name) => registry.field(name)) })
  }

  /** The segment of `conversation` in `frame`; undefined when it holds none that can be read. */
  read(frame: number, conversation: number): StreamSegment | undefined {
    const { session } = this
    const flows = session.memories.get(conversations)
    const streams = session.memories.get(tcpStreams)
    const flow = session.index.flow[frame - 1]!
    const p = session.decode(frame - 1, plan!)
    const { records } = p
    const want = ids!
    const stream = flows.stream(conversation)
    let layer = -1
    let padded = false
    for (let i = 0; i < records.count; i++) {
      if (records.field[i] === want.stream && records.value[i] === stream) layer = records.layer[i]!
      else if (records.field[i] === want.padding) padded = true
    }
    if (layer < 0) return undefined
    let nth = 0
    for (let k = 0; k < layer; k++) if (p.layerProtocol[k] === p.layerProtocol[layer]) nth++
    const row = streams.rowOf(frame, nth)
    const verdicts = row < 0 ? 0 : streams.verdicts[row]!
    const s: StreamSegment = {
      frame,
      time: Number(flows.since(conversation, p.frame)),
      from: (flow & 1) as End,
      sequence: 0,
      acknowledgment: 0,
      relativeSequence: 0,
      relativeAcknowledgment: 0,
      flags: 0,
      window: 0,
      scaledWindow: 0,
      length: 0,
      verdicts,
      acks: verdicts & ROW.acks ? streams.acked[row]! : 0,
      rtt: verdicts & ROW.acks ? streams.rtt(row) : 0,
      fastOpen: '',
      trace: noTrace,
      sackEnd: NaN,
      way: noWay,
    }
    let relativeSack = NaN
    let checksum = -1
    let tcpLength = 0
    this.payload = NOTHING
    for (let i = 0; i < records.count; i++) {
      if (records.layer[i] !== layer) continue
      const value = records.value[i]!
      switch (records.field[i]) {
        case want.sequence:
          s.sequence = value
          break
        case want.acknowledgment:
          s.acknowledgment = value
          break
        case want.relativeSequence:
          s.relativeSequence = value
          break
        case want.relativeAcknowledgment:
          s.relativeAcknowledgment = value
          break
        case want.flags:
          s.flags = value
          break
        case want.window:
          s.window = value
          break
        case want.scaled:
          s.scaledWindow = value
          break
        case want.length:
          s.length = value
          break
        case want.checksum:
          checksum = value
          break
        case want.fastOpenRequest:
          s.fastOpen = 'request'
          break
        case want.fastOpenCookie:
          s.fastOpen = 'cookie'
          break
        case want.sackEnd:
          if (Number.isNaN(relativeSack) || value > relativeSack) relativeSack = value
          break
        case want.payload:
          this.payload = valueOf(occurrence(p, i)) as Uint8Array
          break
        default:
      }
    }
    if (p.ends.kind === 'ipv4' || p.ends.kind === 'ipv6') tcpLength = this.tcpLength(layer, s.length)
    s.trace = this.trace(checksum, tcpLength, padded, layer)
    s.sackEnd = (s.acknowledgment + (relativeSack - s.relativeAcknowledgment)) >>> 0
    if (Number.isNaN(relativeSack)) s.sackEnd = NaN
    s.way = this.way(checksum, layer)
    return s
  }

  /** From the layers in front of the segment: of tunnels, the innermost. */
  private way(checksum: number, layer: number): Way {
    const p = this.session.packet
    const { records } = p
    const want = ids!
    const way: Way = { ttl: -1, id: -1, checksum, place: '' }
    let place = `${p.frame.interfaceIndex}`
    for (let i = 0; i < records.count; i++) {
      if (records.layer[i]! >= layer) continue
      const value = records.value[i]!
      switch (records.field[i]) {
        case want.ttl:
        case want.hopLimit:
          way.ttl = value
          if (records.field[i] === want.hopLimit) way.id = -1
          break
        case want.ipId:
          way.id = value
          break
        case want.macFrom:
        case want.macTo:
          place += ` ${fieldText(occurrence(p, i))}`
          break
        case want.vlan:
          place += ` vlan ${value}`
          break
        default:
      }
    }
    way.place = place
    return way
  }

  /** Bytes of header and data, from where the layer starts to where its data ends. */
  private tcpLength(layer: number, length: number): number {
    const p = this.session.packet
    const word = p.sources.length ? 0 : (p.bytes[p.layerBase[layer]! + 12] ?? 0)
    return word ? (word >>> 4) * 4 + length : 0
  }

  private trace(checksum: number, tcpLength: number, padded: boolean, layer: number): Trace {
    const p = this.session.packet
    const { frame, ends } = p
    const simple = frame.linkType === ETHERNET && p.layerProtocol[1]?.name === 'eth'
    let partialChecksum = false
    if (
      checksum >= 0 &&
      tcpLength > 0 &&
      p.layerProtocol.slice(0, layer).filter((l) => l.name === 'ip' || l.name === 'ipv6').length === 1
    ) {
      const width = ends.kind === 'ipv6' ? 16 : 4
      partialChecksum =
        fold16(pseudoHeader(ends.bytes, ends.source, ends.destination, width, 6, tcpLength)) === checksum
    }
    const unpadded = simple && frame.length < SHORTEST_ETHERNET
    if (!partialChecksum && !unpadded && !padded) return noTrace
    return { partialChecksum, unpadded, padded: padded && simple }
  }
}

const NOTHING = new Uint8Array(0)
