/** Packets in the order of a key: a stable merge sort in turns, so that a million rows can be sorted while the process answers others. */
import { Turns } from './turns'
import type { Work } from './turns'
import type { Session } from './session'

/** Compared between two looks at the clock. */
const few = 4096
/** Runs of so many packets are put in order one by one before they are merged. */
const run = 16

/**
 * The places of `keys` in ascending (or descending) order; equal keys keep the order that they have. Throws Refused('cancelled') when the work
 * was stopped or the capture closed.
 */
export async function sortedPlaces(
  session: Session,
  keys: Float64Array,
  descending: boolean,
  work: Work = {},
): Promise<Uint32Array> {
  const { length } = keys
  const turns = new Turns(session, work, 'Sorting was stopped.')
  const sign = descending ? -1 : 1
  const quick = counted(keys, sign) ?? reversed(keys, sign)
  if (quick) return quick
  let from = new Uint32Array(length)
  for (let i = 0; i < length; i++) from[i] = i
  let into = new Uint32Array(length)
  for (let start = 0; start < length; start += run) insert(from, keys, start, Math.min(length, start + run), sign)
  const levels = Math.ceil(Math.log2(Math.max(1, length / run)))
  let level = 0
  for (let width = run; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(length, start + width)
      const end = Math.min(length, start + 2 * width)
      let [left, right, at] = [start, middle, start]
      // In order already: nothing to compare.
      if (middle >= end || sign * keys[from[middle - 1]!]! <= sign * keys[from[middle]!]!) {
        into.set(from.subarray(start, end), start)
        continue
      }
      while (at < end) {
        const stop = Math.min(end, at + few)
        while (at < stop)
          into[at++] =
            right >= end || (left < middle && sign * keys[from[left]!]! <= sign * keys[from[right]!]!)
              ? from[left++]!
              : from[right++]!
        if (turns.over) await turns.rest(level * length + at, levels * length)
      }
    }
    ;[from, into] = [into, from]
    level++
  }
  return from
}

/** Whole numbers that lie close together (lengths, ranks of texts, numbers of packets) are counted, not compared. Null for others. */
function counted(keys: Float64Array, sign: number): Uint32Array | null {
  let least = Infinity
  let most = -Infinity
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    if (!Number.isInteger(key)) return null
    if (key < least) least = key
    if (key > most) most = key
  }
  const span = most - least
  // Of no keys, it is −∞.
  if (!(span >= 0 && span <= Math.max(65_536, 2 * keys.length))) return null
  const base = sign > 0 ? least : most
  const starts = new Uint32Array(span + 2)
  for (let i = 0; i < keys.length; i++) starts[sign * (keys[i]! - base) + 1]!++
  for (let at = 1; at < starts.length; at++) starts[at]! += starts[at - 1]!
  const places = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++) places[starts[sign * (keys[i]! - base)]!++] = i
  return places
}

/** Keys that only fall, such as times when the newest is wanted first: the other way round. Null when they do not. */
function reversed(keys: Float64Array, sign: number): Uint32Array | null {
  const { length } = keys
  // Equal keys would be turned round, too.
  for (let i = 1; i < length; i++) if (sign * keys[i - 1]! <= sign * keys[i]!) return null
  const places = new Uint32Array(length)
  for (let i = 0; i < length; i++) places[i] = length - 1 - i
  return places
}

function insert(places: Uint32Array, keys: Float64Array, start: number, end: number, sign: number): void {
  for (let i = start + 1; i < end; i++) {
    const place = places[i]!
    const key = sign * keys[place]!
    let at = i
    for (; at > start && sign * keys[places[at - 1]!]! > key; at--) places[at] = places[at - 1]!
    places[at] = place
  }
}
