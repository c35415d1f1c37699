/** Packets, bytes, and counts, sums, extremes and averages of a field, per interval of time: the numbers behind `-z io,stat`. */
import type { Field } from '../dissect/field'
import { valueOf } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import type { FilterRun } from './filtering'
import type { Session } from './session'
import { Turns } from './turns'
import type { Work } from './turns'

/** Packets between two looks at the clock. */
const few = 64

export const calculations = ['COUNT', 'SUM', 'MIN', 'MAX', 'AVG'] as const
export type Calculation = (typeof calculations)[number]

export interface IntervalColumn {
  filter: FilterRun | undefined
  /** Of which field; without it, packets and bytes are counted. */
  of?: { calculation: Calculation; field: Field }
}

export interface Intervals {
  /** Seconds from the first packet to the last, and of one interval (never more than that). */
  duration: number
  interval: number
  count: number
  /** Per column: packets and bytes of each interval, or the calculated values: numbers as they are, durations in seconds. */
  columns: { packets: Float64Array; bytes: Float64Array; values: Float64Array }[]
}

/** Whether a field has values that can be added up. */
export const isSummable = (field: Field): boolean => /^(uint|int|float|double|duration)$/.test(field.type)

/** @param interval in seconds; 0: one interval. Throws Refused when there would be too many. */
export async function intervalStatistic(
  session: Session,
  interval: number,
  columns: readonly IntervalColumn[],
  work: Work & { most?: number } = {},
): Promise<Intervals> {
  const { most = limits.statisticIntervals } = work
  const { seconds, nanos } = session.index
  // Whole microseconds: parts of a second do not add up in binary.
  const [first, rest] = session.count ? [seconds[0]!, nanos[0]!] : [0, 0]
  const micros = (i: number): number => Math.max(0, (seconds[i]! - first) * 1e6 + Math.floor((nanos[i]! - rest) / 1000))
  let last = 0
  for (let i = 0; i < session.count; i++) last = Math.max(last, micros(i))
  const asked = Math.round(interval * 1e6)
  const step = asked && asked <= last ? asked : last
  const count = step < last ? Math.floor(last / step) + 1 : 1
  if (count > most)
    throw new Refused(
      'too-many-intervals',
      `${count} intervals are more than the ${most} that are counted.`,
      'Choose a longer interval.',
    )
  const place = (i: number): number => Math.min(count - 1, Math.floor(micros(i) / (step || 1)))
  const turns = new Turns(session, work, 'Counting was stopped.')
  const counted: Intervals['columns'] = []
  for (const column of columns) counted.push(await countColumn(session, column, count, place, turns))
  return { duration: last / 1e6, interval: step / 1e6, count, columns: counted }
}

async function countColumn(
  session: Session,
  { filter, of }: IntervalColumn,
  count: number,
  place: (i: number) => number,
  turns: Turns,
): Promise<Intervals['columns'][number]> {
  const packets = new Float64Array(count)
  const bytes = new Float64Array(count)
  const values = new Float64Array(count)
  const seen = new Float64Array(count)
  const plan = makePlan(registry, of ? { fields: [of.field] } : {})
  const add = (k: number, value: number): void => {
    if (of!.calculation === 'MIN') values[k] = seen[k] === 1 ? value : Math.min(values[k]!, value)
    else if (of!.calculation === 'MAX') values[k] = seen[k] === 1 ? value : Math.max(values[k]!, value)
    else values[k]! += value
  }
  await filter?.all()
  for (let i = 0; i < session.count; i++) {
    if (i % few === 0 && turns.over) await turns.rest(i, session.count)
    if (filter && !filter.matches(i)) continue
    const k = place(i)
    packets[k]!++
    bytes[k]! += session.index.length[i]!
    if (!of) continue
    const p = session.decode(i, plan)
    for (let r = 0; r < p.records.count; r++) {
      if (p.records.field[r] !== of.field.id) continue
      seen[k]!++
      if (of.calculation !== 'COUNT') add(k, Number(valueOf(occurrence(p, r))))
    }
  }
  const scale = of?.field.type === 'duration' ? 1e9 : 1
  for (let k = 0; k < count; k++) {
    if (of?.calculation === 'COUNT') values[k] = seen[k]!
    else values[k] = values[k]! / (of?.calculation === 'AVG' ? seen[k] || 1 : 1) / scale
  }
  return { packets, bytes, values }
}
