/**
 * Segments that were sent and not acknowledged yet, one list per direction of a TCP stream, oldest first, from one pool.
 *
 * While a list is in order (every segment starts where an earlier one ended, or behind) an acknowledgement only touches its old end, and
 * its span is that of its ends; both are the common case. After a retransmission the whole list is walked until it has been emptied.
 * `list` is a direction's state (tcp-words.ts).
 */
import { give } from './memory'
import * as s from './tcp-words'

/** A segment that waits. */
const SIZE: u32 = 24
const TIME: u32 = 0
const FRAME: u32 = 8
const START: u32 = 12
const STOP: u32 = 16
const NEXT: u32 = 20

let mostPerList: u32 = 0
let mostInAll: u32 = 0
export function setMost(perList: u32, inAll: u32): void {
  mostPerList = min(perList, s.MOST_WAITING)
  mostInAll = inAll
}

let free: u32 = 0
let used: u32 = 0
/** Memory for segments that none has had yet. */
let fresh: u32 = 0
let freshEnd: u32 = 0
const ROOM: u32 = 256
const CHUNK: u32 = 4096

/** Makes room for some hundred more. */
export function reserveSegments(): void {
  if (freshEnd - fresh >= ROOM * SIZE) return
  // What is left over is spent first: it goes to the free ones.
  for (; fresh < freshEnd; fresh += SIZE) release(fresh)
  fresh = give(CHUNK * SIZE)
  freshEnd = fresh + CHUNK * SIZE
}

function release(segment: u32): void {
  store<u32>(segment + NEXT, free)
  free = segment
}

/** A free place. */
function take(): u32 {
  let segment = free
  if (segment !== 0) free = load<u32>(segment + NEXT)
  else {
    if (fresh === freshEnd) reserveSegments()
    segment = fresh
    fresh += SIZE
  }
  used++
  return segment
}

/** What is not kept because a list or the pool is full has no acknowledgement later. */
export function add(list: u32, frame: u32, start: i32, stop: i32, time: f64): void {
  if (<u32>load<u16>(list + s.S_WAITING) >= mostPerList || used + 1 >= mostInAll) return
  const segment = take()
  store<u32>(segment + FRAME, frame)
  store<i32>(segment + START, start)
  store<i32>(segment + STOP, stop)
  store<f64>(segment + TIME, time)
  store<u32>(segment + NEXT, 0)
  const tail = load<u32>(list + s.S_NEWEST)
  if (tail === 0) {
    store<u32>(list + s.S_OLDEST, segment)
    store<u32>(list + s.S_FLAGS, load<u32>(list + s.S_FLAGS) | s.IN_ORDER)
  } else {
    store<u32>(tail + NEXT, segment)
    if (start - load<i32>(tail + STOP) < 0) store<u32>(list + s.S_FLAGS, load<u32>(list + s.S_FLAGS) & ~s.IN_ORDER)
  }
  store<u32>(list + s.S_NEWEST, segment)
  store<u16>(list + s.S_WAITING, load<u16>(list + s.S_WAITING) + 1)
}

/** What the last `acknowledge` found: the frame of the segment that ends where the acknowledgement points (0: none), and its time. */
export let ackedFrame: u32 = 0
export let ackedTime: f64 = 0

/** Removes what `ack` covers. */
export function acknowledge(list: u32, ack: i32): void {
  ackedFrame = 0
  const isInOrder = (load<u32>(list + s.S_FLAGS) & s.IN_ORDER) !== 0
  let previous: u32 = 0
  let segment = load<u32>(list + s.S_OLDEST)
  while (segment !== 0) {
    const next = load<u32>(segment + NEXT)
    const left = ack - load<i32>(segment + STOP)
    if (left < 0) {
      // Not covered to its end.
      if (ack - load<i32>(segment + START) > 0) store<i32>(segment + START, ack)
      if (isInOrder) return
      previous = segment
    } else {
      if (left === 0 && ackedFrame === 0) {
        ackedFrame = load<u32>(segment + FRAME)
        ackedTime = load<f64>(segment + TIME)
      }
      if (previous === 0) store<u32>(list + s.S_OLDEST, next)
      else store<u32>(previous + NEXT, next)
      if (next === 0) store<u32>(list + s.S_NEWEST, previous)
      store<u16>(list + s.S_WAITING, load<u16>(list + s.S_WAITING) - 1)
      release(segment)
      used--
    }
    segment = next
  }
}

/** From the lowest to the highest number in the list, which is not empty, counted from `base`. */
export function span(list: u32, base: u32): i32 {
  const head = load<u32>(list + s.S_OLDEST)
  let low = load<u32>(head + START) - base
  let high = load<u32>(load<u32>(list + s.S_NEWEST) + STOP) - base
  if (!(load<u32>(list + s.S_FLAGS) & s.IN_ORDER) || low > high)
    for (let segment = head; segment !== 0; segment = load<u32>(segment + NEXT)) {
      const start = load<u32>(segment + START) - base
      const stop = load<u32>(segment + STOP) - base
      if (start < low) low = start
      if (stop > high) high = stop
    }
  return <i32>(high - low)
}

/** The segment that has waited longest: its frame, 0 when there is none, and its time. */
export function oldestFrame(list: u32): u32 {
  const head = load<u32>(list + s.S_OLDEST)
  return head === 0 ? 0 : load<u32>(head + FRAME)
}
export function oldestTime(list: u32): f64 {
  return load<f64>(load<u32>(list + s.S_OLDEST) + TIME)
}
