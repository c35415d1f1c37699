/** Names of entities for messages, and which of them can stand beside each other. */
import { refuse } from './tokens'
import type { TypedEntity } from './typed'
import { BYTES, compatible, isSliceable, typeName, UNKNOWN } from './types'

export const nameOf = (e: TypedEntity): string => {
  switch (e.kind) {
    case 'field':
      return e.field.name
    case 'undecoded':
    case 'column':
    case 'reference':
      return e.name
    case 'constant':
      return e.text
    case 'call':
      return `${e.fn.name}()`
    case 'slice':
    case 'negate':
    case 'names':
      return nameOf(e.of)
    case 'arithmetic':
      return nameOf(e.left)
  }
}

export const describe = (e: TypedEntity): string =>
  e.kind === 'call'
    ? `Return value of ${nameOf(e)} (type=${typeName(e.type)})`
    : `${nameOf(e)} (type=${typeName(e.type)})`

/** Whether two entities can be compared: what was cut out counts as bytes, beside everything that has some. */
export const together = (a: TypedEntity, b: TypedEntity): boolean =>
  compatible(a.type, b.type) ||
  ((a.kind === 'slice' || b.kind === 'slice') && isSliceable(a.type) && isSliceable(b.type))

/** Beside bytes that were cut out, addresses count as their bytes. */
export function alike(e: TypedEntity, beside: TypedEntity): TypedEntity {
  const cut = beside.kind === 'slice' || (beside.kind === 'field' && beside.raw)
  if (!cut || e.type.class === 'bytes' || e.type.class === 'string' || e.kind === 'constant') return e
  if (!isSliceable(e.type))
    return refuse(
      'type',
      `"${nameOf(e)}" is a ${typeName(e.type)} and cannot be converted into a sequence of bytes.`,
      e.range,
    )
  return {
    kind: 'slice',
    of: e,
    parts: [{ start: 0 }],
    chars: false,
    type: e.type.class === 'unknown' ? UNKNOWN : BYTES,
    range: e.range,
  }
}
