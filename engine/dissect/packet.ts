/**
 * One packet under decoding: its layers, one inside the other, and the columns of its row. Reading and recording are in cursor.ts.
 * The object is reused from packet to packet: nothing in it may be kept by a dissector.
 */
import { limits } from '../limits'
import { Truncated, uint as readUint } from '../bytes/read'
import { Cursor, signed } from './cursor'
import { Ends } from './ends'
import type { AddressKind } from './ends'
import type { Field } from './field'
import type { Frame } from './frame'
import type { Memory, Memories } from './memory'
import type { Plan } from './plan'
import type { Protocol } from './protocol'
import { GENERATED, HAS_VALUE } from './records'
import type { Registry, Stacks } from './registry'

const quotedEnds: Ends[] = []

export class Packet extends Cursor {
  /** Over 0: inside a packet quoted by another one (ICMP errors); columns and conversations are not touched. */
  quoted = 0
  /** Over 0: the payload is only the first part of its datagram; lengths and checksums that speak of the whole cannot be checked. */
  fragmented = 0
  protocolColumn = ''
  info = ''
  /** Addresses of the packet's columns, and those of the innermost network layer (which differ inside a quotation). */
  readonly columnEnds = new Ends()
  readonly ends = new Ends()
  /** Ports of the innermost transport layer. */
  sourcePort = 0
  destinationPort = 0
  /** Which of the file's sets of layers this packet has (session/stacks), built while indexing. */
  stack = 0
  /** Whatever the transport layer says about its flow, kept by the index: conversation number × 2 + direction, or −1. */
  flow = -1
  depth = 0
  readonly layerProtocol: Protocol[] = []
  readonly layerBase = new Int32Array(limits.layersPerPacket + 4)
  readonly layerRecord = new Int32Array(limits.layersPerPacket + 4)
  /** Data sources of this packet: [0] the packet, then what was put together or unpacked. */
  readonly sources: { name: string; bytes: Uint8Array }[] = []
  /** How often Info was set, and how much of it is there to stay. */
  private said = 0
  private fenced = 0
  /** What is wrong with its layers so far, for the Info column. */
  complaints = ''

  constructor(
    registry: Registry,
    readonly memories: Memories,
    readonly stacks: Stacks,
  ) {
    super(registry)
  }

  /** Decodes bytes[at .. at+captured) by `plan`. What was found stays in this object until the next call. Never throws for bad bytes. */
  run(frame: Frame, bytes: Uint8Array, at: number, plan: Plan, first: boolean): void {
    this.first = first
    if (this.sources.length) this.sources.length = 0
    this.plan = plan
    this.wants = plan.wants
    this.frame = frame
    this.bytes = bytes
    this.origin = this.base = this.at = at
    this.end = at + frame.captured
    this.wire = at + Math.max(frame.length, frame.captured)
    this.columns = plan.columns
    this.drawing = plan.drawing
    this.quoted = this.fragmented = 0
    this.records.reset()
    this.protocolColumn = this.info = this.complaints = ''
    this.columnEnds.kind = this.ends.kind = 'none'
    this.sourcePort = this.destinationPort = this.stack = 0
    this.depth = this.layer = this.source = this.said = this.fenced = this.worst = 0
    this.flow = this.parent = this.root = -1
    if (plan.indexing) {
      this.depth = 1
      this.layerProtocol[0] = this.registry.frame
      this.layerBase[0] = at
      this.layerRecord[0] = -1
      const stride = this.registry.strides[frame.linkType]
      if (!stride?.(this)) this.next('frame.linktype', frame.linkType)
    } else this.nest(this.registry.frame)
    if (this.complaints && this.columns) this.info += this.complaints
  }

  // ── Layers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Says how many bytes this layer's payload has on the wire from the cursor: what lies behind is not part of it (padding). */
  limit(length: number): void {
    const wire = this.at + Math.max(0, length)
    if (wire < this.wire) this.wire = wire
    if (wire < this.end) this.end = wire
  }

  /**
   * Hands the rest of this layer to the protocol that hangs in `table` under `key` (or `other`), else to a heuristic, else to `data`.
   * Returns the protocol, or undefined when there was nothing left or only data.
   */
  next(table: string, key: number | string, other?: number | string): Protocol | undefined {
    const at = this.registry.table(table)
    const child = at.get(key) ?? (other === undefined ? undefined : at.get(other))
    if (child && this.nest(child)) return child
    const { guesses } = at
    for (let i = 0; i < guesses.length; i++) if (this.nest(guesses[i]!)) return guesses[i]
    this.rest()
    return undefined
  }
  /** What nobody understands is `data`. */
  rest(): void {
    if (this.at >= this.end) return
    const { data } = this.registry
    // Data has no state: while indexing it is only counted among the layers.
    if (!this.plan.indexing) this.nest(data)
    else {
      this.stack = this.stacks.step(this.stack, data.id)
      this.at = this.end
    }
  }
  /** Decodes `length` bytes at the cursor as a packet that this one only quotes, and moves behind them. */
  quote(run: () => void): void {
    this.quoted++
    const { sourcePort, destinationPort } = this
    quotedEnds[this.quoted] ??= new Ends()
    quotedEnds[this.quoted]!.copy(this.ends)
    const { root, parent } = this
    this.root = this.layerRecord[this.layer]!
    run()
    this.root = root
    this.parent = parent
    this.ends.copy(quotedEnds[this.quoted]!)
    this.sourcePort = sourcePort
    this.destinationPort = destinationPort
    this.quoted--
  }
  /**
   * Runs `run` over other bytes (put together, decrypted, unpacked) as a further data source of this packet. `length`: how many there are of them
   * where `bytes` are only the first.
   */
  within(name: string, bytes: Uint8Array, run: () => void, length = bytes.length): void {
    const { bytes: b, origin, base, at, end, wire, source, headerEnd } = this
    if (!this.sources.length)
      this.sources.push({ name: 'Frame', bytes: b.subarray(origin, origin + this.frame.captured) })
    this.source = this.sources.push({ name, bytes }) - 1
    this.bytes = bytes
    this.origin = this.base = this.at = 0
    this.end = bytes.length
    this.wire = length
    run()
    this.bytes = b
    this.origin = origin
    this.base = base
    this.at = at
    this.end = end
    this.wire = wire
    this.source = source
    // The header of this layer ends here, wherever those inside began in their own bytes.
    this.headerEnd = headerEnd >= 0 ? headerEnd : at
  }
  /** Names a layer that has no tree of its own but stands in frame.protocols ("ethertype"). */
  mark(protocol: Protocol): void {
    if (this.depth > limits.layersPerPacket) return
    this.layerBase[this.depth] = this.at
    this.layerRecord[this.depth] = -1
    this.layerProtocol[this.depth++] = protocol
  }
  /** How many layers of this protocol (the current one's unless said) came before the current one: 0 for the first TCP layer of a packet. */
  nth(protocol: Protocol | undefined = this.layerProtocol[this.layer]): number {
    let n = 0
    for (let i = 0; i < this.layer; i++) if (this.layerProtocol[i] === protocol) n++
    return n
  }
  /** State of a protocol that lives as long as the capture is open. */
  recall<T>(memory: Memory<T>): T {
    return this.memories.get(memory)
  }

  /** Sets the ends of this layer: positions of two addresses of one kind. */
  address(kind: AddressKind, source: number, destination: number): void {
    this.ends.set(kind, this.bytes, source, destination)
    if (!this.quoted) this.columnEnds.set(kind, this.bytes, source, destination)
  }
  /** One end alone, where the packet was cut before the other: that one stays as the layer around said. */
  endText(which: 'source' | 'destination', text: string): void {
    if (!this.quoted) this.columnEnds.sayOne(which, text, this.names)
  }
  /** Column texts of ends that are no addresses. */
  endsText(source: string, destination: string): void {
    if (this.quoted) return
    this.columnEnds.kind = 'text'
    this.columnEnds.sourceText = source
    this.columnEnds.destinationText = destination
  }

  // ── Columns ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sets the Info column from this layer; a layer further in may say its own. What was wrong with one before is not said any more. */
  say(info: string): void {
    if (!this.columns || this.quoted) return
    this.info = this.fenced ? this.info.slice(0, this.fenced) + info : info
    this.said++
    this.complaints = ''
  }
  /** Appends to the Info column. */
  sayMore(info: string): void {
    if (this.columns && !this.quoted) this.info += info
  }
  /** Leaves Info as it is: the layers around say nothing of themselves. */
  keepInfo(): void {
    if (!this.quoted) this.said++
  }
  /** Keeps what Info holds now: what is said later goes behind it (several messages in one segment). */
  fence(separator = ''): void {
    if (this.quoted || !this.info) return
    this.info += separator
    this.fenced = this.info.length
  }
  /** Sets the Protocol column from this layer. */
  name(column: string): void {
    if (!this.quoted) this.protocolColumn = column
  }

  /** Hands the rest of this layer to one protocol; afterwards the cursor is behind all that it claimed. False when it declined. */
  nest(protocol: Protocol): boolean {
    const depth = this.depth
    if (depth > limits.layersPerPacket) {
      if (protocol === this.registry.data || depth > limits.layersPerPacket + 1) return true
      return this.nest(this.registry.data)
    }
    if (this.plan.indexing) return this.pass(protocol)
    const { base, end, wire, at, parent, layer, headerEnd, said, plan } = this
    const { columnText, self, headerSize } = protocol
    const records = this.records.count
    const protocolColumn = this.protocolColumn
    this.depth = depth + 1
    this.layer = depth
    this.base = at
    this.headerEnd = -1
    this.layerProtocol[depth] = protocol
    this.layerBase[depth] = at
    const isCut = at + headerSize > end
    const tellsOfCut = isCut && protocol.partial !== undefined
    if (columnText !== '' && !this.quoted && !tellsOfCut) this.protocolColumn = columnText
    const around = this.layerRecord[layer]!
    const under = this.layerProtocol[layer]?.nested ? this.records.parent[around]! : around
    const root = this.wants[self.id]
      ? this.records.push(self, at - this.origin, 0, 0, protocol.nested ? under : this.root, depth, this.source, 0)
      : -1
    this.layerRecord[depth] = root
    this.parent = root
    let accepted = true
    let whole = false
    let inner = at
    try {
      if (isCut) {
        this.headerStart(plan.header[protocol.id]!, at, end)
        protocol.partial?.(this, protocol.h, protocol.f)
        this.needed = this.end + 1 // The first byte that is missing decides what is said.
        throw Truncated
      }
      whole = true
      const items = plan.header[protocol.id]!
      for (let i = 0; i < items.length; i++) this.headerField(items[i]!, at)
      this.at = at + headerSize
      if (protocol.decode) accepted = protocol.decode(this, protocol.h, protocol.f) !== false
    } catch (thrown) {
      // A layer of which not even the header is there says nothing, and neither do those around it.
      if (!whole && columnText !== '' && !tellsOfCut) this.say('')
      this.failed(protocol, thrown)
    }
    if (!accepted) this.decline(records, depth, protocolColumn, said)
    else {
      const ownEnd = this.headerEnd >= 0 ? this.headerEnd : this.at
      inner = ownEnd
      if (root >= 0) this.records.length[root] = Math.max(0, ownEnd - at)
      if (whole) this.describe(protocol, root, at, said)
    }
    this.at = accepted ? Math.max(at, this.end) : at
    this.base = base
    this.end = end
    this.wire = wire
    this.parent = parent
    this.layer = layer
    // A layer drawn inside the one in front of it (extension headers) is a part of that one's header.
    this.headerEnd = headerEnd >= 0 || !accepted ? headerEnd : protocol.nested ? inner : at
    return accepted
  }

  /** The same while indexing: nothing is recorded and nothing said, only state is built and layers are counted. */
  private pass(protocol: Protocol): boolean {
    const { base, end, wire, at, layer, stack, depth } = this
    this.depth = depth + 1
    this.layer = depth
    this.base = at
    this.layerProtocol[depth] = protocol
    this.layerBase[depth] = at
    this.stack = this.stacks.step(stack, protocol.id)
    let accepted = true
    try {
      if (at + protocol.headerSize > end) {
        this.needed = this.end + 1
        throw Truncated
      }
      this.at = at + protocol.headerSize
      if (protocol.decode) accepted = protocol.decode(this, protocol.h, protocol.f) !== false
    } catch (thrown) {
      this.failed(protocol, thrown)
    }
    if (accepted) this.at = Math.max(at, this.end)
    else {
      this.at = at
      this.depth = depth
      this.stack = stack
    }
    this.base = base
    this.end = end
    this.wire = wire
    this.layer = layer
    return accepted
  }

  /** Of a header that was cut short, the fields that are there. */
  private headerStart(items: readonly Field[], at: number, end: number): void {
    for (const field of items) if (at + field.offset + field.size <= end) this.headerField(field, at)
  }

  private decline(records: number, depth: number, protocolColumn: string, said: number): void {
    this.records.count = records
    this.depth = depth
    this.protocolColumn = protocolColumn
    this.said = said
  }

  private headerField(field: Field, base: number): void {
    const at = base + field.offset
    const size = field.size
    const numeric = field.numeric && size <= 6
    const value = numeric ? signed(field, readUint(this.bytes, at, size, field.little), size) : 0
    const i = field.name ? this.record(field, at, size, value, numeric ? HAS_VALUE : 0) : -1
    if (field.bits.length) this.nestedBits(field.bits, at, size, field.little, i)
  }

  /** Writes what a layer says of itself: its tree line, and the Info text unless a layer inside has spoken. */
  private describe(protocol: Protocol, root: number, at: number, said: number): void {
    const here = this.at
    this.base = at
    this.at = at + protocol.h.size
    try {
      if (root >= 0 && this.drawing && protocol.heading)
        this.records.label.set(root, protocol.heading(this, protocol.h, protocol.f))
      if (this.columns && protocol.summary && this.said === said) {
        const { complaints } = this
        this.say(protocol.summary(this, protocol.h, protocol.f))
        this.complaints = complaints
      }
    } catch (thrown) {
      if (thrown !== Truncated) this.fault(protocol, thrown)
    }
    this.at = here
  }

  private failed(protocol: Protocol, thrown: unknown): void {
    if (thrown !== Truncated) return this.fault(protocol, thrown)
    const short = this.needed <= this.wire && this.frame.captured < this.frame.length
    this.complain(short ? this.registry.short : this.registry.malformed, protocol)
  }
  /** A dissector broke: our mistake, not the packet's. The packet says so and the rest of it is still shown. */
  private fault(protocol: Protocol, thrown: unknown): void {
    if (this.faults.length < 100) this.faults.push({ protocol: protocol.name, frame: this.frame.number, error: thrown })
    this.complain(this.registry.fault, protocol)
  }
  /** Dissector faults since the list was last emptied: at most 100 are kept. */
  readonly faults: { protocol: string; frame: number; error: unknown }[] = []

  /** Says that bytes of which `about` would tell were cut off by the capture. */
  cutShort(about: Protocol): void {
    this.complain(this.registry.short, about)
  }
  private complain(complaint: Protocol, about: Protocol): void {
    if (this.plan.indexing) this.stack = this.stacks.step(this.stack, complaint.id)
    const layer = this.depth
    if (layer < this.layerRecord.length) {
      this.layerProtocol[layer] = complaint
      this.layerBase[layer] = this.at
      this.layerRecord[layer] = -1
      this.depth++
    }
    if (this.wants[complaint.self.id]) {
      const i = this.records.push(complaint.self, this.at - this.origin, 0, 0, -1, layer, this.source, GENERATED)
      this.label(i, complaint.title.replace('%', about.shortName))
      const was = this.open(i)
      for (const note of Object.values(complaint.f) as Field[]) if (note.options.severity) this.note(note)
      this.parent = was
    }
    if (!this.quoted || complaint === this.registry.short) this.complaints += complaint.column ?? ''
  }
}
