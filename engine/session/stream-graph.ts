/** Graphs of one TCP stream of the open capture (flows/graphs.ts). */
import { conversations } from '../flows/conversations'
import { StreamGraph } from '../flows/graphs'
import type { GraphKind, Series } from '../flows/graphs'
import { limits } from '../limits'
import { conversationOf, endText } from './conversation-story'
import type { Session } from './session'
import { ConversationFrames, SegmentReader } from './stream-reader'
import { Turns } from './turns'
import type { Work } from './turns'

export interface GraphData {
  kind: GraphKind
  /** Whose data: the end that sends it, and the other one. */
  from: string
  to: string
  series: Series[]
}

export async function streamGraph(
  session: Session,
  request: Work & { stream: number; kind: GraphKind; end: 0 | 1; points?: number },
): Promise<GraphData> {
  const { stream, kind, end } = request
  const conversation = conversationOf(session, 'tcp', stream)
  const frames = new ConversationFrames(session, conversation)
  const reader = new SegmentReader(session)
  const flows = session.memories.get(conversations)
  const last = flows.lastFrame(conversation)
  const duration = Number(session.index.elapsed(flows.firstFrame(conversation) - 1, last - 1)) / 1e9
  const graph = new StreamGraph(kind, end, duration)
  const turns = new Turns(session, request, 'Drawing the graph was stopped.')
  for (let n = 0; n < frames.count; n++) {
    const s = reader.read(frames.frame(n), conversation)
    if (s) graph.take(s)
    if (n % 16 === 0 && turns.over) await turns.rest(n, frames.count)
  }
  return {
    kind,
    from: endText(session, conversation, end),
    to: endText(session, conversation, end === 0 ? 1 : 0),
    series: graph.finish(Math.min(request.points ?? limits.graphPoints, limits.graphPoints)),
  }
}
