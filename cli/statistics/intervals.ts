/** `-z io,stat,INTERVAL[,[CALCULATION(FIELD)]FILTER]…`: tshark's table of packets, bytes and calculated values per interval. */
import type { Field } from '../../engine/dissect/field'
import { registry } from '../../engine/protocols'
import { calculations, intervalStatistic, isSummable } from '../../engine/session/interval-statistic'
import type { Calculation, Intervals } from '../../engine/session/interval-statistic'
import type { Session } from '../../engine/session/session'
import { checkFilter, runOf } from '../filter'
import { safe } from '../terminal-text'
import { usage } from '../usage-error'

interface AskedColumn {
  text: string
  kind: 'both' | 'FRAMES' | 'BYTES' | Calculation
  field?: Field
  filter: string
}

export interface AskedIntervals {
  /** Seconds; 0: the whole capture. */
  interval: number
  /** Decimals of the interval as it was written. */
  digits: number
  columns: AskedColumn[]
}

/** Reads what stands behind `io,stat,`; a usage error says what is wrong. */
export function readIntervals([interval = '', ...filters]: readonly string[], value: string): AskedIntervals {
  if (!/^\d*\.?\d+$/.test(interval) || (Number(interval) > 0 && Number(interval) < 1e-6))
    usage(`"${value}" has no interval.`, 'Write its seconds, or 0 for all: -z io,stat,1 or -z io,stat,0.5,dns.')
  const digits = Math.min(6, (interval.split('.')[1] ?? '').replace(/0+$/, '').length)
  const columns = (filters.length ? filters : ['']).map((text) => readColumn(text.trim()))
  for (const { filter } of columns) if (filter) checkFilter(filter)
  return { interval: Number(interval), digits, columns }
}

function readColumn(text: string): AskedColumn {
  const counted = /^(FRAMES|BYTES)(?:\(\))?(.*)$/s.exec(text)
  if (counted) return { text, kind: counted[1] as 'FRAMES' | 'BYTES', filter: counted[2]!.trim() }
  const found = /^([A-Z]+)\s*\(\s*([\w.-]+)\s*\)(.*)$/s.exec(text)
  if (!found) return { text, kind: 'both', filter: text }
  const [, word = '', name = '', filter = ''] = found
  if (word === 'LOAD') return usage('LOAD is not there yet.', 'A later version of Wirelens will have it.', 'not-yet')
  const kind =
    calculations.find((c) => c === word) ??
    usage(`There is no calculation ${word}.`, `Known: FRAMES, BYTES, ${calculations.join(', ')}.`)
  const field =
    registry.byName.get(name) ?? usage(`There is no field "${name}" (${text}).`, 'wirelens -G fields lists them.')
  if (kind !== 'COUNT' && !isSummable(field))
    usage(`${name} doesn't have integral values, so ${kind}(*) calculations are not supported on it.`)
  return { text, kind, field, filter: filter.trim() }
}

export async function intervalText(session: Session, { interval, columns, digits }: AskedIntervals): Promise<string> {
  const table = await intervalStatistic(
    session,
    interval,
    columns.map(({ kind, field, filter }) => ({
      filter: runOf(session, filter),
      ...(field ? { of: { calculation: kind as Calculation, field } } : {}),
    })),
  )
  // The whole capture as one interval is told to the millisecond, a longer one to the tenth of a second.
  const places = table.interval === table.duration ? (table.duration < 10 ? 3 : 1) : digits
  const times = timeColumn(table, places)
  const cells = columns.map((asked, n) => column(asked, table.columns[n]!))
  const about = [
    'IO Statistics',
    '',
    `Duration: ${table.duration.toFixed(places || 6)} secs`,
    `Interval: ${table.interval.toFixed(places).padStart(places ? table.duration.toFixed(places).length : String(Math.floor(table.duration)).length)} secs`,
    '',
    ...columns.map(({ text }, n) => `${n ? '    ' : 'Col '}${n + 1}: ${safe(text) || 'Frames and bytes'}`),
  ]
  const used = times[0]!.length + cells.reduce((sum, c) => sum + c.head.length + 1, 0)
  const width = Math.max(used, ...about.map((line) => line.length + 2))
  const rest = width > used ? `${' '.repeat(width - used - 1)}|` : ''
  const rule = '='.repeat(width + 2)
  const row = (parts: readonly string[]): string => `|${parts.join('|')}|${rest}`
  return [
    '',
    rule,
    ...about.map((line) => `| ${line.padEnd(width - 1)}|`),
    `|${'-'.repeat(width)}|`,
    row([' '.repeat(times[0]!.length), ...cells.map((c, n) => String(n + 1).padEnd(c.head.length))]),
    row([' Interval'.padEnd(times[0]!.length), ...cells.map((c) => c.head)]),
    `|${'-'.repeat(used)}|${rest}`,
    ...times.map((time, k) => row([time, ...cells.map((c) => c.rows[k]!)])),
    rule,
    '',
  ].join('\n')
}

/** ` 0.5 <> 1.0 ` for each interval; the last one ends with the capture. */
function timeColumn({ duration, interval, count }: Intervals, places: number): string[] {
  const end = duration.toFixed(places)
  const width = places ? end.length : String(Math.floor(duration)).length
  const inner = Math.max(8, 2 * width + 4)
  const margin = ' '.repeat(1 + (inner - 2 * width - 4) / 2)
  return Array.from({ length: count }, (_, k) => {
    const from = (k * interval).toFixed(places).padStart(width)
    const to = k + 1 < count ? ((k + 1) * interval).toFixed(places) : places ? end : 'Dur'
    return `${margin}${from} <> ${to.padStart(width)}`.padEnd(inner + 2)
  })
}

interface Cells {
  head: string
  rows: string[]
}

const whole = (n: number): string => String(Math.trunc(n))
const fraction = (n: number): string => n.toFixed(6)

/** A word in the middle of a column, the odd space before it, over its numbers. */
function cellsOf(word: string, texts: readonly string[]): Cells {
  const width = texts.reduce((most, text) => Math.max(most, text.length), word.length)
  const centred = word.padStart(word.length + Math.ceil((width - word.length) / 2)).padEnd(width)
  return { head: ` ${centred} `, rows: texts.map((text) => ` ${text.padStart(width)} `) }
}

function column(asked: AskedColumn, { packets, bytes, values }: Intervals['columns'][number]): Cells {
  switch (asked.kind) {
    case 'both': {
      const frames = cellsOf('Frames', Array.from(packets, whole))
      const sizes = cellsOf('Bytes', Array.from(bytes, whole))
      return {
        head: `${frames.head}|${sizes.head}`,
        rows: frames.rows.map((text, k) => `${text}|${sizes.rows[k]!}`),
      }
    }
    case 'FRAMES':
      return cellsOf('FRAMES', Array.from(packets, whole))
    case 'BYTES':
      return cellsOf('BYTES', Array.from(bytes, whole))
    default: {
      const exact = asked.kind === 'COUNT' || asked.field?.type === 'uint' || asked.field?.type === 'int'
      return cellsOf(asked.kind, Array.from(values, exact ? whole : fraction))
    }
  }
}
