/** `-G values`, `-G decodes`, `-G heuristic-decodes`, `-G currentprefs`: what the protocols declare, in tshark's columns. */
import type { Preference } from '../engine/dissect/preference'
import { registry } from '../engine/protocols'

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** Lines `V field value name` and `T field when-true when-false`. Fields whose names are reckoned, not listed, have none. */
export function valueList(): string {
  return text(
    registry.fields.flatMap(({ name, options: { names, trueFalse, display } }) => {
      if (trueFalse) return [`T\t${name}\t${trueFalse[0]}\t${trueFalse[1]}`]
      if (!names || typeof names === 'function') return []
      const inHex = display?.startsWith('hex')
      const shown = (value: string): string => (inHex ? `0x${Number(value).toString(16)}` : value)
      return Object.entries(names).map(([value, label]) => `V\t${name}\t${shown(value)}\t${label}`)
    }),
  )
}

/** Lines `table key protocol`: what a number of one protocol says of the next. */
export function decodeList(): string {
  return text(
    registry.protocols.flatMap(({ name, over }) =>
      Object.entries(over ?? {}).flatMap(([table, keys]) => keys.map((key) => `${table}\t${key}\t${name}`)),
    ),
  )
}

/** Lines `table protocol T`; F for those that are asked only when a preference says so. */
export function heuristicList(): string {
  return text(
    registry.protocols.flatMap(({ name, heuristic, isOff }) =>
      (heuristic ?? []).map((table) => `${table}\t${name}\t${isOff ? 'F' : 'T'}`),
    ),
  )
}

const kinds: Readonly<Record<Preference['kind'], string>> = {
  flag: 'TRUE or FALSE (case-insensitive)',
  number: 'A decimal number',
  text: 'A string',
  choice: 'One of: ',
  file: 'A path to a file',
}

/** Every preference with what it is for, its kind and what holds when nothing is said. */
export function preferenceList(): string {
  return text(
    [...registry.preferences.values()].flatMap(({ name, kind, preset, help, choices }) => {
      const value = kind === 'flag' ? String(preset).toUpperCase() : String(preset)
      const what = kind === 'choice' ? kinds.choice + (choices ?? []).join(', ') : kinds[kind]
      return ['', `# ${help}`, `# ${what}${kind === 'choice' ? '\n# (case-insensitive)' : ''}.`, `#${name}: ${value}`]
    }),
  )
}
