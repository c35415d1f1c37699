/** A diagram cut into rows of 32 bits: what is drawn where, for every way of drawing it. */
import type { DiagramCell, HeaderDiagram } from './diagram'

export interface Part {
  cell: DiagramCell
  /** First bit in its row, and how many. */
  from: number
  bits: number
  /** This part bears the label: the widest of the cell's, or the first. */
  isMain: boolean
}

export const ROW = 32

/** Rows of parts; a cell that does not fit its row goes on in the next. Rows that hold nothing but one long cell are folded into its first. */
export function rowsOf({ cells }: Pick<HeaderDiagram, 'cells'>): Part[][] {
  const rows: Part[][] = []
  for (const cell of cells) {
    const end = cell.bit + cell.bits
    for (let at = cell.bit; at < end;) {
      const row = Math.floor(at / ROW)
      const stop = Math.min(end, (row + 1) * ROW)
      ;(rows[row] ??= []).push({ cell, from: at % ROW, bits: stop - at, isMain: at === cell.bit })
      at = stop
    }
  }
  return rows
}

/** What stands in a cell: the bits of narrow ones, the value of others, in as many characters as there is room for. */
export const valueText = (cell: DiagramCell): string =>
  cell.field === '' ? cell.hex || cell.pattern : cell.bits < 4 ? cell.pattern : cell.value

const SHORT: Readonly<Record<string, string>> = {
  'Accurate ECN': 'AE',
  'Congestion Window Reduced': 'CWR',
  'ECN-Echo': 'ECE',
  Urgent: 'URG',
  Acknowledgment: 'ACK',
  Push: 'PSH',
  Reset: 'RST',
  Syn: 'SYN',
  Fin: 'FIN',
  "Don't fragment": 'DF',
  'More fragments': 'MF',
  Reserved: 'Res',
  'Reserved bit': 'Res',
  'Explicit Congestion Notification': 'ECN',
  Response: 'QR',
  Authoritative: 'AA',
  Truncated: 'TC',
  'Recursion desired': 'RD',
  'Recursion available': 'RA',
  'Answer authenticated': 'AD',
  'Non-authenticated data': 'CD',
}
/** What a drawing has room for of the name of a flag. */
export const shortName = (label: string): string => SHORT[label] ?? label.slice(0, 3)

/** `0–5`; `13.2–13.7` where a field is not made of whole bytes (byte.bit). */
export function placeText({ bit, bits, hex }: DiagramCell): string {
  const last = bit + bits - 1
  if (hex) return bits === 8 ? String(bit / 8) : `${bit / 8}–${last >> 3}`
  const at = (n: number): string => `${n >> 3}.${n & 7}`
  return bits === 1 ? at(bit) : `${at(bit)}–${at(last)}`
}

/** A diagram with what a window needs to draw it. */
export interface DrawnDiagram extends HeaderDiagram {
  rows: (Part & { short: string })[][]
  /** Where each cell lies, in their order. */
  places: string[]
}
export const drawn = (d: HeaderDiagram): DrawnDiagram => ({
  ...d,
  rows: rowsOf(d).map((row) => row.map((part) => ({ ...part, short: shortName(part.cell.label) }))),
  places: d.cells.map(placeText),
})
