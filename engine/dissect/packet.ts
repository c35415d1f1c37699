/**
 * One packet under decoding: its layers, one inside the other, and the columns of its row. Reading and recording are in cursor.ts.
 * The object is reused from packet to packet: nothing in it may be kept by a dissector.
 */
import { limits } from '../limits'
import { Truncated, uint as readUint } from '../bytes/read'
import { Layers } from './layers'
import { signed } from './cursor'
import { Ends } from './ends'
import type { Field } from './field'
import type { Frame } from './frame'
import type { Memory } from './memory'
import type { Plan } from './plan'
import type { Preference, PreferenceValue } from './preference'
import type { Protocol } from './protocol'
import { HAS_VALUE } from './records'

const quotedEnds: Ends[] = []

export class Packet extends Layers {
  /** Decodes bytes[at .. at+captured) by `plan`. What was found stays in this object until the next call. Never throws for bad bytes. */
  run(frame: Frame, bytes: Uint8Array, at: number, plan: Plan, first: boolean): void {
    this.start(frame, bytes, at, plan, first)
    if (plan.indexing) {
      this.layerAt(0, this.registry.frame, at)
      this.depth = this.level = 1
      this.next('frame.linktype', frame.linkType)
    } else this.nest(this.registry.frame)
    if (this.complaints && this.columns) this.info += this.complaints
  }

  /**
   * First pass: the same for a packet whose layers down to the transport layer have been walked by others (session/plain-packets.ts), which
   * `enter` tells this object of. `body` reads what the innermost of them carries.
   */
  resume(frame: Frame, bytes: Uint8Array, at: number, plan: Plan, enter: () => void, body: () => void): void {
    this.start(frame, bytes, at, plan, true)
    enter()
    try {
      body()
    } catch (thrown) {
      this.failed(this.layerProtocol[this.layer]!, thrown)
    }
  }
  private start(frame: Frame, bytes: Uint8Array, at: number, plan: Plan, first: boolean): void {
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
    this.depth = this.turn = this.layer = this.source = this.said = this.fenced = this.worst = 0
    this.flow = this.parent = this.root = -1
    this.level = 0
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
    let child = at.get(key) ?? (other === undefined ? undefined : at.get(other))
    if (this.settings.hasRules) child = this.settings.ruled(table, key, child)
    if (child && this.nest(child)) return child
    return this.guess(at.guesses)
  }
  /** Hands the rest of this layer to the first of these protocols that knows it, else to `data`. */
  guess(guesses: readonly Protocol[]): Protocol | undefined {
    if (this.at < this.end)
      for (let i = 0; i < guesses.length; i++)
        if (this.looksLike(guesses[i]!) === true && this.nest(guesses[i]!)) return guesses[i]
    this.rest()
    return undefined
  }
  /** What a heuristic says of the payload at the cursor. Nothing is changed. */
  looksLike(protocol: Protocol): boolean | 'wait' {
    const { at, base, end, wire } = this
    this.base = at
    try {
      return protocol.looks!(this)
    } catch (thrown) {
      if (thrown !== Truncated) this.fault(protocol, thrown)
      return false
    } finally {
      this.at = at
      this.base = base
      this.end = end
      this.wire = wire
    }
  }
  /** The value of a preference. */
  prefer<T extends PreferenceValue>(preference: Preference<T>): T {
    return this.settings.value(preference)
  }
  /** First pass: what lies in this layer is left for later decodings to find; a filter then asks the packet itself. */
  leaveOpen(): void {
    if (this.plan.indexing) this.stack = this.stacks.step(this.stack, this.registry.open.id)
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
    const { root, parent, flow } = this
    this.root = this.layerRecord[this.layer]!
    try {
      run()
    } finally {
      this.root = root
      this.parent = parent
      this.flow = flow
      this.ends.copy(quotedEnds[this.quoted]!)
      this.sourcePort = sourcePort
      this.destinationPort = destinationPort
      this.quoted--
    }
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
    try {
      run()
    } finally {
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
  }
  /** Names a layer that has no tree of its own but stands in frame.protocols ("ethertype"). */
  mark(protocol: Protocol): void {
    if (this.depth > limits.layersPerPacket) return
    if (this.plan.indexing) this.stack = this.stacks.step(this.stack, protocol.id)
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

  /** Hands the rest of this layer to one protocol; afterwards the cursor is behind all that it claimed. False when it declined. */
  nest(protocol: Protocol): boolean {
    const depth = this.depth
    if (depth > limits.layersPerPacket || this.level >= limits.layersDeep) {
      this.at = this.end
      return true
    }
    if (this.plan.indexing) return this.pass(protocol)
    const { base, end, wire, at, parent, layer, headerEnd, said, plan, level, info, fenced, complaints, turn } = this
    const sources = this.sources.length
    const { columnText, self, headerSize } = protocol
    const records = this.records.count
    const protocolColumn = this.protocolColumn
    this.depth = depth + 1
    this.level = level + 1
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
    if (!accepted) {
      this.records.cutTo(records)
      if (this.sources.length > sources) this.sources.length = sources
      this.depth = depth
      this.protocolColumn = protocolColumn
      this.said = said
      this.info = info
      this.fenced = fenced
      this.complaints = complaints
      this.turn = turn
    } else {
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
    this.level = level
    // A layer drawn inside the one in front of it (extension headers) is a part of that one's header.
    this.headerEnd = headerEnd >= 0 || !accepted ? headerEnd : protocol.nested ? inner : at
    return accepted
  }

  /** The same while indexing: nothing is recorded and nothing said, only state is built and layers are counted. */
  private pass(protocol: Protocol): boolean {
    const { base, end, wire, at, layer, stack, depth, level, turn } = this
    this.depth = depth + 1
    this.level = level + 1
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
      this.turn = turn
    }
    this.base = base
    this.end = end
    this.wire = wire
    this.layer = layer
    this.level = level
    return accepted
  }

  /** Of a header that was cut short, the fields that are there. */
  private headerStart(items: readonly Field[], at: number, end: number): void {
    for (const field of items) if (at + field.offset + field.size <= end) this.headerField(field, at)
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
        this.records.name(root, protocol.heading(this, protocol.h, protocol.f))
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
}
