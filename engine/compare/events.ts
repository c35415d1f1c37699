/** The packets of both captures in one order of time, by the clock of the first: what a list and a ladder of a comparison are made of. */
import { flagText } from '../flows/stream-segment'
import { byClockOfA } from './clock'
import type { Absent, Comparison, Seen } from './compare'
import type { Sighting } from './sightings'

export interface Event {
  a: Sighting | undefined
  b: Sighting | undefined
  /** Nanoseconds since the first event. */
  timeA: number | null
  timeB: number | null
  seen: Seen | undefined
  absent: Absent | undefined
}

/** `SYN - Len: 0`, `UDP - Len: 40`, `Echo 7`. */
export function labelOf(s: Sighting): string {
  if (s.transport === 'tcp') return flagText(s.flags) + (s.payloadLength > 0 ? ` - Len: ${s.payloadLength}` : '')
  if (s.transport === 'udp') return `UDP - Len: ${s.payloadLength}`
  const [, type, sequence] = s.key.split(' ')
  return `${type === '0' || type === '129' ? 'Echo reply' : 'Echo request'} ${sequence}`
}

export function eventsOf(comparison: Comparison): Event[] {
  const { clock, detail } = comparison
  const list = [
    ...comparison.seen.map((seen) => ({
      seen,
      absent: undefined,
      a: detail.a.get(seen.frameA),
      b: detail.b.get(seen.frameB),
    })),
    ...comparison.absent.map((absent) => ({
      seen: undefined,
      absent,
      a: absent.in === 'a' ? detail.a.get(absent.frame) : undefined,
      b: absent.in === 'b' ? detail.b.get(absent.frame) : undefined,
    })),
  ].map((it) => {
    const inA = it.a?.time
    const inB = it.b && byClockOfA(clock, it.b.time)
    const first = inA === undefined ? inB! : inB === undefined || inA < inB ? inA : inB
    return { ...it, inA, inB, first }
  })
  list.sort((x, y) => (x.first < y.first ? -1 : x.first > y.first ? 1 : 0))
  const start = list[0]?.first ?? 0n
  const since = (time: bigint | undefined): number | null => (time === undefined ? null : Number(time - start))
  return list.map(({ a, b, seen, absent, inA, inB }) => ({ a, b, seen, absent, timeA: since(inA), timeB: since(inB) }))
}
