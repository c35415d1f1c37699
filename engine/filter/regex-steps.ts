/** The program of a pattern: what its steps are, and where a step that takes no byte holds. */
import type { Assertion } from './regex-parse'
import { word } from './regex-sets'
import type { ByteSet } from './regex-sets'

export type Step =
  | { op: 'set'; set: ByteSet }
  | { op: 'split'; a: number; b: number }
  | { op: 'assert'; what: Assertion }
  | { op: 'match' }

/** What came before a position. */
export const START = 0
export const NEWLINE = 1
export const WORD = 2
export const OTHER = 3
/** What comes next, besides a byte: the line feed that ends the text, and the end. */
export const LAST_NEWLINE = 256
export const END = 257

/** Whether an assertion holds between what came before and what comes next. */
export function holds(what: Assertion, before: number, symbol: number): boolean {
  switch (what) {
    case 'start':
      return before === START
    case 'line-start':
      return before === START || (before === NEWLINE && symbol !== END)
    case 'end':
      return symbol === END || symbol === LAST_NEWLINE
    case 'line-end':
      return symbol === END || symbol === LAST_NEWLINE || symbol === 10
    case 'very-end':
      return symbol === END
    case 'boundary':
    case 'no-boundary': {
      const follows = symbol < 256 && word[symbol] === 1
      return ((before === WORD) !== follows) === (what === 'boundary')
    }
  }
}
