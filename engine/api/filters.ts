/** Calls about the text of filters: `filter.*`. What a filter does to the list is `session.filter`. */
import { captureFilter, compile, complete as completions, conditionsOf, explainFilter, parseFilter } from '../filter'
import { conditionsText } from '../filter/conditions'
import type { Explanation } from '../filter'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { ClauseCounts, clauseTruths } from '../session/clause-counts'
import { clauseOf } from '../session/field-clause'
import { FilterRun } from '../session/filtering'
import type { FilterOptions } from '../session/filtering'
import { callsOf, errorText } from './call'
import { integer, list, nothing, object, oneOf, optional, text, truth } from './check'
import type { Decoder } from './decoder'
import { macroDraft, macroList, macroProblems, macrosOf } from './macros'
import type { MacroProblem } from './macros'
import type { Completions, FilterCheck, FilterCounts, FilterExplanation, FilterPart } from './filter-shapes'

const call = callsOf<Decoder>()
const packetNumber = integer(1, 0xffff_ffff)
const filterText = text(limits.filterText)
/** Milliseconds of counting between two looks at the event loop, and between two events. */
const turn = 10
const pause = 100

/** Whether a text is a filter: what is wrong with it and where, what is odd about it, and what else it could be written as. */
export const check = call(object({ text: filterText, selected: optional(packetNumber) }), (d, o): FilterCheck => {
  const none = { error: null, warnings: [], traps: [], conditions: null, capture: null }
  try {
    const filter = parseFilter(o.text, { macros: d.macros })
    // A reference to the selected packet needs one; without a capture nothing can be said of it.
    const compiled = d.isOpen
      ? new FilterRun(d.open, o.text, optionsOf(d, o.selected)).compiled
      : compile(filter, registry)
    const explained = explainFilter(compiled)
    return {
      error: null,
      warnings: compiled.warnings.map(({ message, range }) => ({ message, range: [...range] })),
      traps: explained ? trapsOf(explained) : [],
      // Rows would say what a macro stands for, and a change in them would put that in its place.
      conditions: filter.calls ? null : conditionsOf(filter),
      capture: captureFilter(compiled.test),
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { message, hint, range } = error
    return { ...none, error: { message, ...(hint ? { hint } : {}), ...(range ? { range } : {}) } }
  }
})

const optionsOf = ({ macros }: Decoder, selected: number | undefined): FilterOptions => ({
  macros,
  ...(selected === undefined ? {} : { selected: selected - 1 }),
})

const trapsOf = ({ advice, range, parts }: Explanation): { message: string; range: [number, number] }[] => [
  ...(advice ? [{ message: advice, range: [...range] as [number, number] }] : []),
  ...parts.flatMap(trapsOf),
]

/** What can stand at a place in a filter. */
export const complete = call(
  object({ text: filterText, at: integer(0, limits.filterText), most: optional(integer(1, 500)) }),
  (d, o): Completions => completions(o.text, o.at, registry, o.most ?? 60, d.macros),
)

/** A filter part by part in words; for a packet, which parts hold in it. */
export const explain = call(
  object({ text: filterText, number: optional(packetNumber), selected: optional(packetNumber) }),
  (d, o): FilterExplanation => {
    const { compiled } = new FilterRun(d.open, o.text, optionsOf(d, o.selected))
    const explained = explainFilter(compiled)
    const parts: FilterPart[] = []
    const walk = ({ range, sentence, advice, parts: inside }: Explanation, level: number): void => {
      parts.push({ number: parts.length, level, range, sentence, ...(advice ? { advice } : {}) })
      for (const part of inside) walk(part, level + 1)
    }
    if (explained) walk(explained, 0)
    const truths =
      o.number !== undefined && o.number <= d.open.count
        ? clauseTruths(d.open, o.number - 1, o.text, optionsOf(d, o.selected))
        : null
    return { parts, truths }
  },
)

let counting = 0

/** Counts in the background how often each part holds; the numbers come as the event `filter-counts`. A new text stops the old one. */
export const count = call(object({ text: filterText, selected: optional(packetNumber) }), (d, o): FilterCounts => {
  const session = d.open
  const own = ++counting
  const work = new ClauseCounts(session, o.text, optionsOf(d, o.selected))
  const state = (done: boolean): FilterCounts => ({
    text: o.text,
    counts: [...work.counts],
    judged: work.done,
    packets: session.count,
    done,
  })
  const goOn = async (): Promise<void> => {
    let told = performance.now()
    for (let done = false; !done;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (own !== counting || !d.isOpen || d.open !== session) return
      done = work.step(turn)
      if (!done && performance.now() - told < pause) continue
      told = performance.now()
      d.tell('filter-counts', state(done))
    }
  }
  const done = work.step(turn)
  if (!done) goOn().catch((error: unknown) => d.tell('failed', errorText(error)))
  return state(done)
})

/** Stops counting. */
export const cancel = call(nothing, () => {
  counting++
})

/** What somebody points at in a packet, as a condition: a line of its tree, bytes, a cell of the list, its conversation. */
export const clause = call(
  object({
    number: packetNumber,
    node: optional(integer(0, limits.rowsPerPacket)),
    start: optional(integer(0, limits.capturedLengthLarge)),
    length: optional(integer(1, limits.capturedLengthLarge)),
    column: optional(text(200)),
    conversation: optional(oneOf('tcp', 'udp', 'ip', 'ipv6', 'eth')),
  }),
  (d, { number, node, start, length = 1, column, conversation }): string => {
    const what =
      node !== undefined
        ? { node }
        : start !== undefined
          ? { start, length }
          : conversation !== undefined
            ? { conversation }
            : { column: column ?? 'number' }
    return clauseOf(d.open, number - 1, what)
  },
)

/** Rows of the builder as the text of a filter. */
export const build = call(
  object({
    join: oneOf('and', 'or'),
    rows: list(object({ not: truth, field: text(200), op: text(20), value: filterText }), 200),
  }),
  (_, conditions): string => conditionsText(conditions),
)

/** For shells: the macros of the user's, from now on and in all calls. */
export const macros = call(object({ macros: macroList }), (d, o) => d.useMacros(macrosOf(o.macros)))

/** What is wrong with a list of macros that somebody is writing. */
export const checkMacros = call(object({ macros: macroDraft }), (_, o): MacroProblem[] => macroProblems(o.macros))
