/** The comparison and arithmetic operators: their spellings, how they read aloud, and what they compute. */
import type { ArithmeticOp, CompareOp, Quantifier } from './ast'
import type { Value } from './values'

export interface Comparison {
  symbols: readonly string[]
  /** Whether one pair of values that passes is enough, or all must. */
  match: Quantifier
  /** The outcome, from the sign of left − right. */
  test(order: number): boolean
  words: string
  /** The same with the sides changed. */
  swapped: CompareOp
}

/** One entry per operator; the first spelling is the one that is printed. */
export const comparisons: Readonly<Record<CompareOp, Comparison>> = {
  any_eq: { symbols: ['==', 'eq', 'any_eq'], match: 'any', test: (o) => o === 0, words: 'is', swapped: 'any_eq' },
  all_ne: { symbols: ['!=', 'ne', 'all_ne'], match: 'all', test: (o) => o !== 0, words: 'is never', swapped: 'all_ne' },
  all_eq: { symbols: ['===', 'all_eq'], match: 'all', test: (o) => o === 0, words: 'is always', swapped: 'all_eq' },
  any_ne: {
    symbols: ['!==', 'any_ne', '~='],
    match: 'any',
    test: (o) => o !== 0,
    words: 'is at least once not',
    swapped: 'any_ne',
  },
  gt: { symbols: ['>', 'gt'], match: 'any', test: (o) => o > 0, words: 'is greater than', swapped: 'lt' },
  ge: { symbols: ['>=', 'ge'], match: 'any', test: (o) => o >= 0, words: 'is at least', swapped: 'le' },
  lt: { symbols: ['<', 'lt'], match: 'any', test: (o) => o < 0, words: 'is less than', swapped: 'gt' },
  le: { symbols: ['<=', 'le'], match: 'any', test: (o) => o <= 0, words: 'is at most', swapped: 'ge' },
}

export const comparisonBySymbol: ReadonlyMap<string, CompareOp> = new Map(
  (Object.entries(comparisons) as [CompareOp, Comparison][]).flatMap(([op, { symbols }]) =>
    symbols.map((s) => [s, op] as const),
  ),
)

export interface Arithmetic {
  words: string
  /** What cannot be done, for messages. */
  cannot: string
  /** Undefined: no result (division by zero). Both are integers of one kind, or both numbers. */
  compute(a: bigint, b: bigint): bigint | undefined
  real(a: number, b: number): number | undefined
}

export const arithmetic: Readonly<Record<ArithmeticOp, Arithmetic>> = {
  '+': { words: 'plus', cannot: 'cannot be added', compute: (a, b) => a + b, real: (a, b) => a + b },
  '-': { words: 'minus', cannot: 'cannot be subtracted', compute: (a, b) => a - b, real: (a, b) => a - b },
  '*': { words: 'times', cannot: 'cannot be multiplied', compute: (a, b) => a * b, real: (a, b) => a * b },
  '/': {
    words: 'divided by',
    cannot: 'cannot be divided',
    compute: (a, b) => (b === 0n ? undefined : a / b),
    real: (a, b) => (b === 0 ? undefined : a / b),
  },
  '%': {
    words: 'modulo',
    cannot: 'does not support modulo operation',
    compute: (a, b) => (b === 0n ? undefined : a % b),
    real: () => undefined,
  },
  '&': {
    words: 'and the bits',
    cannot: 'does not support bitwise AND',
    compute: (a, b) => a & b,
    real: () => undefined,
  },
}

/** Bit by bit, of two byte strings of one length. */
export function andBytes(a: Uint8Array, b: Uint8Array): Uint8Array | undefined {
  return a.length === b.length ? a.map((byte, i) => byte & b[i]!) : undefined
}

/** Whether a computed value alone is a true test. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0
  if (typeof value === 'string') return value.length > 0
  return value instanceof Uint8Array && value.some((b) => b !== 0)
}
