/** Calls about the open capture: `session.*`. */
import { saveCapture } from '../capture-file'
import { limits } from '../limits'
import { Refused } from '../refused'
import { findPacket } from '../session/find'
import { columns } from '../session/columns'
import { MARKED } from '../session/packet-index'
import { details, rowTexts } from '../session/rows'
import { callsOf } from './call'
import { integer, list, nothing, object, oneOf, optional, text, truth } from './check'
import type { Decoder } from './decoder'
import type { CaptureStatus, PacketDetails, Rows, SaveResult } from './shapes'

const call = callsOf<Decoder>()
const packetNumber = integer(1, 0xffff_ffff)
const running = new Map<string, AbortController>()

/** Opens a file in place of what was open. */
export const open = call(
  object({ path: text(), live: optional(truth), temporary: optional(truth), name: optional(text()) }),
  (d, { path, ...options }): Promise<CaptureStatus> => d.load(path, options),
)

export const close = call(nothing, (d) => d.shut())

export const status = call(nothing, (d): CaptureStatus => d.status())

/** Waits until the index is whole. */
export const settled = call(nothing, async (d): Promise<CaptureStatus> => {
  await d.settled()
  return d.status()
})

/** For shells: the live file is whole up to `end`. */
export const grown = call(object({ end: integer(0, 2 ** 52), dropped: integer(0, 2 ** 52) }), (d, { end, dropped }) =>
  d.grown(end, dropped),
)

/** For shells: the live capture is over. */
export const ended = call(nothing, (d) => d.ended())

/** Texts of `count` rows from position `from` (counted from 0). */
export const rows = call(
  object({
    from: integer(0, 2 ** 32),
    count: integer(1, limits.rowsPerReply),
    columns: optional(list(text(100), 100)),
    time: optional(oneOf('relative', 'delta', 'absolute', 'absolute-date', 'epoch')),
    names: optional(truth),
  }),
  (d, { from, count, ...options }): Rows => {
    const session = d.open
    const total = session.count
    const until = Math.min(total, from + count)
    const wanted: number[] = []
    for (let i = from; i < until; i++) wanted.push(i)
    return { from, total, rows: rowTexts(session, wanted, options) }
  },
)

/** The tree and the bytes of a packet. */
export const packet = call(object({ number: packetNumber }), (d, { number }): PacketDetails =>
  details(d.open, number - 1),
)

/** The columns that a list can show. */
export const columnList = call(nothing, () =>
  columns.map(({ id, name, width, right }) => ({ id, name, width, right: right ?? false })),
)

/** Number of the next packet that holds `what`, beside packet `from`; 0 when there is none. */
export const find = call(
  object({
    from: integer(0, 0xffff_ffff),
    backwards: optional(truth),
    in: oneOf('info', 'text', 'hex'),
    what: text(),
    matchCase: optional(truth),
  }),
  async (d, { from, ...options }): Promise<number> => {
    const session = d.open
    if (!session.count) return 0
    return cancellable('find', (signal) =>
      findPacket(session, { from: Math.min(session.count, Math.max(1, from)) - 1, ...options, signal }),
    ).then((i) => i + 1)
  },
)

/** Marks packets, or takes the mark away. */
export const mark = call(
  object({ numbers: list(packetNumber, limits.rowsPerReply), on: truth }),
  (d, { numbers, on }) => {
    for (const number of numbers) d.open.mark(number - 1, on)
    d.changedStatus()
  },
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
    which: optional(oneOf('all', 'marked', 'range')),
    ranges: optional(list(list(packetNumber, 2), 1000)),
  }),
  async (d, { path, format, which = 'all', ranges = [] }): Promise<SaveResult> => {
    const session = d.open
    const { index } = session
    const keep =
      which === 'all'
        ? undefined
        : which === 'marked'
          ? (i: number): boolean => (index.flags[i]! & MARKED) !== 0
          : (i: number): boolean => ranges.some(([a = 0, b = a]) => i + 1 >= a && i + 1 <= b)
    const result = await cancellable('save', (signal) =>
      saveCapture({
        source: session.opened.source,
        scanner: session.scanner,
        path,
        format: format === 'pcapng' ? 'pcapng' : 'pcap',
        nanoseconds: format === 'pcap-ns',
        comments: session.comments,
        ...(keep ? { keep } : {}),
        onProgress: (done, total) => d.tell('saving', { path, done, total }),
        signal,
      }),
    )
    if (which === 'all') d.savedAs(path)
    return { path, ...result }
  },
)

/** Stops a search or a save that is under way. */
export const cancel = call(object({ work: oneOf('find', 'save') }), (_, { work }) => running.get(work)?.abort())

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
