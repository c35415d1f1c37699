/** The printer that the options ask for. */
import type { AddressNames } from '../../engine/dissect/format'
import type { Options } from '../options'
import type { Output } from '../output'
import { ekPrinter } from './ek'
import { fieldsPrinter } from './fields'
import { jsonPrinter } from './json'
import { pdmlPrinter } from './pdml'
import type { Printer } from './printer'
import { psmlPrinter } from './psml'
import { textPrinter } from './text'

export function makePrinter(o: Options, names: AddressNames, out: Output): Printer {
  switch (o.format) {
    case 'fields':
      return fieldsPrinter(o, names, out)
    case 'json':
    case 'jsonraw':
      return jsonPrinter(o, names, out)
    case 'ek':
      return ekPrinter(o, names, out)
    case 'pdml':
      return pdmlPrinter(o, names, out)
    case 'psml':
      return psmlPrinter(o, names, out)
    default:
      return textPrinter(o, names, out)
  }
}
