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

/** A thing that a cell can show: a declared field, or a column of the list (`_ws.col.Info`, `_ws.col.info`). */
export type CellSource = { field: Field } | { column: Column }

/** Finds what a name stands for; Refused('unknown-field') otherwise. */
export function cellSource(name: string): CellSource {
  const column = columns.find((c) => name === `_ws.col.${c.name}` || name === `_ws.col.${c.name.toLowerCase()}`)
  if (column) return { column }
  const field = registry.byName.get(name)
  if (field) return { field }
  throw new Refused('unknown-field', `Some fields aren't valid:\n\t${name}`)
}

/** The plan that reading these cells needs. */
export function cellPlan(sources: readonly CellSource[]): Plan {
  const fields = sources.flatMap((s) => ('field' in s ? [s.field] : []))
  // The line of a protocol is written only when lines are drawn.
  const drawing = fields.some((f) => f.type === 'protocol')
  return makePlan(registry, { fields, columns: sources.some((s) => 'column' in s), drawing })
}

/** Values of each source in the packet just decoded. */
export function cellTexts(p: Packet, sources: readonly CellSource[], settings: ColumnSettings): string[][] {
  const { records } = p
  const slots = new Map<number, number[]>()
  sources.forEach((s, i) => {
    if ('field' in s) slots.set(s.field.id, [...(slots.get(s.field.id) ?? []), i])
  })
  const out: string[][] = sources.map((s) => ('column' in s ? [s.column.text(p, settings)] : []))
  for (let i = 0; i < records.count; i++) {
    const places = slots.get(records.field[i]!)
    if (!places) continue
    const text = fieldText(occurrence(p, i))
    for (const place of places) out[place]!.push(text)
  }
  return out
}
