/**
 * One packet under decoding: the cursor that dissectors read with, and the record of what they found.
 *
 * Positions are absolute in `bytes`, which may be a chunk of a file that holds many packets; `origin` is where this packet starts.
 * A layer sees [base, end): `end` is where the captured bytes of the layer stop, `wire` where they stopped on the wire (≥ end).
 * The object is reused from packet to packet: nothing in it may be kept by a dissector.
 */
import { limits } from '../limits'
import { Truncated, uint as readUint, u8, u16, u32 } from '../bytes/read'
import type { Field } from './field'
import { noNames } from './format'
import type { AddressNames } from './format'
import type { Frame } from './frame'
import type { Memory, Memories } from './memory'
import type { Plan } from './plan'
import type { Protocol } from './protocol'
import { GENERATED, HAS_VALUE, HIDDEN, Records } from './records'
import type { Extra } from './records'
import type { Registry, Stacks } from './registry'

export type AddressKind = 'none' | 'ether' | 'ipv4' | 'ipv6' | 'text'

/** Two ends of a packet at some layer: positions in `bytes`, so that nothing is copied while indexing. */
export class Ends {
  kind: AddressKind = 'none'
  bytes: Uint8Array = NO_BYTES
  source = 0
  destination = 0
  sourceText = ''
  destinationText = ''
  clear(): void {
    this.kind = 'none'
    this.sourceText = this.destinationText = ''
  }
  copy(from: Ends): void {
    this.kind = from.kind
    this.bytes = from.bytes
    this.source = from.source
    this.destination = from.destination
    this.sourceText = from.sourceText
    this.destinationText = from.destinationText
  }
}

const NO_BYTES = new Uint8Array(0)

export class Packet {
  bytes: Uint8Array = NO_BYTES
  origin = 0
  base = 0
  at = 0
  end = 0
  wire = 0
  frame!: Frame
  /** First time that this packet is seen: the pass that builds what later packets depend on. Later decodings only read it. */
  first = false
  /** Info and the other columns are wanted. */
  columns = false
  /** Tree lines are wanted. */
  drawing = false
  /** Over 0: inside a packet quoted by another one (ICMP errors); columns and conversations are not touched. */
  quoted = 0
  /** Over 0: the payload is only the first part of its datagram; lengths and checksums that speak of the whole cannot be checked. */
  fragmented = 0
  readonly records = new Records()
  /** Names of addresses for headings and columns; none under `-n`. Set by whoever owns the packet. */
  names: AddressNames = noNames

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
  source = 0

  private wants!: Uint8Array
  private plan!: Plan
  private parent = -1
  private layer = 0
  /** How often Info was set, and how much of it is there to stay. */
  private said = 0
  private fenced = 0
  private complaints = ''
  private needed = 0
  private headerEnd = -1
  /** What layers stand under: −1, or inside a quotation the record of the layer that quotes. */
  private root = -1

  constructor(
    readonly registry: Registry,
    readonly memories: Memories,
    readonly stacks: Stacks,
  ) {}

  /** Decodes bytes[at .. at+captured) by `plan`. What was found stays in this object until the next call. Never throws for bad bytes. */
  run(frame: Frame, bytes: Uint8Array, at: number, plan: Plan, first: boolean): void {
    this.frame = frame
    this.bytes = bytes
    this.origin = this.base = this.at = at
    this.end = at + frame.captured
    this.wire = at + Math.max(frame.length, frame.captured)
    this.plan = plan
    this.wants = plan.wants
    this.columns = plan.columns
    this.drawing = plan.drawing
    this.first = first
    this.quoted = this.fragmented = 0
    this.records.reset()
    this.protocolColumn = this.info = ''
    this.columnEnds.kind = this.ends.kind = 'none'
    this.sourcePort = this.destinationPort = 0
    this.stack = 0
    this.flow = -1
    this.depth = 0
    this.source = 0
    if (this.sources.length) this.sources.length = 0
    this.parent = this.root = -1
    this.layer = 0
    this.said = this.fenced = 0
    this.complaints = ''
    this.worst = 0
    if (plan.indexing) {
      this.depth = 1
      this.layerProtocol[0] = this.registry.frame
      this.layerBase[0] = at
      this.layerRecord[0] = -1
      this.next('frame.linktype', frame.linkType)
    } else this.enter(this.registry.frame)
    if (this.complaints && this.columns) this.info += this.complaints
  }

  // ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Value of a fixed header field: bounds were checked when the layer was entered. Bits come masked and shifted. */
  u8(field: Field): number {
    const v = u8(this.bytes, this.base + field.offset)
    return field.mask ? (v & field.mask) >>> field.shift : v
  }
  u16(field: Field): number {
    const v = u16(this.bytes, this.base + field.offset)
    return field.mask ? (v & field.mask) >>> field.shift : v
  }
  u32(field: Field): number {
    const v = u32(this.bytes, this.base + field.offset)
    return field.mask ? (v & field.mask) >>> field.shift : v
  }
  /** The record of a header field of this layer, to put notes under it; −1 when nobody wants it. */
  row(field: Field): number {
    if (!this.wants[field.id]) return -1
    const { field: fields, layer } = this.records
    for (let i = this.records.count - 1; i >= 0 && layer[i] === this.layer; i--) if (fields[i] === field.id) return i
    return -1
  }
  /** Corrects the value of a record (from `row`, `add`, …): what the field means where its bytes do not say it. */
  revalue(record: number, value: number): void {
    if (record >= 0) this.records.value[record] = value
  }
  /** Takes back what was recorded of this layer's header at and behind a position, for headers that contradict themselves. */
  cut(at: number): void {
    const { records } = this
    for (let i = records.count - 1; i >= 0 && records.layer[i] === this.layer; i--) {
      if (records.start[i]! < at - this.origin) break
      records.count = i
    }
  }
  /** Position of a fixed header field. */
  place(field: Field): number {
    return this.base + field.offset
  }

  /** Bytes of this layer not yet read, as captured. */
  get left(): number {
    return this.end - this.at
  }
  /** The same on the wire. */
  get leftOnWire(): number {
    return this.wire - this.at
  }

  /** Refuses to go on unless `n` bytes are there from `at`. */
  need(n: number, at = this.at): void {
    if (at + n > this.end || n < 0) {
      this.needed = n < 0 ? Infinity : at + n
      throw Truncated
    }
  }

  /** Looks without moving: an unsigned number of `size` bytes, `ahead` bytes after the cursor. */
  peek(size: number, ahead = 0): number {
    const at = this.at + ahead
    this.need(size, at)
    return readUint(this.bytes, at, size)
  }
  /** Looks at an absolute position within this layer. */
  peekAt(at: number, size: number): number {
    if (at < this.base) {
      this.needed = Infinity
      throw Truncated
    }
    this.need(size, at)
    return readUint(this.bytes, at, size)
  }
  skip(n: number): void {
    this.need(n)
    this.at += n
  }

  /** Takes a field at the cursor: `length` bytes for fields of variable length. Returns its number, or its position for text and bytes. */
  take(field: Field, length: number = field.size): number {
    const at = this.at
    this.need(length)
    this.at = at + length
    const numeric = field.numeric && length <= 6
    const value = numeric ? signed(field, readUint(this.bytes, at, length, field.little), length) : at
    const i = this.wanting(field) ? this.record(field, at, length, numeric ? value : 0, numeric ? HAS_VALUE : 0) : -1
    if (field.bits.length) this.nestedBits(field.bits, at, length, field.little, i)
    return value
  }
  /** Runs `run` with the layer cut to `length` bytes from the cursor, then stands behind them. */
  part(length: number, run: () => void): void {
    const { end, wire } = this
    const stop = this.at + length
    this.end = Math.min(end, stop)
    this.wire = Math.min(wire, stop)
    run()
    this.end = end
    this.wire = wire
    this.at = Math.min(end, stop)
  }

  // ── Recording ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Nothing but state and layers is asked for: what only serves fields and texts can be left out. */
  get indexing(): boolean {
    return this.plan.indexing
  }

  /** Whether somebody asked for this field in this decoding: guards work that only serves the value. */
  wanted(field: Field): boolean {
    return this.wants[field.id] === 1
  }
  /** Whether one of these fields, a tree or columns are wanted; remembered per plan, so give a list made once. */
  wantsAny(fields: readonly Field[]): boolean {
    if (this.columns || this.drawing) return true
    let known = this.plan.groups.get(fields)
    if (known === undefined)
      this.plan.groups.set(fields, (known = this.plan.expert || fields.some((f) => this.wanting(f))))
    return known
  }

  /** Records a field at a given range. Without `value` the bytes are the value. Returns the record, or −1 when nobody wants it. */
  add(field: Field, at: number, length: number, value?: number | Extra): number {
    if (!this.wants[field.id]) return -1
    if (typeof value === 'number') return this.record(field, at, length, value, HAS_VALUE)
    const i = this.record(field, at, length, 0, 0)
    if (value !== undefined && i >= 0) this.records.extra.set(i, value)
    return i
  }
  /** Records a computed field: shown in brackets. Times and durations are given in nanoseconds. */
  set(field: Field, value: number | Extra, at = this.base, length = 0): number {
    if (!this.wants[field.id]) return -1
    if (typeof value === 'number') return this.record(field, at, length, value, HAS_VALUE | GENERATED)
    const i = this.record(field, at, length, 0, GENERATED)
    if (i >= 0) this.records.extra.set(i, value)
    return i
  }
  /** A hidden record: found by filters, not drawn. */
  hide(field: Field, at: number, length: number, value?: number | Extra): number {
    if (!this.wants[field.id]) return -1
    const i = this.record(
      field,
      at,
      length,
      typeof value === 'number' ? value : 0,
      HIDDEN | (typeof value === 'number' ? HAS_VALUE : 0),
    )
    if (value !== undefined && typeof value !== 'number' && i >= 0) this.records.extra.set(i, value)
    return i
  }
  /** States expert information under the current place (or under `record`, with `open`). */
  note(field: Field, message: string = field.label, at = this.base, length = 0): number {
    const { severity = 'note', group = 'Protocol' } = field.options
    this.worst = Math.max(this.worst, SEVERITY_RANK[severity])
    const { expert } = this.registry
    if (!this.wants[field.id] && !this.plan.expert) return -1
    const was = this.parent
    const row = this.wants[expert.self.id] ? this.record(expert.self, at, length, 0, GENERATED) : -1
    if (row >= 0) this.label(row, `Expert Info (${SEVERITY_NAME[severity]}/${group}): ${message}`)
    this.open(row)
    const i = this.set(field, message, at, length)
    if (i >= 0) this.label(i, message)
    this.set(expert.f.message!, message, at, length)
    this.set(expert.f.severity!, SEVERITY_VALUE[severity], at, length)
    this.set(expert.f.group!, GROUP_VALUE[group] ?? 0, at, length)
    this.parent = was
    return i
  }
  /** Highest severity stated so far in this packet, as a rank (0 none … 5 error). */
  worst = 0

  /** A tree line of its own without a field behind it. */
  text(label: string, at = this.base, length = 0): number {
    if (!this.drawing) return -1
    const i = this.record(this.registry.text, at, length, 0, 0)
    if (i >= 0) this.records.label.set(i, label)
    return i
  }
  /** Rewrites the whole tree line of a record (from `add`, `set`, …). */
  label(record: number, label: string): void {
    if (this.drawing && record >= 0) this.records.label.set(record, label)
  }
  /** What follows stands under `record`; give the result to `close`. With −1 (nobody wants the group) nothing changes. */
  open(record: number): number {
    const was = this.parent
    if (record >= 0) this.parent = record
    return was
  }
  /** What follows stands beside the layers of the tree, in none of them. Give the result to `close`. */
  outside(): number {
    const was = this.parent
    this.parent = -1
    return was
  }
  /** Ends a group; the range of its record grows to the cursor unless it was set. */
  close(was: number, stretch = false): void {
    if (stretch && this.parent !== was)
      this.records.length[this.parent] = this.at - this.origin - this.records.start[this.parent]!
    this.parent = was
  }

  private wanting(field: Field): boolean {
    return this.wants[field.id] === 1 || (field.alsoField !== undefined && this.wants[field.alsoField.id] === 1)
  }
  private record(field: Field, at: number, length: number, value: number, flags: number): number {
    const i = this.wants[field.id]
      ? this.records.push(field, at - this.origin, length, value, this.parent, this.layer, this.source, flags)
      : -1
    const also = field.alsoField
    if (also && this.wants[also.id])
      this.records.push(also, at - this.origin, length, value, this.parent, this.layer, this.source, flags | HIDDEN)
    return i
  }

  private nestedBits(list: readonly Field[], at: number, size: number, little = false, under = -1): void {
    const was = this.open(under)
    for (const b of list) {
      let i = -1
      if (this.wants[b.id]) {
        const whole = readUint(this.bytes, at, size, little)
        const value =
          size <= 4 ? (whole & b.mask) >>> b.shift : Math.floor(whole / 2 ** b.shift) % (b.mask / 2 ** b.shift + 1)
        i = this.record(b, at, size, value, HAS_VALUE)
      }
      if (b.bits.length) this.nestedBits(b.bits, at, size, little, i)
    }
    this.parent = was
  }

  // ── Layers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Says how many bytes this layer's payload has on the wire from the cursor: what lies behind is not part of it (padding). */
  limit(length: number): void {
    const wire = this.at + Math.max(0, length)
    if (wire < this.wire) this.wire = wire
    if (wire < this.end) this.end = wire
  }

  /** The protocol that a table knows under a key. */
  find(table: string, key: number | string): Protocol | undefined {
    return this.registry.find(table, key)
  }

  /**
   * Hands the rest of this layer to the protocol that hangs in `table` under `key` (or `other`), else to a heuristic, else to `data`.
   * Returns the protocol, or undefined when there was nothing left or only data.
   */
  next(table: string, key: number | string, other?: number | string): Protocol | undefined {
    const child = this.registry.find(table, key) ?? (other === undefined ? undefined : this.registry.find(table, other))
    if (child && this.enter(child)) return child
    const guesses = this.registry.heuristics(table)
    for (let i = 0; i < guesses.length; i++) if (this.enter(guesses[i]!)) return guesses[i]
    this.rest()
    return undefined
  }
  /** Hands the rest of this layer to one protocol. False when it declined. */
  nest(protocol: Protocol): boolean {
    return this.enter(protocol)
  }
  /** What nobody understands is `data`. */
  rest(): void {
    if (this.at >= this.end) return
    const { data } = this.registry
    // Data has no state: while indexing it is only counted among the layers.
    if (!this.plan.indexing) this.enter(data)
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
  /** Runs `run` over other bytes (put together, decrypted, unpacked) as a further data source of this packet. */
  within(name: string, bytes: Uint8Array, run: () => void): void {
    const { bytes: b, origin, base, at, end, wire, source } = this
    if (!this.sources.length)
      this.sources.push({ name: 'Frame', bytes: b.subarray(origin, origin + this.frame.captured) })
    this.sources.push({ name, bytes })
    this.source = this.sources.length - 1
    this.bytes = bytes
    this.origin = this.base = this.at = 0
    this.end = this.wire = bytes.length
    run()
    this.bytes = b
    this.origin = origin
    this.base = base
    this.at = at
    this.end = end
    this.wire = wire
    this.source = source
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
  /** `eth:ethertype:ip:tcp`: the layers found so far, without the frame itself and what we say of the packet. */
  layerNames(): string {
    return this.layerProtocol
      .slice(1, this.depth)
      .map((l) => l.name)
      .filter((name) => !name.startsWith('_ws.'))
      .join(':')
  }
  /** State of a protocol that lives as long as the capture is open. */
  recall<T>(memory: Memory<T>): T {
    return this.memories.get(memory)
  }

  /** Sets the ends of this layer: positions of two addresses of one kind. */
  address(kind: AddressKind, source: number, destination: number): void {
    const to = this.ends
    to.kind = kind
    to.bytes = this.bytes
    to.source = source
    to.destination = destination
    if (!this.quoted) this.columnEnds.copy(to)
  }
  /** Column texts of ends that are no addresses. */
  endsText(source: string, destination: string): void {
    if (this.quoted) return
    this.columnEnds.kind = 'text'
    this.columnEnds.sourceText = source
    this.columnEnds.destinationText = destination
  }

  // ── Columns ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sets the Info column from this layer; a layer further in may say its own. */
  say(info: string): void {
    if (!this.columns || this.quoted) return
    this.info = this.fenced ? this.info.slice(0, this.fenced) + info : info
    this.said++
  }
  /** Appends to the Info column. */
  sayMore(info: string): void {
    if (this.columns && !this.quoted) this.info += info
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

  /** Decodes a layer that starts at the cursor; afterwards the cursor is behind all that the layer claimed. */
  private enter(protocol: Protocol): boolean {
    const depth = this.depth
    if (depth > limits.layersPerPacket) {
      if (protocol === this.registry.data || depth > limits.layersPerPacket + 1) return true
      return this.enter(this.registry.data)
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
    if (columnText !== '' && !this.quoted) this.protocolColumn = columnText
    const root = this.wants[self.id]
      ? this.records.push(self, at - this.origin, 0, 0, this.root, depth, this.source, 0)
      : -1
    this.layerRecord[depth] = root
    this.parent = root
    let accepted = true
    let whole = false
    try {
      if (at + headerSize > end) {
        this.headerStart(plan.header[protocol.id]!, at, end)
        this.needed = at + headerSize
        throw Truncated
      }
      whole = true
      const items = plan.header[protocol.id]!
      for (let i = 0; i < items.length; i++) this.headerField(items[i]!, at)
      this.at = at + headerSize
      if (protocol.decode) accepted = protocol.decode(this, protocol.h, protocol.f) !== false
    } catch (thrown) {
      // A layer of which not even the header is there says nothing, and neither do those around it.
      if (!whole && columnText !== '') this.say('')
      this.failed(protocol, thrown)
    }
    if (!accepted) this.decline(records, depth, protocolColumn, said)
    else {
      const ownEnd = this.headerEnd >= 0 ? this.headerEnd : this.at
      if (root >= 0) this.records.length[root] = Math.max(0, ownEnd - at)
      if (whole) this.describe(protocol, root, at, said)
    }
    this.at = accepted ? Math.max(at, this.end) : at
    this.base = base
    this.end = end
    this.wire = wire
    this.parent = parent
    this.layer = layer
    this.headerEnd = headerEnd >= 0 || !accepted ? headerEnd : at
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
        this.needed = at + protocol.headerSize
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
      if (this.columns && protocol.summary && this.said === said)
        this.say(protocol.summary(this, protocol.h, protocol.f))
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
      this.label(i, complaint.title.replace('%', about.columnText || about.name.toUpperCase()))
      const was = this.open(i)
      for (const note of Object.values(complaint.f) as Field[]) if (note.options.severity) this.note(note)
      this.parent = was
    }
    if (!this.quoted || complaint === this.registry.short) this.complaints += complaint.column ?? ''
  }
}

const quotedEnds: Ends[] = []
const SEVERITY_NAME = { comment: 'Comment', chat: 'Chat', note: 'Note', warn: 'Warning', error: 'Error' } as const
const SEVERITY_RANK = { comment: 1, chat: 2, note: 3, warn: 4, error: 5 } as const
/** PI_COMMENT … as Wireshark writes them in _ws.expert.severity. */
export const SEVERITY_VALUE = {
  comment: 0x100000,
  chat: 0x200000,
  note: 0x400000,
  warn: 0x600000,
  error: 0x800000,
} as const
export const GROUP_VALUE: Readonly<Record<string, number>> = {
  Checksum: 0x01000000,
  Sequence: 0x02000000,
  Response: 0x03000000,
  Request: 0x04000000,
  Undecoded: 0x05000000,
  Reassemble: 0x06000000,
  Malformed: 0x07000000,
  Debug: 0x08000000,
  Protocol: 0x09000000,
  Security: 0x0a000000,
  Comments: 0x0b000000,
  Decryption: 0x0c000000,
  Assumption: 0x0d000000,
  Deprecated: 0x0e000000,
  Receive: 0x0f000000,
  Interface: 0x10000000,
  'Dissector bug': 0x11000000,
}

const signed = (field: Field, value: number, size: number): number =>
  field.type === 'int' && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value
