/** The lists of `-G`, by name. */
import { fieldList, protocolList } from './field-list'
import { decodeList, heuristicList, preferenceList, valueList } from './registry-lists'

export const reports: Readonly<Record<string, () => string>> = {
  fields: fieldList,
  protocols: protocolList,
  values: valueList,
  decodes: decodeList,
  'heuristic-decodes': heuristicList,
  currentprefs: preferenceList,
}
