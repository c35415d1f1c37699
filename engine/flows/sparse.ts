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
  /** The same for a table of eight columns, all of them given. */
  add8(row: number, a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): void {
    const at = this.add(row) * 8
    const { values } = this
    values[at] = a
    values[at + 1] = b
    values[at + 2] = c
    values[at + 3] = d
    values[at + 4] = e
    values[at + 5] = f
    values[at + 6] = g
    values[at + 7] = h
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
