/** Display filters on the command line: `-Y`, `-R`, words behind the options, and `wirelens filter TEXT`. */
import { registry } from '../engine/protocols'
import { compile, parseFilter } from '../engine/filter'
import { vendorNames } from '../engine/names/addresses'
import { Refused } from '../engine/refused'
import { describeFilter, FilterRun } from '../engine/session/filtering'
import type { Session } from '../engine/session/session'
import type { Options } from './options'

/** Whether packet `i` (from 0) of a session is taken. Packets that came since the last question are judged then. */
export type Selection = (session: Session, i: number) => boolean

/** The packets that the display filter takes; undefined: all. Throws Refused with the place marked when the text is no filter. */
export function selectionOf(o: Options): Selection | undefined {
  if (!o.displayFilter) return undefined
  check(o.displayFilter)
  let run: FilterRun | undefined
  let of: Session | undefined
  return (session, i) => {
    if (of !== session) {
      run = new FilterRun(session, o.displayFilter, {
        ...(o.names ? { names: vendorNames } : {}),
        ...(o.details || o.format === 'fields' || o.format === 'json' ? { bareTcp: true } : {}),
        ...(o.selectedFrame ? { selected: o.selectedFrame - 1 } : {}),
      })
      of = session
    }
    if (i >= run!.done) run!.step()
    return run!.matches(i)
  }
}

function check(text: string): void {
  try {
    compile(parseFilter(text), registry)
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

/** `wirelens filter TEXT`: the filter as it was understood, the fields that are decoded for it, and what to beware of. */
export function filterReport(text: string): string {
  try {
    const { text: parsed, fields, columns, warnings } = describeFilter(text)
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
