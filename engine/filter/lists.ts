/** A test over one field and constants, as a function of the field's values: for those who have the values without decoding. */
import { comparisons, isTrue } from './operators'
import { orderOf } from './order'
import type { TypedEntity, TypedTest } from './typed'
import { computation } from './compute'
import type { Value } from './values'

/** Whether the values of the field pass; undefined when the test is of another shape. */
export function listTest(t: TypedTest): ((values: readonly Value[]) => boolean) | undefined {
  switch (t.kind) {
    case 'exists': {
      const { what } = t
      if (what.kind === 'field') return (values) => values.length > 0
      // field & mask
      if (what.kind !== 'arithmetic' || what.op !== '&' || what.left.kind !== 'field' || what.right.kind !== 'constant')
        return undefined
      const compute = computation('&', what.left.type, what.right.type)
      const mask = what.right.value
      return (values) => values.some((v) => isTrue(compute(v, mask) ?? 0))
    }
    case 'compare': {
      const { left, right, quantifier } = t
      const { test } = comparisons[t.op]
      const constant = right.kind === 'constant' ? right : left.kind === 'constant' ? left : undefined
      const field = constant === right ? left : right
      if (!constant || field.kind !== 'field') return undefined
      const { value, others } = constant
      const order = orderOf(left, right)
      const passes = others
        ? (v: Value) => test(others.includes(Number(v)) ? 0 : 1)
        : constant === right
          ? (v: Value) => test(order(v, value))
          : (v: Value) => test(order(value, v))
      return quantified(quantifier, passes)
    }
    case 'in': {
      if (t.left.kind !== 'field') return undefined
      const members = t.members.map(({ from, to }) => {
        if (from.kind !== 'constant' || (to && to.kind !== 'constant') || (to && from.others)) return undefined
        return quantified(t.quantifier, member(t.left, from, to))
      })
      if (members.some((m) => !m)) return undefined
      return (values) => members.some((m) => m!(values)) !== t.not
    }
    default:
      return undefined
  }
}

function quantified(quantifier: 'any' | 'all', passes: (v: Value) => boolean): (values: readonly Value[]) => boolean {
  return quantifier === 'any' ? (values) => values.some(passes) : (values) => values.length > 0 && values.every(passes)
}

type Constant = Extract<TypedEntity, { kind: 'constant' }>

function member(left: TypedEntity, from: Constant, to: TypedEntity | undefined): (v: Value) => boolean {
  const low = orderOf(left, from)
  if (!to) return from.others ? (v) => from.others!.includes(Number(v)) : (v) => low(v, from.value) === 0
  const high = orderOf(left, to)
  const top = (to as Constant).value
  return (v) => low(v, from.value) >= 0 && high(v, top) <= 0
}
