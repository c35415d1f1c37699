/**
 * Filters on what the index already knows: layers, addresses, ports, streams, times, lengths, TCP flags and verdicts. A test that needs
 * more answers UNKNOWN, and the packet is decoded. Nothing here reads a byte of the file.
 */
import type { TypedEntity, TypedTest } from '../filter'
import { listTest } from '../filter/lists'
import type { Value } from '../filter/values'
import type { Session } from './session'
import { NO, UNKNOWN, YES } from './filter-answers'
import type { Answer, Pretest } from './filter-answers'
import { analysisLeaf, flagsLeaf } from './filter-tcp'
import { flowValues } from './filter-flows'
import { frameColumns } from './filter-frame'
import { FrameSearch } from './frame-search'
import { registry } from '../protocols'

export interface IndexTest {
  judge: Pretest
  /** Called before a run of packets is judged. */
  prepare: ((from: number, to: number) => void)[]
  /** Parts of the filter, as the user wrote them, that never need more than the index. */
  settled: TypedTest[]
}

/** Compiles the part of a filter that the index can answer. */
export function indexTest(test: TypedTest, session: Session): IndexTest {
  const made: IndexTest = { judge: () => UNKNOWN, prepare: [], settled: [] }
  made.judge = build(test, session, made)
  return made
}

function build(t: TypedTest, session: Session, into: IndexTest): Pretest {
  switch (t.kind) {
    case 'and': {
      const [a, b] = [build(t.left, session, into), build(t.right, session, into)]
      return (i) => {
        const x = a(i)
        if (x === NO) return NO
        const y = b(i)
        return y === NO ? NO : x === YES && y === YES ? YES : UNKNOWN
      }
    }
    case 'or': {
      const [a, b] = [build(t.left, session, into), build(t.right, session, into)]
      return (i) => {
        const x = a(i)
        if (x === YES) return YES
        const y = b(i)
        return y === YES ? YES : x === NO && y === NO ? NO : UNKNOWN
      }
    }
    case 'xor': {
      const [a, b] = [build(t.left, session, into), build(t.right, session, into)]
      return (i) => {
        const x = a(i)
        const y = b(i)
        return x === UNKNOWN || y === UNKNOWN ? UNKNOWN : x === y ? NO : YES
      }
    }
    case 'not': {
      const inner = build(t.test, session, into)
      return (i) => {
        const x = inner(i)
        return x === UNKNOWN ? UNKNOWN : x === YES ? NO : YES
      }
    }
    default:
      return leaf(t, session, into)
  }
}

function leaf(t: TypedTest, session: Session, into: IndexTest): Pretest {
  const settle = (test: Pretest): Pretest => {
    into.settled.push(t)
    return test
  }
  const search = FrameSearch.of(t, session)
  if (search) {
    into.prepare.push((from, to) => search.prepare(from, to))
    return settle((i) => (search.has(i) ? YES : NO))
  }
  const field = plainField(t)
  const column = field && frameColumns(session, field.name)
  const list = listTest(t)
  if (column && list) {
    const values: Value[] = []
    return settle((i) => {
      values.length = 0
      column(i, values)
      return list(values) ? YES : NO
    })
  }
  const byLayers = layersTest(t, session)
  if (t.kind === 'exists' && isLayer(t.what)) return settle(byLayers)
  const inner =
    (field && list && (flowValues(session, field.name, list) ?? flagsLeaf(session, field, list))) ??
    (t.kind === 'exists' && field ? analysisLeaf(session, field.name) : undefined)
  if (!inner) return byLayers
  into.settled.push(t)
  return (i) => {
    const known = byLayers(i)
    return known === UNKNOWN ? inner(i) : known
  }
}

/** The field that a test is about, when it is nothing but a field on its left and constants on its right. */
function plainField(t: TypedTest): Extract<TypedEntity, { kind: 'field' }>['field'] | undefined {
  const side =
    t.kind === 'exists'
      ? t.what
      : 'left' in t && t.kind !== 'and' && t.kind !== 'or' && t.kind !== 'xor'
        ? t.left
        : undefined
  const other = t.kind === 'compare' && side?.kind === 'constant' ? t.right : side
  return other?.kind === 'field' && !other.raw && !other.layers ? other.field : undefined
}

/** The name of a protocol; not that of a part of one, nor of what Wirelens says of the packet: that depends on how much is decoded. */
const isLayer = (e: TypedEntity): e is Extract<TypedEntity, { kind: 'field' }> =>
  e.kind === 'field' && registry.protocolByName.get(e.field.name)?.self === e.field && !e.field.name.startsWith('_ws.')

/** Fields that layers of other protocols record, too: the protocol that declares them → those. */
const sharedBy = new Map<string, string[]>()
for (const p of registry.protocols)
  for (const name of p.uses ?? []) {
    const others = sharedBy.get(name)
    if (others) others.push(p.name)
    else sharedBy.set(name, [p.name])
  }

/** What the set of layers alone says: answers per stack number are remembered. */
function layersTest(t: TypedTest, session: Session): Pretest {
  const answers: Answer[] = []
  const judge = (number: number): Answer => {
    const layers = session.stacks.layers[number] ?? []
    const isOpen = layers.includes(registry.open.id)
    const names = new Set(layers.map((id) => registry.protocols[id]!.name))
    names.add('frame')
    // What lies inside is known only once the packet is decoded.
    const can = (e: TypedEntity): boolean => possible(e, names, isOpen)
    switch (t.kind) {
      case 'exists':
        if (!can(t.what)) return NO
        return isLayer(t.what) && names.has(t.what.field.name) && !t.what.layers ? YES : UNKNOWN
      case 'compare':
      case 'contains':
        return can(t.left) && can(t.right) ? UNKNOWN : NO
      case 'matches':
        return can(t.left) ? UNKNOWN : NO
      case 'in':
        return can(t.left) ? UNKNOWN : t.not ? YES : NO
      default:
        return UNKNOWN
    }
  }
  return (i) => {
    const number = session.index.stack[i]!
    // The last number stands for every set that came after the table was full.
    if (session.stacks.layers.length >= 65535) return UNKNOWN
    return (answers[number] ??= judge(number))
  }
}

/** Protocols that do not stand in a body. */
const carriers = new Set(['eth', 'ip', 'ipv6', 'tcp', 'udp'])

/** Whether an entity can have a value in a packet with these layers. */
function possible(e: TypedEntity, layers: ReadonlySet<string>, isOpen: boolean): boolean {
  switch (e.kind) {
    case 'field': {
      const { protocol } = e.field
      if (protocol.startsWith('_ws.') || protocol === '') return true
      if (isOpen && !carriers.has(protocol)) return true
      return layers.has(protocol) || (sharedBy.get(protocol) ?? []).some((p) => layers.has(p))
    }
    case 'undecoded':
      return false
    case 'column':
    case 'constant':
      return true
    case 'reference':
      return e.values.length > 0
    case 'slice':
    case 'negate':
    case 'names':
      return possible(e.of, layers, isOpen)
    case 'call':
      return e.args.some((a) => possible(a, layers, isOpen))
    case 'arithmetic':
      return possible(e.left, layers, isOpen) && possible(e.right, layers, isOpen)
  }
}
