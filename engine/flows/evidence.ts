/**
 * Why a verdict was given: the rule's conditions that held, with their numbers, and of the nearest other verdict the condition that did not.
 *
 * Everything is read from what the index pass has filed (tcp-streams.ts) and from the rules themselves (tcp-rules.ts): nothing is judged
 * twice, and a changed rule changes its explanation.
 */
import { shortTime } from './handshake-words'
import { acknowledgementRules, FACT, factTexts, repetitionRules, stateRules, VERDICT } from './tcp-rules'
import type { FactName, Rule, VerdictName } from './tcp-rules'
import { verdictWords } from './tcp-problems'
import { E } from './tcp-streams'
import type { TcpStreams } from './tcp-streams'

export interface Evidence {
  /** Filter name of the field that this is about. */
  field: string
  sentence: string
  /** Frames that the sentence names. */
  frames: number[]
}

/** What the sentences need beside the facts. */
export interface Measured {
  /** Of this segment, as shown. */
  sequence: number
  /** Number that this side was to send next, as shown. */
  next: number
  sinceHighest: number
  sinceAck: number
  /** How long a segment counts as out of order, and whether that is the round trip of the handshake. */
  threshold: number
  thresholdKnown: boolean
  duplicates: number
}

const GROUPS: readonly (readonly Rule[])[] = [stateRules, acknowledgementRules, repetitionRules]
const named = (name: VerdictName): string => verdictWords[name][0]

/** One condition in words; where a number tells more, with the number. */
function factText(name: FactName, holds: boolean, m: Measured): string {
  const plain = factTexts[name][holds ? 0 : 1]
  switch (name) {
    case 'belowNext':
    case 'oneBelowNext':
    case 'aboveNext':
    case 'atNext':
      return `${plain} (Seq ${m.sequence}, expected ${m.next})`
    case 'soonAfterHighest':
      return `it came ${shortTime(m.sinceHighest)} after the highest segment, ${holds ? 'less' : 'more'} than ${
        m.thresholdKnown
          ? `the round trip of the handshake, ${shortTime(m.threshold)}`
          : `${shortTime(m.threshold)} (the round trip is not known)`
      }`
    case 'soonAfterAck':
      return `it came ${shortTime(m.sinceAck)} after the last acknowledgement of the other side, ${holds ? 'less' : 'more'} than 20 ms`
    case 'twoDuplicates':
      return `${m.duplicates === 0 ? 'no' : m.duplicates} duplicate acknowledgement${m.duplicates === 1 ? '' : 's'} of the other side went before${holds ? '' : ', and two are needed'}`
    default:
      return plain
  }
}

const holds = (facts: number, name: FactName): boolean => (facts & FACT[name]) !== 0

/** Conditions that keep a rule from holding. */
function failing(rule: Rule, facts: number): { name: FactName; holds: boolean }[] {
  return [
    ...rule.all.filter((name) => !holds(facts, name)).map((name) => ({ name, holds: false })),
    ...rule.none.filter((name) => holds(facts, name)).map((name) => ({ name, holds: true })),
  ]
}

/** Conditions that say nothing to a person beside the others. */
const SILENT: readonly FactName[] = ['ackFlag']

/** Conditions that are worth saying where they do not hold. */
const TELLING: readonly FactName[] = ['windowSame', 'endsAtNext']

/** `Retransmission, because …; not Out-Of-Order, because …`; '' when no rule gives this verdict for these facts. */
export function becauseText(verdict: VerdictName, facts: number, m: Measured): string {
  const group = GROUPS.find((rules) => rules.some((r) => r.verdict === verdict && failing(r, facts).length === 0))
  if (!group) return ''
  const at = group.findIndex((r) => r.verdict === verdict && failing(r, facts).length === 0)
  const rule = group[at]!
  const reasons = [
    ...rule.all.filter((name) => !SILENT.includes(name)).map((name) => factText(name, true, m)),
    ...rule.none.filter((name) => TELLING.includes(name)).map((name) => factText(name, false, m)),
  ]
  // The verdict that was closest: asked before this one where only one can hold, with the most conditions that hold and the fewest that do not.
  const single = group === repetitionRules
  const asked = single ? group.slice(0, at) : group.filter((_, i) => i !== at)
  const given = (name: VerdictName): boolean => group.some((r) => r.verdict === name && failing(r, facts).length === 0)
  const others = asked
    .filter((r) => r.verdict !== verdict && !given(r.verdict))
    .map((r) => {
      const why = failing(r, facts)
      return { r, why, distance: 2 * why.length - r.all.filter((name) => holds(facts, name)).length }
    })
    .filter(({ why, distance }) => why.length > 0 && (single || distance < 1))
    .sort((a, b) => a.distance - b.distance)
  const nearest = others[0]
  const not = nearest
    ? `; not ${named(nearest.r.verdict)}, because ${nearest.why.map(({ name, holds: h }) => factText(name, h, m)).join(' and ')}`
    : ''
  return `${named(verdict)}, because ${reasons.join(', ')}${not}.`
}

/** Facts and numbers that were filed for a segment; undefined when it got no verdict. */
export function filedFor(
  streams: TcpStreams,
  row: number,
  base: number,
  sequence: number,
  initialRtt: number,
): { facts: number; measured: Measured; rtoFrame: number; rto: number } | undefined {
  const place = streams.evidence.find(row)
  if (place < 0) return undefined
  const get = (column: number): number => streams.evidence.get(place, column)
  return {
    facts: get(E.facts),
    rtoFrame: get(E.rtoFrame),
    rto: get(E.rto),
    measured: {
      sequence,
      next: ((get(E.next) | 0) - base) >>> 0,
      sinceHighest: get(E.sinceHighest),
      sinceAck: get(E.sinceAck),
      threshold: get(E.threshold) || Math.max(0, initialRtt),
      thresholdKnown: initialRtt >= 0 && get(E.threshold) === initialRtt,
      duplicates: get(E.duplicates),
    },
  }
}

/** Field of each verdict. */
export const verdictFields: Readonly<Record<VerdictName, string>> = Object.fromEntries(
  (Object.keys(VERDICT) as VerdictName[]).map((name) => [
    name,
    `tcp.analysis.${name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}`,
  ]),
) as Record<VerdictName, string>
