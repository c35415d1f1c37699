/** Values of chosen fields of a packet as text: what `-T fields` prints and what a custom column shows. */
import { fieldText } from '../dissect/format'
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { columns } from './columns'
import type { Column, ColumnSettings } from './columns'

/** A thing that a cell can show: a declared field, or a column of the list. */
export type CellSource = { field: Field } | { column: Column }

/** Wireshark 4.4's names of the columns, behind `_ws.col.`; 4.0 has their titles (`_ws.col.Info`), which are known in lower case, too. */
const columnNames: Readonly<Record<string, string>> = {
  number: 'number',
  cls_time: 'time',
  def_src: 'source',
  def_dst: 'destination',
  protocol: 'protocol',
  packet_length: 'length',
  info: 'info',
}

/** The column that a name such as `_ws.col.Info` means. */
export function columnNamed(name: string): Column | undefined {
  if (!name.startsWith('_ws.col.')) return undefined
  const wanted = name.slice(8)
  return columns.find(
    (c) =>
      wanted === c.name ||
      wanted === c.name.toLowerCase() ||
      (Object.hasOwn(columnNames, wanted) && columnNames[wanted] === c.id),
  )
}

/** Finds what a name stands for; Refused('unknown-field') otherwise. */
export function cellSource(name: string): CellSource {
  const column = columnNamed(name)
  if (column) return { column }
  const field = registry.byName.get(name)
  if (field && field !== registry.text) return { field }
  throw new Refused('unknown-field', `Some fields aren't valid:\n\t${name}`)
}

/** The plan that reading these cells needs. */
export function cellPlan(sources: readonly CellSource[]): Plan {
  const fields = sources.flatMap((s) => ('field' in s ? [s.field] : []))
  // The line of a protocol is written only when lines are drawn.
  const drawing = fields.some((f) => f.type === 'protocol')
  return makePlan(registry, { fields, columns: sources.some((s) => 'column' in s), drawing })
}

/** Reads cells of packets that were decoded by their plan. */
export type CellReader = (p: Packet, settings: ColumnSettings) => string[][]

/** Compiles the reading of these cells: values of each source in the packet just decoded. */
export function cellReader(sources: readonly CellSource[]): CellReader {
  /** Per field id: which cells show it. */
  const places: (number[] | undefined)[] = registry.fields.map(() => undefined)
  sources.forEach((s, i) => {
    if ('field' in s) (places[s.field.id] ??= []).push(i)
  })
  return (p, settings) => {
    const { records } = p
    const out = sources.map((s) => ('column' in s ? [s.column.text(p, settings)] : []))
    for (let i = 0; i < records.count; i++) {
      const at = places[records.field[i]!]
      if (!at) continue
      const text = fieldText(occurrence(p, i))
      for (const place of at) out[place]!.push(text)
    }
    return out
  }
}

/** Values of each source in the packet just decoded. */
export const cellTexts = (p: Packet, sources: readonly CellSource[], settings: ColumnSettings): string[][] =>
  cellReader(sources)(p, settings)
