/**
 * A filter as a program: which fields have to be decoded, and a function that says whether a packet decoded with them matches. Frequent
 * shapes (a number compared with a constant, a protocol that is there) go straight to the records; the others gather values first.
 */
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import { HAS_VALUE } from '../dissect/records'
import type { Registry } from '../dissect/registry'
import type { Filter, Warning } from './ast'
import { checkFilter } from './check'
import type { CheckOptions } from './check'
import { computation, negated } from './compute'
import { layerSizeFields } from './layer-bytes'
import { naming } from './macros'
import { comparisons, isTrue } from './operators'
import { orderOf } from './order'
import { cut, occurs, readField } from './read'
import type { Extent, Read } from './read'
import { entitiesOf } from './typed'
import type { TypedEntity, TypedTest } from './typed'
import { asBytes, containsBytes, finder } from './values'
import type { Value } from './values'
import { nameOfValue } from './value-names'

export interface CompileOptions extends CheckOptions {
  /** The text of a column of the packet just decoded. Needed for `_ws.col.…`. */
  columnText?: (p: Packet, column: string) => string
  /** Slices and lengths of `tcp` see its header only, as in a tshark that prints fields or details; elsewhere its data, too. */
  bareTcp?: boolean
}

export type Matches = (p: Packet) => boolean

export interface Compiled {
  /** The checked filter; missing for a blank text. */
  test?: TypedTest
  /** What has to be decoded. */
  fields: readonly Field[]
  /** The packet must be decoded with columns. */
  columns: boolean
  /** What else it looks at: the packet displayed before it, so that results depend on earlier ones. */
  needs: { displayed: boolean; reference: boolean }
  matches: Matches
  warnings: Warning[]
}

const WHOLE: ReadonlySet<string> = new Set(['_ws.malformed', '_ws.short', '_ws.fault'])

/** Compiles a parsed filter. Throws Refused with a range when it does not fit the declared fields. */
export function compile(filter: Filter, registry: Registry, options: CompileOptions = {}): Compiled {
  const { test, warnings } = naming(filter.calls, () => checkFilter(filter, registry, options))
  if (!test)
    return { fields: [], columns: false, needs: { displayed: false, reference: false }, matches: () => true, warnings }
  const entities = [...entitiesOf(test)]
  const fields = new Set(entities.flatMap((e) => (e.kind === 'field' ? [e.field] : [])))
  const names = new Set([...fields].map((f) => f.name))
  // Where a layer ends matters only to those who look at its bytes.
  const looked = entities.some(
    (e) => e.kind === 'field' && e.field.type === 'protocol' && e.field !== registry.frame.self && !e.bare,
  )
  if (looked) for (const more of layerSizeFields(registry)) fields.add(more)
  return {
    test,
    // Whether a packet is malformed shows only when everything in it is looked at.
    fields: [...fields].some((f) => WHOLE.has(f.protocol)) ? registry.fields : [...fields],
    columns: entities.some((e) => e.kind === 'column'),
    needs: {
      displayed: names.has('frame.time_delta_displayed'),
      reference: entities.some((e) => e.kind === 'reference'),
    },
    matches: compileTest(test, options),
    warnings,
  }
}

/** Compiles one part of a checked filter; `explain` runs them one by one. */
export function compileTest(t: TypedTest, options: CompileOptions): Matches {
  switch (t.kind) {
    case 'and': {
      const [a, b] = [compileTest(t.left, options), compileTest(t.right, options)]
      return (p) => a(p) && b(p)
    }
    case 'or': {
      const [a, b] = [compileTest(t.left, options), compileTest(t.right, options)]
      return (p) => a(p) || b(p)
    }
    case 'xor': {
      const [a, b] = [compileTest(t.left, options), compileTest(t.right, options)]
      return (p) => a(p) !== b(p)
    }
    case 'not': {
      const inner = compileTest(t.test, options)
      return (p) => !inner(p)
    }
    case 'exists':
      return exists(t.what, options)
    case 'compare':
      return compare(t, options)
    case 'contains':
      return contains(t, options)
    case 'matches': {
      const { pattern } = t
      return each(reader(t.left, options, 'whole'), t.quantifier, (v) => pattern.test(asBytes(v)))
    }
    case 'in':
      return membership(t, options)
  }
}

/** One test over all values of an entity; without values it is false. */
function each(read: Read, quantifier: 'any' | 'all', test: (v: Value) => boolean): Matches {
  const values: Value[] = []
  return (p) => {
    values.length = 0
    read(p, values)
    return values.length > 0 && (quantifier === 'any' ? values.some(test) : values.every(test))
  }
}

/** One test over all pairs of values; without values on both sides it is false. */
function pairs(left: Read, right: Read, quantifier: 'any' | 'all', test: (a: Value, b: Value) => boolean): Matches {
  const as: Value[] = []
  const bs: Value[] = []
  const any = quantifier === 'any'
  return (p) => {
    as.length = 0
    left(p, as)
    if (as.length === 0) return false
    bs.length = 0
    right(p, bs)
    if (bs.length === 0) return false
    for (const a of as) for (const b of bs) if (test(a, b) === any) return any
    return !any
  }
}

function exists(e: TypedEntity, options: CompileOptions): Matches {
  if (e.kind === 'field') return occurs(e.field, e.layers)
  const read = reader(e, options)
  if (e.kind === 'arithmetic' || e.kind === 'negate' || e.kind === 'call') return each(read, 'any', isTrue)
  return each(read, 'any', () => true)
}

function compare(t: Extract<TypedTest, { kind: 'compare' }>, options: CompileOptions): Matches {
  const { test } = comparisons[t.op]
  const { left, right, quantifier } = t
  const fast = compareRecords(left, right, quantifier, test) ?? compareRecords(right, left, quantifier, (o) => test(-o))
  if (fast) return fast
  const others = left.kind === 'constant' ? left.others : right.kind === 'constant' ? right.others : undefined
  if (others) {
    // A name that several values have: is it one of them?
    const side = left.kind === 'constant' ? right : left
    return each(reader(side, options), quantifier, (v) => test(others.includes(Number(v)) ? 0 : 1))
  }
  const order = orderOf(left, right)
  return pairs(reader(left, options), reader(right, options), quantifier, (a, b) => test(order(a, b)))
}

/** A field of small numbers against a constant, without gathering anything. */
function compareRecords(
  left: TypedEntity,
  right: TypedEntity,
  quantifier: 'any' | 'all',
  test: (order: number) => boolean,
): Matches | undefined {
  if (left.kind !== 'field' || left.raw || left.layers || right.kind !== 'constant' || right.others) return undefined
  const { class: kind, width } = left.type
  const { value } = right
  if (typeof value !== 'number' || right.bits !== undefined || value < 0) return undefined
  if (!['uint', 'int', 'bool'].includes(kind) || width > 4) return undefined
  const { id } = left.field
  const any = quantifier === 'any'
  const truth = kind === 'bool'
  const wanted = truth && value ? 1 : value
  return ({ records }) => {
    const { field, count, value: values, flags } = records
    let seen = false
    for (let i = 0; i < count; i++) {
      if (field[i] !== id) continue
      let v = values[i]!
      if (!(flags[i]! & HAS_VALUE)) v = Number(records.extra.get(i) ?? NaN)
      if (truth && v) v = 1
      const passes = test(v < wanted ? -1 : v > wanted ? 1 : 0)
      if (passes === any) return any
      seen = true
    }
    return seen && !any
  }
}

function contains(t: Extract<TypedTest, { kind: 'contains' }>, options: CompileOptions): Matches {
  const left = reader(t.left, options, 'whole')
  if (t.right.kind === 'constant') {
    const found = finder(asBytes(t.right.value))
    return each(left, t.quantifier, (v) => found(asBytes(v)))
  }
  return pairs(left, reader(t.right, options, 'whole'), t.quantifier, (a, b) => containsBytes(asBytes(a), asBytes(b)))
}

function membership(t: Extract<TypedTest, { kind: 'in' }>, options: CompileOptions): Matches {
  const members = t.members.map(({ from, to }): Matches => {
    const read = reader(t.left, options)
    if (from.kind === 'constant' && from.others && !to)
      return each(read, t.quantifier, (v) => from.others!.includes(Number(v)))
    const low = orderOf(t.left, from)
    if (!to) return pairs(read, reader(from, options), t.quantifier, (a, b) => low(a, b) === 0)
    const high = orderOf(t.left, to)
    const above = pairs(read, reader(from, options), t.quantifier, (a, b) => low(a, b) >= 0)
    if (from.kind === 'constant' && to.kind === 'constant')
      return each(read, t.quantifier, (v) => low(v, from.value) >= 0 && high(v, to.value) <= 0)
    const ends: Value[] = []
    const starts: Value[] = []
    const values: Value[] = []
    const [readFrom, readTo] = [reader(from, options), reader(to, options)]
    return (p) => {
      if (!above(p)) return false
      for (const list of [starts, ends, values]) list.length = 0
      readFrom(p, starts)
      readTo(p, ends)
      read(p, values)
      const inside = (v: Value): boolean => starts.some((s) => low(v, s) >= 0) && ends.some((e) => high(v, e) <= 0)
      return t.quantifier === 'any' ? values.some(inside) : values.length > 0 && values.every(inside)
    }
  })
  if (t.not) return (p) => !members.some((m) => m(p))
  return (p) => {
    for (const m of members) if (m(p)) return true
    return false
  }
}

/** Compiles the reading of an entity. */
export function reader(e: TypedEntity, options: CompileOptions, extent: Extent = 'own'): Read {
  switch (e.kind) {
    case 'field':
      return readField(e.field, e.type, e.raw, e.layers, extent, options.bareTcp)
    case 'undecoded':
      return () => {}
    case 'column': {
      const { column } = e
      const text = options.columnText
      return (p, out) => {
        if (text) out.push(text(p, column))
      }
    }
    case 'constant':
      return (_, out) => out.push(e.value)
    case 'reference':
      return (_, out) => out.push(...e.values)
    case 'slice':
      return mapped(reader(e.of, options), (v) => cut(v, e.of.type, e.parts, e.chars))
    case 'names':
      return mapped(reader(e.of, options), (v) => nameOfValue(e.of.type, v))
    case 'negate':
      return mapped(reader(e.of, options), (v) => negated(v, e.type))
    case 'call': {
      const args = e.args.map((a) => reader(a, options))
      return (p, out) => {
        const values = args.map((read) => {
          const list: Value[] = []
          read(p, list)
          return list
        })
        if (values.some((list) => list.length > 0)) out.push(...e.fn.evaluate(values, e.args))
      }
    }
    case 'arithmetic': {
      const compute = computation(e.op, e.left.type, e.right.type)
      const [left, right] = [reader(e.left, options), reader(e.right, options)]
      return (p, out) => {
        const as: Value[] = []
        const bs: Value[] = []
        left(p, as)
        right(p, bs)
        for (const a of as)
          for (const b of bs) {
            const made = compute(a, b)
            if (made !== undefined) out.push(made)
          }
      }
    }
  }
}

function mapped(read: Read, change: (v: Value) => Value | undefined): Read {
  return (p, out) => {
    const from = out.length
    read(p, out)
    let to = from
    for (let i = from; i < out.length; i++) {
      const made = change(out[i]!)
      if (made !== undefined) out[to++] = made
    }
    out.length = to
  }
}
