// Rows as text for other programs: the columns that are shown, a tab between them.
import { allColumns } from '../panels/packet-list/columns'
import type { Workspace } from './workspace.svelte'

/** Rows asked for at a time. */
const piece = 1000

/** The texts of the rows picked, at most so many, and whether there are more. */
export async function pickedTexts(w: Workspace, most: number): Promise<{ texts: string[]; more: boolean }> {
  const { selection, settings } = w
  const columns = allColumns(w.columnList, settings.now.columns).filter(({ shown }) => shown)
  const ranges = selection.picked.length
    ? selection.picked
    : selection.row >= 0
      ? [[selection.row, selection.row] as const]
      : []
  const texts: string[] = []
  let more = false
  for (const [first, last] of ranges) {
    const end = Math.min(last, first + most - texts.length - 1)
    if (end < last) more = true
    for (let from = first; from <= end; from += piece) {
      const request = w.rows.first().request
      const { rows } = await w.client.calls.session.rows({ ...request, from, count: Math.min(piece, end - from + 1) })
      for (const { cells } of rows) texts.push(columns.map(({ cell }) => cells[cell] ?? '').join('\t'))
    }
  }
  return { texts, more }
}
