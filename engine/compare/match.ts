/**
 * Which packet of one capture is which of another. First conversations: two are one when packets that are seen once in each capture are in both.
 * Then their packets, per direction, in order; repeats of one packet are told apart by IP's identification, else by their order.
 */
import type { Sighting } from './sightings'

/** A conversation of each capture that are one. */
export interface Twin {
  a: number
  b: number
  /** Who sent the first packet in one capture did not in the other. */
  turned: boolean
}

export interface Pair {
  a: Sighting
  b: Sighting
}

export interface Matched {
  twins: Twin[]
  /** In the order of the first capture. */
  pairs: Pair[]
  /** Of conversations that are in both captures. */
  onlyA: Sighting[]
  onlyB: Sighting[]
  /** Conversations of one capture alone. */
  strangersA: number
  strangersB: number
}

function byConversation(list: readonly Sighting[]): Sighting[][] {
  const out: Sighting[][] = []
  for (const s of list) (out[s.conversation] ??= []).push(s)
  return out
}

/** Sightings whose key is there once; null stands for several. */
function uniqueOf(list: readonly Sighting[]): Map<string, Sighting | null> {
  const out = new Map<string, Sighting | null>()
  for (const s of list) out.set(s.key, out.has(s.key) ? null : s)
  return out
}

const agree = (a: Sighting, b: Sighting): boolean => !a.payload || !b.payload || a.payload === b.payload

/** Bytes of a datagram that hardly two conversations share. */
const telling = 8
/** Others (an empty datagram, an echo with sequence number 1) count where ends and identification agree. */
const isStrong = (s: Sighting): boolean =>
  s.transport === 'tcp' || (s.transport === 'udp' && s.payload !== 0 && s.payloadLength >= telling)

/** Conversations that are one, each at most once. */
function twinsOf(a: readonly Sighting[], b: readonly Sighting[]): Twin[] {
  const there = uniqueOf(b)
  const votes = new Map<string, { a: number; b: number; turned: boolean; count: number }>()
  for (const s of uniqueOf(a).values()) {
    const t = s && there.get(s.key)
    if (!s || !t || !agree(s, t)) continue
    const from = s.source === t.source
    const to = s.destination === t.destination
    if (!isStrong(s) && !(from && to) && !((from || to) && s.id > 0 && s.id === t.id)) continue
    const turned = s.way !== t.way
    const key = `${s.conversation} ${t.conversation} ${turned}`
    const vote = votes.get(key)
    if (vote) vote.count++
    else votes.set(key, { a: s.conversation, b: t.conversation, turned, count: 1 })
  }
  const taken = [new Set<number>(), new Set<number>()] as const
  const twins: Twin[] = []
  for (const vote of [...votes.values()].sort((x, y) => y.count - x.count || x.a - y.a)) {
    if (taken[0].has(vote.a) || taken[1].has(vote.b)) continue
    taken[0].add(vote.a)
    taken[1].add(vote.b)
    twins.push({ a: vote.a, b: vote.b, turned: vote.turned })
  }
  for (const twin of sameEnds(a, b, taken)) twins.push(twin)
  return twins.sort((x, y) => x.a - y.a)
}

/** Of conversations in which every packet is there several times: those between the same ends, in order, that share a packet. */
function* sameEnds(
  a: readonly Sighting[],
  b: readonly Sighting[],
  taken: readonly [ReadonlySet<number>, ReadonlySet<number>],
): Generator<Twin> {
  const left = ([a, b] as const).map((list, side) => {
    const talks = new Map<number, { ends: string; keys: Map<string, 0 | 1> }>()
    for (const s of list) {
      if (taken[side]!.has(s.conversation)) continue
      const [from, to] = [`${s.source} ${s.sourcePort}`, `${s.destination} ${s.destinationPort}`]
      let talk = talks.get(s.conversation)
      if (!talk) {
        const ends = `${s.transport} ${[from, to].sort().join(' ')}`
        talks.set(s.conversation, (talk = { ends, keys: new Map() }))
      }
      talk.keys.set(`${from} ${s.key}`, s.way)
    }
    return talks
  })
  const there = new Map<string, number[]>()
  for (const [number, { ends }] of left[1]!) (there.get(ends) ?? there.set(ends, []).get(ends)!).push(number)
  for (const [number, { ends, keys }] of left[0]!) {
    const other = there.get(ends)?.shift()
    if (other === undefined) continue
    const theirs = left[1]!.get(other)!.keys
    const shared = [...keys.keys()].find((key) => theirs.has(key))
    if (shared === undefined) continue
    yield { a: number, b: other, turned: keys.get(shared) !== theirs.get(shared) }
  }
}

/** Packets looked at for one of the same key: among so many repeats any other one is as good. */
const ahead = 16

/** Same key: first those with the same identification, then the others in order. */
function pairSame(a: readonly Sighting[], b: readonly Sighting[], pairs: Pair[]): void {
  const free = new Set(b)
  const byId = new Map<number, Sighting[]>()
  for (const t of b) (byId.get(t.id) ?? byId.set(t.id, []).get(t.id)!).push(t)
  const rest: Sighting[] = []
  for (const s of a) {
    const same =
      s.id > 0
        ? byId
            .get(s.id)
            ?.slice(0, ahead)
            .find((t) => free.has(t) && agree(s, t))
        : undefined
    if (!same) rest.push(s)
    else {
      free.delete(same)
      pairs.push({ a: s, b: same })
    }
  }
  // Where identifications are kept on this path, another one is another packet.
  const kept = rest.length < a.length
  const left = [...free]
  const fits = (s: Sighting, t: Sighting): boolean => agree(s, t) && !(kept && s.id > 0 && t.id > 0)
  let from = 0
  for (const s of rest) {
    for (let k = from; k < Math.min(left.length, from + ahead); k++) {
      if (!fits(s, left[k]!)) continue
      pairs.push({ a: s, b: left[k]! })
      left.splice(k, 1, left[from]!)
      from++
      break
    }
  }
}

export function match(a: readonly Sighting[], b: readonly Sighting[]): Matched {
  const twins = twinsOf(a, b)
  const listsA = byConversation(a)
  const listsB = byConversation(b)
  const pairs: Pair[] = []
  const onlyA: Sighting[] = []
  const onlyB: Sighting[] = []
  const matched = new Set<Sighting>()
  for (const twin of twins) {
    for (const way of [0, 1] as const) {
      const ours = listsA[twin.a]!.filter((s) => s.way === way)
      const theirs = listsB[twin.b]!.filter((s) => (s.way === way) !== twin.turned)
      const byKey = new Map<string, [Sighting[], Sighting[]]>()
      for (const s of ours) (byKey.get(s.key) ?? byKey.set(s.key, [[], []]).get(s.key)!)[0].push(s)
      for (const s of theirs) (byKey.get(s.key) ?? byKey.set(s.key, [[], []]).get(s.key)!)[1].push(s)
      const known = pairs.length
      for (const [x, y] of byKey.values()) if (x.length && y.length) pairSame(x, y, pairs)
      for (const pair of pairs.slice(known)) matched.add(pair.a).add(pair.b)
      onlyA.push(...ours.filter((s) => !matched.has(s)))
      onlyB.push(...theirs.filter((s) => !matched.has(s)))
    }
  }
  const byFrame = (x: Sighting, y: Sighting): number => x.frame - y.frame
  return {
    twins,
    pairs: pairs.sort((x, y) => byFrame(x.a, y.a)),
    onlyA: onlyA.sort(byFrame),
    onlyB: onlyB.sort(byFrame),
    strangersA: listsA.filter(Boolean).length - twins.length,
    strangersB: listsB.filter(Boolean).length - twins.length,
  }
}
