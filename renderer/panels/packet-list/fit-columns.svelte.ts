// Widths of columns that nobody has set: addresses take the room that they need where there is some, and leave Info its least.
import type { Row, Settings } from '../../client/shapes'
import type { ColumnInfo } from '../../state/workspace.svelte'
import type { ShownColumn } from './columns'

/** Least room for Info, and for an address, in px at the usual text size. */
const leastInfo = 190
const leastOther = 70
const letter = 7.25
const padding = 18
const elastic = new Set(['source', 'destination', 'protocol', 'length'])

/** Milliseconds without other rows before widths change. */
const rest = 300
/** Letters that count: what is longer is cut. */
const mostLetters = 60

/** What the list has room for, and the longest text seen in each column of a capture. That only grows, so that nothing moves to and fro. */
export class SeenTexts {
  /** Width of the list in px. */
  room = $state(0)
  letters = $state.raw<Readonly<Record<string, number>>>({})
  private capture = -1
  private timer: ReturnType<typeof setTimeout> | undefined

  /** Begins anew with another capture. */
  of(capture: number): void {
    if (capture === this.capture) return
    clearTimeout(this.timer)
    this.letters = {}
    this.capture = capture
  }
  add(rows: readonly { data: Row | undefined }[], columns: readonly ShownColumn[]): void {
    const lengths = columns.map(({ id, cell }): [string, number] => {
      const longest = Math.max(0, ...rows.map(({ data }) => data?.cells[cell]?.length ?? 0))
      return [id, Math.max(this.letters[id] ?? 0, Math.min(mostLetters, longest))]
    })
    if (lengths.every(([id, length]) => length === this.letters[id])) return
    // Another width may bring or take a scrollbar: not while somebody scrolls.
    clearTimeout(this.timer)
    const take = (): void => {
      this.letters = Object.fromEntries(lengths)
    }
    if (!Object.keys(this.letters).length) take()
    else this.timer = setTimeout(take, rest)
  }
}

/** Widths for a list, px on the screen, as are those of `columns`. What differs from the decoder's `table` in `settings` the user has set. */
export function fitColumns(
  columns: readonly ShownColumn[],
  zoom: number,
  { room, letters }: SeenTexts,
  table: readonly ColumnInfo[],
  settings: Settings['columns'],
): ShownColumn[] {
  if (!room) return [...columns]
  const isSet = (id: string): boolean =>
    settings.some((own) => own.id === id && table.some((column) => column.id === id && column.width !== own.width))
  const needs = ({ id, title, width }: ShownColumn): number => {
    const seen = letters[id]
    const least = Math.max(leastOther, title.length * letter + padding + 4)
    return seen ? Math.ceil(Math.max(least, seen * letter + padding) * zoom) : width
  }
  const info = columns.some(({ id }) => id === 'info') ? leastInfo * zoom : 0
  let spare = room - info - columns.reduce((sum, { id, width }) => sum + (id === 'info' ? 0 : width), 0)
  return columns.map((column) => {
    const change = needs(column) - column.width
    if (!elastic.has(column.id) || isSet(column.id) || (change > 0 ? change > spare : spare >= 0)) return column
    spare -= change
    return { ...column, width: column.width + change }
  })
}
