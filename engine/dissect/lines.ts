/** The lines of one packet's tree: which stands under which, in the order in which a person reads them; and the text of each. */
import type { Field } from './field'
import { lineText } from './format'
import type { AddressNames, Occurrence } from './format'
import type { Packet } from './packet'
import { GENERATED, HAS_VALUE, HIDDEN } from './records'

/** Everything that is needed to read record `index` of a packet just decoded. */
export function occurrence(p: Packet, index: number): Occurrence {
  return readInto({ field: p.registry.text, records: p.records, index, bytes: p.bytes, origin: 0 }, p, index)
}

/** The same, into an object that is there already: one for each of a million lines is too many. */
export function readInto(o: Occurrence, p: Packet, index: number): Occurrence {
  const { records, sources } = p
  const source = records.source[index]!
  const held = source === 0 && sources.length === 0
  o.field = p.registry.fields[records.field[index]!]!
  o.records = records
  o.index = index
  o.bytes = held ? p.bytes : sources[source]!.bytes
  o.origin = held ? p.origin : 0
  return o
}

/** Marks in `last`: the line has nothing under it, and: it is not shown. */
const EMPTY = -1
const ABSENT = -2

/** Links between the lines of a packet; the lines are the numbers of its records. Reused from packet to packet. */
export class Lines {
  /** The first line at the top; −1: none. */
  top = -1
  /** The first line under a line, and the one behind it beside it; −1: none. */
  below = new Int32Array(256)
  next = new Int32Array(256)
  private last = new Int32Array(256)

  /** Reads a packet decoded with a drawing plan. Hidden records are left out unless they are asked for (JSON shows them). */
  of(p: Packet, hidden = false): this {
    const { records } = p
    const { count } = records
    const { fields } = p.registry
    if (count > this.next.length) {
      this.below = new Int32Array(2 * count)
      this.next = new Int32Array(2 * count)
      this.last = new Int32Array(2 * count)
    }
    const { below, next, last } = this
    this.top = -1
    let lastTop = -1
    let moved: number[] | undefined
    for (let i = 0; i < count; i++) {
      const { options } = fields[records.field[i]!]!
      below[i] = next[i] = -1
      last[i] = EMPTY
      if (!hidden && (records.flags[i]! & HIDDEN || options.hidden)) {
        last[i] = ABSENT
        continue
      }
      const parent = records.parent[i]!
      if (parent < 0) {
        if (lastTop < 0) this.top = i
        else next[lastTop] = i
        lastTop = i
      } else if (last[parent] !== ABSENT) {
        if (options.after) (moved ??= []).push(i)
        else this.append(parent, i)
      }
    }
    if (moved) for (const i of moved) this.place(p, records.parent[i]!, i, fields[records.field[i]!]!.options.after!)
    return this
  }

  private append(parent: number, i: number): void {
    const before = this.last[parent]!
    if (before < 0) this.below[parent] = i
    else this.next[before] = i
    this.last[parent] = i
  }

  /** Puts a computed line behind the header field that it belongs to, and behind the lines already placed after the same field. */
  private place({ records, registry }: Packet, parent: number, i: number, after: string): void {
    const { below, next } = this
    const field = (k: number): Field => registry.fields[records.field[k]!]!
    let at = -1
    for (let k = below[parent]!; k >= 0; k = next[k]!) if (field(k).name === after) at = k
    if (at < 0) {
      this.append(parent, i)
      return
    }
    while (next[at]! >= 0 && field(next[at]!).options.after === after) at = next[at]!
    next[i] = next[at]!
    next[at] = i
    if (next[i]! < 0) this.last[parent] = i
  }
}

/** Lines of small numbers, written before: of each field the commonest values come again and again. */
const written = new WeakMap<Field, Map<number, string>>()
const mostWritten = 256

/** The text of a line; control characters are written out. */
export function lineAt(o: Occurrence, names: AddressNames): string {
  const { field, records, index } = o
  const length = records.length[index]!
  const width = field.options.patternBits ?? 8 * (field.mask ? length || field.size || 1 : 1)
  const key = keyOf(o, length, width)
  if (key < 0) return lineText(o, width, names)
  let lines = written.get(field)
  if (!lines) written.set(field, (lines = new Map()))
  let line = lines.get(key)
  if (line === undefined) {
    line = lineText(o, width, names)
    if (lines.size < mostWritten) lines.set(key, line)
  }
  return line
}

/** What the text of a numeric line depends on, as one number; −1 where it is too much for one. */
function keyOf({ field, records, index, bytes, origin }: Occurrence, length: number, width: number): number {
  const flags = records.flags[index]!
  if (!field.numeric || !(flags & HAS_VALUE) || field.type === 'ipv4' || length > 4 || records.label.has(index))
    return -1
  const value = records.value[index]!
  if (value < 0 || value > 0xf_ffff || value !== Math.floor(value) || width > 64 || records.extra.has(index)) return -1
  let bits = 0
  if (field.mask && !(flags & GENERATED) && length && !field.little) {
    // The bits of the packet may say less than the value (a header length, counted in bytes).
    const at = origin + records.start[index]!
    for (let k = 0; k < length; k++) bits = bits * 256 + bytes[at + k]!
    bits = Math.floor(bits / 2 ** field.shift) % 0x1_0000_0000
    const most = field.mask / 2 ** field.shift
    if (most > 0xfff) return -1
    bits &= most
  }
  return (((value * 0x1000 + bits) * 8 + length) * 128 + width) * 2 + ((flags & GENERATED) >> 1)
}
