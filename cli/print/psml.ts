/** `-T psml`: the columns of each packet as XML. */
import { version } from '../../package.json'
import type { AddressNames } from '../../engine/dissect/format'
import { makePlan } from '../../engine/dissect/plan'
import { registry } from '../../engine/protocols'
import type { Options } from '../options'
import type { Output } from '../output'
import { columnSettings, columnsWith } from './line'
import type { Printer } from './printer'
import { xmlText } from './xml-text'

const section = (text: string): string => `<section>${xmlText(text)}</section>\n`

export function psmlPrinter(o: Options, names: AddressNames, out: Output): Printer {
  const shown = [...columnsWith(o).values()]
  const settings = columnSettings(names)
  const head = shown.map((column) => section(column.name)).join('')
  return {
    plan: makePlan(registry, { columns: true }),
    begin: () =>
      out.write(
        `<?xml version="1.0" encoding="utf-8"?>\n<psml version="0" creator="wirelens/${version}">\n<structure>\n${head}</structure>\n\n`,
      ),
    packet: (p, digits) => {
      settings.digits = digits
      out.write(`<packet>\n${shown.map((column) => section(column.text(p, settings))).join('')}</packet>\n\n`)
    },
    end: () => out.write('</psml>\n'),
  }
}
