// Words and numbers of a ladder: times as short as they are exact, and what a screen reader says of an arrow.
import { m } from '../../paraglide/messages.js'
import type { Arrow, EndState, LadderHead } from './contract'

/** 63.111 µs, 1.069708 ms, 2.5 s: exact to the nanosecond. */
export function exactTime(nanoseconds: number): string {
  const n = Math.abs(nanoseconds)
  const sign = nanoseconds < 0 ? '−' : ''
  const [power, unit] = n < 1e3 ? [0, 'ns'] : n < 1e6 ? [3, 'µs'] : n < 1e9 ? [6, 'ms'] : [9, 's']
  return `${sign}${Number((n / 10 ** power).toFixed(power))} ${unit}`
}

/** 63 µs, 1.07 ms: three figures. */
export function roundTime(nanoseconds: number): string {
  const n = Math.abs(nanoseconds)
  const [power, unit] = n < 1e3 ? [0, 'ns'] : n < 1e6 ? [3, 'µs'] : n < 1e9 ? [6, 'ms'] : [9, 's']
  const value = n / 10 ** power
  const text = value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
  return `${nanoseconds < 0 ? '−' : ''}${text.includes('.') ? text.replace(/\.?0+$/, '') : text} ${unit}`
}

/** 9.206812203 */
export const secondsText = (nanoseconds: number): string => {
  const whole = Math.floor(nanoseconds / 1e9)
  return `${whole}.${String(Math.round(nanoseconds - whole * 1e9)).padStart(9, '0')}`
}

/** Sequence numbers of a segment as they are shown: `Seq 1  Ack 14`. */
export function numbersOf(arrow: Arrow, absolute: boolean): string {
  const s = arrow.segment
  if (!s) return ''
  const sequence = absolute ? s.rawSequence : s.sequence
  const acknowledgment = absolute ? s.rawAcknowledgment : s.acknowledgment
  return `Seq ${sequence}${acknowledgment === null ? '' : `  Ack ${acknowledgment}`}`
}

/** First line on an arrow: flags and length of a segment, otherwise what Info says. */
export const headingOf = (arrow: Arrow): string =>
  arrow.segment && arrow.phase
    ? `${arrow.segment.flags}${arrow.segment.length ? `  Len ${arrow.segment.length}` : ''}`
    : arrow.label

/** What the arrow answers, with its delay: `answers 28 · 63.1 µs`, or to the nanosecond. */
export function answerOf(arrow: Arrow, time = roundTime): string {
  if (!arrow.answers) return ''
  const frame = String(arrow.answers)
  const text = arrow.segment ? m.flow_acks({ frame }) : m.flow_answers({ frame })
  return arrow.rtt === null ? text : `${text} · ${time(arrow.rtt)}`
}

const phaseWords: Record<string, () => string> = {
  opening: () => m.flow_phase_opening(),
  data: () => m.flow_phase_data(),
  close: () => m.flow_phase_close(),
}
export const phaseText = (phase: string): string => phaseWords[phase]?.() ?? ''

export const stateText = ({ state, proven }: EndState): string => (!state || proven ? state : `(${state})`)

/** Everything about an arrow as one sentence. */
export function arrowWords(head: LadderHead, arrow: Arrow, absolute: boolean): string {
  const name = (i: number): string => head.lifelines[i]?.role || head.lifelines[i]?.name || '?'
  const states = arrow.states?.map((state, i) =>
    state.state ? `${name(i)} ${state.state}${state.proven ? '' : ` ${m.flow_inferred()}`}` : '',
  )
  return [
    m.flow_arrow({ frame: String(arrow.frame), from: name(arrow.from), to: name(arrow.to), what: headingOf(arrow) }),
    numbersOf(arrow, absolute),
    answerOf(arrow, exactTime),
    arrow.problem ? m.flow_problem({ what: arrow.problem }) : '',
    phaseText(arrow.phase),
    ...(states ?? []),
  ]
    .filter(Boolean)
    .join(', ')
}
