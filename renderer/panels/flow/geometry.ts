// Where things stand in a ladder: lifelines across, rows downward, and how much text fits on an arrow.
import type { Arrow, LadderHead } from './contract'

/** Width of the strip with the phases, and of the column with frame, time and pause; room for the states at both edges. */
export const strip = 18
export const gutter = 92
const stateRoom = 94
const plainRoom = 22
/** Least distance of two lifelines, and of the one line that is alone. */
const least = 120

export interface Layout {
  /** Width of everything in px. */
  width: number
  /** Lifelines from left to right. */
  lines: readonly number[]
  /** Distance between two. */
  step: number
  /** Left end of the drawing behind strip and gutter. */
  start: number
  rowHeight: number
  fontSize: number
  /** Text that a row has room for. */
  detail: 'arrow' | 'line' | 'full'
}

export function layoutOf(head: LadderHead | null, room: number, rowHeight: number, zoom: number): Layout {
  const count = Math.max(1, head?.lifelines.length ?? 2)
  const start = Math.round((strip + gutter) * zoom)
  const detail = rowHeight < 24 ? 'arrow' : rowHeight < 50 ? 'line' : 'full'
  const side = Math.round((head?.kind === 'tcp' && count === 2 && detail !== 'arrow' ? stateRoom : plainRoom) * zoom)
  const edge = count > 2 ? Math.round((least / 2) * zoom) : side
  const step = count > 1 ? Math.max(least * zoom, (room - start - 2 * edge) / (count - 1)) : least * zoom
  const lines = Array.from({ length: count }, (_, i) => Math.round(start + edge + i * step) + 0.5)
  return {
    width: Math.max(room, Math.round(lines.at(-1)! + edge)),
    lines,
    step,
    start,
    rowHeight: Math.round(rowHeight * zoom),
    fontSize: 11 * zoom,
    detail,
  }
}

/** Distance of an arrow from the top of its row. */
export const arrowY = ({ detail, rowHeight }: Layout): number =>
  Math.round(rowHeight * (detail === 'full' ? 0.38 : detail === 'line' ? 0.62 : 0.5)) + 0.5

/** Ends of an arrow; one to itself (a host that speaks to itself) is a short one to the right. */
export function spanOf({ lines, step }: Layout, { from, to }: Pick<Arrow, 'from' | 'to'>): [number, number] {
  const start = lines[from] ?? lines[0]!
  return from === to ? [start, start + step / 3] : [start, lines[to] ?? lines[0]!]
}

/** As much of a text as fits; letters of the data font are 0.61 of their size wide. */
export function fitting(text: string, room: number, fontSize: number): string {
  const most = Math.max(4, Math.floor(room / (fontSize * 0.61)))
  const letters = [...text]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text
}

/** A text in two lines of at most `room` px each, broken between words. */
export function twoLines(text: string, room: number, fontSize: number): [string, string] {
  if (fitting(text, room, fontSize) === text) return [text, '']
  const most = Math.max(4, Math.floor(room / (fontSize * 0.61)))
  const gap = text.lastIndexOf(' ', most)
  const at = gap > most / 3 ? gap : most
  return [text.slice(0, at), fitting(text.slice(at).trim(), room, fontSize)]
}

/** A curve along a lifeline from one row to another, to the side `way`; neighbours reach out differently, so that they do not run into one. */
export function bracket(x: number, from: number, to: number, way: 1 | -1, lane: number): string {
  const reach = way * (8 + (lane % 3) * 5)
  const bend = Math.min(8, Math.abs(to - from) / 2)
  return `M${x} ${from}q${reach} 0 ${reach} ${bend}V${to - bend}q0 ${bend} ${-reach} ${bend}`
}

/** How a lifeline is drawn in a state: not there, on its way, open. */
export const lineKind = (state: string | undefined): 'none' | 'off' | 'half' | 'on' =>
  state === undefined
    ? 'none'
    : state === 'ESTABLISHED'
      ? 'on'
      : state === '' || state === 'CLOSED' || state === 'LISTEN'
        ? 'off'
        : 'half'

export interface Band {
  phase: string
  first: number
  last: number
}

/** Stretches of the same phase among the arrows in sight. */
export function bandsOf(rows: readonly { n: number; arrow: Arrow | undefined }[]): Band[] {
  const bands: Band[] = []
  for (const { n, arrow } of rows) {
    const phase = arrow?.phase ?? ''
    const last = bands.at(-1)
    if (last?.phase === phase) last.last = n
    else bands.push({ phase, first: n, last: n })
  }
  return bands.filter(({ phase }) => phase)
}
