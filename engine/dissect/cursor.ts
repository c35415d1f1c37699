/**
 * The cursor of a packet: how dissectors read bytes, and how what they find is recorded.
 *
 * Positions are absolute in `bytes`, which may be a chunk of a file that holds many packets; `origin` is where this packet starts.
 * A layer sees [base, end): `end` is where the captured bytes of the layer stop, `wire` where they stopped on the wire (≥ end).
 */
import { Truncated, uint as readUint, u8, u16, u32 } from '../bytes/read'
import type { Field } from './field'
import { noNames } from './format'
import type { AddressNames } from './format'
import type { Frame } from './frame'
import type { Plan } from './plan'
import type { Protocol } from './protocol'
import { GENERATED, HAS_VALUE, HIDDEN, Records } from './records'
import type { Extra } from './records'
import type { Registry } from './registry'

const NO_BYTES = new Uint8Array(0)

export class Cursor {
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
  readonly records = new Records()
  /** Names of addresses for headings and columns; none under `-n`. Set by whoever owns the packet. */
  names: AddressNames = noNames
  /** Captured bytes of a packet seen before, fewer where the file no longer has them: to be used at once. Set by whoever owns the packet. */
  bytesOf: (frame: number, at: number, length: number) => Uint8Array = () => NO_BYTES
  /** Key log lines that stand in the capture itself, as far as it has been read. Set by whoever owns the packet. */
  keysInCapture: () => string = () => ''
  source = 0
  protected wants!: Uint8Array
  protected plan!: Plan
  protected parent = -1
  /** Which of the packet's layers is being decoded: 0 the frame. */
  layer = 0
  protected needed = 0
  /** Where the header of the current layer ends, for layers that keep their payload to themselves; −1: where the next layer starts. */
  headerEnd = -1
  /** What layers stand under: −1, or inside a quotation the record of the layer that quotes. */
  protected root = -1
  /** Highest severity stated so far in this packet, as a rank (0 none … 5 error). */
  worst = 0

  constructor(readonly registry: Registry) {}

  /** The protocol that a table knows under a key. */
  find(table: string, key: number | string): Protocol | undefined {
    return this.registry.find(table, key)
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
      records.cutTo(i)
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

  /** The same of all that is left of this layer: refuses where the capture cut its end off. */
  needRest(): void {
    if (this.end < this.wire) this.need(this.left + 1)
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
    if (this.plan.indexing) return value
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
  /** A tree line of its own without a field behind it. */
  text(label: string, at = this.base, length = 0): number {
    if (!this.drawing) return -1
    const i = this.record(this.registry.text, at, length, 0, 0)
    if (i >= 0) this.records.name(i, label)
    return i
  }
  /** Rewrites the whole tree line of a record (from `add`, `set`, …). */
  label(record: number, label: string): void {
    if (this.drawing && record >= 0) this.records.name(record, label)
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
  /** Layers that `run` finds are drawn under `record`. */
  under(record: number, run: () => void): void {
    const was = this.root
    if (record >= 0) this.root = record
    run()
    this.root = was
  }
  /** Ends a group; the range of its record grows to the cursor unless it was set. */
  close(was: number, stretch = false): void {
    if (stretch && this.parent !== was)
      this.records.length[this.parent] = this.at - this.origin - this.records.start[this.parent]!
    this.parent = was
  }

  protected wanting(field: Field): boolean {
    return this.wants[field.id] === 1 || (field.alsoField !== undefined && this.wants[field.alsoField.id] === 1)
  }
  protected record(field: Field, at: number, said: number, value: number, flags: number): number {
    // No item reaches behind the bytes that were captured, whatever length stands in them.
    const there = this.bytes.length - at
    const length = said > there ? Math.max(0, there) : said
    const i = this.wants[field.id]
      ? this.records.push(field, at - this.origin, length, value, this.parent, this.layer, this.source, flags)
      : -1
    const also = field.alsoField
    if (also && this.wants[also.id])
      this.records.push(also, at - this.origin, length, value, this.parent, this.layer, this.source, flags | HIDDEN)
    return i
  }

  protected nestedBits(list: readonly Field[], at: number, size: number, little = false, under = -1): void {
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
}

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

export const signed = (field: Field, value: number, size: number): number =>
  field.type === 'int' && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value
