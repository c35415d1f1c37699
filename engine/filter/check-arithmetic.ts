/** Types of arithmetic: what can be added to what. Durations and dates take scalars as factors, on the right. */
import type { Entity } from './ast'
import type { Checker } from './check'
import { arithmetic } from './operators'
import { refuse } from './tokens'
import type { TypedEntity } from './typed'
import { compatible, isInteger, typeName } from './types'
import type { Type } from './types'

/** Of literals that stand beside nothing with a type. */
export const INTEGER: Type = { class: 'int', width: 8 }
const REAL: Type = { class: 'float', width: 8 }
const DURATION: Type = { class: 'duration', width: 8 }

const beside = (type: Type, e: Entity): TypedEntity => ({ kind: 'constant', value: 0, text: '', type, range: e.range })

export function checkArithmetic(
  checker: Checker,
  e: Extract<Entity, { kind: 'arithmetic' | 'negate' }>,
  expected?: TypedEntity,
): TypedEntity {
  const { range } = e
  if (e.kind === 'negate') {
    const of = checker.entity(e.of, expected)
    if (!isInteger(of.type) && !['float', 'duration', 'unknown'].includes(of.type.class))
      refuse('type', `${typeName(of.type)} cannot be negated.`, range)
    return { kind: 'negate', of, type: of.type, range }
  }
  const { op } = e
  const { cannot } = arithmetic[op]
  const constants = [checker.isConstant(e.left), checker.isConstant(e.right)]
  let left: TypedEntity
  let right: TypedEntity
  if (constants[0] && !constants[1]) {
    right = checker.entity(e.right)
    left = checker.entity(e.left, right)
  } else {
    const scale = op === '*' || op === '/'
    const type = expected && scale && timely(expected.type) && constants[0] ? beside(REAL, e) : expected
    left = checker.entity(e.left, type)
    right = checker.entity(e.right, constants[1] ? besideOf(op, left, e.right) : left)
  }
  const { class: kind } = left.type
  const made = (type: Type): TypedEntity => ({ kind: 'arithmetic', op, left, right, type, range })
  if (kind === 'unknown' || right.type.class === 'unknown') return made(left.type)
  if (op === '&') {
    if (!isInteger(left.type) && !['bytes', 'ether', 'ipv4', 'ipv6', 'guid'].includes(kind))
      refuse('type', `${typeName(left.type)} ${cannot}.`, left.range)
  } else if (timely(left.type)) {
    const factor = isInteger(right.type) || right.type.class === 'float'
    if ((op === '*' || op === '/') && kind === 'duration' && factor) return made(left.type)
    if (op !== '+' && op !== '-') refuse('type', `${typeName(left.type)} ${cannot}.`, left.range)
    if (kind === 'time' && right.type.class === 'duration') return made(left.type)
    if (kind === 'time' && (op !== '-' || right.type.class !== 'time'))
      refuse('type', `${typeName(left.type)} ${cannot}.`, left.range)
    if (kind === 'time') return made(DURATION)
  } else if (!isInteger(left.type) && kind !== 'float') refuse('type', `${typeName(left.type)} ${cannot}.`, left.range)
  else if (op === '%' && kind === 'float') refuse('type', `${typeName(left.type)} ${cannot}.`, left.range)
  if (!compatible(left.type, right.type))
    refuse('type', `${typeName(left.type)} and ${typeName(right.type)} are not compatible.`, right.range)
  return made(left.type)
}

const timely = (t: Type): boolean => t.class === 'duration' || t.class === 'time'

/** What a literal on the right takes its type from. */
function besideOf(op: string, left: TypedEntity, e: Entity): TypedEntity {
  if (left.type.class === 'time') return e.kind === 'string' ? left : beside(DURATION, e)
  if (left.type.class === 'duration' && (op === '*' || op === '/')) return beside(REAL, e)
  // Its names belong to whole values, not to what is added to them.
  return left
}
