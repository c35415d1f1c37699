/**
 * Openings and closes of many conversations at once, for the rows of a table. Short conversations are read whole; of long ones the start, the
 * end, and every segment with a FIN in between, which the index knows.
 */
import { conversations } from '../flows/conversations'
import { Story } from '../flows/handshakes'
import { closingOf } from '../flows/closing-words'
import type { Closing } from '../flows/closing-words'
import { openingOf } from '../flows/handshake-words'
import type { Opening } from '../flows/handshake-words'
import { ROW } from '../flows/tcp-rows'
import { tcpStreams } from '../flows/tcp-streams'
import { endText } from './conversation-story'
import type { Session } from './session'
import { SegmentReader } from './stream-reader'
import type { Turns } from './turns'

/** Segments read at the start and at the end of a long conversation. */
const MARGIN = 60

export interface Brief {
  opening: Opening
  closing: Closing
}

export async function brief(session: Session, list: readonly number[], turns: Turns): Promise<Brief[]> {
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
    if (i % 1024 === 0 && turns.over) await turns.rest(i, last)
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
  const told: Brief[] = []
  for (const c of list) {
    const story = new Story()
    for (const frame of wanted.get(c)!) {
      if (turns.over) await turns.rest(told.length, list.length)
      const s = reader.read(frame, c)
      if (s) story.take(s)
    }
    const ends = [endText(session, c, 0), endText(session, c, 1)] as const
    told.push({ opening: openingOf(story, ends), closing: closingOf(story, ends) })
  }
  return told
}
