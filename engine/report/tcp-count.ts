/** One walk over all segments of a conversation: how many carry data, the first of them, and those with a problem. */
import { limits } from '../limits'
import { problemText } from '../flows/tcp-problems'
import type { Turns } from '../session/turns'
import type { TcpSubject } from './tcp-subject'

export interface TcpCounts {
  /** Segments with data from each end, without second sightings of a packet. */
  dataSegments: [number, number]
  /** Positions of the first ones with data, of both ends. */
  dataFirst: number[]
  /** Positions of segments with a problem, and how many more there are. */
  problems: number[]
  problemsLeft: number
}

export async function counted(c: TcpSubject, turns: Turns): Promise<TcpCounts> {
  const sums: TcpCounts = { dataSegments: [0, 0], dataFirst: [], problems: [], problemsLeft: 0 }
  for (let n = 0; n < c.count; n++) {
    if (turns.over) await turns.rest(n, c.count)
    if (c.told.story.twinAt(n)) continue
    const s = c.segment(n)
    if (s.length) {
      sums.dataSegments[s.from]++
      if (sums.dataFirst.length < limits.reportRows) sums.dataFirst.push(n)
    }
    if (!problemText(s.verdicts)) continue
    if (sums.problems.length < limits.reportRows) sums.problems.push(n)
    else sums.problemsLeft++
  }
  return sums
}
