/**
 * Two clocks brought together, as NTP does it (RFC 5905, section 8): the shortest way there and the shortest way back take equally long.
 * With packets of one direction only, clocks cannot be told from delays.
 */
import type { Pair } from './match'

/** Where a packet was seen first. */
export type Course = 'ab' | 'ba'

export interface Clock {
  /** two-way: brought together; one-way: delays are above the shortest one, which is not known; none: no two packets to compare. */
  kind: 'two-way' | 'one-way' | 'none'
  /** Nanoseconds that B's clock is ahead of A's at `at`; for one-way the shortest difference. */
  offset: number
  /** Nanoseconds per second that B's clock gains on A's. */
  drift: number
  /** A's time at which `offset` holds. */
  at: bigint
  /** The shortest way between the two places, nanoseconds; null unless two-way. */
  shortest: number | null
}

export interface Timed {
  pair: Pair
  course: Course
}

const difference = ({ pair }: Timed): number => Number(pair.b.time - pair.a.time)

function extremes(list: readonly Timed[]): { there: number; back: number } {
  let there = Infinity
  let back = -Infinity
  for (const it of list) {
    const d = difference(it)
    if (it.course === 'ab') there = Math.min(there, d)
    else back = Math.max(back, d)
  }
  return { there, back }
}

/** Packets of each direction that a half needs before its clock is believed. */
const enough = 5
/** Nanoseconds: over shorter times no quartz drifts as much as a path varies. */
const longEnough = 10e9

export function clockOf(list: readonly Timed[]): Clock {
  const first = list[0]?.pair.a.time ?? 0n
  const { there, back } = extremes(list)
  if (there === Infinity && back === -Infinity) return { kind: 'none', offset: 0, drift: 0, at: first, shortest: null }
  if (there === Infinity || back === -Infinity)
    return { kind: 'one-way', offset: there === Infinity ? back : there, drift: 0, at: first, shortest: null }
  const drift = driftOf(list)
  const straight = list.map((it) => ({ ...it, d: difference(it) - (drift * Number(it.pair.a.time - first)) / 1e9 }))
  const least = Math.min(...straight.filter((it) => it.course === 'ab').map((it) => it.d))
  const most = Math.max(...straight.filter((it) => it.course === 'ba').map((it) => it.d))
  return { kind: 'two-way', offset: (least + most) / 2, drift, at: first, shortest: (least - most) / 2 }
}

/** From the offsets of both halves, where both have enough packets. */
function driftOf(list: readonly Timed[]): number {
  const ordered = [...list].sort((x, y) => Number(x.pair.a.time - y.pair.a.time))
  const [first, last] = [ordered[0]!.pair.a.time, ordered.at(-1)!.pair.a.time]
  if (Number(last - first) < longEnough) return 0
  const middle = first + (last - first) / 2n
  const halves = [ordered.filter((it) => it.pair.a.time < middle), ordered.filter((it) => it.pair.a.time >= middle)]
  const offsets = halves.map((half) => {
    const count = half.filter((it) => it.course === 'ab').length
    if (count < enough || half.length - count < enough) return undefined
    const { there, back } = extremes(half)
    return (there + back) / 2
  })
  const [x, y] = offsets
  return x === undefined || y === undefined ? 0 : (y - x) / (Number(last - first) / 2e9)
}

/** Nanoseconds that a packet took from where it was seen first to where it was seen next. */
export function delayOf(clock: Clock, { pair, course }: Timed): number | null {
  if (clock.kind === 'none') return null
  const ahead = clock.offset + (clock.drift * Number(pair.a.time - clock.at)) / 1e9
  const d = Number(pair.b.time - pair.a.time) - ahead
  return course === 'ab' ? d : -d
}

/** A time of B by A's clock. */
export function byClockOfA(clock: Clock, time: bigint): bigint {
  const rough = time - BigInt(Math.round(clock.offset))
  return rough - BigInt(Math.round((clock.drift * Number(rough - clock.at)) / 1e9))
}
