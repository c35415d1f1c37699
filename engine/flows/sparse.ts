/** Numbers that few rows of a table have: kept in order of the rows, found by halving. */
import { widerU32 } from './columns'

/** Rows whose numbers lie in one array: what is there is never copied. */
const PAGE = 4096

export class SparseNumbers {
  private count = 0
  private rows: Uint32Array = new Uint32Array(16)
  private readonly pages: Float64Array[] = []
  constructor(private readonly width = 1) {}

  /** Adds `width` numbers for a row, which must not be lower than the last one added. Give the place to `set`. */
  add(row: number): number {
    this.reserve(1)
    this.rows[this.count] = row
    return this.count++
  }
  /** Adds the first `count` rows, with their numbers one row after the other. */
  append(rows: Uint32Array, values: Float64Array, count: number): void {
    const { width } = this
    this.reserve(count)
    this.rows.set(rows.subarray(0, count), this.count)
    for (let i = 0; i < count;) {
      const from = (this.count + i) % PAGE
      const more = Math.min(count - i, PAGE - from)
      const part = values.subarray(i * width, (i + more) * width)
      this.pages[(this.count + i - from) / PAGE]!.set(part, from * width)
      i += more
    }
    this.count += count
  }
  private reserve(more: number): void {
    const need = this.count + more
    if (need > this.rows.length) this.rows = widerU32(this.rows, need)
    while (this.pages.length * PAGE < need) this.pages.push(new Float64Array(PAGE * this.width))
  }
  set(place: number, column: number, value: number): void {
    this.pages[Math.floor(place / PAGE)]![(place % PAGE) * this.width + column] = value
  }
  /** NaN for no place. */
  get(place: number, column = 0): number {
    return this.pages[Math.floor(place / PAGE)]?.[(place % PAGE) * this.width + column] ?? NaN
  }
  /** Where a row's numbers are, or −1. */
  find(row: number): number {
    let low = 0
    let high = this.count - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const at = this.rows[middle]!
      if (at === row) return middle
      if (at < row) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}
