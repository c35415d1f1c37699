/** The inside of `[…]` and `#[…]`: which bytes, characters or layers. */
import type { SlicePart } from './ast'
import { refuse } from './tokens'
import type { Token } from './tokens'

const NUMBER = String.raw`-?\s*(?:0[xX][0-9A-Fa-f]+|0[bB][01]+|\d+)`
const PART = new RegExp(String.raw`^\s*(${NUMBER})?\s*(?:([:-])\s*(${NUMBER})?)?\s*$`)

function integer(text: string): number {
  const digits = text.replace(/[-\s]/g, '')
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits)
  return text.trimStart().startsWith('-') ? -value : value
}

/** Reads the comma-separated parts of a slice. `layers`: a single number after `#` is one layer. */
export function parseParts(token: Token, layers = false): SlicePart[] {
  const [from, to] = token.range
  const pieces = token.text.split(',')
  return pieces.map((piece, n): SlicePart => {
    const text = piece.trim()
    if (!text) {
      const before = pieces.slice(0, n + 1).reduce((sum, p) => sum + p.length + 1, 0)
      const place = from + (layers ? 1 : 0) + before
      const last = n === pieces.length - 1
      refuse('slice', `"${last ? ']' : ','}" was unexpected in this context.`, [
        Math.min(place, to - 1),
        Math.min(place + 1, to),
      ])
    }
    const found = PART.exec(text)
    if (!found || (found[1] === undefined && found[2] === '-')) {
      const word = /^[A-Za-z_]\w*$/.test(text)
      return refuse('slice', word ? `"${text}" is not a valid number.` : `"${text}" is not a valid range.`, [from, to])
    }
    const [, first, sign, second] = found
    const start = first === undefined ? 0 : integer(first)
    if (Math.abs(start) > 0x7fffffff) refuse('slice', `"${text}" is not a valid range.`, [from, to])
    if (!sign) return { start, length: 1 }
    if (second === undefined) {
      if (sign === '-') refuse('slice', `"${text}" is not a valid range.`, [from, to])
      return { start }
    }
    const other = integer(second)
    if (sign === ':') {
      if (other <= 0) refuse('slice', `Range ${text} isn't valid because length ${other} isn't positive`, [from, to])
      return { start, length: other }
    }
    if (start < 0 !== other < 0)
      refuse('slice', `Range ${text} isn't valid because ${start} and ${other} have different signs`, [from, to])
    if (start > other)
      refuse('slice', `Range ${text} isn't valid because ${start} is greater or equal than ${other}`, [from, to])
    return { start, end: other }
  })
}

/** Whether layer `n` (from 1) of `count` is meant. */
export function hasLayer(parts: readonly SlicePart[], n: number, count: number): boolean {
  return parts.some(({ start, length, end }) => {
    const first = start < 0 ? count + start + 1 : start
    const last =
      end !== undefined ? (end < 0 ? count + end + 1 : end) : length !== undefined ? first + length - 1 : Infinity
    return n >= first && n <= last
  })
}

/** The pieces [from, to) of a value of `size` units; those that do not lie inside it are left out. */
export function pieces(parts: readonly SlicePart[], size: number): [from: number, to: number][] {
  const out: [number, number][] = []
  for (const { start, length, end } of parts) {
    const from = start < 0 ? size + start : start
    const to = end !== undefined ? (end < 0 ? size + end + 1 : end + 1) : length !== undefined ? from + length : size
    if (from >= 0 && from < to && to <= size) out.push([from, to])
  }
  return out
}
