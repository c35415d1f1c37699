/** Macros of the display-filter language as they are kept and sent: a list of names with their texts. */
import { expandMacros } from '../filter/macros'
import type { Macros } from '../filter'
import { limits } from '../limits'
import { Refused } from '../refused'
import { list, object, text } from './check'
import type { Check } from './check'

export interface MacroText {
  name: string
  /** What the name stands for; `$1`, `$2` are its arguments. */
  text: string
}

/** As Wireshark's, but not beginning with a digit: `$1` is an argument. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** A list as somebody is writing it: names may be missing, or there twice. */
export const macroDraft = list(
  object({ name: text(limits.filterMacroName), text: text(limits.filterText) }),
  limits.filterMacros,
) satisfies Check<MacroText[]>

/** A list that can be kept. */
export const macroList: Check<MacroText[]> = (value, at) => {
  const macros = macroDraft(value, at)
  const wrong = namesWrong(macros)[0]
  if (wrong) throw new Refused('bad-request', `${at}[${wrong.at}]: ${wrong.message}`)
  return macros
}

/** What is right in a list from a file that anybody may have written. */
export function soundMacros(value: readonly unknown[]): MacroText[] {
  const sound: MacroText[] = []
  for (const macro of value)
    try {
      sound.push(macroList([...sound, macro], 'macros').at(-1)!)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  return sound
}

export const macrosOf = (macros: readonly MacroText[]): Macros =>
  Object.fromEntries(macros.map(({ name, text: body }) => [name, body]))

/** Something that is wrong with a macro of a list. */
export interface MacroProblem {
  /** Position in the list. */
  at: number
  message: string
}

function namesWrong(macros: readonly MacroText[]): MacroProblem[] {
  const seen = new Set<string>()
  return macros.flatMap(({ name, text: body }, at) => {
    const again = seen.has(name)
    seen.add(name)
    const message = !NAME.test(name)
      ? `“${name}” is no name for a macro: letters, digits and _, not beginning with a digit.`
      : again
        ? `There is another macro '${name}'.`
        : body.trim()
          ? ''
          : `The macro '${name}' stands for nothing.`
    return message ? [{ at, message }] : []
  })
}

/** What is wrong with a list, at most one sentence per macro. A macro may be any piece of a filter: only what it calls can be looked at. */
export function macroProblems(macros: readonly MacroText[]): MacroProblem[] {
  const problems = namesWrong(macros)
  const known = macrosOf(macros)
  for (const [at, { name, text: body }] of macros.entries()) {
    if (problems.some((problem) => problem.at === at)) continue
    try {
      // Any argument will do; a body without calls comes back as it is.
      expandMacros(body.replace(/\$\d+/g, '1'), known)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      problems.push({ at, message: `In the macro '${name}': ${error.message}` })
    }
  }
  return problems
}
