/** Questions to the packets that the display filter shows: their numbers by row, and the next one with a mark. */
import type { DisplayFilter } from './display-filter'
import { MARKED } from './packet-index'
import type { Session } from './session'

/** Numbers (from 1) of the packets in these rows as ranges [first, last]; the first `most` of them. */
export function numbersOfRows(shown: DisplayFilter, rows: readonly (readonly number[])[], most: number): number[][] {
  const out: number[][] = []
  for (const [first = 0, last = first] of rows) {
    if (shown.isPlain) {
      if (first < shown.total) out.push([first + 1, Math.min(last, shown.total - 1) + 1])
      continue
    }
    for (let row = first; row <= Math.min(last, shown.total - 1); row++) {
      const number = shown.packetAt(row)! + 1
      const end = out.at(-1)
      if (end && end[1] === number - 1) end[1] = number
      else if (out.length === most) return out
      else out.push([number, number])
    }
  }
  return out.slice(0, most)
}

/** Position of the nearest marked packet that is shown, before or behind `from`; −1 when there is none. */
export function nextMarked(session: Session, shown: DisplayFilter, from: number, backwards: boolean): number {
  const { flags } = session.index
  const step = backwards ? -1 : 1
  for (let i = from + step; i >= 0 && i < session.count; i += step)
    if ((flags[i]! & MARKED) !== 0 && shown.shows(i)) return i
  return -1
}
