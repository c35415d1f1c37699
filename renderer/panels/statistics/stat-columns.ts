// A table of numbers: its columns, how it is sorted and searched, and what is written of it into files.
export interface StatColumn<T> {
  id: string
  title(): string
  width: number
  right?: boolean
  /** What the cell shows. */
  text(row: T): string
  /** What it is sorted by and what files hold; the text where there is none. */
  value?(row: T): string | number | null
  more?(row: T): string
  bar?(row: T): { from: number; to: number; tone: string } | null
}

const valueOf = <T>(column: StatColumn<T>, row: T): string | number | null =>
  column.value ? column.value(row) : column.text(row)

/** The rows in the order of a column; equal ones stay as they were. What has no value comes last. */
export function sortedBy<T>(rows: readonly T[], column: StatColumn<T> | undefined, descending: boolean): readonly T[] {
  if (!column) return rows
  const values = rows.map((row) => valueOf(column, row))
  const order = Array.from(rows.keys())
  const way = descending ? -1 : 1
  order.sort((a, b) => {
    const [x, y] = [values[a]!, values[b]!]
    if (x === y) return a - b
    if (x === null) return 1
    if (y === null) return -1
    return (x < y ? -1 : 1) * way
  })
  return order.map((at) => rows[at]!)
}

/** The rows one of whose texts holds what was typed, however it is capitalised. */
export function withText<T>(rows: readonly T[], columns: readonly StatColumn<T>[], text: string): readonly T[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return rows
  return rows.filter((row) => columns.some((column) => column.text(row).toLowerCase().includes(wanted)))
}

/** RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvOf<T>(rows: readonly T[], columns: readonly StatColumn<T>[]): string {
  const cell = (value: string | number | null): string => {
    if (typeof value === 'number') return String(value)
    const text = value ?? ''
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const lines = [
    columns.map((column) => cell(column.title())),
    ...rows.map((row) => columns.map((column) => cell(valueOf(column, row)))),
  ]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}

export const jsonOf = <T>(rows: readonly T[], columns: readonly StatColumn<T>[]): string =>
  `${JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column) => [column.id, valueOf(column, row)]))),
    null,
    2,
  )}\n`
