/**
 * Segments on their way to an analysis that runs in another thread: records in a ring of shared memory, written by the index pass, and the
 * loop that reads them there. Which threads there are is the session's business (session/tcp-lane.ts).
 */
import { advance } from './tcp-analysis'
import { Segment, TcpConnections } from './tcp-connections'

/** Records of the ring (a power of two), and the words of one. */
export const RECORDS = 1 << 14
const WIDTH = 16
/** Milliseconds after which the thread looks for more: to wake it would cost the pass more. */
const LOOK = 1

/** Words of a record; `time` takes two, at an even place. Edges of SACK blocks are in a record of their own in front. */
const W = {
  row: 0,
  direction: 1,
  frame: 2,
  bits: 3,
  time: 4,
  sequence: 6,
  acknowledgment: 7,
  base: 8,
  length: 9,
  window: 10,
  marks: 11,
} as const
/** In `marks`: twelve flags, the kind of the record, window scale + 1, SACK blocks, and yes or no. */
const KIND = 12
const SHIFT = 16
const SACKS = 20
const TELLS = 1 << 24
const AGAIN = 1 << 25
const CUT = 1 << 26
const BOGUS = 1 << 27
const WHOLE = 1 << 28
/** Kinds: a segment, the edges of its SACK blocks, bits for a segment that came before, and how much there will be. */
const SEGMENT = 0
const EDGES = 1
const LATE = 2
const ROOM = 3

/** Words that both sides see: counts of records, whether the thread is there, a bell for it, what was asked of it and answered, and its end. */
export const CELL = { written: 0, read: 1, isThere: 2, bell: 3, asked: 4, answered: 5, ended: 6, width: 8 } as const

/** What the two sides share. */
export interface Ring {
  readonly cells: Int32Array
  readonly words: Int32Array
  /** The same memory as `words`. */
  readonly times: Float64Array
}

export function makeRing(): Ring {
  const memory = new SharedArrayBuffer(RECORDS * WIDTH * 4)
  const cells = new Int32Array(new SharedArrayBuffer(CELL.width * 4))
  return { cells, words: new Int32Array(memory), times: new Float64Array(memory) }
}

const placeOf = (n: number): number => (n & (RECORDS - 1)) * WIDTH

/** Writes the nth record: the edges that belong to the next segment. */
export function putEdges({ words }: Ring, n: number, { edges }: Segment): void {
  const at = placeOf(n)
  for (let i = 0; i < edges.length; i++) words[at + i] = edges[i]!
  words[at + W.marks] = EDGES << KIND
}
/** The same: a segment. */
export function putSegment({ words, times }: Ring, n: number, s: Segment): void {
  const at = placeOf(n)
  words[at + W.row] = s.row
  words[at + W.direction] = s.direction
  words[at + W.frame] = s.frame
  words[at + W.bits] = s.bits
  times[(at + W.time) >> 1] = s.time
  words[at + W.sequence] = s.sequence
  words[at + W.acknowledgment] = s.acknowledgment
  words[at + W.base] = s.base
  words[at + W.length] = s.length
  words[at + W.window] = s.window
  words[at + W.marks] =
    s.flags |
    ((s.shift + 1) << SHIFT) |
    (s.sacks << SACKS) |
    (s.tellsOfPaths ? TELLS : 0) |
    (s.isAgain ? AGAIN : 0) |
    (s.isCut ? CUT : 0) |
    (s.isBogus ? BOGUS : 0) |
    (s.isWhole ? WHOLE : 0)
}
/** The same: bits to add to the verdicts of a segment that was handed over before. */
export function putLate({ words }: Ring, n: number, row: number, bits: number): void {
  const at = placeOf(n)
  words[at + W.row] = row
  words[at + W.bits] = bits
  words[at + W.marks] = LATE << KIND
}
/** The same: that there will be `rows` segments, and that streams up to `stream` are known. */
export function putRoom({ words }: Ring, n: number, rows: number, stream: number): void {
  const at = placeOf(n)
  words[at + W.row] = rows
  words[at + W.direction] = stream
  words[at + W.marks] = ROOM << KIND
}

/** Does what the records between two counts say. */
export function drain({ words, times }: Ring, connections: TcpConnections, from: number, to: number): void {
  for (let n = from; n !== to; n = (n + 1) | 0) {
    const at = placeOf(n)
    const marks = words[at + W.marks]!
    const kind = (marks >> KIND) & 15
    if (kind === SEGMENT) {
      segment.row = words[at + W.row]!
      segment.direction = words[at + W.direction]!
      segment.frame = words[at + W.frame]!
      segment.bits = words[at + W.bits]!
      segment.time = times[(at + W.time) >> 1]!
      segment.sequence = words[at + W.sequence]!
      segment.acknowledgment = words[at + W.acknowledgment]!
      segment.base = words[at + W.base]!
      segment.length = words[at + W.length]!
      segment.window = words[at + W.window]!
      segment.flags = marks & 0xfff
      segment.shift = ((marks >> SHIFT) & 15) - 1
      segment.sacks = (marks >> SACKS) & 15
      segment.tellsOfPaths = (marks & TELLS) !== 0
      segment.isAgain = (marks & AGAIN) !== 0
      segment.isCut = (marks & CUT) !== 0
      segment.isBogus = (marks & BOGUS) !== 0
      segment.isWhole = (marks & WHOLE) !== 0
      connections.reserve(segment.row + 1)
      connections.enter(segment.direction >> 1)
      try {
        advance(connections, segment)
      } catch (error) {
        if (connections.faults.length < 100) connections.faults.push({ frame: segment.frame, error })
      }
    } else if (kind === EDGES) for (let i = 0; i < segment.edges.length; i++) segment.edges[i] = words[at + i]!
    else if (kind === LATE) connections.verdicts[words[at + W.row]!]! |= words[at + W.bits]!
    else {
      connections.reserve(words[at + W.row]!)
      connections.enter(words[at + W.direction]!)
    }
  }
}
const segment = new Segment()

/** What the thread starts from: what is known so far, and how many records have been read. */
export interface Start {
  connections: TcpConnections
  read: number
}

/** How the thread speaks with the pass: `post` sends what it has found so far, `receive` takes what it starts from when that is there. */
export interface Line {
  post(found: TcpConnections): void
  receive(): Start | undefined
}

/** The loop of the thread, until the pass ends it. */
export function work(ring: Ring, { post, receive }: Line): void {
  const { cells } = ring
  const connections = new TcpConnections()
  let hasBegun = false
  let read = 0
  let answered = 0
  Atomics.store(cells, CELL.isThere, 1)
  Atomics.notify(cells, CELL.isThere)
  for (;;) {
    const bell = Atomics.load(cells, CELL.bell)
    const asked = Atomics.load(cells, CELL.asked)
    const written = Atomics.load(cells, CELL.written)
    const start = hasBegun ? undefined : receive()
    if (start) {
      connections.adopt(start.connections)
      read = start.read
      hasBegun = true
    } else if (hasBegun && written !== read) {
      if ((written - read) >>> 0 > RECORDS) throw new Error('The ring of TCP segments is out of step.')
      drain(ring, connections, read, written)
      read = written
      Atomics.store(cells, CELL.read, read)
      Atomics.notify(cells, CELL.read)
    } else if (hasBegun && asked !== answered) {
      post(connections)
      connections.faults.length = 0
      answered = asked
      Atomics.store(cells, CELL.answered, answered)
      Atomics.notify(cells, CELL.answered)
    } else if (Atomics.load(cells, CELL.ended)) return
    else Atomics.wait(cells, CELL.bell, bell, LOOK)
  }
}
