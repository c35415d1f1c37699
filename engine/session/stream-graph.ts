/** Graphs of one TCP stream of the open capture (flows/graphs.ts). */
import { conversations } from '../flows/conversations'
import { StreamGraph } from '../flows/graphs'
import type { GraphKind, Series } from '../flows/graphs'
import { limits } from '../limits'
import { Refused } from '../refused'
import { conversationOf, endText } from './conversation-story'
import type { Session } from './session'
import { ConversationFrames, SegmentReader } from './stream-reader'

const TURN = 5_000

export interface GraphData {
  kind: GraphKind
  /** Whose data: the end that sends it, and the other one. */
  from: string
  to: string
  series: Series[]
}

export async function streamGraph(
  session: Session,
  request: { stream: number; kind: GraphKind; end: 0 | 1; points?: number; signal?: AbortSignal },
): Promise<GraphData> {
  const { stream, kind, end } = request
  const conversation = conversationOf(session, 'tcp', stream)
  const frames = new ConversationFrames(session, conversation)
  const reader = new SegmentReader(session)
  const flows = session.memories.get(conversations)
  const last = flows.lastFrame(conversation)
  const duration = Number(session.index.elapsed(flows.firstFrame(conversation) - 1, last - 1)) / 1e9
  const graph = new StreamGraph(kind, end, duration)
  for (let n = 0; n < frames.count; n++) {
    const s = reader.read(frames.frame(n), conversation)
    if (s) graph.take(s)
    if ((n + 1) % TURN === 0) {
      await new Promise((resolve) => setImmediate(resolve))
      if (request.signal?.aborted) throw new Refused('cancelled', 'Drawing the graph was stopped.')
    }
  }
  return {
    kind,
    from: endText(session, conversation, end),
    to: endText(session, conversation, end === 0 ? 1 : 0),
    series: graph.finish(Math.min(request.points ?? limits.graphPoints, limits.graphPoints)),
  }
}
