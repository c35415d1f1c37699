/** `-T ek`: two lines of JSON per packet, for the bulk interface of Elasticsearch and OpenSearch: which index, and the packet. */
import type { Field } from '../../engine/dissect/field'
import type { AddressNames } from '../../engine/dissect/format'
import { split } from '../../engine/bytes/time'
import { valueOf } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { Lines, occurrence } from '../../engine/dissect/lines'
import { registry } from '../../engine/protocols'
import type { Options } from '../options'
import type { Output } from '../output'
import { jsonText } from '../terminal-text'
import { chosenReader } from './fields'
import type { Included } from './included'
import { dayOf } from './json'
import { beside, groups } from './json-layers'
import { columnSettings, columnsWith } from './line'
import {
  bitsText,
  bytesText,
  fieldOf,
  isProtocol,
  isText,
  lengthOf,
  maskOf,
  nameOf,
  textOf,
  valueText,
} from './node-values'
import type { Printer } from './printer'

const flat = (name: string): string => name.replaceAll('.', '_')
const list = (values: readonly string[]): string => (values.length === 1 ? values[0]! : `[${values.join(',')}]`)

export function ekPrinter(o: Options, names: AddressNames, out: Output): Printer {
  const chosen = o.fields.length ? chosenReader(o, names) : null
  const summary = o.summary && !chosen
  const details = o.details || !summary
  const shown = [...columnsWith(o).values()]
  const settings = columnSettings(names)
  const lines = new Lines()
  return {
    plan: chosen?.plan ?? makePlan(registry, { fields: 'all', columns: true, drawing: true }),
    begin: () => {},
    packet: (p, digits) => {
      settings.digits = digits
      const { seconds, nanos, hasTime } = p.frame
      const time = hasTime ? Math.floor(seconds * 1000 + nanos / 1e6) : 0
      const members = [`"timestamp":"${time}"`]
      if (summary)
        for (const c of shown)
          members.push(`"${c.name.toLowerCase().replace('.', '_')}":${jsonText(c.text(p, settings))}`)
      if (chosen) {
        const cells = chosen
          .read(p, digits)
          .map(([name, v]) => `${jsonText(flat(name))}:[${v.map(jsonText).join(',')}]`)
        members.push(`"layers":{${cells.join(',')}}`)
      } else if (details)
        members.push(
          `"layers":{${level(p, lines.of(p, true), beside(lines, lines.top), o.bytes, o.included).join(',')}}`,
        )
      out.write(`{"index":{"_index":"packets-${dayOf(p)}","_type":"doc"}}\n{${members.join(',')}}\n`)
    },
    end: () => {},
  }
}

const keys = new WeakMap<Field, string>()

/** The protocol's name before that of the field; a text has no name. */
function keyOf(p: Packet, n: number): string {
  if (isText(p, n)) return 'text'
  const field = fieldOf(p, n)
  let key = keys.get(field)
  if (key === undefined)
    keys.set(field, (key = flat(field.type === 'protocol' ? field.name : `${field.protocol}_${field.name}`)))
  return key
}

/** Members for lines of one depth, those under them behind each key: only protocols are objects. */
function level(p: Packet, lines: Lines, depth: readonly number[], raw: boolean, included: Included): string[] {
  const members: string[] = []
  for (const group of groups(p, depth, true, keyOf)) {
    const key = keyOf(p, group[0]!)
    if (raw) {
      const bytes = group.filter((n) => !isText(p, n) && lengthOf(p, n) > 0).map((n) => `"${rawText(p, n)}"`)
      if (bytes.length) members.push(`${jsonText(`${key}_raw`)}:${list(bytes)}`)
    }
    const hidden = (n: number): boolean => included !== null && !included.has(nameOf(p, n) || 'text')
    const value = (n: number): string => {
      if (hidden(n)) return `{"filtered":${jsonText(nameOf(p, n) || 'text')}}`
      if (isProtocol(p, n))
        return `{${level(p, lines, beside(lines, lines.below[n]!), raw, included && included.below).join(',')}}`
      return valueJson(p, n)
    }
    members.push(`${jsonText(key)}:${list(group.map(value))}`)
    let under: number[] | undefined
    for (const n of group)
      if (lines.below[n]! >= 0 && !hidden(n) && !isProtocol(p, n))
        (under ??= []).push(...beside(lines, lines.below[n]!))
    if (under) members.push(...level(p, lines, under, raw, included && included.below))
  }
  return members
}

const rawText = (p: Packet, n: number): string => (maskOf(p, n) ? bitsText(p, n) : bytesText(p, n))

function valueJson(p: Packet, n: number): string {
  if (isText(p, n)) return jsonText(textOf(p, n))
  const field = fieldOf(p, n)
  switch (field.type) {
    case 'bool':
      return Number(valueOf(occurrence(p, n))) ? 'true' : 'false'
    case 'none':
      return 'null'
    case 'time': {
      if (field.options.display === 'dec') return jsonText(valueText(p, n) ?? '')
      const [seconds, nanos] = split(valueOf(occurrence(p, n)) as number | bigint)
      const at = new Date(seconds * 1000)
      if (Number.isNaN(at.getTime())) return jsonText(valueText(p, n) ?? '')
      return `"${at.toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z"`
    }
    default:
      return jsonText(valueText(p, n) ?? '')
  }
}
