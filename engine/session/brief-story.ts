/**
 * Openings and closes of many conversations at once, for the rows of a table. Short conversations are read whole; of long ones the start, the
 * end, and every segment with a FIN in between, which the index knows.
 */
import { conversations } from '../flows/conversations'
import { Story } from '../flows/handshakes'
import { closingOf, openingOf } from '../flows/handshake-words'
import type { Closing, Opening } from '../flows/handshake-words'
import { ROW } from '../flows/tcp-rows'
import { tcpStreams } from '../flows/tcp-streams'
import { endText } from './conversation-story'
import type { Session } from './session'
import { SegmentReader } from './stream-reader'

/** Segments read at the start and at the end of a long conversation. */
const MARGIN = 60

export interface Brief {
  opening: Opening
  closing: Closing
}

export function brief(session: Session, list: readonly number[]): Brief[] {
  const flows = session.memories.get(conversations)
  const streams = session.memories.get(tcpStreams)
  const wanted = new Map<number, number[]>()
  let first = Infinity
  let last = 0
  for (const c of list) {
    wanted.set(c, [])
    first = Math.min(first, flows.firstFrame(c))
    last = Math.max(last, flows.lastFrame(c))
  }
  const seen = new Map<number, number>()
  const { flow } = session.index
  for (let i = first - 1; i < Math.min(last, session.count); i++) {
    const c = flow[i]! >> 1
    const frames = flow[i]! < 0 ? undefined : wanted.get(c)
    if (!frames) continue
    const n = seen.get(c) ?? 0
    seen.set(c, n + 1)
    const all = flows.packets(c, 0) + flows.packets(c, 1)
    const row = streams.rowOf(i + 1)
    const closes = row >= 0 && (streams.verdicts[row]! & (ROW.finActive | ROW.finPassive)) !== 0
    if (n < MARGIN || n >= all - MARGIN || closes) frames.push(i + 1)
  }
  const reader = new SegmentReader(session)
  return list.map((c) => {
    const story = new Story()
    for (const frame of wanted.get(c)!) {
      const s = reader.read(frame, c)
      if (s) story.take(s)
    }
    const ends = [endText(session, c, 0), endText(session, c, 1)] as const
    return { opening: openingOf(story, ends), closing: closingOf(story, ends) }
  })
}
