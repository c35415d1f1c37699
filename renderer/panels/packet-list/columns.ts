// Which columns the list shows, how wide and in which order: the settings over the table that the decoder gives.
import type { ColumnSetting, Settings, SortState } from '../../client/shapes'
import { m } from '../../paraglide/messages.js'
import type { ColumnInfo, Workspace } from '../../state/workspace.svelte'

export interface ShownColumn extends Omit<ColumnInfo, 'right'> {
  title: string
  /** What the user has set of it besides its width; what is not set comes from the column itself. */
  own: Pick<ColumnSetting, 'title' | 'align'>
  align: 'left' | 'center' | 'right'
  /** Place of its text among the cells of a row. */
  cell: number
  shown: boolean
}

const least = 40
const most = 3000

/** What a column is called when the user has not named it. */
const titles: Readonly<Record<string, () => string>> = {
  number: () => m.column_number(),
  time: () => m.column_time(),
  source: () => m.column_source(),
  destination: () => m.column_destination(),
  protocol: () => m.column_protocol(),
  length: () => m.column_length(),
  info: () => m.column_info(),
}

export const usualTitle = ({ id, name }: { id: string; name: string }): string => titles[id]?.() ?? name

/** Width of a new column for a field. */
const fieldWidth = 130

/** Columns of fields that the user has added: what is in the settings and not in the decoder's table. */
const fieldColumns = (table: readonly ColumnInfo[], settings: Settings['columns']): ColumnInfo[] =>
  table.length
    ? settings
        .filter(({ id }) => !table.some((column) => column.id === id))
        .map(({ id, width }) => ({ id, name: id, width, right: false }))
    : []

/** Ids to ask the decoder for, in the order of `cell`; none when its own table is enough. */
export function cellIds(table: readonly ColumnInfo[], settings: Settings['columns']): string[] {
  const own = fieldColumns(table, settings)
  return own.length ? [...table, ...own].map(({ id }) => id) : []
}

/** All columns in the user's order, hidden ones too. */
export function allColumns(table: readonly ColumnInfo[], settings: Settings['columns']): ShownColumn[] {
  const all = [...table, ...fieldColumns(table, settings)]
  const known = new Map(all.map((column, cell) => [column.id, { ...column, cell }]))
  const order = [...settings.map(({ id }) => id), ...table.map(({ id }) => id)]
  return [...new Set(order)].flatMap((id) => {
    const column = known.get(id)
    if (!column) return []
    const own = settings.find((setting) => setting.id === id)
    const { right, ...rest } = column
    return {
      ...rest,
      title: own?.title || usualTitle(column),
      own: { ...(own?.title ? { title: own.title } : {}), ...(own?.align ? { align: own.align } : {}) },
      align: own?.align ?? (right ? 'right' : 'left'),
      width: own?.width ?? column.width,
      shown: own?.shown ?? true,
    }
  })
}

const settingOf = ({ id, width, shown, own }: ShownColumn): ColumnSetting => ({ id, width, shown, ...own })

function keep(w: Workspace, columns: readonly ShownColumn[]): void {
  w.settings.change({ columns: columns.map(settingOf) })
}
const all = (w: Workspace): ShownColumn[] => allColumns(w.columnList, w.settings.now.columns)

export function resize(w: Workspace, id: string, width: number): void {
  const to = Math.round(Math.min(most, Math.max(least, width)))
  keep(
    w,
    all(w).map((column) => (column.id === id ? { ...column, width: to } : column)),
  )
}

/** Shows or hides a column; the last one stays. */
export function showColumn(w: Workspace, id: string, shown: boolean): void {
  const next = all(w).map((column) => (column.id === id ? { ...column, shown } : column))
  if (next.some((column) => column.shown)) keep(w, next)
}

/** Moves a column to the place of another one. */
export function moveColumn(w: Workspace, id: string, to: string): void {
  const columns = all(w)
  const from = columns.findIndex((column) => column.id === id)
  const target = columns.findIndex((column) => column.id === to)
  const [moved] = columns.splice(from, 1)
  if (!moved || target < 0) return
  columns.splice(target, 0, moved)
  keep(w, columns)
}

/** Moves a column over its shown neighbour. */
export function shiftColumn(w: Workspace, id: string, step: -1 | 1): void {
  const shown = all(w).filter((column) => column.shown)
  const neighbour = shown[shown.findIndex((column) => column.id === id) + step]
  if (neighbour) moveColumn(w, id, neighbour.id)
}

/** Calls a column otherwise ('': as usual), or aligns its texts. */
export function changeColumn(w: Workspace, id: string, change: Pick<ColumnSetting, 'title' | 'align'>): void {
  keep(
    w,
    all(w).map((column) => (column.id === id ? { ...column, own: { ...column.own, ...change } } : column)),
  )
}

/** Moves a column over its neighbour, shown or not. */
export function stepColumn(w: Workspace, id: string, step: -1 | 1): void {
  const columns = all(w)
  const neighbour = columns[columns.findIndex((column) => column.id === id) + step]
  if (neighbour) moveColumn(w, id, neighbour.id)
}

/** What another click on a column does: it sorts upwards, then downwards, then not at all. */
export function nextSort(w: Workspace, id: string): SortState | null {
  if (w.sort?.column !== id) return { column: id, descending: false }
  return w.sort.descending ? null : { column: id, descending: true }
}

export function resetColumns(w: Workspace): void {
  w.settings.change({ columns: [] })
  w.refreshRows()
}

/** Shows a field of any protocol as a column, before Info. */
export function addColumn(w: Workspace, field: string): void {
  const columns = all(w)
  if (columns.some(({ id }) => id === field)) return showColumn(w, field, true)
  const own = columns.map(settingOf)
  const info = own.findIndex(({ id }) => id === 'info')
  own.splice(info < 0 ? own.length : info, 0, { id: field, width: fieldWidth, shown: true })
  w.settings.change({ columns: own })
  w.refreshRows()
}

/** Takes the column of a field away. */
export function removeColumn(w: Workspace, id: string): void {
  keep(
    w,
    all(w).filter((column) => column.id !== id),
  )
  w.refreshRows()
}
