/** What the parser makes of a filter: tests (true or false) over entities (lists of values). Ranges are [from, to) in the text as typed. */

export type Range = [from: number, to: number]

export type CompareOp = 'any_eq' | 'all_ne' | 'all_eq' | 'any_ne' | 'gt' | 'ge' | 'lt' | 'le'
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '&'
export type Quantifier = 'any' | 'all'

/** `[i:j]`, `[i-j]`, `[i]`, `[:j]`, `[i:]`: a start, and a length or an inclusive end; neither means: to the end. */
export interface SlicePart {
  start: number
  length?: number
  end?: number
}

export type Test =
  | { kind: 'and' | 'or' | 'xor'; left: Test; right: Test; range: Range }
  | { kind: 'not'; test: Test; range: Range }
  | { kind: 'exists'; what: Entity; range: Range }
  | { kind: 'compare'; op: CompareOp; quantifier?: Quantifier; left: Entity; right: Entity; at: Range; range: Range }
  | { kind: 'contains' | 'matches'; quantifier?: Quantifier; left: Entity; right: Entity; at: Range; range: Range }
  | { kind: 'in'; not: boolean; quantifier?: Quantifier; left: Entity; members: Member[]; range: Range }

export interface Member {
  from: Entity
  /** The upper end of `from .. to`, which belongs to the range. */
  to?: Entity
}

export type Entity =
  /** A field, a protocol or a literal without quotes: what it is, the field tables decide. */
  | { kind: 'word'; text: string; raw: boolean; forced: Forced; layers?: SlicePart[]; range: Range }
  | { kind: 'string'; value: string; range: Range }
  | { kind: 'char'; value: number; range: Range }
  | { kind: 'slice'; of: Entity; parts: SlicePart[]; raw: boolean; range: Range }
  | { kind: 'call'; name: string; args: Entity[]; nameRange: Range; range: Range }
  | { kind: 'arithmetic'; op: ArithmeticOp; left: Entity; right: Entity; range: Range }
  | { kind: 'negate'; of: Entity; range: Range }
  | { kind: 'reference'; name: string; raw: boolean; layers?: SlicePart[]; range: Range }

/** `.name` can only be a field, `:text` only a literal. */
export type Forced = '' | 'field' | 'literal'

/** A parsed filter. `test` is missing when the text is blank: every packet matches. */
export interface Filter {
  text: string
  test?: Test
  warnings: Warning[]
  /** Macros that the text calls, and where; missing when it calls none. */
  calls?: { name: string; range: Range }[]
}

/** Something that works but is not what the user may think, or has a better spelling. */
export interface Warning {
  message: string
  range: Range
}
