/** The table of conversations and that of endpoints: counters of all, texts and verdicts only of the rows on the screen. */
import type { Addresses } from '../flows/addresses'
import { conversations } from '../flows/conversations'
import type { Transport } from '../flows/conversations'
import { PROBLEMS } from '../flows/tcp-problems'
import { ROW, tcpStreams } from '../flows/tcp-streams'
import type { ClosingKind, OpeningKind } from '../flows/handshakes'
import { widerU32 } from '../flows/columns'
import { addressPass } from './address-pass'
import type { PairKind } from './address-pass'
import { addressText } from './address-text'
import { brief } from './brief-story'
import type { Session } from './session'

export type TableKind = PairKind | 'tcp' | 'udp'

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
  /** Packets of pairs that did not fit. */
  dropped: number
}

/** What both kinds of table are made of. */
interface Source {
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
}

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

async function sourceOf(session: Session, kind: TableKind, work: Work): Promise<Source> {
  if (kind === 'tcp' || kind === 'udp') {
    const flows = session.memories.get(conversations)
    const list = listOf(session, kind)
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
    }
  }
  const pass = await addressPass(session).whole(work.onProgress, work.signal)
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
  }
}

export interface Work {
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}
export interface TableRequest extends Work {
  kind: TableKind
  from: number
  count: number
  sort?: SortColumn
  descending?: boolean
  /** Leaves out how conversations were opened and closed. */
  plain?: boolean
}

export async function conversationTable(session: Session, request: TableRequest): Promise<ConversationTable> {
  const { kind, from, sort = 'number', descending = false } = request
  const source = await sourceOf(session, kind, request)
  const { index } = session
  // Whole seconds and the rest apart, and the difference of two such numbers: so tshark reckons, and its last digit follows.
  const at = (frame: number): number => {
    const nanos = index.nanos[frame - 1]! - index.nanos[0]!
    const seconds = index.seconds[frame - 1]! - index.seconds[0]!
    return nanos < 0 ? seconds - 1 + (nanos + 1e9) / 1e9 : seconds + nanos / 1e9
  }
  const streams = session.memories.get(tcpStreams)
  const problems = kind === 'tcp' ? problemCounts(session) : null
  const flows = session.memories.get(conversations)
  const duration = (c: number): number => at(source.lastFrame(c)) - at(source.firstFrame(c))
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
        return at(source.firstFrame(c))
      case 'duration':
        return duration(c)
      case 'rate':
        return (source.bytes(c, 0) + source.bytes(c, 1)) / (duration(c) || Infinity)
      case 'irtt':
        return kind === 'tcp' ? streams.initialRtt[flows.stream(c)]! : 0
      case 'completeness':
        return kind === 'tcp' ? streams.completeness[flows.stream(c)]! : 0
      case 'problems':
        return problems ? problems[flows.stream(c)]! : 0
      default:
        return source.number(c)
    }
  }
  const order = sorted(source.count, (n) => key(source.at(n)), descending)
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
      start: at(source.firstFrame(c)),
      duration: length,
      rateAB: rate(source.bytes(c, 0)),
      rateBA: rate(source.bytes(c, 1)),
      firstFrame: source.firstFrame(c),
      lastFrame: source.lastFrame(c),
      irtt: kind === 'tcp' && streams.initialRtt[stream]! >= 0 ? streams.initialRtt[stream]! / 1e9 : null,
      completeness: kind === 'tcp' ? streams.completeness[stream]! : null,
      problems: problems ? problems[stream]! : null,
      opening: null,
      closing: null,
    })
  }
  if (kind === 'tcp' && !request.plain) {
    const told = brief(
      session,
      rows.map((_, k) => source.at(order[from + k]!)),
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
  return { total: source.count, from, rows, dropped: source.dropped }
}

/** Positions in order of their keys; equal ones stay as they are. */
export function sorted(count: number, key: (n: number) => number | string, descending: boolean): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, n) => n)
  const keys = Array.from(order, key)
  const sign = descending ? -1 : 1
  return order.sort((a, b) => {
    const x = keys[a]!
    const y = keys[b]!
    return (x < y ? -1 : x > y ? 1 : 0) * sign || a - b
  })
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
  const streams = session.memories.get(tcpStreams)
  const flows = session.memories.get(conversations)
  let held = counted.get(session)
  if (!held) counted.set(session, (held = { rows: 0, counts: new Uint32Array(64) }))
  const need = flows.streamsOf('tcp')
  if (need > held.counts.length) held.counts = widerU32(held.counts, need)
  for (; held.rows < streams.count; held.rows++) {
    const verdicts = streams.verdicts[held.rows]!
    if (verdicts & PROBLEMS && verdicts & ROW.analysed) held.counts[flows.stream(streams.flows[held.rows]! >> 1)]!++
  }
  return held.counts
}

export interface EndpointRow {
  address: string
  port: number
  packets: number
  bytes: number
  sentPackets: number
  sentBytes: number
  receivedPackets: number
  receivedBytes: number
}
export interface EndpointTable {
  total: number
  from: number
  rows: EndpointRow[]
}
export const endpointColumns = [
  'address',
  'packets',
  'bytes',
  'sentPackets',
  'sentBytes',
  'receivedPackets',
  'receivedBytes',
  'order',
] as const
export type EndpointColumn = (typeof endpointColumns)[number]

export async function endpointTable(
  session: Session,
  request: Work & { kind: TableKind; from: number; count: number; sort?: EndpointColumn; descending?: boolean },
): Promise<EndpointTable> {
  const source = await sourceOf(session, request.kind, request)
  const numbers = new Map<number, number>()
  const addresses: number[] = []
  const ports: number[] = []
  const frames: number[] = []
  // Sent packets, sent bytes, received packets, received bytes.
  let sums = new Float64Array(256)
  for (let n = 0; n < source.count; n++) {
    const c = source.at(n)
    for (const end of [0, 1]) {
      const key = source.address(c, end) * 65536 + source.port(c, end)
      let k = numbers.get(key)
      if (k === undefined) {
        numbers.set(key, (k = addresses.push(source.address(c, end)) - 1))
        ports.push(source.port(c, end))
        frames.push(source.firstFrame(c) * 2 + end)
        if (4 * k + 4 > sums.length) {
          const wider = new Float64Array(sums.length * 2)
          wider.set(sums)
          sums = wider
        }
      }
      sums[4 * k]! += source.packets(c, end)
      sums[4 * k + 1]! += source.bytes(c, end)
      sums[4 * k + 2]! += source.packets(c, 1 - end)
      sums[4 * k + 3]! += source.bytes(c, 1 - end)
    }
  }
  const key = (k: number): number | string => {
    switch (request.sort) {
      case 'address': {
        let text = ''
        for (const b of source.addresses.bytes(addresses[k]!)) text += String.fromCharCode(b)
        return text + String.fromCharCode(ports[k]!)
      }
      case 'packets':
        return sums[4 * k]! + sums[4 * k + 2]!
      case 'bytes':
        return sums[4 * k + 1]! + sums[4 * k + 3]!
      case 'sentPackets':
        return sums[4 * k]!
      case 'sentBytes':
        return sums[4 * k + 1]!
      case 'receivedPackets':
        return sums[4 * k + 2]!
      case 'receivedBytes':
        return sums[4 * k + 3]!
      default:
        return frames[k]!
    }
  }
  const order = sorted(addresses.length, key, request.descending ?? false)
  const rows: EndpointRow[] = []
  for (let n = request.from; n < Math.min(addresses.length, request.from + request.count); n++) {
    const k = order[n]!
    rows.push({
      address: addressText(source.addresses, addresses[k]!),
      port: ports[k]!,
      packets: sums[4 * k]! + sums[4 * k + 2]!,
      bytes: sums[4 * k + 1]! + sums[4 * k + 3]!,
      sentPackets: sums[4 * k]!,
      sentBytes: sums[4 * k + 1]!,
      receivedPackets: sums[4 * k + 2]!,
      receivedBytes: sums[4 * k + 3]!,
    })
  }
  return { total: addresses.length, from: request.from, rows }
}
