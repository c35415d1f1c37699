/** Rows of the packet list and details of one packet: decoded when somebody looks at them. */
import type { AddressNames } from '../dissect/format'
import { noNames } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { buildTree } from '../dissect/tree'
import type { TreeNode } from '../dissect/tree'
import { vendorNames } from '../names/addresses'
import { registry } from '../protocols'
import { colourFields, colourOf } from './colour-rules'
import { columns } from './columns'
import type { Column, ColumnSettings, TimeFormat } from './columns'
import type { Session } from './session'

export interface RowTexts {
  number: number
  cells: string[]
  colour: string
  marked: boolean
  ignored: boolean
}

const columnById = new Map(columns.map((c) => [c.id, c]))
let rowPlan: Plan | undefined
let treePlan: Plan | undefined

/** Decimals that the times of a capture are worth: the finest of its interfaces. */
export const timeDigits = (session: Session): number =>
  session.scanner.interfaces.reduce((most, it) => Math.max(most, it.tsPrecisionDigits), 0)

export interface RowOptions {
  columns?: readonly string[]
  time?: TimeFormat
  /** Vendor names in addresses. */
  names?: boolean
}

/** Texts of the packets with these positions (from 0). */
export function rowTexts(session: Session, packets: Iterable<number>, options: RowOptions = {}): RowTexts[] {
  rowPlan ??= makePlan(registry, { columns: true, fields: colourFields(registry) })
  const shown: Column[] = options.columns ? options.columns.flatMap((id) => columnById.get(id) ?? []) : [...columns]
  const settings: ColumnSettings = {
    time: options.time ?? 'relative',
    names: options.names === false ? noNames : vendorNames,
    digits: timeDigits(session),
  }
  const rows: RowTexts[] = []
  session.packet.names = settings.names
  for (const i of packets) {
    const p = session.decode(i, rowPlan)
    rows.push({
      number: i + 1,
      cells: shown.map((c) => c.text(p, settings)),
      colour: colourOf(p),
      marked: p.frame.marked,
      ignored: p.frame.ignored,
    })
  }
  return rows
}

export interface Details {
  number: number
  tree: TreeNode[]
  more: boolean
  sources: { name: string; bytes: Uint8Array }[]
  comments: string[]
}

/** The tree and the bytes of one packet. */
export function details(session: Session, i: number, names: AddressNames = vendorNames): Details {
  treePlan ??= makePlan(registry, { fields: 'all', columns: true, drawing: true })
  session.packet.names = names
  const p = session.decode(i, treePlan)
  const tree = buildTree(p, names)
  const whole = p.bytes.slice(p.origin, p.origin + p.frame.captured)
  return {
    number: i + 1,
    tree,
    more: p.records.overflow,
    sources: p.sources.length
      ? p.sources.map(({ name, bytes }) => ({ name, bytes: bytes.slice() }))
      : [{ name: 'Frame', bytes: whole }],
    comments: [...p.frame.comments],
  }
}
