/**
 * A ladder as text, in the form that tshark gives to `-z flow,…,network`: a column of twenty characters for each host, two lines for each
 * arrow. Its peculiarities are kept, so that what reads the one reads the other.
 */
import { secondsText } from '../bytes/time'
import type { Arrow, Ladder } from './ladder'

const WIDTH = 20
/** tshark draws no more hosts than this; arrows from or to others are left out. */
const MOST_HOSTS = 40

export interface TextOptions {
  /** Decimals of the times. */
  digits: number
  /** Stream number of each arrow, where several conversations stand in one ladder. */
  stream?: (arrow: Arrow) => number
}

export function* ladderText(ladder: Ladder, options: TextOptions): Generator<string> {
  const hosts = ladder.lifelines.slice(0, MOST_HOSTS)
  const lead = options.stream ? ['Conv.| Time    |', '     |         |'] : ['|Time     |', '|         |']
  let upper = ''
  let lower = ' '.repeat(WIDTH - 1)
  hosts.forEach(({ name }, i) => {
    const cell = ` ${name}`
    if (i % 2 === 0) upper += `${cell.padEnd(2 * WIDTH - 1)}|`
    else lower += `|${cell.padEnd(WIDTH - 1)}|${' '.repeat(WIDTH - 1)}`
  })
  yield `${lead[0]}${upper}\n${lead[1]}${lower}\n`
  const empty = `${' '.repeat(WIDTH - 1)}|`.repeat(hosts.length)
  let last = -1
  for (const arrow of ladder.arrows) {
    const current = options.stream?.(arrow) ?? -1
    if (arrow.from >= MOST_HOSTS || arrow.to >= MOST_HOSTS) continue
    const start = WIDTH * arrow.from + WIDTH / 2 - 1
    const end = arrow.to === arrow.from ? start + WIDTH : WIDTH * arrow.to + WIDTH / 2 - 1
    if (last >= 0 && current !== last) yield `${'-'.repeat(17 + WIDTH * hosts.length)}\n`
    last = current
    const stream = options.stream ? String(current).padEnd(5) : ''
    const time = `|${secondsText(arrow.time, options.digits)}`.padEnd(10)
    yield `${stream}${time}|${overwritten(empty, arrow.label, start, end)}${arrow.comment}\n`
    yield `${options.stream ? '     ' : ''}|         |${arrowLine(empty, arrow, start, end)}\n`
  }
}

/** `line` with `text` written over it between two places, cut to the room between them. */
function overwritten(line: string, text: string, from: number, to: number): string {
  const at = Math.min(from, to)
  const shown = [...text].slice(0, Math.abs(to - from)).join('')
  // Where the line is too short, tshark pushes its end away and erases nothing.
  const rest = at + shown.length <= line.length ? line.slice(at + shown.length) : line.slice(at)
  return line.slice(0, at) + shown + rest
}

/** `(34008)  ------------------>  (9230)` from the left end; the empty line goes on behind it, however long it is. */
function arrowLine(empty: string, arrow: Arrow, start: number, end: number): string {
  const length = Math.abs(end - start) - 2
  const dashes = '-'.repeat(Math.max(0, length))
  const shaft = end > start ? `${dashes}>` : `<${dashes}`
  const port = (n: number): string => `(${n})`
  const [left, right] = end > start ? [arrow.fromPort, arrow.toPort] : [arrow.toPort, arrow.fromPort]
  const at = Math.min(start, end)
  const room = at + Math.abs(end - start) < empty.length ? 9 : 8
  return `${empty.slice(0, at - 9)}${`${port(left).padEnd(9)}${shaft}`.padEnd(Math.abs(end - start) + 10)}${port(right).padEnd(room)}|${empty.slice(at + Math.abs(end - start) + 11)}`
}
