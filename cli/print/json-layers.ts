/** The layers of a packet as a JSON object in tshark's shape: keys repeat where fields do, unless each is to stand once. */
import type { Packet } from '../../engine/dissect/packet'
import { lineAt, occurrence } from '../../engine/dissect/lines'
import type { Lines } from '../../engine/dissect/lines'
import { jsonText } from '../terminal-text'
import type { Included } from './included'
import { bitsText, bytesText, isProtocol, isText, keyOf, lengthOf, maskOf, typeNumber, valueText } from './node-values'

export interface JsonForm {
  /** `-T json`, and `-x` or `-T jsonraw`. */
  values: boolean
  raw: boolean
  /** `--no-duplicate-keys`. */
  once: boolean
}

/** An object with these members, closed at `indent`. */
export const braces = (members: readonly string[], indent: string): string =>
  members.length ? `{\n${members.map((m) => `${indent}  ${m}`).join(',\n')}\n${indent}}` : '{}'

/** An array of texts that are JSON, closed at `indent`. */
export const brackets = (items: readonly string[], indent: string): string =>
  `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]`

/** What lies beside `first` and under it, as an object closed at `indent`. */
export function layersText(
  p: Packet,
  lines: Lines,
  first: number,
  indent: string,
  form: JsonForm,
  included: Included,
): string {
  const inside = `${indent}  `
  let text = ''
  const add = (name: string, value: string): void => {
    text += `${text ? ',' : '{'}\n${inside}${jsonText(name)}: ${value}`
  }
  const one = (texts: readonly ((indent: string) => string)[]): string =>
    texts.length === 1
      ? texts[0]!(inside)
      : brackets(
          texts.map((text) => text(`${inside}  `)),
          inside,
        )
  const shown = (n: number): boolean => lines.below[n]! >= 0 || (included !== null && isProtocol(p, n))
  if (!form.once && !form.raw) {
    for (let n = first; n >= 0; n = lines.next[n]!) {
      const key = keyOf(p, n)
      const value = valueText(p, n)
      if (value !== undefined) add(key, jsonText(value))
      if (shown(n)) add(value === undefined ? key : `${key}_tree`, below(p, lines, n, inside, form, included))
      else if (value === undefined) add(key, isProtocol(p, n) ? jsonText(lineText(p, n)) : '""')
    }
    return text ? `${text}\n${indent}}` : '{}'
  }
  for (const group of groups(p, beside(lines, first), form.once)) {
    const key = keyOf(p, group[0]!)
    const raws = form.raw ? group.filter((n) => !isText(p, n) && (lengthOf(p, n) > 0 || !form.values)) : []
    if (raws.length) add(`${key}_raw`, one(raws.map((n) => (i) => rawText(p, n, i))))
    const values = group.map((n) => valueText(p, n)).filter((v) => v !== undefined)
    if (values.length && form.values) add(key, one(values.map((v) => () => jsonText(v))))
    const trees = group.filter(shown)
    // A value and the lines under it are two members; their keys must differ.
    const name = values.length ? `${key}_tree` : key
    if (trees.length) add(name, one(trees.map((n) => (i) => below(p, lines, n, i, form, included))))
    else if (!values.length && (form.values || isText(p, group[0]!)))
      add(key, one(group.map((n) => () => jsonText(isProtocol(p, n) ? lineText(p, n) : ''))))
  }
  return text ? `${text}\n${indent}}` : '{}'
}

const lineText = (p: Packet, n: number): string => lineAt(occurrence(p, n), p.names)

function below(p: Packet, lines: Lines, n: number, indent: string, form: JsonForm, included: Included): string {
  if (included) {
    const key = keyOf(p, n)
    if (!included.has(key)) return braces([`"filtered": ${jsonText(key)}`], indent)
  }
  return layersText(p, lines, lines.below[n]!, indent, form, included && included.below)
}

/** The line `first` and those behind it. */
export function beside(lines: Lines, first: number): number[] {
  const all: number[] = []
  for (let n = first; n >= 0; n = lines.next[n]!) all.push(n)
  return all
}

/** Lines with the same key together, where each key is to stand once; each alone otherwise. */
export function groups(p: Packet, lines: readonly number[], once: boolean, name = keyOf): number[][] {
  if (!once) return lines.map((n) => [n])
  const byKey = new Map<string, number[]>()
  for (const n of lines) {
    const key = name(p, n)
    const group = byKey.get(key)
    if (group) group.push(n)
    else byKey.set(key, [n])
  }
  return [...byKey.values()]
}

/** `[bytes, position, length, mask, type]`; of bits, their value in place of the bytes. */
function rawText(p: Packet, n: number, indent: string): string {
  const mask = maskOf(p, n)
  const bytes = mask && lengthOf(p, n) ? bitsText(p, n) : bytesText(p, n)
  return brackets([`"${bytes}"`, ...[p.records.start[n]!, lengthOf(p, n), mask, typeNumber(p, n)].map(String)], indent)
}
