/**
 * Why a TCP segment was called what it was called: the conditions of its rule, with the numbers behind them, and the nearest other verdict
 * with the conditions that kept it from being given. Made on demand from what the index pass filed; nothing is judged twice.
 */
import { acknowledgementRules, FACT, repetitionRules, stateRules, VERDICT } from './tcp-rules'
import type { FactName, Rule, VerdictName } from './tcp-rules'
import { E } from './tcp-rows'
import type { TcpStreams } from './tcp-streams'
import { factText, words } from './verdict-words'

export interface Evidence {
  verdict: VerdictName
  /** Conditions that held, as sentences without a subject change: "it carries no data". */
  because: readonly string[]
  /** The verdict that was nearest, and what kept it away. */
  not?: { verdict: VerdictName; because: readonly string[] }
}

/** What the verdicts of a segment rest on; empty for segments without any. */
export function evidenceOf(streams: TcpStreams, row: number): Evidence[] {
  const place = streams.evidence.find(row)
  const verdicts = streams.verdicts[row] ?? 0
  if (place < 0) return []
  const facts = streams.evidence.get(place, E.facts)
  const tell = (name: FactName, holds: boolean): string => told(streams, place, name, holds)
  const out: Evidence[] = []
  for (const group of [stateRules, acknowledgementRules, repetitionRules]) {
    const given = new Set<VerdictName>()
    for (const rule of group) {
      if (!(verdicts & VERDICT[rule.verdict]) || given.has(rule.verdict) || failing(rule, facts).length) continue
      given.add(rule.verdict)
      const because = [...rule.all.map((n) => tell(n, true)), ...rule.none.map((n) => tell(n, false))]
      const near = nearest(group, rule, facts)
      out.push({
        verdict: rule.verdict,
        because,
        ...(near
          ? { not: { verdict: near.rule.verdict, because: near.fails.map(([n, holds]) => tell(n, holds)) } }
          : {}),
      })
    }
  }
  return out
}

/** One sentence: "Retransmission, because …; not Out-Of-Order, because …". */
export function evidenceText({ verdict, because, not }: Evidence): string {
  const w = words()
  return w.because(w[verdict], because, not ? w[not.verdict] : '', not?.because ?? [])
}

/** Conditions that keep a rule from holding, each with what is true of it. */
function failing(rule: Rule, facts: number): [FactName, boolean][] {
  return [
    ...rule.all.filter((n) => !(facts & FACT[n])).map((n): [FactName, boolean] => [n, false]),
    ...rule.none.filter((n) => facts & FACT[n]).map((n): [FactName, boolean] => [n, true]),
  ]
}

/** Of the rules asked before this one in its group, the one of another verdict with the fewest failing conditions (at most two). */
function nearest(
  group: readonly Rule[],
  given: Rule,
  facts: number,
): { rule: Rule; fails: [FactName, boolean][] } | undefined {
  let best: { rule: Rule; fails: [FactName, boolean][] } | undefined
  for (const rule of group) {
    if (rule === given) break
    if (rule.verdict === given.verdict) continue
    const fails = failing(rule, facts)
    if (fails.length && fails.length <= 2 && fails.length <= (best?.fails.length ?? 2)) best = { rule, fails }
  }
  return best
}

const milliseconds = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(nanoseconds < 1e7 ? 3 : 1)} ms`

/** A condition with its number where one was filed. */
function told(streams: TcpStreams, place: number, name: FactName, holds: boolean): string {
  const w = words()
  const number = (column: number): number => streams.evidence.get(place, column)
  switch (name) {
    case 'soonAfterHighest':
      return w.sinceHighest(milliseconds(number(E.sinceHighest)), milliseconds(number(E.threshold)), holds)
    case 'soonAfterAck':
      return w.sinceAck(milliseconds(number(E.sinceAck)))
    case 'twoDuplicates':
      return w.duplicates(number(E.duplicates))
    default:
      return factText(name, holds)
  }
}
