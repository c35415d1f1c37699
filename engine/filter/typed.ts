/** A filter that has been checked: every word is a field or a value, every entity has a type. Made by check.ts, run by compile.ts. */
import type { Field } from '../dissect/field'
import type { ArithmeticOp, CompareOp, Quantifier, Range, SlicePart } from './ast'
import type { FilterFunction } from './functions'
import type { Pattern } from './regex'
import type { Type } from './types'
import type { Value } from './values'

export type TypedEntity = { type: Type; range: Range } &
  /** `bare`: only whether it is there is asked. */
  (
    | { kind: 'field'; field: Field; raw: boolean; layers?: readonly SlicePart[]; bare?: boolean }
    /** A field or protocol that Wireshark knows and Wirelens does not decode: it has no values. */
    | { kind: 'undecoded'; name: string }
    /** A column of the packet list, by its id. */
    | { kind: 'column'; column: string; name: string }
    | { kind: 'constant'; value: Value; bits?: number; others?: readonly number[]; text: string }
    /** Values of a field in the selected packet. */
    | { kind: 'reference'; name: string; values: readonly Value[] }
    | { kind: 'slice'; of: TypedEntity; parts: readonly SlicePart[]; chars: boolean }
    | { kind: 'call'; fn: FilterFunction; args: TypedEntity[] }
    | { kind: 'arithmetic'; op: ArithmeticOp; left: TypedEntity; right: TypedEntity }
    | { kind: 'negate'; of: TypedEntity }
    /** The names of the values of a field, for `contains` and `matches`. */
    | { kind: 'names'; of: TypedEntity }
  )

export interface TypedMember {
  from: TypedEntity
  to?: TypedEntity
}

export type TypedTest = { range: Range } & (
  | { kind: 'and' | 'or' | 'xor'; left: TypedTest; right: TypedTest }
  | { kind: 'not'; test: TypedTest }
  | { kind: 'exists'; what: TypedEntity }
  | { kind: 'compare'; op: CompareOp; quantifier: Quantifier; left: TypedEntity; right: TypedEntity }
  | { kind: 'contains'; quantifier: Quantifier; left: TypedEntity; right: TypedEntity }
  | { kind: 'matches'; quantifier: Quantifier; left: TypedEntity; pattern: Pattern; text: string }
  | { kind: 'in'; not: boolean; quantifier: Quantifier; left: TypedEntity; members: TypedMember[] }
)

/** Every entity of a test, those inside others too. */
export function* entitiesOf(test: TypedTest): Generator<TypedEntity> {
  switch (test.kind) {
    case 'and':
    case 'or':
    case 'xor':
      yield* entitiesOf(test.left)
      yield* entitiesOf(test.right)
      return
    case 'not':
      yield* entitiesOf(test.test)
      return
    case 'exists':
      yield* inside(test.what)
      return
    case 'matches':
      yield* inside(test.left)
      return
    case 'in':
      yield* inside(test.left)
      for (const m of test.members) {
        yield* inside(m.from)
        if (m.to) yield* inside(m.to)
      }
      return
    default:
      yield* inside(test.left)
      yield* inside(test.right)
  }
}

function* inside(entity: TypedEntity): Generator<TypedEntity> {
  yield entity
  if (entity.kind === 'call') for (const arg of entity.args) yield* inside(arg)
  else if (entity.kind === 'arithmetic') {
    yield* inside(entity.left)
    yield* inside(entity.right)
  } else if (entity.kind === 'slice' || entity.kind === 'negate' || entity.kind === 'names') yield* inside(entity.of)
}
