/** Tables over all segments of a TCP conversation: what each does, states, times, checksums, problems. */
import { limits } from '../limits'
import { FLAG } from '../flows/stream-segment'
import { evidenceText, evidenceOf as reasonsOf } from '../flows/tcp-evidence'
import { tcpStreams } from '../flows/tcp-streams'
import { inLanguage } from '../words/language'
import { column, heading, notice, prose, table } from './document'
import type { Block } from './document'
import { flagsOf, initialRtt, rttText, stepText, troubleText, vantageText } from './steps'
import type { TcpCounts } from './tcp-count'
import type { TcpSubject } from './tcp-subject'

/** What each of the first `most` segments does. */
export function stepsTable(c: TcpSubject, most: number): Block[] {
  const { words: w } = c
  const rows = Array.from({ length: most }, (_, n) => {
    const s = c.segment(n)
    return [
      String(s.frame),
      c.role(s.from),
      flagsOf(s),
      String(s.relativeSequence),
      s.flags & FLAG.ack ? String(s.relativeAcknowledgment) : '–',
      String(s.scaledWindow),
      String(s.length),
      stepText(c, s, n),
    ]
  })
  return table(
    w.step,
    [
      column(c.w.frame, 8, 'r'),
      column(w.from, 12),
      column(w.flags, 11),
      column(w.seq, 8, 'r'),
      column(w.ack, 8, 'r'),
      column(w.win, 9, 'r'),
      column(w.len, 7, 'r'),
      column(w.step, 45),
    ],
    rows,
  )
}

export function statesPart(c: TcpSubject, most: number): Block[] {
  const { words: w, told } = c
  const { place } = c.vantage
  const rows = Array.from({ length: most }, (_, n) => {
    const s = c.segment(n)
    const states = c.order.map((end) => {
      const here = place === 'both' || place === (end === 0 ? 'first' : 'second')
      const { state, proven } = told.story.states.stateAt(n, end, here)
      return state ? (proven ? state : `(${state})`) : '–'
    })
    return [String(s.frame), c.role(s.from), flagsOf(s), ...states]
  })
  const titles = c.order.map((end) => (told.story.caller() < 0 ? told.ends[end] : c.roleTitle(end)))
  return [
    heading(w.states),
    ...prose(w.statesLead),
    ...table(
      '',
      [column(c.w.frame, 10, 'r'), column(w.from, 20), column(w.flags, 18), ...titles.map((t) => column(t, 26))],
      rows,
    ),
  ]
}

export function timesPart(c: TcpSubject, most: number): Block[] {
  const { words: w, told } = c
  const rows = Array.from({ length: most }, (_, n) => c.segment(n))
    .filter((s) => s.acks)
    .map((s) => [String(s.acks), String(s.frame), c.role(s.from), rttText(s.rtt), (s.rtt / 1e9).toFixed(9)])
  const rtt = initialRtt(c)
  const syn = told.story.syns[0] ?? told.story.syns[1]
  const initial =
    rtt >= 0 && syn && told.story.readyFrame ? w.irttIs(rttText(rtt), syn.frame, told.story.readyFrame) : ''
  return [
    heading(w.times),
    ...prose(w.timesLead, initial),
    ...table(
      '',
      [
        column(w.acks, 20, 'r'),
        column(w.finAcked, 20, 'r'),
        column(w.from, 20),
        column(w.rtt, 20, 'r'),
        column(c.w.time, 20, 'mr'),
      ],
      rows,
    ),
  ]
}

export function checksumsPart(c: TcpSubject, most: number): Block[] {
  const { words: w } = c
  const rows = Array.from({ length: most }, (_, n) => {
    const s = c.segment(n)
    const facts = c.facts(s.frame)
    const { state, should } = facts.tcpSum()
    const verdict = { right: w.right, partial: w.partial, wrong: w.wrong(should), unknown: w.unknown }
    return [String(s.frame), c.role(s.from), facts.text('tcp.checksum'), verdict[state]]
  })
  const offload = rows.some((row) => row[3] === w.partial)
  return [
    heading(w.checksums),
    ...table(
      '',
      [column(c.w.frame, 10, 'r'), column(w.from, 20), column(w.checksum, 18, 'm'), column(w.verdict, 52)],
      rows,
    ),
    ...(offload ? notice(w.offloadMeans) : []),
    ...prose(vantageText(c)),
  ]
}

export function problemsPart(c: TcpSubject, sums: TcpCounts): Block[] {
  const { words: w, session } = c
  const all = sums.problems.length + sums.problemsLeft
  const streams = session.memories.get(tcpStreams)
  const rows = sums.problems.slice(0, limits.reportRows).map((n) => {
    const s = c.segment(n)
    const row = streams.rowOf(s.frame)
    const why = row < 0 ? '' : inLanguage(c.language, () => reasonsOf(streams, row).map(evidenceText).join('. '))
    return [String(s.frame), c.role(s.from), troubleText(c, s), why]
  })
  return [
    heading(c.w.problems),
    ...prose(w.problemSum(all)),
    ...table(
      '',
      [column(c.w.frame, 9, 'r'), column(w.from, 15), column(w.problemRow, 26), column(w.because, 50)],
      rows,
    ),
    ...prose(all > rows.length ? c.w.onlyFirst(rows.length, all) : ''),
  ]
}
