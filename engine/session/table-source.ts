/** What the tables of conversations and endpoints are made of: counters by conversation, whatever layer it is of; and the order of rows. */
import type { Addresses } from '../flows/addresses'
import { conversations } from '../flows/conversations'
import type { Transport } from '../flows/conversations'
import { widerU32 } from '../flows/columns'
import { AddressPass, addressPass } from './address-pass'
import type { PairKind } from './address-pass'
import type { FilterRun } from './filtering'
import { filteredFlows } from './filtered-flows'
import type { Session } from './session'
import { Turns } from './turns'
import type { Work } from './turns'

export type TableKind = PairKind | 'tcp' | 'udp'

export type { Work }
/** What both kinds of table are made of. */
export interface Source {
  count: number
  dropped: number
  addresses: Addresses
  /** Conversation number of row `n`. */
  at(n: number): number
  number(c: number): number
  address(c: number, end: number): number
  port(c: number, end: number): number
  packets(c: number, end: number): number
  bytes(c: number, end: number): number
  firstFrame(c: number): number
  lastFrame(c: number): number
  /** Frames with the earliest and the latest time: the clock of a capture may go back. */
  earliest(c: number): number
  latest(c: number): number
}

export const tableStopped = 'The table was stopped.'
/** Conversations between two looks at the clock, and those that are sorted at once. */
const few = 1024
const run = 4096

const byTransport = new WeakMap<
  Session,
  { seen: number; lists: Map<Transport, { count: number; items: Uint32Array<ArrayBuffer> }> }
>()

/** Conversation numbers of a transport, in order. */
function listOf(session: Session, transport: Transport): { count: number; items: Uint32Array } {
  const flows = session.memories.get(conversations)
  let held = byTransport.get(session)
  if (!held) byTransport.set(session, (held = { seen: 0, lists: new Map() }))
  for (; held.seen < flows.count; held.seen++) {
    const kind = flows.transport(held.seen)
    let list = held.lists.get(kind)
    if (!list) held.lists.set(kind, (list = { count: 0, items: new Uint32Array(64) }))
    if (list.count >= list.items.length) list.items = widerU32(list.items, list.count + 1)
    list.items[list.count++] = held.seen
  }
  return held.lists.get(transport) ?? { count: 0, items: new Uint32Array(0) }
}

interface Spans {
  done: number
  frames: Uint32Array<ArrayBuffer>
}
const spansOf = new WeakMap<Session, Spans>()

/** Frames with the earliest and the latest time of each conversation: rows of two. */
async function timeSpans(session: Session, turns: Turns): Promise<Uint32Array> {
  const { index } = session
  let held = spansOf.get(session)
  if (!held) spansOf.set(session, (held = { done: 0, frames: new Uint32Array(128) }))
  const need = 2 * session.memories.get(conversations).count
  if (need > held.frames.length) held.frames = widerU32(held.frames, need)
  const { flow, seconds, nanos } = index
  const before = (a: number, b: number): boolean =>
    seconds[a]! < seconds[b]! || (seconds[a] === seconds[b] && nanos[a]! < nanos[b]!)
  for (; held.done < session.count; held.done++) {
    const i = held.done
    if (i % few === 0 && turns.over) await turns.rest(i, session.count)
    const { frames } = held
    const c = flow[i]! >> 1
    if (c < 0) continue
    if (!frames[2 * c] || before(i, frames[2 * c]! - 1)) frames[2 * c] = i + 1
    if (!frames[2 * c + 1] || !before(i, frames[2 * c + 1]! - 1)) frames[2 * c + 1] = i + 1
  }
  return held.frames
}

/** @param filter only packets that it takes are counted; it is judged to the end at once */
export async function sourceOf(session: Session, kind: TableKind, work: Work, filter?: FilterRun): Promise<Source> {
  if (filter && (kind === 'tcp' || kind === 'udp')) return filteredFlows(session, kind, filter)
  if (kind === 'tcp' || kind === 'udp') {
    const turns = new Turns(session, work, tableStopped)
    const flows = session.memories.get(conversations)
    const list = listOf(session, kind)
    // Of tunnels the index knows the inner conversation only: the outer ones have no span.
    const spans = await timeSpans(session, turns)
    // Conversations that only an ICMP error quotes have no packets of their own.
    const items = list.items.subarray(0, list.count).filter((c) => flows.packets(c, 0) + flows.packets(c, 1) > 0)
    return {
      count: items.length,
      dropped: 0,
      addresses: flows.addresses,
      at: (n) => items[n]!,
      number: (c) => flows.stream(c),
      address: (c, end) => flows.address(c, end),
      port: (c, end) => flows.port(c, end),
      packets: (c, end) => flows.packets(c, end),
      bytes: (c, end) => flows.bytes(c, end),
      firstFrame: (c) => flows.firstFrame(c),
      lastFrame: (c) => flows.lastFrame(c),
      earliest: (c) => spans[2 * c] || flows.firstFrame(c),
      latest: (c) => spans[2 * c + 1] || flows.lastFrame(c),
    }
  }
  const counting = filter ? new AddressPass(session, filter) : addressPass(session)
  const pass = await counting.whole({ onProgress: work.onProgress, signal: work.signal })
  const pairs = pass.pairs[kind]
  return {
    count: pairs.count,
    dropped: pairs.dropped,
    addresses: pairs.addresses,
    at: (n) => n,
    number: (c) => c,
    address: (c, end) => pairs.address(c, end),
    port: () => 0,
    packets: (c, end) => pairs.packets(c, end),
    bytes: (c, end) => pairs.bytes(c, end),
    firstFrame: (c) => pairs.firstFrame(c),
    lastFrame: (c) => pairs.lastFrame(c),
    earliest: (c) => pairs.earliest(c),
    latest: (c) => pairs.latest(c),
  }
}

/** Positions in order of their keys; equal ones stay as they are. Numbers or texts, all of one kind. */
export async function sorted(
  count: number,
  key: (n: number) => number | string,
  descending: boolean,
  turns: Turns,
): Promise<Uint32Array> {
  const keys: (number | string)[] = []
  let done = 0
  const pause = (): Promise<void> | undefined =>
    ++done % few === 0 && turns.over ? turns.rest(Math.min(done, 2 * count), 2 * count) : undefined
  for (let n = 0; n < count; n++) {
    keys.push(key(n))
    const wait = pause()
    if (wait) await wait
  }
  const sign = descending ? -1 : 1
  const compare = (a: number, b: number): number => {
    const x = keys[a]!
    const y = keys[b]!
    return (x < y ? -1 : x > y ? 1 : 0) * sign || a - b
  }
  let order = Uint32Array.from({ length: count }, (_, n) => n)
  // Runs are sorted at once, and merged in turns: a whole sort of a million would keep everybody waiting for seconds.
  for (let from = 0; from < count; from += run) {
    order.subarray(from, from + run).sort(compare)
    if (turns.over) await turns.rest(count + from, 2 * count)
  }
  let other = new Uint32Array(count)
  for (let width = run; width < count; width *= 2) {
    for (let from = 0; from < count; from += 2 * width) {
      const middle = Math.min(count, from + width)
      const end = Math.min(count, from + 2 * width)
      let a = from
      let b = middle
      for (let n = from; n < end; n++) {
        other[n] = b >= end || (a < middle && compare(order[a]!, order[b]!) <= 0) ? order[a++]! : order[b++]!
        const wait = pause()
        if (wait) await wait
      }
    }
    ;[order, other] = [other, order]
  }
  return order
}
