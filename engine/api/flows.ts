/** Calls about conversations of the open capture: `flows.*`. All see what has been indexed so far; asked again, they go on from there. */
import { exportFormats } from '../flows/export-ladder'
import type { Ladder } from '../flows/ladder'
import { conversations as conversationMemory } from '../flows/conversations'
import { tcpStreams } from '../flows/tcp-streams'
import { limits } from '../limits'
import { arpReport } from '../session/arp-pass'
import type { ArpReport } from '../session/arp-pass'
import { conversationOf, storyOf } from '../session/conversation-story'
import { conversationTable, problemCounts, sortColumns } from '../session/conversation-table'
import type { ConversationTable } from '../session/conversation-table'
import { endpointColumns, endpointTable } from '../session/endpoint-table'
import type { EndpointTable } from '../session/endpoint-table'
import { expertPass } from '../session/expert-pass'
import type { ExpertEntry } from '../session/expert-pass'
import { followerOf } from '../session/follow-stream'
import type { FollowedStream } from '../session/follow-stream'
import { ladderOf, wholeLadder } from '../session/ladders'
import type { Scope } from '../session/ladders'
import type { PacketView } from '../session/packet-track'
import { streamGraph } from '../session/stream-graph'
import type { GraphData } from '../session/stream-graph'
import { callsOf } from './call'
import { integer, list, object, oneOf, optional, truth } from './check'
import type { Decoder } from './decoder'
import { beginExport, nextPage } from './exports'
import { shownOf, stop, stoppable, works } from './works'
import type { ConversationStoryShape, ExpertList, ExportedLadder } from './flow-shapes'

const call = callsOf<Decoder>()
const packetNumber = integer(1, 0xffff_ffff)
const streamNumber = integer(0, 0xffff_ffff)
const position = integer(0, 2 ** 32)
const rowCount = integer(1, limits.rowsPerReply)
const tableKind = oneOf('eth', 'ip', 'ipv6', 'tcp', 'udp')
const scope = {
  kind: oneOf('tcp', 'udp', 'arp', 'icmp', 'icmpv6', 'dns', 'any'),
  stream: optional(streamNumber),
  /** For `any`: these packets, in this order; all packets when left out. */
  packets: optional(list(packetNumber, limits.ladderExport)),
  /** For `any`: what the display filter shows. */
  shown: optional(truth),
}

/** One table of conversations, sorted, a piece of it. */
export const conversations = call(
  object({
    kind: tableKind,
    from: position,
    count: rowCount,
    sort: optional(oneOf(...sortColumns)),
    descending: optional(truth),
    /** Only what the display filter shows. */
    shown: optional(truth),
  }),
  (d, { shown, ...request }): Promise<ConversationTable> =>
    stoppable(d, 'conversations', async (work) =>
      conversationTable(d.open, { ...request, ...work, ...(await shownOf(d, shown)) }),
    ),
)

export const endpoints = call(
  object({
    kind: tableKind,
    from: position,
    count: rowCount,
    sort: optional(oneOf(...endpointColumns)),
    descending: optional(truth),
    /** Only what the display filter shows. */
    shown: optional(truth),
  }),
  (d, { shown, ...request }): Promise<EndpointTable> =>
    stoppable(d, 'conversations', async (work) =>
      endpointTable(d.open, { ...request, ...work, ...(await shownOf(d, shown)) }),
    ),
)

/** What is said of one TCP conversation: by stream, or by a packet of it. Null when the packet is of no TCP conversation. */
export const conversation = call(
  object({ stream: optional(streamNumber), number: optional(packetNumber) }),
  async (d, { stream, number }): Promise<ConversationStoryShape | null> => {
    const session = d.open
    const flows = session.memories.get(conversationMemory)
    const flow = number === undefined ? -1 : (session.index.flow[number - 1] ?? -1)
    if (
      stream === undefined &&
      (number === undefined || number > session.count || flow < 0 || flows.transport(flow >> 1) !== 'tcp')
    )
      return null
    const told = await storyOf(
      session,
      stream === undefined ? flow >> 1 : conversationOf(session, 'tcp', stream),
    ).whole()
    const streams = session.memories.get(tcpStreams)
    const own = flows.stream(told.conversation)
    const rtt = streams.initialRtt(own)
    return {
      stream: own,
      ends: [...told.ends],
      caller: told.story.caller(),
      packets: told.frames.count,
      firstFrame: flows.firstFrame(told.conversation),
      lastFrame: flows.lastFrame(told.conversation),
      opening: told.opening(),
      closing: told.closing(),
      vantage: told.vantage(),
      initialRtt: rtt >= 0 ? rtt : null,
      completeness: streams.completeness(own),
      problems: problemCounts(session)[own]!,
    }
  },
)

/** A piece of a ladder. */
export const ladder = call(
  object({ ...scope, from: position, count: rowCount, absolute: optional(truth) }),
  (d, { from, count, absolute = false, ...what }): Promise<Ladder> =>
    stoppable(d, 'ladder', (work) => ladderOf(d.open, scopeOf(d, what), { from, count, absolute, ...work })),
)

/** A whole ladder as text: its first page. Progress comes as the event `flows`. */
export const exportLadder = call(
  object({ ...scope, format: oneOf(...exportFormats), absolute: optional(truth) }),
  (d, { format, absolute = false, ...what }): Promise<ExportedLadder> =>
    stoppable(d, 'exportLadder', async (work) => {
      const session = d.open
      const made = await wholeLadder(session, scopeOf(d, what), limits.ladderExport, { absolute, ...work })
      return beginExport(session, made, format, absolute)
    }),
)

/** The next page of an export. */
export const exportMore = call(object({ id: integer(1, 2 ** 52) }), (_, { id }): ExportedLadder => nextPage(id))

/** Exchanges of ARP, conflicts, claims and caches. */
export const arp = call(object({ from: position, count: rowCount }), (d, piece): Promise<ArpReport> =>
  stoppable(d, 'arp', (work) => arpReport(d.open, { ...piece, most: limits.rowsPerReply, ...work })),
)

/** Payload of one stream in order, from piece `from`; fewer pieces than asked for where they hold more than a reply may. */
export const follow = call(
  object({ transport: oneOf('tcp', 'udp'), stream: streamNumber, from: position, count: rowCount }),
  (d, { transport, stream, from, count }): Promise<FollowedStream> =>
    stoppable(d, 'follow', async (work) =>
      (await followerOf(d.open, transport, stream).whole(work)).pieces(from, count),
    ),
)

/** Expert information of all packets. Progress comes as the event `flows`. */
export const expert = call(
  object({
    least: optional(oneOf('error', 'warn', 'note', 'chat', 'comment')),
    from: optional(position),
    count: optional(rowCount),
  }),
  (d, { least = 'comment', from = 0, count = limits.rowsPerReply }): Promise<ExpertList> =>
    stoppable(d, 'expert', async (work) => {
      const pass = await expertPass(d.open, true).whole(work)
      const ranks = ['error', 'warn', 'note', 'chat', 'comment']
      const rank = (level: string): number => ranks.indexOf(level)
      const counts: Record<string, number> = Object.fromEntries(ranks.map((level) => [level, 0]))
      for (const e of pass.entries) counts[e.level]! += e.count
      const shown = pass.entries
        .filter((e) => e.count > 0 && rank(e.level) <= rank(least))
        .sort((a, b) => rank(a.level) - rank(b.level) || b.count - a.count)
      return {
        packets: pass.done,
        of: d.open.count,
        counts,
        total: shown.length,
        entries: fewer(shown.slice(from, from + count)).map((e) => ({ ...e, frames: [...e.frames] })),
        dropped: pass.dropped,
      }
    }),
)

/** As many as name `limits.framesPerReply` frames, at least one. */
function fewer(entries: ExpertEntry[]): ExpertEntry[] {
  let frames = 0
  return entries.filter((e, n) => (frames += e.frames.length) <= limits.framesPerReply || n === 0)
}

/** Points of a graph about the data that one end of a TCP stream sends. */
export const graph = call(
  object({
    stream: streamNumber,
    kind: oneOf('sequence', 'rtt', 'throughput', 'window'),
    end: integer(0, 1),
    points: optional(integer(2, limits.graphPoints)),
  }),
  (d, { stream, kind, end, points }): Promise<GraphData> =>
    stoppable(d, 'graph', (work) =>
      streamGraph(d.open, {
        stream,
        kind,
        end: end === 0 ? 0 : 1,
        ...work,
        ...(points === undefined ? {} : { points }),
      }),
    ),
)

/** Stops work of one kind that is under way. */
export const cancel = call(object({ work: oneOf(...works) }), (_, { work }) => stop(work))

interface ScopeWish {
  kind: Scope['kind']
  stream?: number
  packets?: number[]
  shown?: boolean
}
const scopeOf = (d: Decoder, { kind, stream, packets, shown }: ScopeWish): Scope =>
  (kind === 'tcp' || kind === 'udp') && stream !== undefined
    ? { kind, stream }
    : packets
      ? { kind: 'any', view: viewOf(packets) }
      : shown && d.filter.view
        ? { kind: 'any', view: d.filter.view }
        : { kind }

/** The list asked for last: a window that scrolls asks for the same one again and again. */
let lastView: { view: PacketView; packets: readonly number[] } | null = null
function viewOf(packets: readonly number[]): PacketView {
  if (lastView?.packets.length === packets.length && lastView.packets.every((n, i) => n === packets[i]))
    return lastView.view
  const view = { count: packets.length, at: (n: number): number => packets[n]! - 1 }
  lastView = { view, packets }
  return view
}
