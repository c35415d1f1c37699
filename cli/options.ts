/** What a command line asks for. `option-table.ts` says which letter sets what. */
import type { DecodeAs } from '../engine/dissect/settings'
import type { Given } from './preferences'
import type { FieldForm } from './print/fields'
import type { Included } from './print/included'
import type { ObjectExport } from './export-objects'
import type { Statistic } from './statistics/statistic'
import type { TimeStyle } from './time-styles'

export const formats = ['text', 'tabs', 'fields', 'json', 'jsonraw', 'ek', 'pdml', 'psml'] as const
export type Format = (typeof formats)[number]
export type FileFormat = 'pcapng' | 'pcap' | 'nsecpcap'

export interface Options {
  /** What to do in place of reading or capturing. */
  instead: 'help' | 'version' | 'interfaces' | 'report' | null
  /** Of `-G`. */
  report: string
  /** File to read; `-` is standard input. */
  read: string | null
  interfaces: string[]
  captureFilter: string
  /** Display filters of `-Y`, `-R`, and of the words behind the options. */
  displayFilter: string
  /** Number of the packet that `${field}` in a filter refers to; 0 for none. */
  selectedFrame: number
  write: string | null
  fileFormat: FileFormat
  /** Packets to take; 0 = all. */
  count: number
  /** Stop conditions of a capture; 0 = none. */
  stop: { seconds: number; packets: number; kilobytes: number }
  snapLength: number
  promiscuous: boolean
  monitor: boolean
  /** MiB of the kernel's buffer; 0 = what the driver thinks right. */
  buffer: number
  /** `-o` and `-d`. */
  preferences: Given[]
  decodeAs: DecodeAs[]
  /** Vendor names in Ethernet addresses. */
  names: boolean
  format: Format
  fields: string[]
  form: FieldForm
  /** `-V`. */
  details: boolean
  /** `-o wirelens.evidence:TRUE`: details say what generated values were derived from. */
  evidence: boolean
  /** `-O`: protocols whose details are shown; null = all. */
  only: ReadonlySet<string> | null
  /** `-j` and `-J`: of what structured forms give what lies under it. */
  included: Included
  /** `--no-duplicate-keys`: in JSON each key stands once, with an array where a field occurs several times. */
  once: boolean
  /** `-P`. */
  summary: boolean
  /** `-x`. */
  bytes: boolean
  /** `-S`: the line between packets. */
  separator: string
  time: TimeStyle
  /** `-u hms`: lengths of time in hours, minutes and seconds. */
  hours: boolean
  /** `-z`, in the order of the command line. */
  statistics: Statistic[]
  /** `--export-objects`. */
  objects: ObjectExport[]
  /** Some option asks for printing, although packets are written to a file. */
  print: boolean
  quiet: boolean
  /** No word but errors on standard error. */
  silent: boolean
  byLine: boolean
}

export const defaults = (): Options => ({
  instead: null,
  report: 'fields',
  read: null,
  interfaces: [],
  captureFilter: '',
  displayFilter: '',
  selectedFrame: 0,
  write: null,
  fileFormat: 'pcapng',
  count: 0,
  stop: { seconds: 0, packets: 0, kilobytes: 0 },
  snapLength: 0,
  promiscuous: true,
  monitor: false,
  buffer: 0,
  preferences: [],
  decodeAs: [],
  names: true,
  format: 'text',
  fields: [],
  form: { header: false, bom: false, separator: '\t', aggregator: ',', occurrence: 'a', quote: '' },
  details: false,
  evidence: false,
  only: null,
  included: null,
  once: false,
  summary: false,
  bytes: false,
  separator: '',
  time: 'r',
  hours: false,
  statistics: [],
  objects: [],
  print: false,
  quiet: false,
  silent: false,
  byLine: false,
})

/** Whether packets are printed. */
export const printing = (o: Options): boolean => o.print || (o.write === null && !o.quiet)
