/** Both captures as one ladder: who sent, where it passed the first and the second capture, who received. */
import type { Arrow, Ladder, Lifeline } from '../flows/ladder'
import { isFolded } from '../flows/ladder'
import { shortTime } from '../flows/handshake-words'
import { limits } from '../limits'
import { absentText, changesText } from './print'
import type { Comparison } from './compare'
import { eventsOf, labelOf } from './events'
import type { Event } from './events'
import { compareWords } from './words'

/** Lifelines in their order: the host on A's side, A, B, the host on B's side. */
const line = { near: 0, a: 1, b: 2, far: 3 } as const

/** Whether a packet runs from A's side to B's: as the comparison knows it, else as its conversation began. */
const runsToB = ({ a, b, seen }: Event): boolean => (seen?.course ? seen.course === 'ab' : (a ?? b)!.way === 0)

/** The ladder of the conversation that `stream` names, by the frame of one of its packets in A; of the commonest one without it. */
export function compareLadder(comparison: Comparison, frame?: number): Ladder {
  const w = compareWords()
  const all = eventsOf(comparison)
  const of = (e: Event): number | undefined => e.a?.conversation
  const counts = new Map<number, number>()
  for (const e of all) if (e.seen && e.a) counts.set(e.a.conversation, (counts.get(e.a.conversation) ?? 0) + 1)
  const chosen =
    frame === undefined ? [...counts].sort((x, y) => y[1] - x[1])[0]?.[0] : comparison.detail.a.get(frame)?.conversation
  const pairOf = new Map<number, number>()
  for (const e of all) if (e.a && e.b) pairOf.set(e.b.conversation, e.a.conversation)
  const events = all.filter((e) => (of(e) ?? (e.b && pairOf.get(e.b.conversation))) === chosen)
  const first = events.find((e) => e.seen)
  const toB = first ? runsToB(first) : true
  const near = first?.a && (toB ? [first.a.source, first.a.sourcePort] : [first.a.destination, first.a.destinationPort])
  const far = first?.b && (toB ? [first.b.destination, first.b.destinationPort] : [first.b.source, first.b.sourcePort])
  const role = (isSender: boolean): Lifeline['role'] => ((first?.a?.way === 0) === isSender ? 'client' : 'server')
  const lifeline = (end: (string | number)[] | undefined, said: Lifeline['role']): Lifeline => ({
    name: String(end?.[0] ?? '?'),
    role: said,
    port: Number(end?.[1] ?? 0),
  })
  const lifelines: Lifeline[] = [
    lifeline(near, role(toB)),
    { name: `A: ${comparison.a.name}`, role: '', port: 0 },
    { name: `B: ${comparison.b.name}`, role: '', port: 0 },
    lifeline(far, role(!toB)),
  ]
  const arrows: Arrow[] = []
  const add = (
    from: number,
    to: number,
    at: number,
    frameNumber: number,
    label: string,
    comment: string,
    problem: string,
  ): void => {
    arrows.push({
      n: arrows.length,
      frame: frameNumber,
      time: at,
      wait: 0,
      folded: false,
      from,
      to,
      fromPort: 0,
      toPort: 0,
      label,
      comment,
      segment: null,
      phase: '',
      problem,
      answers: 0,
      rtt: null,
      answeredIn: 0,
      states: null,
    })
  }
  for (const e of events) {
    if (arrows.length > limits.ladderExport) break
    const label = labelOf((e.a ?? e.b)!)
    const there = runsToB(e)
    const changes = e.seen ? changesText(e.seen) : ''
    const delay = e.seen?.delay == null ? '' : w.delayShort(shortTime(Math.round(e.seen.delay)))
    const told = [delay, changes].filter(Boolean).join(', ')
    const problem = e.absent && e.absent.why !== 'resegmented' ? absentText(e.absent) : ''
    const extra = e.absent?.why === 'resegmented' ? absentText(e.absent) : ''
    // Where it was first, then where it was next: the second arrow tells what became of it.
    const inA = (): void => {
      if (e.a)
        add(
          there ? line.near : line.a,
          there ? line.a : line.near,
          e.timeA!,
          e.a.frame,
          label,
          there ? extra : told || extra,
          problem,
        )
    }
    const inB = (): void => {
      if (e.b)
        add(
          there ? line.b : line.far,
          there ? line.far : line.b,
          e.timeB!,
          e.b.frame,
          label,
          there ? told || extra : extra,
          problem,
        )
    }
    if (there) {
      inA()
      inB()
    } else {
      inB()
      inA()
    }
  }
  const span = arrows.length ? arrows.at(-1)!.time - arrows[0]!.time : 0
  arrows.forEach((arrow, n) => {
    arrow.wait = n ? Math.max(0, arrow.time - arrows[n - 1]!.time) : 0
    arrow.folded = isFolded(arrow.wait, span, arrows.length)
  })
  return {
    kind: 'any',
    title: w.title,
    lifelines,
    hidden: 0,
    total: arrows.length,
    from: 0,
    arrows,
    opening: '',
    closing: '',
    vantage: '',
  }
}
