/** How often every part of a filter holds in the open capture, counted in one pass; and for one packet, which of them hold. */
import type { Field } from '../dissect/field'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { compileTest, entitiesOf, partsOf, truthOf } from '../filter'
import type { Truth, TypedTest } from '../filter'
import { registry } from '../protocols'
import { cellReader } from './cells'
import { UNKNOWN, YES } from './filter-answers'
import { FilterRun } from './filtering'
import type { FilterOptions } from './filtering'
import { indexTest } from './filter-index'
import type { IndexTest } from './filter-index'
import type { Session } from './session'
import { noNames } from '../dissect/format'

const BLOCK = 2048

/** Parts of a filter in the order in which they are explained: each before those inside it. */
export const allParts = (test: TypedTest | undefined): TypedTest[] =>
  test ? [test, ...partsOf(test).flatMap(allParts)] : []

export class ClauseCounts {
  /** One per part, see `allParts`. */
  readonly counts: number[]
  done = 0
  private readonly plan: Plan
  private readonly judges: { index: IndexTest; matches: (p: Session['packet']) => boolean }[]
  private prepared = 0

  /** Throws Refused when the text is no filter. */
  constructor(
    private readonly session: Session,
    text: string,
    options: FilterOptions = {},
  ) {
    const { compiled, settings } = new FilterRun(session, text, options)
    const parts = allParts(compiled.test)
    this.counts = parts.map(() => 0)
    this.plan = makePlan(registry, { fields: compiled.fields, columns: compiled.columns })
    this.judges = parts.map((t) => ({ index: indexTest(t, session), matches: compileTest(t, settings) }))
  }

  /** Counts for about `milliseconds`. True when all packets that are there have been looked at. */
  step(milliseconds: number): boolean {
    const stop = performance.now() + milliseconds
    const { session, judges, counts } = this
    while (this.done < session.count) {
      const end = Math.min(session.count, this.done + BLOCK)
      if (this.prepared < end) {
        for (const { index } of judges) for (const run of index.prepare) run(this.prepared, end)
        this.prepared = end
      }
      for (let i = this.done; i < end;) {
        let decoded = false
        for (let k = 0; k < judges.length; k++) {
          const { index, matches } = judges[k]!
          const answer = index.judge(i)
          if (answer === YES) counts[k]!++
          else if (answer === UNKNOWN) {
            if (!decoded) session.decode(i, this.plan)
            decoded = true
            if (matches(session.packet)) counts[k]!++
          }
        }
        this.done = ++i
        if (decoded && i % 64 === 0 && performance.now() >= stop) return this.done >= session.count
      }
      if (performance.now() >= stop) break
    }
    return this.done >= session.count
  }
}

/** What a packet says to one part. */
export interface ClauseTruth {
  holds: boolean
  /** Values of the fields that the part asks for, as far as the packet has them. */
  found: string[]
  /** Names of such fields that it does not have. */
  missing: string[]
}

/** The truth of every part for packet `i` (from 0), in the order of `allParts`. Throws Refused when the text is no filter. */
export function clauseTruths(session: Session, i: number, text: string, options: FilterOptions = {}): ClauseTruth[] {
  const { compiled, settings } = new FilterRun(session, text, options)
  const parts = allParts(compiled.test)
  const asked = parts.map((t) => (partsOf(t).length ? [] : fieldsOf(t)))
  const sources = [...new Set(asked.flat())]
  const drawing = sources.some((f) => f.type === 'protocol')
  const p = session.decode(i, makePlan(registry, { fields: compiled.fields, columns: compiled.columns, drawing }))
  const flat = (t: Truth): boolean[] => [t.holds, ...t.parts.flatMap(flat)]
  const truth = truthOf(compiled, p, settings)
  const holds = truth ? flat(truth) : []
  const read = cellReader(sources.map((field) => ({ field })))
  const texts = read(p, { time: 'relative', names: noNames, digits: 9 })
  return parts.map((_, k) => ({
    holds: holds[k] ?? false,
    found: asked[k]!.flatMap((field) => texts[sources.indexOf(field)]!.slice(0, 4).map(short)),
    missing: asked[k]!.filter((field) => !texts[sources.indexOf(field)]!.length).map((field) => field.name),
  }))
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** Fields whose values are worth showing beside a part. */
function fieldsOf(t: TypedTest): Field[] {
  const found = [...entitiesOf(t)].flatMap((e) => (e.kind === 'field' && e.field.type !== 'protocol' ? [e.field] : []))
  return [...new Set(found)]
}
