/** A filter in words: a sentence per part, what is worth knowing about it, and for one packet the truth of every part. */
import type { Packet } from '../dissect/packet'
import type { SlicePart } from './ast'
import { compileTest } from './compile'
import type { CompileOptions, Compiled } from './compile'
import { arithmetic, comparisons } from './operators'
import { nameOfValue } from './value-names'
import type { TypedEntity, TypedTest } from './typed'
import { hasNames } from './types'

export interface Explanation {
  /** The part in the text as typed. */
  range: [from: number, to: number]
  sentence: string
  /** Something that surprises people in this very part. */
  advice?: string
  parts: Explanation[]
}

/** Explains a compiled filter; undefined for a blank one. */
export const explainFilter = (compiled: Compiled): Explanation | undefined => compiled.test && explain(compiled.test)

export interface Truth {
  range: [from: number, to: number]
  sentence: string
  holds: boolean
  parts: Truth[]
}

/** The truth of every part for a packet decoded with the fields of the filter: why it is shown, or not. */
export function truthOf(compiled: Compiled, p: Packet, options: CompileOptions = {}): Truth | undefined {
  const visit = (t: TypedTest): Truth => ({
    range: t.range,
    sentence: sentence(t),
    holds: compileTest(t, options)(p),
    parts: partsOf(t).map(visit),
  })
  return compiled.test && visit(compiled.test)
}

function explain(t: TypedTest): Explanation {
  const advice = adviceOn(t)
  return { range: t.range, sentence: sentence(t), ...(advice ? { advice } : {}), parts: partsOf(t).map(explain) }
}

/** The parts that a test is said to have; none for one that stands alone. */
export function partsOf(t: TypedTest): TypedTest[] {
  if (t.kind === 'not') return [t.test]
  if (t.kind !== 'and' && t.kind !== 'or' && t.kind !== 'xor') return []
  // a && b && c is one sentence with three parts.
  const flat = (inner: TypedTest): TypedTest[] => (inner.kind === t.kind ? partsOf(inner) : [inner])
  return [...flat(t.left), ...flat(t.right)]
}

function sentence(t: TypedTest): string {
  switch (t.kind) {
    case 'and':
      return 'All of these hold:'
    case 'or':
      return 'At least one of these holds:'
    case 'xor':
      return partsOf(t).length === 2 ? 'Exactly one of these holds:' : 'An odd number of these holds:'
    case 'not':
      return 'This does not hold:'
    case 'exists':
      return existence(t.what)
    case 'compare': {
      const all = t.quantifier === 'all' && comparisons[t.op].match === 'any' ? 'Every ' : 'The '
      return `${all}${words(t.left)} ${comparisons[t.op].words} ${words(t.right, t.left)}.`
    }
    case 'contains':
      return `The ${words(t.left)} contains ${words(t.right, t.left)}.`
    case 'matches':
      return `The ${words(t.left)} matches the regular expression ${t.text}.`
    case 'in': {
      const members = t.members.map((m) =>
        m.to ? `from ${words(m.from, t.left)} to ${words(m.to, t.left)}` : words(m.from, t.left),
      )
      const list = members.length > 1 ? `${members.slice(0, -1).join(', ')} or ${members.at(-1)}` : members[0]
      return `The ${words(t.left)} is ${t.not ? 'not ' : ''}${list}.`
    }
  }
}

function existence(e: TypedEntity): string {
  if (e.kind === 'field' && e.field.type === 'protocol') return `The packet has ${e.field.label} in it${layers(e)}.`
  if (e.kind === 'undecoded') return `${e.name} is not decoded by Wirelens yet, so this never holds.`
  if (e.kind === 'arithmetic' && e.op === '&')
    return `The ${words(e.left)} has at least one of the bits ${words(e.right, e.left)} set.`
  if (e.kind === 'call' || e.kind === 'arithmetic' || e.kind === 'negate')
    return `The ${words(e)} is not zero or empty.`
  return `The packet has a ${words(e)}.`
}

function words(e: TypedEntity, beside?: TypedEntity): string {
  switch (e.kind) {
    case 'field': {
      const what = e.field.type === 'protocol' ? `bytes of ${e.field.label}` : e.field.label
      return `${e.raw ? 'raw bytes of ' : ''}${what} (${e.field.name})${layers(e)}`
    }
    case 'undecoded':
    case 'reference':
      return e.kind === 'reference' ? `value of ${e.name} in the selected packet` : e.name
    case 'column':
      return `text of the column ${e.name.slice(8)}`
    case 'constant': {
      const type = beside?.type ?? e.type
      const name = hasNames(type) && typeof e.value === 'number' ? nameOfValue(type, e.value) : undefined
      const block = e.bits === undefined ? '' : ' (any address in that block)'
      return (
        e.text + (name !== undefined && !e.text.toLowerCase().includes(name.toLowerCase()) ? ` (${name})` : '') + block
      )
    }
    case 'slice':
      return `${e.chars ? 'characters' : 'bytes'} ${e.parts.map(partText).join(' and ')} of the ${words(e.of)}`
    case 'call':
      return `${e.fn.name}(${e.args.map((a) => words(a)).join(', ')})`
    case 'arithmetic':
      return `${words(e.left)} ${arithmetic[e.op].words} ${words(e.right, e.left)}`
    case 'negate':
      return `negative of the ${words(e.of)}`
    case 'names':
      return `name of the ${words(e.of)}`
  }
}

const layers = (e: Extract<TypedEntity, { kind: 'field' }>): string =>
  e.layers ? ` in layer ${e.layers.map(partText).join(' or ')}` : ''

const partText = ({ start, length, end }: SlicePart): string => {
  if (end !== undefined) return `${start} to ${end}`
  if (length === undefined) return `${start} to the last`
  return length === 1 ? String(start) : `${start} to ${start + length - 1}`
}

/** Fields that stand for several others at once. */
const both = new Set(['ip.addr', 'ipv6.addr', 'eth.addr', 'tcp.port', 'udp.port', 'ip.host', 'ipv6.host', 'sctp.port'])

function adviceOn(t: TypedTest): string | undefined {
  if (t.kind !== 'compare' || t.left.kind !== 'field') return undefined
  const { name } = t.left.field
  const two = both.has(name)
  if (t.op === 'all_ne' && t.quantifier === 'all')
    return (
      (two ? `Neither of the two values of ${name} may be this one. ` : '') +
      `Packets without ${name} are not shown; write !(${name} == …) to see them, too.`
    )
  if (t.op === 'any_ne' && two)
    return `${name} stands for both directions, and one of them is nearly always different: this holds for almost every packet. Use != to leave out packets with this value.`
  if (two && t.op !== 'any_eq' && t.quantifier === 'any' && t.op !== 'all_eq')
    return `${name} stands for both directions: one of the two values is enough.`
  return undefined
}
