/**
 * Macros: names for pieces of filter text, replaced before anything is parsed. `$name(a, b)`, `${name:a;b}`, `${name;a;b}`; in the body
 * `$1`, `$2` stand for the arguments. What is no macro and has no arguments is a field reference and stays.
 */
import { limits } from '../limits'
import { Refused } from '../refused'
import type { Range } from './ast'
import { refuse } from './tokens'

/** Name → body. */
export type Macros = Readonly<Record<string, string>>

export interface Expanded {
  text: string
  /** Per character of `text`, where it comes from; missing when nothing was replaced. */
  origin: [from: number, to: number][] | undefined
  /** Macros that the text as typed calls, in their order, and where. */
  calls: MacroCall[]
  /** The same range in the text as typed. */
  place: (range: Range) => Range
}

export interface MacroCall {
  name: string
  range: Range
}

interface Piece {
  text: string
  /** Range in the original for every character, or one for all of them. */
  origin: (i: number) => [number, number]
}

const CALL = /\$(?:([A-Za-z_][\w-]*)\s*\(|\{\s*([A-Za-z_][\w.-]*)\s*([:;}]))/y

export function expandMacros(text: string, macros: Macros): Expanded {
  const calls: MacroCall[] = []
  if (!text.includes('$')) return { text, origin: undefined, calls, place: (range) => range }
  const whole: Piece = { text, origin: (i) => [i, i + 1] }
  const pieces = expand(whole, macros, 0, calls)
  const origin = pieces.flatMap((p) => Array.from(p.text, (_, i) => p.origin(i)))
  const made = pieces.map((p) => p.text).join('')
  if (!calls.length) return { text, origin: undefined, calls, place: (range) => range }
  return {
    text: made,
    origin,
    calls,
    place([from, to]) {
      const first = origin[from]?.[0] ?? text.length
      const last = to > from ? (origin[to - 1]?.[1] ?? text.length) : first
      return [first, Math.max(first, last)]
    },
  }
}

function expand(piece: Piece, macros: Macros, depth: number, calls: MacroCall[] = []): Piece[] {
  const { text } = piece
  const out: Piece[] = []
  let copied = 0
  const copy = (to: number): void => {
    const from = copied
    if (to > from) out.push({ text: text.slice(from, to), origin: (i) => piece.origin(from + i) })
  }
  for (let i = 0; i < text.length;) {
    if (text[i] === '"' || text[i] === "'") {
      i = afterQuoted(text, i)
      continue
    }
    CALL.lastIndex = i
    const found = text[i] === '$' ? CALL.exec(text) : null
    const name = found?.[1] ?? found?.[2] ?? ''
    const known = Object.hasOwn(macros, name)
    const reference = found?.[3] === '}' && !known
    if (!found || reference) {
      i++
      continue
    }
    const here = (to: number): Range => [piece.origin(i)[0], piece.origin(Math.min(to, text.length) - 1)[1]]
    if (!known) refuse('unknown-macro', `macro '${name}' does not exist`, here(i + found[0].length))
    if (depth >= limits.filterMacroDepth)
      refuse(
        'macro-depth',
        `Macros call each other more than ${limits.filterMacroDepth} levels deep.`,
        here(i + found[0].length),
      )
    const open = i + found[0].length
    const [args, end] =
      found[3] === '}' ? [[], open] : readArguments(text, open, found[1] ? ')' : '}', found[1] ? ',' : ';', here)
    const range = here(end)
    copy(i)
    calls.push({ name, range })
    const body = substitute(macros[name]!, name, args, range)
    out.push(...expand({ text: body, origin: () => range }, macros, depth + 1))
    if (out.reduce((sum, p) => sum + p.text.length, 0) > limits.filterExpanded)
      refuse('too-long', `Macros expand to more than ${limits.filterExpanded} characters.`, range)
    i = copied = end
  }
  copy(text.length)
  return out
}

function afterQuoted(text: string, at: number): number {
  const quote = text[at]
  let i = at + 1
  while (i < text.length && text[i] !== quote) i += text[i] === '\\' ? 2 : 1
  return i + 1
}

/** Arguments up to `close`; brackets and quotes inside them count. */
function readArguments(
  text: string,
  at: number,
  close: string,
  separator: string,
  here: (to: number) => Range,
): [args: string[], end: number] {
  const args: string[] = []
  let depth = 0
  let from = at
  for (let i = at; i < text.length; i++) {
    const c = text[i]!
    if (c === '"' || c === "'") {
      i = afterQuoted(text, i) - 1
      continue
    }
    if (depth === 0 && (c === close || c === separator)) {
      args.push(text.slice(from, i).trim())
      from = i + 1
      if (c === separator) continue
      if (args.length === 1 && args[0] === '') args.length = 0
      return [args, i + 1]
    }
    if ('({['.includes(c)) depth++
    else if (')}]'.includes(c)) depth--
  }
  return refuse('macro', 'end of filter in the middle of a macro expression', here(text.length))
}

function substitute(body: string, name: string, args: readonly string[], range: Range): string {
  const wanted = Math.max(0, ...Array.from(body.matchAll(/\$(\d+)/g), (m) => Number(m[1])))
  if (wanted !== args.length)
    refuse(
      'macro-arguments',
      `wrong number of arguments for macro '${name}', expecting ${wanted} instead of ${args.length}`,
      range,
    )
  if (args.some((a) => a === '')) refuse('macro-arguments', `null argument for macro '${name}'`, range)
  return body.replace(/\$(\d+)/g, (all, n: string) => args[Number(n) - 1] ?? all)
}

/** An error that stands in what a macro was replaced with says so: in the text as typed there is nothing to see of it. */
export function naming<T>(calls: readonly MacroCall[] | undefined, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (!calls?.length || !(thrown instanceof Refused) || !thrown.range) throw thrown
    const [from, to] = thrown.range
    const within = calls.find(({ range }) => from >= range[0] && to <= range[1])
    if (!within) throw thrown
    throw new Refused(thrown.code, `In the macro '${within.name}': ${thrown.message}`, thrown.hint, thrown.range)
  }
}
