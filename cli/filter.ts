/** Display filters on the command line: `-Y`, `-R`, words behind the options, and `wirelens filter TEXT`. */
import { registry } from '../engine/protocols'
import { captureFilter, compile, parseFilter } from '../engine/filter'
import type { Macros, Warning } from '../engine/filter'
import { vendorNames } from '../engine/names/addresses'
import { Refused } from '../engine/refused'
import { describeFilter, FilterRun } from '../engine/session/filtering'
import type { Session } from '../engine/session/session'
import { macrosFor } from './macros'
import type { Options } from './options'
import { say } from './output'
import { safe } from './terminal-text'

/** Whether packet `i` (from 0) of a session is taken. Packets that came since the last question are judged then. */
export type Selection = (session: Session, i: number) => boolean

/** The packets that the display filter takes; undefined: all. Throws Refused with the place marked when the text is no filter. */
export function selectionOf(o: Options): Selection | undefined {
  if (!o.displayFilter) return undefined
  const macros = macrosFor(o.displayFilter)
  for (const { message } of warningsOf(o.displayFilter, macros, o.selectedFrame > 0))
    say(`wirelens: Warning: ${safe(message)}`)
  let run: FilterRun | undefined
  let of: Session | undefined
  return (session, i) => {
    if (of !== session) {
      run = new FilterRun(session, o.displayFilter, {
        macros,
        ...(o.names ? { names: vendorNames } : {}),
        ...(o.details || (o.format !== 'text' && o.format !== 'tabs' && o.format !== 'psml') ? { bareTcp: true } : {}),
        ...(o.selectedFrame ? { selected: o.selectedFrame - 1 } : {}),
      })
      of = session
    }
    if (i >= run!.done) run!.step()
    return run!.matches(i)
  }
}

/** A display filter inside another option (`-z`), checked; throws Refused with the place marked. */
export function checkFilter(text: string): void {
  warningsOf(text, macrosFor(text), false)
}

/** The packets of a session that such a filter takes; undefined without one. */
export const runOf = (session: Session, text: string): FilterRun | undefined =>
  text ? new FilterRun(session, text, { macros: macrosFor(text) }) : undefined

/** What is odd about a filter. References to a packet that is selected are fine, though its values are not known yet. */
function warningsOf(text: string, macros: Macros, isSelected: boolean): readonly Warning[] {
  try {
    return compile(parseFilter(text, { macros }), registry, isSelected ? { references: new Map() } : {}).warnings
  } catch (error) {
    throw marked(error, text)
  }
}

/** A refusal of a filter with the filter below it and a line of ^~~ under the part that is meant. */
function marked(error: unknown, text: string): unknown {
  if (!(error instanceof Refused) || !error.range) return error
  const [from, to] = error.range
  const line = `    ${text}\n    ${' '.repeat(from)}^${'~'.repeat(Math.max(0, to - from - 1))}`
  return new Refused('filter', `${error.message}\n${line}`, error.hint)
}

/** For a capture filter that was refused: that it is a display filter, and what it would be as the other; undefined when it is none. */
export function captureFilterHint(text: string): string | undefined {
  try {
    const made = captureFilter(compile(parseFilter(text, { macros: macrosFor(text) }), registry).test)
    return made.text === null
      ? `That is a display filter: choose with -Y. As a capture filter it cannot be written: ${made.reason}`
      : `That is a display filter. As a capture filter: ${made.text}`
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** `wirelens filter TEXT`: the filter as it was understood, the fields that are decoded for it, and what to beware of. */
export function filterReport(text: string): string {
  try {
    const { text: parsed, fields, columns, warnings } = describeFilter(text, macrosFor(text))
    return [
      `Filter: ${text}`,
      `Understood as: ${parsed}`,
      `Fields decoded: ${fields.join(', ') || 'none'}${columns ? ', and the columns' : ''}`,
      ...warnings.map((w) => `Warning: ${w.message}`),
      '',
    ].join('\n')
  } catch (error) {
    throw marked(error, text)
  }
}
