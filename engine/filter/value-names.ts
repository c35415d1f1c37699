/** Names of values, as `vals`, `contains` and `matches` see them. */
import { nameOf } from '../dissect/format'
import type { Type } from './types'
import type { Value } from './values'

/** The name that the field of a type gives a value; undefined where it has none. */
export function nameOfValue(type: Type, value: Value): string | undefined {
  const { field } = type
  if (!field) return undefined
  if (type.class === 'bool')
    return field.options.trueFalse?.[Number(value) ? 0 : 1] ?? (Number(value) ? 'True' : 'False')
  return nameOf(field, Number(value))
}
