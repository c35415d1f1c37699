/** A report as data: headings, prose, tables, bytes and ladders. Made from a capture by make-report.ts, written by to-html.ts, to-markdown.ts and to-docx.ts. */
import type { HeaderDiagram } from '../explain/diagram'
import type { Ladder } from '../flows/ladder'
import type { Language } from '../words/language'

export const reportKinds = ['tcp', 'arp', 'overview'] as const
export type ReportKind = (typeof reportKinds)[number]

/** Sections that can be left out, in their order. */
export const reportParts = [
  'summary',
  'environment',
  'protocols',
  'conversations',
  'packets',
  'ladder',
  'handshake',
  'data',
  'close',
  'states',
  'times',
  'checksums',
  'pairs',
  'exchange',
  'requests',
  'addresses',
  'problems',
  'notes',
] as const
export type ReportPart = (typeof reportParts)[number]

/** Parts that each kind of report has. */
export const partsOf: Readonly<Record<ReportKind, readonly ReportPart[]>> = {
  tcp: [
    'summary',
    'environment',
    'packets',
    'ladder',
    'handshake',
    'data',
    'close',
    'states',
    'times',
    'checksums',
    'problems',
    'notes',
  ],
  arp: ['summary', 'environment', 'pairs', 'exchange', 'requests', 'addresses', 'problems', 'notes'],
  overview: ['summary', 'environment', 'protocols', 'conversations', 'problems', 'notes'],
}

export interface Column {
  title: string
  /** Share of the table's width. */
  share: number
  right?: boolean
  /** Numbers, addresses and bytes: in a font in which all characters are of one width. */
  mono?: boolean
}

export interface Table {
  kind: 'table'
  caption: string
  columns: readonly Column[]
  rows: readonly (readonly string[])[]
  /** Many narrow columns: in small letters, so that numbers and addresses stay whole. */
  dense?: boolean
}

/** Texts are plain: they may hold anything that a packet held, and each writer escapes them in its way. */
export type Block =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'text'; text: string }
  /** Stands out from the text: what must not be overlooked. */
  | { kind: 'notice'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'bytes'; caption: string; text: string }
  /** A header with this packet's values; `labels`: names of fields in place of the English ones. */
  | { kind: 'diagram'; caption: string; diagram: HeaderDiagram; labels: Readonly<Record<string, string>> }
  | { kind: 'ladder'; caption: string; ladder: Ladder; digits: number }
  | Table

export interface Report {
  kind: ReportKind
  language: Language
  title: string
  /** Name of the capture file, without its folder. */
  file: string
  blocks: readonly Block[]
}

export const heading = (text: string, level: 2 | 3 = 2): Block => ({ kind: 'heading', level, text })
export const prose = (...sentences: readonly string[]): Block[] => {
  const text = sentences.filter(Boolean).join(' ')
  return text ? [{ kind: 'text', text }] : []
}
export const notice = (text: string): Block[] => (text ? [{ kind: 'notice', text }] : [])
export const list = (items: readonly string[]): Block[] => (items.length ? [{ kind: 'list', items }] : [])

/** A table; nothing where there are no rows. `columns` are made with `column`. */
export const table = (caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): Block[] =>
  rows.length ? [{ kind: 'table', caption, columns, rows }] : []

/** The same in small letters, without a caption. */
export const denseTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): Block[] =>
  rows.length ? [{ kind: 'table', caption: '', columns, rows, dense: true }] : []

/** A column: 'm' monospaced, 'r' right-aligned. */
export const column = (title: string, share: number, ways = ''): Column => ({
  title,
  share,
  ...(ways.includes('r') ? { right: true } : {}),
  ...(ways.includes('m') ? { mono: true } : {}),
})
