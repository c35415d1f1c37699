/** `-T fields`: chosen fields and columns, one line per packet. */
import type { AddressNames } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { cellPlan, cellReader, cellSource } from '../../engine/session/cells'
import type { CellSource } from '../../engine/session/cells'
import { Refused } from '../../engine/refused'
import type { Options } from '../options'
import type { Output } from '../output'
import { safe } from '../terminal-text'
import { columnSettings, columnsWith } from './line'
import type { Printer } from './printer'

/** What the `-E` options set. */
export interface FieldForm {
  header: boolean
  bom: boolean
  separator: string
  aggregator: string
  occurrence: 'f' | 'l' | 'a'
  quote: string
}

/** What the names of `-e` stand for; all that stand for nothing are refused together. */
export function sourcesOf(names: readonly string[], o: Pick<Options, 'time' | 'hours'>): CellSource[] {
  const shown = columnsWith(o)
  const unknown: string[] = []
  const sources = names.flatMap((name) => {
    try {
      const source = cellSource(name)
      return 'column' in source ? { column: shown.get(source.column.id)! } : source
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      unknown.push(name)
      return []
    }
  })
  if (unknown.length) {
    const list = unknown.map((name) => `\n\t${safe(name)}`).join('')
    throw new Refused(
      'unknown-field',
      `Some fields aren't valid:${list}`,
      'wirelens -G fields lists those that there are.',
    )
  }
  return sources
}

/** Reads the fields of `-e` that a packet has, with their names, for the structured forms of output. */
export function chosenReader(
  o: Options,
  names: AddressNames,
): Pick<Printer, 'plan'> & { read: (p: Packet, digits: number) => [name: string, values: string[]][] } {
  const sources = sourcesOf(o.fields, o)
  const read = cellReader(sources)
  const settings = columnSettings(names)
  const { occurrence } = o.form
  return {
    plan: cellPlan(sources),
    read: (p, digits) => {
      settings.digits = digits
      return read(p, settings).flatMap((values, i): [string, string[]][] => {
        const kept = occurrence === 'a' ? values : occurrence === 'f' ? values.slice(0, 1) : values.slice(-1)
        return kept.length ? [[o.fields[i]!, kept]] : []
      })
    },
  }
}

export function fieldsPrinter(o: Options, names: AddressNames, out: Output): Printer {
  const sources = sourcesOf(o.fields, o)
  const read = cellReader(sources)
  const settings = columnSettings(names)
  const { header, bom, separator, aggregator, occurrence, quote } = o.form
  const cell = (values: readonly string[]): string => {
    if (!values.length) return ''
    const text =
      occurrence === 'f'
        ? safe(values[0]!)
        : occurrence === 'l'
          ? safe(values.at(-1)!)
          : values.length === 1
            ? safe(values[0]!)
            : values.map(safe).join(aggregator)
    return quote + text + quote
  }
  return {
    plan: cellPlan(sources),
    begin: () => {
      if (bom) out.write('\ufeff')
      if (header) out.write(`${o.fields.join(separator)}\n`)
    },
    packet: (p, digits) => {
      settings.digits = digits
      const cells = read(p, settings)
      let line = cell(cells[0]!)
      for (let i = 1; i < cells.length; i++) line += separator + cell(cells[i]!)
      out.write(`${line}\n`)
    },
    end: () => {},
  }
}
