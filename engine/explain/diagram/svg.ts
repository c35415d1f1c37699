/** A header diagram as SVG of its own: black on white, for reports and for saving. */
import type { HeaderDiagram } from './diagram'
import { ROW, rowsOf, shortName, valueText } from './rows'
import type { Part } from './rows'

const BIT = 26
const HEIGHT = 44
const TOP = 26
const LEFT = 44

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\u0000-\u001f\ufffe\uffff]/g, '·')

/** As much of a text as so many pixels hold. */
function cut(text: string, room: number, size: number): string {
  const most = Math.floor(room / (size * 0.56))
  return text.length <= most ? text : most < 2 ? '' : `${text.slice(0, most - 1)}…`
}

export interface SvgWords {
  /** Names of fields in place of their English labels, by filter name. */
  labels?: Readonly<Record<string, string>>
}

/** One `<svg>` element with its own size; what it shows it also says in its title. */
export function diagramSvg(d: HeaderDiagram, { labels = {} }: SvgWords = {}): string {
  const rows = rowsOf(d)
  const width = LEFT + ROW * BIT + 8
  const height = TOP + rows.length * HEIGHT + 8
  const title = `${d.title} (${d.spec}), frame ${d.frame}`
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="ui-sans-serif, 'Noto Sans CJK KR', 'Malgun Gothic', 'Apple SD Gothic Neo', sans-serif">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/>`,
  ]
  for (let bit = 0; bit < ROW; bit++)
    if (bit % 8 === 0 || bit % 8 === 7 || bit % 4 === 0)
      out.push(text(LEFT + bit * BIT + BIT / 2, TOP - 8, 10, '#555', String(bit)))
  rows.forEach((row, n) => {
    const y = TOP + n * HEIGHT
    out.push(text(LEFT - 8, y + HEIGHT / 2 + 4, 10, '#555', String(n * 4), 'end'))
    for (const part of row ?? []) out.push(drawn(part, y, labels))
  })
  out.push('</svg>')
  return out.join('\n')
}

function drawn({ cell, from, bits, isMain }: Part, y: number, labels: Readonly<Record<string, string>>): string {
  const x = LEFT + from * BIT
  const width = bits * BIT
  const fill = cell.field === '' ? '#f2f2f2' : cell.optional ? '#eef6ee' : '#eef3fb'
  const box = `<rect x="${x}" y="${y}" width="${width}" height="${HEIGHT}" fill="${fill}" stroke="#444"/>`
  if (!isMain) return box
  const label = labels[cell.field] ?? cell.label
  const value = valueText(cell)
  const middle = x + width / 2
  const also = cell.also.map((a) => a.value).join(', ')
  const shown =
    cell.hex && bits >= 16 && cell.hex !== value && cell.hex.length <= 24 ? `${value}  [${cell.hex}]` : value
  const said = [label, value, cell.hex || cell.pattern, also].filter(Boolean).join(' · ')
  return [
    `<g data-field="${escaped(cell.field)}"><title>${escaped(said)}</title>${box}`,
    narrow(bits) ? tall(middle, y, label) : text(middle, y + 17, 11, '#333', cut(label, width - 4, 11)),
    text(middle, y + 35, 12, '#000', cut(shown, width - 4, 12)),
    '</g>',
  ].join('')
}

const narrow = (bits: number): boolean => bits < 2

/** The name of one bit: its first letters. */
const tall = (x: number, y: number, label: string): string => text(x, y + 17, 9, '#333', shortName(label))

const text = (x: number, y: number, size: number, fill: string, said: string, anchor = 'middle'): string =>
  said
    ? `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${escaped(said)}</text>`
    : ''
