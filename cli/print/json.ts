/** `-T json`: an array of packets in tshark's shape, with all layers or, with `-e`, chosen fields. Keys repeat where fields do. */
import { hex } from '../../engine/bytes/read'
import { visible } from '../../engine/bytes/text'
import { fieldText, hexOf, isItem, valueOf } from '../../engine/dissect/format'
import type { AddressNames } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { buildTree, occurrence } from '../../engine/dissect/tree'
import type { TreeNode } from '../../engine/dissect/tree'
import { registry } from '../../engine/protocols'
import { cellPlan, cellReader } from '../../engine/session/cells'
import type { Options } from '../options'
import type { Output } from '../output'
import { jsonText } from '../terminal-text'
import { timeText } from '../time-styles'
import { sourcesOf } from './fields'
import { columnSettings } from './line'
import type { Printer } from './printer'

export function jsonPrinter(o: Options, names: AddressNames, out: Output): Printer {
  const layers = o.fields.length ? chosenFields(o, names) : allLayers(names)
  let first = true
  return {
    plan: layers.plan,
    begin: () => out.write('['),
    packet: (p, digits) => {
      const day = p.frame.hasTime ? timeText(p, 'ad', 0).slice(0, 10) : '1970-01-01'
      out.write(
        `${first ? '' : ','}\n  {\n    "_index": "packets-${day}",\n    "_type": "doc",\n    "_score": null,\n` +
          `    "_source": {\n      "layers": ${layers.text(p, digits)}\n    }\n  }`,
      )
      first = false
    },
    end: () => out.write(first ? ']\n' : '\n]\n'),
  }
}

interface Layers extends Pick<Printer, 'plan'> {
  text(p: Packet, digits: number): string
}

/** An object with these members, closed at `indent`. */
const braces = (members: readonly string[], indent: string): string =>
  members.length ? `{\n${members.map((m) => `${indent}  ${m}`).join(',\n')}\n${indent}}` : '{}'

function chosenFields(o: Options, names: AddressNames): Layers {
  const sources = sourcesOf(o.fields, o.time)
  const read = cellReader(sources)
  const settings = columnSettings(names)
  const list = (values: readonly string[]): string =>
    `[\n${values.map((v) => `          ${jsonText(v)}`).join(',\n')}\n        ]`
  return {
    plan: cellPlan(sources),
    text: (p, digits) => {
      settings.digits = digits
      const members = read(p, settings).flatMap((values, i) => {
        const kept =
          o.form.occurrence === 'a' ? values : o.form.occurrence === 'f' ? values.slice(0, 1) : values.slice(-1)
        return kept.length ? [`${jsonText(o.fields[i]!)}: ${list(kept)}`] : []
      })
      return braces(members, '      ')
    },
  }
}

function allLayers(names: AddressNames): Layers {
  return {
    plan: makePlan(registry, { fields: 'all', columns: true, drawing: true }),
    text: (p) => objectOf(p, buildTree(p, names, true), '      '),
  }
}

function objectOf(p: Packet, nodes: readonly TreeNode[], indent: string): string {
  const members: string[] = []
  for (const node of nodes) {
    const key = keyOf(p, node)
    const value = valueText(p, node)
    if (value !== undefined) members.push(`${jsonText(key)}: ${jsonText(value)}`)
    if (node.children.length) {
      // A value and the lines under it are two members; their keys must differ.
      const name = value === undefined ? key : `${key}_tree`
      members.push(`${jsonText(name)}: ${objectOf(p, node.children, `${indent}  `)}`)
    } else if (value === undefined) members.push(`${jsonText(key)}: ${jsonText(emptyText(p, node))}`)
  }
  return braces(members, indent)
}

/** The field's name; of lines that are only text, their text. */
const keyOf = (p: Packet, node: TreeNode): string =>
  node.field ||
  (p.records.label.has(node.id) ? visible(p.records.label.get(node.id)!) : node.text).replace(/^\[(.*)\]$/s, '$1')

/** The value of a node; undefined where its kind has none. Bytes are written with colons here. */
function valueText(p: Packet, node: TreeNode): string | undefined {
  if (!node.field) return undefined
  const o = occurrence(p, node.id)
  const { type } = o.field
  if (isItem(o.field)) return hexOf(o, ':')
  if (type === 'protocol' || type === 'none') return undefined
  if (type === 'bytes') {
    const value = valueOf(o)
    if (value instanceof Uint8Array) return hex(value, 0, value.length, ':')
  }
  return fieldText(o)
}

const emptyText = (p: Packet, node: TreeNode): string =>
  node.field && occurrence(p, node.id).field.type === 'protocol' ? node.text : ''
