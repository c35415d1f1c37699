/** The table of conversations: counters of all, texts and verdicts only of the rows on the screen. */
import { conversations } from '../flows/conversations'
import { PROBLEMS } from '../flows/tcp-problems'
import { ROW } from '../flows/tcp-rows'
import { tcpStreams } from '../flows/tcp-streams'
import type { ClosingKind, OpeningKind } from '../flows/handshakes'
import { widerU32 } from '../flows/columns'
import { addressText } from './address-text'
import { brief } from './brief-story'
import type { FilterRun } from './filtering'
import type { Session } from './session'
import { sorted, sourceOf, tableStopped } from './table-source'
import type { Source, TableKind, Work } from './table-source'
import { Turns } from './turns'

export type { TableKind }

export const sortColumns = [
  'number',
  'a',
  'b',
  'packets',
  'bytes',
  'packetsAB',
  'bytesAB',
  'packetsBA',
  'bytesBA',
  'start',
  'duration',
  'rate',
  'irtt',
  'completeness',
  'problems',
] as const
export type SortColumn = (typeof sortColumns)[number]

export interface ConversationRow {
  /** Stream index for tcp and udp, order of appearance for the others. */
  number: number
  a: string
  aPort: number
  b: string
  bPort: number
  packets: number
  bytes: number
  /** From a (who sent the first packet) to b, and back. */
  packetsAB: number
  bytesAB: number
  packetsBA: number
  bytesBA: number
  /** Seconds since the first packet of the capture, and from the first packet to the last. */
  start: number
  duration: number
  /** Bits per second each way; null where the duration is zero. */
  rateAB: number | null
  rateBA: number | null
  firstFrame: number
  lastFrame: number
  /** TCP only; null otherwise. */
  irtt: number | null
  completeness: number | null
  problems: number | null
  opening: { kind: OpeningKind; sentence: string } | null
  closing: { kind: ClosingKind; sentence: string; by: 'a' | 'b' | null } | null
}

export interface ConversationTable {
  total: number
  from: number
  rows: ConversationRow[]
  /** Seconds from the first packet of the capture to the last. */
  span: number
  /** Packets of pairs that did not fit. */
  dropped: number
}

export interface TableRequest extends Work {
  kind: TableKind
  from: number
  count: number
  sort?: SortColumn
  descending?: boolean
  /** Leaves out how conversations were opened and closed. */
  plain?: boolean
  /** Only packets that it takes are counted. */
  filter?: FilterRun
}

export async function conversationTable(session: Session, request: TableRequest): Promise<ConversationTable> {
  const { kind, from, sort = 'number', descending = false } = request
  const source = await sourceOf(session, kind, request, request.filter)
  const { index } = session
  // Whole seconds and the rest apart, and the difference of two such numbers: so tshark reckons, and its last digit follows.
  const at = (frame: number): number => {
    const nanos = index.nanos[frame - 1]! - index.nanos[0]!
    const seconds = index.seconds[frame - 1]! - index.seconds[0]!
    return nanos < 0 ? seconds - 1 + (nanos + 1e9) / 1e9 : seconds + nanos / 1e9
  }
  const streams = session.memories.get(tcpStreams)
  const turns = new Turns(session, request, tableStopped)
  while (kind === 'tcp' && !countProblems(session, 100_000)) if (turns.over) await turns.rest(0, source.count)
  const problems = kind === 'tcp' ? problemCounts(session) : null
  const duration = (c: number): number => at(source.latest(c)) - at(source.earliest(c))
  const key = (c: number): number | string => {
    switch (sort) {
      case 'a':
      case 'b':
        return sortableAddress(source, c, sort === 'a' ? 0 : 1)
      case 'packets':
        return source.packets(c, 0) + source.packets(c, 1)
      case 'bytes':
        return source.bytes(c, 0) + source.bytes(c, 1)
      case 'packetsAB':
        return source.packets(c, 0)
      case 'bytesAB':
        return source.bytes(c, 0)
      case 'packetsBA':
        return source.packets(c, 1)
      case 'bytesBA':
        return source.bytes(c, 1)
      case 'start':
        return at(source.earliest(c))
      case 'duration':
        return duration(c)
      case 'rate':
        return (source.bytes(c, 0) + source.bytes(c, 1)) / (duration(c) || Infinity)
      case 'irtt':
        return kind === 'tcp' ? streams.initialRtt(source.number(c)) : 0
      case 'completeness':
        return kind === 'tcp' ? streams.completeness(source.number(c)) : 0
      case 'problems':
        return problems ? problems[source.number(c)]! : 0
      default:
        return source.number(c)
    }
  }
  const order = await sorted(source.count, (n) => key(source.at(n)), descending, turns)
  const rows: ConversationRow[] = []
  const stop = Math.min(source.count, from + request.count)
  for (let n = from; n < stop; n++) {
    const c = source.at(order[n]!)
    const length = duration(c)
    const stream = source.number(c)
    const rate = (bytes: number): number | null => (length > 0 ? (bytes * 8) / length : null)
    rows.push({
      number: stream,
      a: addressText(source.addresses, source.address(c, 0)),
      aPort: source.port(c, 0),
      b: addressText(source.addresses, source.address(c, 1)),
      bPort: source.port(c, 1),
      packets: source.packets(c, 0) + source.packets(c, 1),
      bytes: source.bytes(c, 0) + source.bytes(c, 1),
      packetsAB: source.packets(c, 0),
      bytesAB: source.bytes(c, 0),
      packetsBA: source.packets(c, 1),
      bytesBA: source.bytes(c, 1),
      start: at(source.earliest(c)),
      duration: length,
      rateAB: rate(source.bytes(c, 0)),
      rateBA: rate(source.bytes(c, 1)),
      firstFrame: source.firstFrame(c),
      lastFrame: source.lastFrame(c),
      irtt: kind === 'tcp' && streams.initialRtt(stream) >= 0 ? streams.initialRtt(stream) / 1e9 : null,
      completeness: kind === 'tcp' ? streams.completeness(stream) : null,
      problems: problems ? problems[stream]! : null,
      opening: null,
      closing: null,
    })
  }
  // How a conversation went is told of all of its packets: not where some are left out.
  if (kind === 'tcp' && !request.plain && !request.filter) {
    const told = await brief(
      session,
      rows.map((_, k) => source.at(order[from + k]!)),
      turns,
    )
    rows.forEach((row, k) => {
      const { opening, closing } = told[k]!
      row.opening = { kind: opening.kind, sentence: opening.sentence }
      row.closing = {
        kind: closing.kind,
        sentence: closing.sentence,
        by: closing.by === null ? null : closing.by === 0 ? 'a' : 'b',
      }
    })
  }
  return { total: source.count, from, rows, span: session.count ? at(session.count) : 0, dropped: source.dropped }
}

/** Addresses sort as numbers, then by port. */
function sortableAddress(source: Source, c: number, end: number): string {
  const bytes = source.addresses.bytes(source.address(c, end))
  let text = String.fromCharCode(bytes.length)
  for (const b of bytes) text += String.fromCharCode(b)
  return text + String.fromCharCode(source.port(c, end))
}

interface Counted {
  rows: number
  counts: Uint32Array<ArrayBuffer>
}
const counted = new WeakMap<Session, Counted>()

/** Segments with a problem, per TCP stream. */
export function problemCounts(session: Session): Uint32Array {
  countProblems(session, Infinity)
  return counted.get(session)!.counts
}

/** Looks at `most` further segments; true when nothing is left. */
function countProblems(session: Session, most: number): boolean {
  const streams = session.memories.get(tcpStreams)
  const flows = session.memories.get(conversations)
  let held = counted.get(session)
  if (!held) counted.set(session, (held = { rows: 0, counts: new Uint32Array(64) }))
  const need = flows.streamsOf('tcp')
  if (need > held.counts.length) held.counts = widerU32(held.counts, need)
  const stop = Math.min(streams.count, held.rows + most)
  for (; held.rows < stop; held.rows++) {
    const verdicts = streams.verdicts[held.rows]!
    if (verdicts & PROBLEMS && verdicts & ROW.analysed) held.counts[flows.stream(streams.flows[held.rows]! >> 1)]!++
  }
  return held.rows >= streams.count
}
