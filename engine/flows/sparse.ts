/** Numbers that few rows of a table have: kept in order of the rows, found by halving. */
import { widerF64, widerU32 } from './columns'

export class SparseNumbers {
  private count = 0
  private rows: Uint32Array = new Uint32Array(16)
  private values: Float64Array
  constructor(private readonly width = 1) {
    this.values = new Float64Array(16 * width)
  }

  /** Adds `width` numbers for a row, which must not be lower than the last one added. Give the place to `set`. */
  add(row: number): number {
    if (this.count === this.rows.length) {
      this.rows = widerU32(this.rows, this.count + 1)
      this.values = widerF64(this.values, this.rows.length * this.width)
    }
    this.rows[this.count] = row
    return this.count++
  }
  /** Adds the first `count` rows, with their numbers one row after the other. */
  append(rows: Uint32Array, values: Float64Array, count: number): void {
    const place = this.count
    if (place + count > this.rows.length) {
      this.rows = widerU32(this.rows, place + count)
      this.values = widerF64(this.values, this.rows.length * this.width)
    }
    this.rows.set(rows.subarray(0, count), place)
    this.values.set(values.subarray(0, count * this.width), place * this.width)
    this.count = place + count
  }
  set(place: number, column: number, value: number): void {
    this.values[place * this.width + column] = value
  }
  get(place: number, column = 0): number {
    return this.values[place * this.width + column]!
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
