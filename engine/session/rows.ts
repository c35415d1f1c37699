/** Rows of the packet list and details of one packet: decoded when somebody looks at them. */
import { visible } from '../bytes/text'
import { Field } from '../dissect/field'
import type { AddressNames } from '../dissect/format'
import { noNames } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { buildTree } from '../dissect/tree'
import type { TreeNode } from '../dissect/tree'
import { limits } from '../limits'
import { vendorNames } from '../names/addresses'
import { registry } from '../protocols'
import { cellReader } from './cells'
import { Colouring } from './colouring'
import { columns } from './columns'
import type { Column, ColumnSettings, TimeFormat } from './columns'
import type { Session } from './session'
import { Turns } from './turns'

export interface RowTexts {
  number: number
  cells: string[]
  colour: string
  marked: boolean
  ignored: boolean
  commented: boolean
}

const columnById = new Map(columns.map((c) => [c.id, c]))
const defaultColouring = new Colouring()
/** The plan of the rows made last: a list asks for the same ones again and again. */
let rowPlan: { key: string; colouring: Colouring; plan: Plan } | undefined
let treePlan: Plan | undefined

/** Decimals that the times of a capture are worth: the finest of its interfaces. */
export const timeDigits = (session: Session): number =>
  session.scanner.interfaces.reduce((most, it) => Math.max(most, it.tsPrecisionDigits), 0)

export interface RowOptions {
  /** Ids of columns, or names of fields. */
  columns?: readonly string[]
  colouring?: Colouring
  time?: TimeFormat
  /** Decimals of times; without: as many as the capture has. */
  digits?: number
  /** Vendor names in addresses. */
  names?: boolean
}

/** Texts of the packets with these positions (from 0). */
export async function rowTexts(
  session: Session,
  packets: readonly number[],
  options: RowOptions = {},
): Promise<RowTexts[]> {
  // A column that is not known keeps its place, empty.
  const shown = (options.columns ?? columns.map((c) => c.id)).map(
    (id): Column | Field => columnById.get(id) ?? registry.byName.get(id) ?? { id, name: id, width: 0, text: () => '' },
  )
  const own = shown.filter((c): c is Field => c instanceof Field)
  const colouring = options.colouring ?? defaultColouring
  const key = own.map((field) => field.id).join()
  if (rowPlan?.key !== key || rowPlan.colouring !== colouring) {
    const drawing = own.some((field) => field.type === 'protocol')
    const plan = makePlan(registry, { columns: true, fields: [...colouring.fields, ...own], drawing })
    rowPlan = { key, colouring, plan }
  }
  const read = cellReader(own.map((field) => ({ field })))
  const settings: ColumnSettings = {
    time: options.time ?? 'relative',
    names: options.names === false ? noNames : vendorNames,
    digits: options.digits ?? timeDigits(session),
  }
  const rows: RowTexts[] = []
  const { plan } = rowPlan
  const turns = new Turns(session, {}, 'Another capture was opened.')
  for (const i of packets) {
    if (turns.over) await turns.rest(rows.length, packets.length)
    session.packet.names = settings.names
    const p = session.decode(i, plan)
    const values = own.length ? read(p, settings) : []
    rows.push({
      number: i + 1,
      cells: shown.map((c) => (c instanceof Field ? visible(values[own.indexOf(c)]!.join(', ')) : c.text(p, settings))),
      colour: colouring.of(p),
      marked: p.frame.marked,
      ignored: p.frame.ignored,
      commented: p.frame.comments.length > 0,
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

/** The tree and the bytes of one packet; `displayed`: the packet shown before it, or −1. */
export function details(session: Session, i: number, names: AddressNames = vendorNames, displayed = i - 1): Details {
  treePlan ??= makePlan(registry, { fields: 'all', columns: true, drawing: true })
  session.packet.names = names
  const p = session.decode(i, treePlan, displayed)
  const tree = buildTree(p, names)
  const whole = p.bytes.subarray(p.origin, p.origin + p.frame.captured)
  return {
    number: i + 1,
    tree,
    more: p.records.overflow,
    sources: beginnings(p.sources.length ? p.sources : [{ name: 'Frame', bytes: whole }]),
    comments: [...p.frame.comments],
  }
}

/** Copies of the bytes of a packet, as far as a reply holds them; the name of one that was cut says so. */
function beginnings(sources: readonly { name: string; bytes: Uint8Array }[]): Details['sources'] {
  let room = limits.packetBytesPerReply
  return sources.map(({ name, bytes }) => {
    const some = bytes.slice(0, room)
    room -= some.length
    const cut = some.length < bytes.length
    return { name: cut ? `${name} (the first ${some.length} of ${bytes.length} bytes)` : name, bytes: some }
  })
}
