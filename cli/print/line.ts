/** The line of a packet in the default output: columns aligned as tshark aligns them, an arrow between the two ends. */
import type { AddressNames } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { columns } from '../../engine/session/columns'
import type { Column, ColumnSettings } from '../../engine/session/columns'
import type { Options } from '../options'
import { safe } from '../terminal-text'
import { timeText } from '../time-styles'

const column = (id: string): Column => {
  const found = columns.find((c) => c.id === id)
  if (!found) throw new Error(`there is no column ${id}`)
  return found
}

/** Settings for the engine's columns; the time is written here. */
export const columnSettings = (names: AddressNames): ColumnSettings => ({ time: 'relative', names, digits: 6 })

/** The columns, with the Time of `-t` and `-u`. `digits` of the settings says how many decimals. */
export function columnsWith({ time: style, hours }: Pick<Options, 'time' | 'hours'>): ReadonlyMap<string, Column> {
  const time: Column = { ...column('time'), text: (p, { digits }) => timeText(p, style, digits, hours) }
  return new Map(columns.map((c) => [c.id, c.id === 'time' ? time : c]))
}

/** @param between what stands between columns: a space, or a tab for `-T tabs` */
export function lineOf(
  p: Packet,
  shown: ReadonlyMap<string, Column>,
  settings: ColumnSettings,
  between: string,
): string {
  const text = (id: string): string => safe(shown.get(id)!.text(p, settings))
  return (
    text('number').padStart(5) +
    between +
    text('time').padStart(10) +
    between +
    text('source').padStart(12) +
    between +
    '→' +
    between +
    text('destination').padEnd(12) +
    between +
    text('protocol') +
    between +
    text('length') +
    between +
    text('info') +
    '\n'
  )
}
