/** A filter as rows of "field, operator, value" joined by one word, for those who build rather than write; not every filter has that shape. */
import type { Entity, Filter, Test } from './ast'
import { comparisons } from './operators'
import { printEntity, quote } from './print'

export interface Condition {
  not: boolean
  field: string
  /** `exists`, `contains`, `matches`, `in`, or the first spelling of a comparison. */
  op: string
  /** As it stands in the filter; what stands between the braces of `in`. */
  value: string
}

export interface Conditions {
  join: 'and' | 'or'
  rows: Condition[]
}

/** The rows of a filter; null when it is more than rows. A blank filter has none. */
export function conditionsOf({ test }: Filter): Conditions | null {
  if (!test) return { join: 'and', rows: [] }
  const join = test.kind === 'or' ? 'or' : 'and'
  const rows = flat(test, join).map(conditionOf)
  return rows.some((row) => row === null) ? null : { join, rows: rows as Condition[] }
}

const flat = (t: Test, kind: 'and' | 'or'): Test[] =>
  t.kind === kind ? [...flat(t.left, kind), ...flat(t.right, kind)] : [t]

function conditionOf(t: Test): Condition | null {
  switch (t.kind) {
    case 'and':
    case 'or':
    case 'xor':
      return null
    case 'not': {
      const inner = conditionOf(t.test)
      return inner && !inner.not ? { ...inner, not: true } : null
    }
    case 'exists': {
      const field = nameOf(t.what)
      return field === null ? null : { not: false, field, op: 'exists', value: '' }
    }
    default: {
      const field = nameOf(t.left)
      if (field === null || t.quantifier) return null
      if (t.kind === 'in') {
        const members = t.members.map((m) => printEntity(m.from) + (m.to ? ` .. ${printEntity(m.to)}` : ''))
        return { not: t.not, field, op: 'in', value: members.join(', ') }
      }
      const op = t.kind === 'compare' ? comparisons[t.op].symbols[0]! : t.kind
      return { not: false, field, op, value: printEntity(t.right) }
    }
  }
}

const nameOf = (e: Entity): string | null =>
  e.kind === 'word' && !e.raw && e.forced === '' && !e.layers ? e.text : null

/** The text of rows. A value that is no literal by itself is quoted where only text can stand. */
export function conditionsText({ join, rows }: Conditions): string {
  const word = join === 'and' ? ' && ' : ' || '
  return rows
    .filter(({ field }) => field.trim())
    .map(conditionText)
    .join(word)
}

function conditionText({ not, field, op, value }: Condition): string {
  const name = field.trim()
  const given = value.trim()
  if (op === 'exists') return (not ? '!' : '') + name
  if (op === 'in') return `${name} ${not ? 'not ' : ''}in {${given}}`
  const quoted = op === 'matches' && !/^r?"/.test(given) ? quote(given) : given
  const text = `${name} ${op} ${quoted}`
  return not ? `!(${text})` : text
}
