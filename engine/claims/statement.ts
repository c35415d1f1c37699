/** What the judges are given of a statement, and what they find in it. */
import type { CaptureFacts } from './facts'
import type { Token } from './tokens'
import type { Words } from './words'

/**
 * How what was said fits its readings: all of them, some, none. A statement is true when it fits one reading and false when it fits none; of a negated
 * one it is the other way round, and then some is not enough for either. `unknown`: understood, but it cannot be told.
 */
export type Fit = 'all' | 'some' | 'none' | 'unknown'

export interface Finding {
  fit: Fit
  /** What is right, as a sentence. */
  right: string
  frames: number[]
  /** Name of the rule: `field.seq`, `acks`, `misconception.psh`. */
  rule: string
  /** Tokens that it accounts for. */
  used: readonly Token[]
  /** The sentence's negation has been reckoned with. */
  negationDone?: boolean
}

export interface Statement {
  text: string
  tokens: readonly Token[]
  /** Frames that the text before it is about: for `this packet`, and for lines of a list below a heading. */
  context: readonly number[]
  facts: CaptureFacts
  words: Words
  /** It holds a `not`. */
  negated: boolean
  /** A row of a table, or `label: value`. */
  labelled: boolean
}

/** Whether a value fits each of several frames. */
export const fitOf = (hits: readonly boolean[]): Fit =>
  !hits.length ? 'unknown' : hits.every(Boolean) ? 'all' : hits.some(Boolean) ? 'some' : 'none'
