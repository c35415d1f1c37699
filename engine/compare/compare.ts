/**
 * Two captures of the same traffic: which packets are in both, what happened to them on the way, how long it took, what was lost.
 * Every verdict says only what the packets show: where the direction of a path is not seen, no packet is called lost.
 */
import { limits } from '../limits'
import type { Session } from '../session/session'
import { byClockOfA, clockOf, delayOf } from './clock'
import type { Clock, Course, Timed } from './clock'
import { match } from './match'
import type { Matched, Pair, Twin } from './match'
import { sightingsOf } from './sightings'
import type { Sighting } from './sightings'

/** One capture, or one interface of it. */
export interface Side {
  session: Session
  name: string
  interface?: number
}

export type Changed =
  'source' | 'destination' | 'sourcePort' | 'destinationPort' | 'ttl' | 'id' | 'tos' | 'mss' | 'window' | 'payload'

export interface Change {
  what: Changed
  a: string
  b: string
}

export interface Seen {
  frameA: number
  frameB: number
  /** Null where nothing shows where it was first. */
  course: Course | null
  /** Nanoseconds from one place to the other; with clocks of one direction, above the shortest. Null where the course is not known. */
  delay: number | null
  changes: Change[]
}

export type Missing =
  /** The other capture had packets of this conversation before and after it, and not this one. */
  | 'lost'
  /** The other capture began later, or ended earlier. */
  | 'outside'
  /** Its bytes were sent on in other segments. */
  | 'resegmented'
  /** It goes towards this capture from the other, where it was not seen: it came in between. */
  | 'between'
  /** Nothing shows which way it goes. */
  | 'unknown'

export interface Absent {
  /** In which capture it is. */
  in: 'a' | 'b'
  frame: number
  why: Missing
  /** Frames of the other capture that hold its bytes, where they were sent on in other segments. */
  frames: number[]
}

/** One end of a conversation, as each capture shows it. */
export interface Translation {
  transport: Sighting['transport']
  a: string
  b: string
  /** The end that sent the first packet of the conversation, or the other one. */
  end: 'client' | 'server'
  /** First frames in which it is seen. */
  frameA: number
  frameB: number
}

export interface Comparison {
  a: { name: string; packets: number; compared: number; strangers: number }
  b: { name: string; packets: number; compared: number; strangers: number }
  twins: number
  clock: Clock
  seen: Seen[]
  absent: Absent[]
  translations: Translation[]
  /** What the comparison was made of: for its drawing. */
  detail: { a: Map<number, Sighting>; b: Map<number, Sighting> }
}

export function compare(a: Side, b: Side): Comparison {
  const listA = sightingsOf(a.session, a.interface)
  const listB = sightingsOf(b.session, b.interface)
  const matched = match(listA, listB)
  const courses = coursesOf(matched)
  const timed = matched.pairs.flatMap((pair): Timed[] => {
    const course = courses.get(wayOf(pair.a))
    return course ? [{ pair, course }] : []
  })
  const clock = clockOf(timed)
  const seen = matched.pairs.map((pair): Seen => {
    const course = courses.get(wayOf(pair.a)) ?? null
    const delay = course && delayOf(clock, { pair, course })
    return { frameA: pair.a.frame, frameB: pair.b.frame, course, delay, changes: changesOf(pair) }
  })
  const side = (own: Side, list: readonly Sighting[], strangers: number): Comparison['a'] => {
    const packets = own.interface === undefined ? own.session.count : list.length
    return { name: own.name, packets, compared: list.length, strangers }
  }
  return {
    a: side(a, listA, matched.strangersA),
    b: side(b, listB, matched.strangersB),
    twins: matched.twins.length,
    clock,
    seen,
    absent: absentOf(matched, courses, clock),
    translations: translationsOf(matched),
    detail: { a: new Map(listA.map((s) => [s.frame, s])), b: new Map(listB.map((s) => [s.frame, s])) },
  }
}

/** A direction of a conversation, by the numbers of the first capture. */
const wayOf = (s: Sighting): string => `${s.conversation} ${s.way}`

/**
 * Which way each direction runs: a router takes one off the TTL. Where none does, but in both directions packets were seen, the two clocks show
 * it: there and back cannot both be earlier than possible.
 */
function coursesOf({ pairs, twins }: Matched): Map<string, Course> {
  const hops = new Map<string, number>()
  const differences = new Map<string, { least: number; most: number }>()
  for (const { a, b } of pairs) {
    const way = wayOf(a)
    hops.set(way, (hops.get(way) ?? 0) + Math.sign(a.ttl - b.ttl))
    const d = Number(b.time - a.time)
    const known = differences.get(way)
    if (!known) differences.set(way, { least: d, most: d })
    else {
      known.least = Math.min(known.least, d)
      known.most = Math.max(known.most, d)
    }
  }
  const out = new Map<string, Course>()
  for (const [way, sum] of hops) if (sum) out.set(way, sum > 0 ? 'ab' : 'ba')
  for (const twin of twins) {
    const [x, y] = [`${twin.a} 0`, `${twin.a} 1`]
    // One direction is enough: the other one runs the other way.
    if (out.has(x) !== out.has(y)) {
      const [known, other] = out.has(x) ? [x, y] : [y, x]
      if (hops.has(other)) out.set(other, out.get(known) === 'ab' ? 'ba' : 'ab')
    } else if (!out.has(x)) {
      const [there, back] = [differences.get(x), differences.get(y)]
      // There takes d + delay, back d − delay: where all of one are above all of the other, that one is there.
      if (there && back && there.least > back.most) out.set(x, 'ab').set(y, 'ba')
      else if (there && back && back.least > there.most) out.set(x, 'ba').set(y, 'ab')
    }
  }
  return out
}

const endText = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

function changesOf({ a, b }: Pair): Change[] {
  const out: Change[] = []
  const note = (what: Changed, x: string | number, y: string | number): void => {
    if (x !== y && x !== -1 && y !== -1) out.push({ what, a: String(x), b: String(y) })
  }
  note('source', a.source, b.source)
  note('destination', a.destination, b.destination)
  note('sourcePort', a.sourcePort, b.sourcePort)
  note('destinationPort', a.destinationPort, b.destinationPort)
  note('ttl', a.ttl, b.ttl)
  note('id', a.id, b.id)
  note('tos', a.tos, b.tos)
  note('mss', a.mss, b.mss)
  note('window', a.window, b.window)
  return out
}

function translationsOf({ pairs, twins }: Matched): Translation[] {
  const seen = new Map<string, Translation>()
  const turned = new Map(twins.map((twin: Twin) => [twin.a, twin]))
  for (const { a, b } of pairs) {
    if (!turned.has(a.conversation)) continue
    const ends = [
      [endText(a.source, a.sourcePort), endText(b.source, b.sourcePort), a.way === 0 ? 'client' : 'server'],
      [
        endText(a.destination, a.destinationPort),
        endText(b.destination, b.destinationPort),
        a.way === 0 ? 'server' : 'client',
      ],
    ] as const
    for (const [x, y, end] of ends) {
      if (x === y) continue
      const key = `${a.transport} ${x} ${y}`
      if (!seen.has(key) && seen.size < limits.comparedTranslations)
        seen.set(key, { transport: a.transport, a: x, b: y, end, frameA: a.frame, frameB: b.frame })
    }
  }
  return [...seen.values()]
}

/** Times between which a capture is known to have seen a conversation's direction. */
interface Span {
  first: bigint
  last: bigint
}

function absentOf(
  { pairs, onlyA, onlyB, twins }: Matched,
  courses: ReadonlyMap<string, Course>,
  clock: Clock,
): Absent[] {
  const spans = { a: new Map<number, Span>(), b: new Map<number, Span>() }
  const covers = { a: new Map<string, Sighting[]>(), b: new Map<string, Sighting[]>() }
  const add = (in_: 'a' | 'b', conversation: number, s: Sighting): void => {
    const span = spans[in_].get(conversation)
    if (!span) spans[in_].set(conversation, { first: s.time, last: s.time })
    else {
      if (s.time < span.first) span.first = s.time
      if (s.time > span.last) span.last = s.time
    }
  }
  const byB = new Map(twins.map((twin) => [twin.b, twin]))
  /** The direction of a sighting of B by the numbers of A. */
  const wayInA = (s: Sighting): string => {
    const twin = byB.get(s.conversation)!
    return `${twin.a} ${twin.turned ? 1 - s.way : s.way}`
  }
  for (const { a, b } of pairs) {
    add('a', a.conversation, a)
    add('b', a.conversation, b)
  }
  for (const s of onlyA) push(covers.a, wayOf(s), s)
  for (const s of onlyB) push(covers.b, wayInA(s), s)
  const judge = (s: Sighting, in_: 'a' | 'b'): Absent => {
    const way = in_ === 'a' ? wayOf(s) : wayInA(s)
    const conversation = Number(way.split(' ')[0])
    const others = covers[in_ === 'a' ? 'b' : 'a'].get(way) ?? []
    const frames = s.payloadLength > 0 && s.transport === 'tcp' ? coveredBy(s, others) : []
    if (frames.length) return { in: in_, frame: s.frame, why: 'resegmented', frames }
    const course = courses.get(way)
    const away = course === undefined ? undefined : (course === 'ab') === (in_ === 'a')
    const span = spans[in_].get(conversation)
    // Its neighbours, which the other capture has, show that it was there then.
    const inside = span !== undefined && s.time >= span.first && s.time <= span.last
    const why: Missing = !inside ? 'outside' : away === undefined ? 'unknown' : away ? 'lost' : 'between'
    return { in: in_, frame: s.frame, why, frames: [] }
  }
  const out = [...onlyA.map((s) => judge(s, 'a')), ...onlyB.map((s) => judge(s, 'b'))]
  const timeOf = new Map<Absent, bigint>()
  onlyA.forEach((s, i) => timeOf.set(out[i]!, s.time))
  onlyB.forEach((s, i) => timeOf.set(out[onlyA.length + i]!, byClockOfA(clock, s.time)))
  return out.sort((x, y) => (timeOf.get(x)! < timeOf.get(y)! ? -1 : 1))
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Frames whose bytes together are exactly those of a segment, or among which it is one part. */
function coveredBy(s: Sighting, others: readonly Sighting[]): number[] {
  const end = (x: Sighting): number => x.sequence + x.payloadLength
  const near = others.filter((t) => t.payloadLength > 0 && t.sequence < end(s) && end(t) > s.sequence)
  if (near.length > limits.comparedParts) return []
  let at = s.sequence
  const frames: number[] = []
  for (const t of [...near].sort((x, y) => x.sequence - y.sequence)) {
    if (t.sequence > at) return []
    frames.push(t.frame)
    at = Math.max(at, end(t))
  }
  return at >= end(s) && !(near.length === 1 && near[0]!.payloadLength === s.payloadLength) ? frames : []
}
