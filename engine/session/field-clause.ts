/** What somebody points at, as a condition of a display filter: a line of the tree, a run of bytes, a cell of the list, a conversation. */
import { ether, hex, ipv4, ipv6 } from '../bytes/read'
import { secondsText } from '../bytes/time'
import { fieldText, hexOf, isItem, noNames } from '../dissect/format'
import type { Occurrence } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import type { Packet } from '../dissect/packet'
import { occurrence } from '../dissect/tree'
import { compile, parseFilter, quote } from '../filter'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { columnNamed } from './cells'
import { columns } from './columns'
import type { Session } from './session'

export type Pointed =
  /** Number of a record, as in a tree node. */
  | { node: number }
  /** Bytes of the packet. */
  | { start: number; length: number }
  /** A column of the list, by its id or by the name of its field. */
  | { column: string }
  | { conversation: 'tcp' | 'udp' | 'ip' | 'ipv6' | 'eth' }

/** Bytes that a condition spells out; more can hardly be read. */
const mostBytes = 64
let plan: Plan | undefined

/** The condition for packet `i` (from 0). Refuses where there is nothing to ask for. */
export function clauseOf(session: Session, i: number, what: Pointed): string {
  plan ??= makePlan(registry, { fields: 'all', columns: true, drawing: true })
  const p = session.decode(i, plan)
  if ('node' in what) return ofRecord(p, what.node)
  if ('start' in what) return ofBytes(p, what.start, what.length)
  if ('conversation' in what) return ofConversation(p, what.conversation)
  return ofColumn(p, what.column)
}

function nothing(): never {
  throw new Refused('no-condition', 'Nothing of this can be asked for in a filter.')
}

function ofRecord(p: Packet, index: number): string {
  if (index < 0 || index >= p.records.count) return nothing()
  const o = occurrence(p, index)
  const { field } = o
  if (field === registry.text || !field.name) return ofBytes(p, p.records.start[index]!, p.records.length[index]!)
  if ((field.type === 'protocol' && !isItem(field)) || field.type === 'none') return field.name
  const value = valueOf(o)
  const text = value === '' ? field.name : `${field.name} == ${value}`
  // Some values have no literal (an address cut short): then that the field is there is all that can be asked.
  try {
    compile(parseFilter(text), registry)
    return text
  } catch {
    return field.name
  }
}

function valueOf(o: Occurrence): string {
  const { field } = o
  const text = fieldText(o)
  switch (field.type) {
    case 'string':
    case 'time':
      return quote(text)
    case 'bytes':
    case 'protocol': {
      const length = o.records.length[o.index]!
      return length > 0 && length <= mostBytes ? hexOf(o, ':') : ''
    }
    default:
      return text
  }
}

function ofBytes(p: Packet, start: number, length: number): string {
  const held = Math.min(length, mostBytes, p.frame.captured - start)
  if (start < 0 || held <= 0 || p.records.count === 0) return nothing()
  return `frame[${start}:${held}] == ${hex(p.bytes, p.origin + start, held, ':')}`
}

/** The first value of a field in the packet; undefined where it has none. */
function first(p: Packet, name: string): string | undefined {
  const id = registry.byName.get(name)?.id
  for (let i = 0; i < p.records.count; i++) if (p.records.field[i] === id) return fieldText(occurrence(p, i))
  return undefined
}

function ofColumn(p: Packet, name: string): string {
  const field = registry.byName.get(name)
  const column = columns.find((c) => c.id === name) ?? columnNamed(name)
  if (!column) {
    for (let i = 0; field && i < p.records.count; i++) if (p.records.field[i] === field.id) return ofRecord(p, i)
    return field ? `!${field.name}` : nothing()
  }
  const text = column.text(p, { time: 'relative', names: noNames, digits: 9 })
  switch (column.id) {
    case 'number':
      return `frame.number == ${p.frame.number}`
    case 'time':
      return `frame.time_relative == ${secondsText(p.frame.sinceFirst, 9)}`
    case 'length':
      return `frame.len == ${p.frame.length}`
    case 'source':
      return ofEnd(p, 'source') ?? `_ws.col.def_src == ${quote(text)}`
    case 'destination':
      return ofEnd(p, 'destination') ?? `_ws.col.def_dst == ${quote(text)}`
    default:
      return `_ws.col.${column.id} == ${quote(text)}`
  }
}

function ofEnd(p: Packet, which: 'source' | 'destination'): string | undefined {
  const { columnEnds: ends } = p
  const at = ends[which]
  const side = which === 'source' ? 'src' : 'dst'
  if (ends.kind === 'ether') return `eth.${side} == ${ether(ends.bytes, at)}`
  if (ends.kind === 'ipv4') return `ip.${side} == ${ipv4(ends.bytes, at)}`
  return ends.kind === 'ipv6' ? `ipv6.${side} == ${ipv6(ends.bytes, at)}` : undefined
}

function ofConversation(p: Packet, kind: 'tcp' | 'udp' | 'ip' | 'ipv6' | 'eth'): string {
  if (kind === 'tcp' || kind === 'udp') {
    const stream = first(p, `${kind}.stream`)
    if (stream !== undefined) return `${kind}.stream == ${stream}`
  } else {
    const [a, b] = [first(p, `${kind}.src`), first(p, `${kind}.dst`)]
    if (a !== undefined && b !== undefined) return `${kind}.addr == ${a} && ${kind}.addr == ${b}`
  }
  throw new Refused('no-such-conversation', `Packet ${p.frame.number} has no ${kind.toUpperCase()} in it.`)
}
