/** What can stand at a place in a filter: fields, names of values, functions, operators, with their types and a sentence each. */
import type { Field } from '../dissect/field'
import type { Registry } from '../dissect/registry'
import { columnNames } from './columns'
import { functions } from './functions'
import { valueNames } from './literals'
import type { Macros } from './macros'
import { comparisons } from './operators'
import { quote } from './print'
import { meaningOf } from './resolve'
import { hasNames, isSearchable, typeName, typeOf } from './types'

export interface Completion {
  /** What is put in place of [from, to). */
  text: string
  kind: 'protocol' | 'field' | 'value' | 'function' | 'operator' | 'macro'
  /** Label of the field, name of the value. */
  label: string
  type?: string
  help?: string
}

export interface Completions {
  from: number
  to: number
  items: Completion[]
}

const NAME_BEFORE = /[A-Za-z0-9_.@-]*$/
const VALUE_BEFORE =
  /([A-Za-z0-9_][A-Za-z0-9_.-]*)(?:#\d+)?\s*(?:===|!==|==|!=|>=|<=|>|<|\b(?:eq|ne|gt|ge|lt|le|any_eq|all_ne|all_eq|any_ne)\b|\b(?:not\s+)?in\s*\{(?:[^{}]*,)?)\s*("?)([^"{},()]*)$/
const FIELD_BEFORE = /(?:^|[\s(!])([A-Za-z0-9_][A-Za-z0-9_.-]*)(?:#\d+)?\s+$/

/** Completions at `at`; at most `most`, the best first. */
export function complete(text: string, at: number, registry: Registry, most = 50, macros: Macros = {}): Completions {
  const before = text.slice(0, at)
  const value = VALUE_BEFORE.exec(before)
  if (value) {
    const items = valuesOf(registry, value[1]!, value[3]!)
    if (items.length) return { from: at - value[2]!.length - value[3]!.length, to: at, items: items.slice(0, most) }
  }
  const after = FIELD_BEFORE.exec(before)
  const field = after ? fieldNamed(registry, after[1]!) : undefined
  if (field) return { from: at, to: at, items: operatorsOf(registry, field) }
  const word = NAME_BEFORE.exec(before)![0].replace(/^@/, '')
  const opened = /\$(\{?)$/.exec(before.slice(0, at - word.length))
  const from = at - word.length
  const rest = /^[A-Za-z0-9_.-]*/.exec(text.slice(at))![0]
  const items = opened ? macroItems(macros, word, opened[1] !== '') : names(registry, word)
  return { from, to: at + rest.length, items: items.slice(0, most) }
}

function fieldNamed(registry: Registry, name: string): Field | undefined {
  const meaning = meaningOf(registry, name)
  return meaning?.kind === 'field' ? meaning.field : undefined
}

const fieldItem = (registry: Registry, f: Field): Completion => ({
  text: f.name,
  kind: f.type === 'protocol' ? 'protocol' : 'field',
  label: f.label,
  type: typeName(typeOf(registry, f)),
  ...(f.help ? { help: f.help } : {}),
})

/** Names that begin with what was typed, then those that have it somewhere, then fields whose label has it. */
function names(registry: Registry, word: string): Completion[] {
  const wanted = word.toLowerCase()
  const ranked: [rank: number, item: Completion][] = []
  for (const f of registry.fields) {
    if (!f.name || f === registry.text) continue
    const name = f.name.toLowerCase()
    const rank = name.startsWith(wanted)
      ? f.type === 'protocol'
        ? 0
        : 1
      : wanted.length > 1 && name.includes(wanted)
        ? 3
        : wanted.length > 2 && f.label.toLowerCase().includes(wanted)
          ? 4
          : -1
    if (rank >= 0) ranked.push([rank, fieldItem(registry, f)])
  }
  for (const name of columnNames)
    if (name.startsWith(wanted) && wanted)
      ranked.push([2, { text: name, kind: 'field', label: 'Column of the packet list', type: 'Character string' }])
  for (const f of functions.values())
    if (f.name.startsWith(wanted) && wanted)
      ranked.push([2, { text: `${f.name}(`, kind: 'function', label: `${f.name}(${f.usage})`, help: f.help }])
  return ranked.sort((a, b) => a[0] - b[0] || (a[1].text < b[1].text ? -1 : 1)).map(([, item]) => item)
}

function valuesOf(registry: Registry, name: string, typed: string): Completion[] {
  const field = fieldNamed(registry, name)
  if (!field || !hasNames(typeOf(registry, field))) return []
  const wanted = typed.trim().toLowerCase()
  const items: Completion[] = []
  for (const [value, label] of valueNames(field)) {
    if (!label.toLowerCase().includes(wanted) && !String(value).startsWith(wanted)) continue
    // A name is only good for a filter when it means one value.
    items.push({
      text: wanted && String(value).startsWith(wanted) ? String(value) : quote(label),
      kind: 'value',
      label,
      type: String(value),
    })
  }
  return items.sort(
    (a, b) => Number(b.label.toLowerCase().startsWith(wanted)) - Number(a.label.toLowerCase().startsWith(wanted)),
  )
}

function operatorsOf(registry: Registry, field: Field): Completion[] {
  const type = typeOf(registry, field)
  const item = (text: string, label: string): Completion => ({ text, kind: 'operator', label })
  const search =
    isSearchable(type) || hasNames(type)
      ? [item('contains', 'contains'), item('matches', 'matches a regular expression')]
      : []
  const compare = type.class === 'none' ? [] : Object.values(comparisons).map((c) => item(c.symbols[0]!, c.words))
  const logic = [item('and', 'both hold'), item('or', 'one of them holds')]
  return [...compare, ...(type.class === 'none' ? [] : [item('in', 'is one of a set')]), ...search, ...logic]
}

/** Names of macros behind `$` or `${`, with what follows them: the bracket of the arguments, or the end where it takes none. */
const macroItems = (macros: Macros, word: string, braced: boolean): Completion[] =>
  Object.entries(macros)
    .filter(([name]) => name.startsWith(word))
    .map(([name, body]) => {
      const takes = /\$\d/.test(body)
      return { text: name + (braced ? (takes ? ':' : '}') : takes ? '(' : '()'), kind: 'macro', label: body }
    })
