// The calls and shapes of `flows.*` that the panels use, in one place.
import type { Client } from '../../client/client'
import type {
  Ladder,
  LadderKind,
  ArpReport,
  ConversationTable,
  ExpertEntry,
  ExportedLadder,
  ExportFormat,
  FollowedStream,
  GraphData,
  GraphKind,
  SortColumn,
  TableKind,
} from '../../../engine/api/flow-shapes'

export type {
  Arrow,
  ArpExchangeRow,
  ArpReport,
  ClosingKind,
  ConversationRow,
  EndState,
  ExpertEntry,
  ExportFormat,
  FollowedStream,
  FollowPiece,
  GraphData,
  GraphKind,
  Ladder,
  LadderKind,
  OpeningKind,
  Series,
  SortColumn,
  TableKind,
} from '../../../engine/api/flow-shapes'

export type LadderHead = Omit<Ladder, 'arrows' | 'from'>

export interface LadderScope {
  kind: LadderKind
  stream?: number
  /** What the display filter of this text shows. */
  shown?: string
}

const asked = ({ shown, ...scope }: LadderScope) => (shown === undefined ? scope : { ...scope, shown: true })

interface Piece {
  from: number
  count: number
}

export const askLadder = (client: Client, scope: LadderScope, piece: Piece): Promise<Ladder> =>
  client.calls.flows.ladder({ ...asked(scope), ...piece })

/** A whole export, in as many pages as it has; the texts belong behind one another. */
export async function askExport(
  client: Client,
  scope: LadderScope,
  format: ExportFormat,
  absolute: boolean,
): Promise<Omit<ExportedLadder, 'text' | 'next'> & { pages: string[] }> {
  let page = await client.calls.flows.exportLadder({ ...asked(scope), format, absolute })
  const pages = [page.text]
  while (page.next) pages.push((page = await client.calls.flows.exportMore({ id: page.next })).text)
  return { pages, arrows: page.arrows, total: page.total }
}

export const askConversations = (
  client: Client,
  request: Piece & { kind: TableKind; sort: SortColumn; descending: boolean },
): Promise<ConversationTable> => client.calls.flows.conversations(request)

export const askArp = (client: Client, piece: Piece): Promise<ArpReport> => client.calls.flows.arp(piece)

export const askFollow = (
  client: Client,
  { kind, stream }: { kind: 'tcp' | 'udp'; stream: number },
  piece: Piece,
): Promise<FollowedStream> => client.calls.flows.follow({ transport: kind, stream, ...piece })

/** All statements, in as many replies as they need. */
export async function askExpert(client: Client): Promise<{ entries: ExpertEntry[]; dropped: number }> {
  const most = 1000
  const entries: ExpertEntry[] = []
  for (;;) {
    const answer = await client.calls.flows.expert({ from: entries.length, count: most })
    entries.push(...answer.entries)
    if (!answer.entries.length || entries.length >= answer.total) return { entries, dropped: answer.dropped }
  }
}

export const askGraph = (
  client: Client,
  request: { stream: number; kind: GraphKind; end: 0 | 1 },
): Promise<GraphData> => client.calls.flows.graph(request)
