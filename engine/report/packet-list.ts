/** Excerpts of the packet list, and the comments on its packets. */
import { limits } from '../limits'
import { rowTexts } from '../session/rows'
import type { Session } from '../session/session'
import { HAS_COMMENT } from '../session/packet-index'
import { column, denseTable, list, prose } from './document'
import type { Block } from './document'
import type { ReportWords } from './words'

/** Rows of these frames (from 1), as the packet list shows them; at most `reportRows`, and `all` says how many there are in all. */
export async function packetRows(
  session: Session,
  frames: readonly number[],
  all: number,
  w: ReportWords,
): Promise<Block[]> {
  const shown = frames.slice(0, limits.reportRows)
  const rows = await rowTexts(
    session,
    shown.map((frame) => frame - 1),
    { names: false },
  )
  return [
    ...denseTable(
      [
        column(w.no, 5, 'r'),
        column(w.time, 13, 'mr'),
        column(w.source, 18.5, 'm'),
        column(w.destination, 18.5, 'm'),
        column(w.protocol, 9),
        column(w.length, 7, 'r'),
        column(w.info, 29, 'm'),
      ],
      rows.map((row) => row.cells),
    ),
    ...prose(all > shown.length ? w.onlyFirst(shown.length, all) : ''),
  ]
}

/** Comments on packets among those that `wanted` takes: `Frame 28: …`. */
export function noteList(session: Session, frames: Iterable<number>, w: ReportWords): string[] {
  const notes: string[] = []
  for (const frame of frames) {
    if (!(session.index.flags[frame - 1]! & HAS_COMMENT) && !session.comments.has(frame - 1)) continue
    for (const comment of session.commentsOf(frame - 1)) notes.push(`${w.frameNo(frame)}: ${comment}`)
    if (notes.length >= limits.reportRows) break
  }
  return notes.slice(0, limits.reportRows)
}

/** The part of the notes; nothing where there are none. */
export function notesPart(session: Session, frames: Iterable<number>, w: ReportWords): Block[] {
  const notes = noteList(session, frames, w)
  return notes.length ? [{ kind: 'heading', level: 2, text: w.notes }, ...prose(w.notesLead), ...list(notes)] : []
}
