// The columns of the table of conversations: what each shows, how wide it is, and by what it sorts.
import { m } from '../../paraglide/messages.js'
import { number, size } from '../../ui/format'
import type { ClosingKind, ConversationRow, OpeningKind, SortColumn, TableKind } from '../flow/contract'
import { roundTime } from '../flow/words'

export interface TableColumn {
  id: string
  title(): string
  width: number
  right?: boolean
  /** Only in the table of TCP. */
  tcp?: boolean
  sort?: SortColumn
  text(row: ConversationRow): string
  /** What stands in a tooltip. */
  more?(row: ConversationRow): string
}

const end = (address: string, port: number, kind: TableKind): string =>
  kind === 'tcp' || kind === 'udp' ? `${address.includes(':') ? `[${address}]` : address}:${port}` : address

const openings: Record<OpeningKind, () => string> = {
  'three-way': () => m.opening_three_way(),
  simultaneous: () => m.opening_simultaneous(),
  'fast-open': () => m.opening_fast_open(),
  unanswered: () => m.opening_unanswered(),
  'half-open': () => m.opening_half_open(),
  refused: () => m.opening_refused(),
  'older-connection': () => m.opening_older_connection(),
  partial: () => m.opening_partial(),
  joined: () => m.opening_joined(),
}
const closings: Record<ClosingKind, () => string> = {
  'four-segments': () => m.closing_four(),
  'three-segments': () => m.closing_three(),
  simultaneous: () => m.closing_simultaneous(),
  'half-close': () => m.closing_half(),
  'one-sided': () => m.closing_one_sided(),
  reset: () => m.closing_reset(),
  open: () => m.closing_open(),
}

/** RFC 9293's parts as tshark counts them: SYN 1, SYN+ACK 2, ACK 4, data 8, FIN 16, RST 32. */
function completeness(value: number | null): string {
  if (value === null) return ''
  const whole = (value & 7) === 7 && (value & 48) !== 0
  if (!whole) return m.completeness_not({ value: String(value) })
  return value & 8 ? m.completeness_data({ value: String(value) }) : m.completeness_no_data({ value: String(value) })
}

const seconds = (value: number, digits = 6): string => value.toFixed(digits)
const rate = (bits: number | null): string =>
  bits === null
    ? '–'
    : bits >= 1e9
      ? `${(bits / 1e9).toFixed(1)} Gb/s`
      : bits >= 1e6
        ? `${(bits / 1e6).toFixed(1)} Mb/s`
        : bits >= 1e3
          ? `${(bits / 1e3).toFixed(1)} kb/s`
          : `${bits.toFixed(0)} b/s`
const bytes = (value: number): string => (value < 10_000 ? number(value) : size(value))

export const columnsOf = (kind: TableKind): readonly TableColumn[] =>
  all(kind).filter((column) => !column.tcp || kind === 'tcp')

const all = (kind: TableKind): readonly TableColumn[] => [
  { id: 'number', title: () => '#', width: 44, right: true, sort: 'number', text: (r) => String(r.number) },
  {
    id: 'a',
    title: () => m.connections_a(),
    width: kind === 'ipv6' ? 250 : 178,
    sort: 'a',
    text: (r) => end(r.a, r.aPort, kind),
    more: (r) => end(r.a, r.aPort, kind),
  },
  {
    id: 'b',
    title: () => m.connections_b(),
    width: kind === 'ipv6' ? 250 : 178,
    sort: 'b',
    text: (r) => end(r.b, r.bPort, kind),
    more: (r) => end(r.b, r.bPort, kind),
  },
  {
    id: 'opening',
    title: () => m.connections_opening(),
    width: 118,
    tcp: true,
    text: (r) => (r.opening ? openings[r.opening.kind]() : ''),
    more: (r) => r.opening?.sentence ?? '',
  },
  {
    id: 'closing',
    title: () => m.connections_closing(),
    width: 142,
    tcp: true,
    text: (r) =>
      r.closing
        ? closings[r.closing.kind]() +
          (r.closing.by ? ` · ${m.connections_by({ end: r.closing.by.toUpperCase() })}` : '')
        : '',
    more: (r) => r.closing?.sentence ?? '',
  },
  {
    id: 'problems',
    title: () => m.connections_problems(),
    width: 82,
    right: true,
    tcp: true,
    sort: 'problems',
    text: (r) => (r.problems ? number(r.problems) : '–'),
  },
  {
    id: 'packets',
    title: () => m.connections_packets(),
    width: 76,
    right: true,
    sort: 'packets',
    text: (r) => number(r.packets),
  },
  {
    id: 'bytes',
    title: () => m.connections_bytes(),
    width: 80,
    right: true,
    sort: 'bytes',
    text: (r) => bytes(r.bytes),
    more: (r) => number(r.bytes),
  },
  {
    id: 'packetsAB',
    title: () => m.connections_packets_ab(),
    width: 96,
    right: true,
    sort: 'packetsAB',
    text: (r) => number(r.packetsAB),
  },
  {
    id: 'bytesAB',
    title: () => m.connections_bytes_ab(),
    width: 96,
    right: true,
    sort: 'bytesAB',
    text: (r) => bytes(r.bytesAB),
    more: (r) => number(r.bytesAB),
  },
  {
    id: 'packetsBA',
    title: () => m.connections_packets_ba(),
    width: 96,
    right: true,
    sort: 'packetsBA',
    text: (r) => number(r.packetsBA),
  },
  {
    id: 'bytesBA',
    title: () => m.connections_bytes_ba(),
    width: 96,
    right: true,
    sort: 'bytesBA',
    text: (r) => bytes(r.bytesBA),
    more: (r) => number(r.bytesBA),
  },
  {
    id: 'start',
    title: () => m.connections_start(),
    width: 96,
    right: true,
    sort: 'start',
    text: (r) => seconds(r.start),
  },
  {
    id: 'duration',
    title: () => m.connections_duration(),
    width: 96,
    right: true,
    sort: 'duration',
    text: (r) => seconds(r.duration),
  },
  {
    id: 'rateAB',
    title: () => m.connections_rate_ab(),
    width: 96,
    right: true,
    sort: 'rate',
    text: (r) => rate(r.rateAB),
  },
  { id: 'rateBA', title: () => m.connections_rate_ba(), width: 96, right: true, text: (r) => rate(r.rateBA) },
  {
    id: 'irtt',
    title: () => m.connections_irtt(),
    width: 84,
    right: true,
    tcp: true,
    sort: 'irtt',
    text: (r) => (r.irtt === null ? '–' : roundTime(Math.round(r.irtt * 1e9))),
  },
  {
    id: 'completeness',
    title: () => m.connections_completeness(),
    width: 170,
    tcp: true,
    sort: 'completeness',
    text: (r) => completeness(r.completeness),
  },
]
