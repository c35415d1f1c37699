/** Calls about the open capture: `session.*`. */
import { LaterPart, saveCapture } from '../capture-file'
import type { SaveOptions } from '../capture-file'
import { limits } from '../limits'
import { Refused } from '../refused'
import { evidenceOf, withEvidence } from '../session/evidence-of'
import { findPacket } from '../session/find'
import { Colouring } from '../session/colouring'
import { colourRules } from '../session/colour-rules'
import { columns } from '../session/columns'
import { numbersOfRows, nextMarked } from '../session/shown-packets'
import { MARKED } from '../session/packet-index'
import { details, rowTexts } from '../session/rows'
import type { RowOptions } from '../session/rows'
import { callsOf } from './call'
import { integer, list, nothing, object, oneOf, optional, text, truth } from './check'
import type { Decoder } from './decoder'
import { languages, speak as setLanguage } from '../words/language'
import type { FilterAnswer, RuleProblem } from './filter-shapes'
import type { CaptureStatus, PacketDetails, Place, Row, Rows, SaveResult } from './shapes'

const call = callsOf<Decoder>()
const packetNumber = integer(1, 0xffff_ffff)
const running = new Map<string, AbortController>()

/** Opens a file in place of what was open. */
export const open = call(
  object({
    path: text(),
    live: optional(truth),
    temporary: optional(truth),
    name: optional(text()),
    skip: optional(list(packetNumber, 1000)),
    filter: optional(text(limits.filterText)),
  }),
  (d, { path, ...options }): Promise<CaptureStatus> => d.load(path, options),
)

export const close = call(nothing, (d) => d.shut())

export const status = call(nothing, (d): CaptureStatus => d.status())

/** Waits until the index is whole. */
export const settled = call(nothing, async (d): Promise<CaptureStatus> => {
  await d.settled()
  return d.status()
})

/** For shells: the language of all sentences from now on. */
export const speak = call(object({ language: oneOf(...languages) }), (_, o) => setLanguage(o.language))

/** For shells: where to leave the number of a packet that is never done. */
export const watch = call(object({ path: text() }), (d, { path }) => d.watch.start(path))

/** For shells: the live file is whole up to `end`. */
export const grown = call(object({ end: integer(0, 2 ** 52), dropped: integer(0, 2 ** 52) }), (d, { end, dropped }) =>
  d.grown(end, dropped),
)

/** For shells: a ring of files went on to another one. */
export const turned = call(
  object({ path: text(), end: integer(0, 2 ** 52), removed: truth }),
  (d, { path, end, removed }) => d.turned(path, end, removed),
)

/** For shells: the live capture is over. */
export const ended = call(nothing, (d) => d.ended())

const timeForms = ['relative', 'delta', 'absolute', 'absolute-date', 'epoch'] as const

const rowRequest = {
  count: integer(1, limits.rowsPerReply),
  columns: optional(list(text(100), 100)),
  time: optional(oneOf(...timeForms)),
  digits: optional(integer(0, 9)),
  names: optional(truth),
}

/** Texts of `count` rows from row `from` (counted from 0) of those that the display filter shows. */
export const rows = call(
  object({ from: integer(0, 2 ** 32), ...rowRequest }),
  async (d, { from, count, ...options }): Promise<Rows> => {
    const { total } = d.filter
    return { from, total, rows: await rowsFrom(d, from, count, options) }
  },
)

function rowsFrom(d: Decoder, from: number, count: number, options: RowOptions): Promise<Row[]> {
  const session = d.open
  const until = Math.min(d.filter.total, from + count)
  const wanted: number[] = []
  for (let row = from; row < until; row++) wanted.push(d.filter.packetAt(row)!)
  return rowTexts(session, wanted, { ...options, colouring: d.colouring })
}

/**
 * The tree and the bytes of a packet. With `evidence` the tree says what values were derived from, too: that may take longer, since long
 * streams are read for it first.
 */
export const packet = call(
  object({ number: packetNumber, evidence: optional(truth) }),
  async (d, { number, evidence }): Promise<PacketDetails> => {
    const session = d.open
    const reasons = evidence ? await evidenceOf(session, number) : []
    const before = d.filter.before(number - 1)
    const found = details(session, number - 1, undefined, before)
    return reasons.length ? { ...found, tree: withEvidence(found.tree, reasons) } : found
  },
)

/**
 * Puts a display filter in force, '' for none: its first matches are there with the answer, the others come as the event `filter`. With
 * `first` the answer holds the texts of as many rows of them: what the screen shows next, without another call.
 */
export const filter = call(
  object({ text: text(limits.filterText), selected: optional(packetNumber), first: optional(object(rowRequest)) }),
  async (d, { text: shown, selected, first }): Promise<FilterAnswer> => {
    const state = d.filter.set(d.open, {
      text: shown,
      macros: d.macros,
      ...(selected === undefined ? {} : { selected: selected - 1 }),
    })
    d.changedStatus()
    const answer = first ? { ...state, rows: await rowsFrom(d, 0, first.count, first) } : state
    // Behind the answer, whose rows are as captured: those in order take their place.
    setImmediate(() => d.sorting.renew())
    return answer
  },
)

/**
 * Sorts the list by a column or a field; without one, the order of the capture. Progress comes as the event `sorting`, the new order as the
 * event `sorted`; `session.cancel {work:'sort'}` stops it, and the order before stays.
 */
export const sort = call(
  object({
    by: optional(object({ column: text(200), descending: truth, time: optional(oneOf(...timeForms)) })),
  }),
  (d, { by }) => d.sorting.sort(by ? { time: 'relative', ...by } : null),
)

/** Where a packet is in the list, or which packet is in a row. */
export const place = call(
  object({ number: optional(packetNumber), row: optional(integer(0, 2 ** 32)) }),
  (d, { number, row }): Place => {
    const i = number === undefined ? d.filter.packetAt(row ?? 0) : number - 1
    if (i === undefined || i >= d.open.count) return { number: 0, row: d.filter.total, shown: false }
    return { number: i + 1, row: d.filter.rowOf(i), shown: d.filter.shows(i) }
  },
)

const rowRanges = list(list(integer(0, 2 ** 32), 2), 1000)

/** Numbers of the packets in some rows, as ranges; at most a thousand of them. */
export const numbers = call(object({ rows: rowRanges }), (d, { rows: wanted }): number[][] =>
  numbersOfRows(d.filter, wanted, 1000),
)

/** The rules that colour rows, in their order; without any, the default set. What is wrong with them is told, and left out. */
export const colours = call(
  object({ rules: optional(list(object({ id: text(100), filter: text(limits.filterText) }), 1000)) }),
  (d, { rules }): RuleProblem[] => {
    d.colouring = new Colouring(rules, d.macros)
    return d.colouring.problems
  },
)

/** The default set of rules that colour rows. */
export const defaultColours = call(nothing, () =>
  colourRules.map(({ id, title, filter: condition }) => ({ id, title, filter: condition })),
)

/** The columns that a list can show. */
export const columnList = call(nothing, () =>
  columns.map(({ id, name, width, right }) => ({ id, name, width, right: right ?? false })),
)

/** Number of the next packet shown that holds `what`, beside packet `from`; 0 when there is none. */
export const find = call(
  object({
    from: integer(0, 0xffff_ffff),
    backwards: optional(truth),
    in: oneOf('info', 'text', 'hex', 'regex', 'filter'),
    what: text(),
    matchCase: optional(truth),
  }),
  async (d, { from, ...options }): Promise<number> => {
    const session = d.open
    if (!session.count) return 0
    const at = Math.min(session.count, Math.max(1, from)) - 1
    const shows = (i: number): boolean => d.filter.shows(i)
    return cancellable('find', (signal) =>
      findPacket(session, { from: at, ...options, shows, filter: { selected: at, macros: d.macros }, signal }),
    ).then((i) => i + 1)
  },
)

/** Marks packets, or takes the mark away. */
export const mark = call(
  object({ numbers: list(packetNumber, limits.rowsPerReply), on: truth }),
  (d, { numbers: given, on }) => {
    for (const number of given) d.open.mark(number - 1, on)
    d.changedStatus()
  },
)

/** Numbers of the marked packets behind `from`, shown or not; at most as many as one call marks. */
export const marks = call(object({ from: integer(0, 0xffff_ffff) }), (d, { from }): number[] => {
  const { flags } = d.open.index
  const found: number[] = []
  for (let i = from; i < d.open.count && found.length < limits.rowsPerReply; i++)
    if (flags[i]! & MARKED) found.push(i + 1)
  return found
})

/** Number of the nearest marked packet that is shown, before or behind a packet; 0 when there is none. */
export const nextMark = call(
  object({ from: integer(0, 0xffff_ffff), backwards: optional(truth) }),
  (d, { from, backwards = false }): number => nextMarked(d.open, d.filter, from - 1, backwards) + 1,
)

/** Writes a comment on a packet; '' removes it. It is in the file after the next save. */
export const comment = call(object({ number: packetNumber, text: text(65535) }), (d, { number, text }) => {
  if (number > d.open.count) throw new Refused('no-such-packet', `There is no packet ${number}.`)
  d.open.comments.set(number - 1, text ? [text] : [])
  d.changed = true
  d.changedStatus()
})

/** Saves the open capture, or a part of it. Progress comes as the event `saving`; `session.cancel {work:'save'}` stops it. */
export const save = call(
  object({
    path: text(),
    format: oneOf('pcapng', 'pcap', 'pcap-ns'),
    which: optional(oneOf('all', 'displayed', 'marked', 'range')),
    ranges: optional(list(list(packetNumber, 2), 1000)),
  }),
  async (d, { path, format, which = 'all', ranges = [] }): Promise<SaveResult> => {
    const session = d.open
    // A save takes what has been read: begun too early it would leave out the rest, and over the file itself cut it.
    await d.readThrough()
    if (which === 'displayed') await d.filter.settled()
    if (session !== d.open) throw new Refused('cancelled', 'Another capture was opened before this one was saved.')
    const { index } = session
    const keep =
      which === 'all'
        ? undefined
        : which === 'marked'
          ? (i: number): boolean => (index.flags[i]! & MARKED) !== 0
          : which === 'displayed'
            ? (i: number): boolean => d.filter.shows(i)
            : (i: number): boolean => ranges.some(([a = 0, b = a]) => i + 1 >= a && i + 1 <= b)
    const result = await cancellable('save', (signal) =>
      saveCapture({
        ...whatIsLeft(d),
        path,
        format: format === 'pcapng' ? 'pcapng' : 'pcap',
        nanoseconds: format === 'pcap-ns',
        ...shifted(d.missing.packets, session.comments, keep),
        onProgress: (done, total) => d.tell('saving', { path, done, total }),
        signal,
      }),
    )
    if (which === 'all') d.savedAs(path)
    return { path, ...result }
  },
)

/** Stops a search, a save or a filter that is under way. */
export const cancel = call(object({ work: oneOf('find', 'save', 'filter', 'sort') }), (d, { work }) =>
  work === 'filter' ? d.filter.stop() : work === 'sort' ? d.sorting.stop() : running.get(work)?.abort(),
)

/** One piece of work of a kind at a time: a new one stops the old one. */
async function cancellable<T>(kind: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  running.get(kind)?.abort()
  const controller = new AbortController()
  running.set(kind, controller)
  try {
    return await work(controller.signal)
  } finally {
    if (running.get(kind) === controller) running.delete(kind)
  }
}

/** Source and scanner for a save: without the files that a ring has deleted. */
function whatIsLeft({
  open: { opened, scanner },
  missing: { bytes },
}: Decoder): Pick<SaveOptions, 'source' | 'scanner'> {
  if (!bytes) return { source: opened.source, scanner }
  const { format, offset, interfaces, problem } = scanner
  return {
    source: new LaterPart(opened.source, bytes),
    scanner: { format, offset: offset - bytes, interfaces, problem },
  }
}
type PacketWishes = Pick<SaveOptions, 'comments' | 'keep'>
function shifted(
  missing: number,
  comments: ReadonlyMap<number, readonly string[]>,
  keep: ((i: number) => boolean) | undefined,
): PacketWishes {
  if (!missing) return { comments, ...(keep ? { keep } : {}) }
  const moved = [...comments].map(([i, texts]): [number, readonly string[]] => [i - missing, texts])
  return { comments: new Map(moved), ...(keep ? { keep: (i) => keep(i + missing) } : {}) }
}
