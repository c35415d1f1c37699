/** The colouring rules in force: the default set, or the user's own in the display-filter language. The first one that holds colours a row. */
import type { Field } from '../dissect/field'
import { noNames } from '../dissect/format'
import type { Packet } from '../dissect/packet'
import { compile, parseFilter } from '../filter'
import type { Macros } from '../filter'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { colourRules, factsOf } from './colour-rules'
import type { Facts } from './colour-rules'
import { columns } from './columns'

export interface RuleText {
  /** Stable name: the window knows its colours. */
  id: string
  filter: string
}

/** A rule that is no filter is left out, and this says why. */
export interface RuleProblem {
  id: string
  message: string
  range?: [number, number]
}

interface Rule {
  id: string
  holds(p: Packet, facts: Facts): boolean
}

const columnOf = new Map(columns.map((c) => [c.id, c]))
const columnText = (p: Packet, id: string): string =>
  columnOf.get(id)?.text(p, { time: 'relative', names: noNames, digits: 9 }) ?? ''

export class Colouring {
  readonly fields: readonly Field[]
  readonly problems: RuleProblem[] = []
  private readonly rules: Rule[] = []

  constructor(
    readonly texts: readonly RuleText[] = colourRules,
    macros: Macros = {},
  ) {
    const fields = new Set<Field>()
    for (const { id, filter } of texts) {
      const known = colourRules.find((rule) => rule.id === id && rule.filter === filter.trim())
      if (known) {
        for (const name of known.fields) {
          const field = registry.byName.get(name)
          if (field) fields.add(field)
        }
        this.rules.push({ id, holds: (_, facts) => known.test(facts) })
        continue
      }
      try {
        const program = compile(parseFilter(filter, { macros }), registry, { columnText })
        if (!program.test) continue
        for (const field of program.fields) fields.add(field)
        this.rules.push({ id, holds: program.matches })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        this.problems.push({ id, message: error.message, ...(error.range ? { range: error.range } : {}) })
      }
    }
    this.fields = [...fields]
  }

  /** The id of the first rule that holds for the packet just decoded, or ''. */
  of(p: Packet): string {
    const facts = factsOf(p)
    for (const rule of this.rules) if (rule.holds(p, facts)) return rule.id
    return ''
  }
}
