/** The printer that the options ask for. */
import type { AddressNames } from '../../engine/dissect/format'
import type { Options } from '../options'
import type { Output } from '../output'
import { fieldsPrinter } from './fields'
import { jsonPrinter } from './json'
import type { Printer } from './printer'
import { textPrinter } from './text'

export function makePrinter(o: Options, names: AddressNames, out: Output): Printer {
  switch (o.format) {
    case 'fields':
      return fieldsPrinter(o, names, out)
    case 'json':
      return jsonPrinter(o, names, out)
    default:
      return textPrinter(o, names, out)
  }
}
