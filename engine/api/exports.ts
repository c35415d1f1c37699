/** Exports of ladders, page by page: the whole of a long one is more than a port carries. One at a time is kept; a new one takes its place. */
import { exportLadder } from '../flows/export-ladder'
import type { ExportFormat } from '../flows/export-ladder'
import type { Ladder } from '../flows/ladder'
import { limits } from '../limits'
import { Refused } from '../refused'
import { timeDigits } from '../session/rows'
import type { Session } from '../session/session'
import type { ExportedLadder } from './flow-shapes'

interface Export {
  id: number
  session: Session
  pieces: Iterator<string>
  arrows: number
  total: number
}

let current: Export | null = null
let ids = 0

/** Begins an export of what was read; its first page. */
export function beginExport(session: Session, ladder: Ladder, format: ExportFormat, absolute: boolean): ExportedLadder {
  const pieces = exportLadder(ladder, format, { digits: timeDigits(session), absolute })[Symbol.iterator]()
  current = { id: ++ids, session, pieces, arrows: ladder.arrows.length, total: ladder.total }
  return page(current)
}

/** The page of `id` that was not given yet. Refuses where another export, another capture or another decoder came between. */
export function nextPage(id: number): ExportedLadder {
  if (current?.id === id && !current.session.closed) return page(current)
  throw new Refused('no-such-export', 'This export was not finished: another one took its place.', 'Export it again.')
}

function page(from: Export): ExportedLadder {
  let text = ''
  while (text.length < limits.exportPage) {
    const piece = from.pieces.next()
    if (piece.done) {
      if (current === from) current = null
      return { text, arrows: from.arrows, total: from.total, next: 0 }
    }
    text += piece.value
  }
  return { text, arrows: from.arrows, total: from.total, next: from.id }
}
