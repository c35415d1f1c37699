/** What one packet was found to contain: parallel arrays, one slot per field occurrence, reused from packet to packet. */
import { limits } from '../limits'
import type { Field } from './field'

/** Values that do not fit a number. */
export type Extra = string | bigint | Uint8Array

export class Records {
  count = 0
  /** The row limit was reached: the tree ends with "… more". */
  overflow = false
  field = new Uint16Array(256)
  start = new Uint32Array(256)
  length = new Uint32Array(256)
  /** Number; seconds for times and durations; IPv4 as u32. Meaningless where the bytes themselves are the value. */
  value = new Float64Array(256)
  /** Index of the record that this one stands under, −1 for a layer. */
  parent = new Int32Array(256)
  /** Which layer of the packet it belongs to, counted from 0 (frame). */
  layer = new Uint8Array(256)
  /** Which byte array: 0 the packet, then reassembled or decompressed data. */
  source = new Uint8Array(256)
  /** Bit 1: hidden from the tree. Bit 2: computed, not read. Bit 4: `value` is the value (else read the bytes). */
  flags = new Uint8Array(256)
  readonly extra = new Map<number, Extra>()
  /** Tree lines that are not what the field's own rules would write. */
  readonly label = new Map<number, string>()

  reset(): void {
    this.count = 0
    this.overflow = false
    if (this.extra.size) this.extra.clear()
    if (this.label.size) this.label.clear()
  }

  /** Rewrites the tree line of a record. What no line can show is not kept. */
  name(i: number, label: string): void {
    this.label.set(i, label.length > limits.labelText ? label.slice(0, limits.labelText) : label)
  }

  /** Takes back all records from the `n`th on. */
  cutTo(n: number): void {
    for (const map of [this.extra, this.label]) if (map.size) for (const i of map.keys()) if (i >= n) map.delete(i)
    this.count = Math.min(this.count, n)
  }

  /** Adds a record; −1 when the packet has too many. */
  push(
    field: Field,
    start: number,
    length: number,
    value: number,
    parent: number,
    layer: number,
    source: number,
    flags: number,
  ): number {
    const i = this.count
    if (i >= limits.rowsPerPacket) {
      this.overflow = true
      return -1
    }
    if (i === this.field.length) this.grow()
    this.field[i] = field.id
    this.start[i] = start
    this.length[i] = length
    this.value[i] = value
    this.parent[i] = parent
    this.layer[i] = layer
    this.source[i] = source
    this.flags[i] = flags
    this.count = i + 1
    return i
  }

  private grow(): void {
    const n = this.field.length * 2
    const wider = <T extends { set(from: T): void }>(to: T, from: T): T => (to.set(from), to)
    this.field = wider(new Uint16Array(n), this.field)
    this.start = wider(new Uint32Array(n), this.start)
    this.length = wider(new Uint32Array(n), this.length)
    this.value = wider(new Float64Array(n), this.value)
    this.parent = wider(new Int32Array(n), this.parent)
    this.layer = wider(new Uint8Array(n), this.layer)
    this.source = wider(new Uint8Array(n), this.source)
    this.flags = wider(new Uint8Array(n), this.flags)
  }
}

export const HIDDEN = 1
export const GENERATED = 2
export const HAS_VALUE = 4
