/** A ladder as an SVG drawing (SVG 1.1, light): one lifeline per host, one arrow per packet, the phases of a TCP connection in colours. */
import { secondsText } from '../bytes/time'
import { shortTime } from './handshake-words'
import { words } from './ladder-words'
import type { Arrow, Ladder } from './ladder'
import { arrowText } from './ladder'

export interface SvgOptions {
  digits: number
  absolute?: boolean
}

const TIME = 130
const HOST = 300
const REMARK = 330
const HEAD = 92
const ROW = 40
const FOLD = 26
const CHARACTER = 6.6

/** Strokes with at least 4.5 : 1 against white; shape and words say the same as colour. */
const COLOURS: Readonly<Record<string, string>> = {
  opening: '#0b6e4f',
  data: '#1f4e9c',
  close: '#8a3b12',
  '': '#333333',
}
const PROBLEM = '#b00020'

/** XML 1.0 has no control characters, not even escaped. */
export const xmlText = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')

const cut = (text: string, width: number): string => {
  const room = Math.floor(width / CHARACTER)
  const letters = [...text]
  return letters.length > room ? `${letters.slice(0, room - 1).join('')}…` : text
}

/** Lines of at most `width` pixels. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && (line.length + word.length + 1) * CHARACTER > width) {
      lines.push(line)
      line = ''
    }
    line += (line ? ' ' : '') + word
  }
  return line ? [...lines, line] : lines
}

const xOf = (line: number): number => TIME + HOST / 2 + line * HOST

export function* ladderSvg(ladder: Ladder, options: SvgOptions): Generator<string> {
  const width = TIME + HOST * Math.max(1, ladder.lifelines.length) + REMARK
  const notes = [ladder.opening, ladder.closing, ladder.vantage].filter(Boolean).flatMap((t) => wrapped(t, width - 40))
  const folds = ladder.arrows.filter((a) => a.folded).length
  const bottom = HEAD + ladder.arrows.length * ROW + folds * FOLD + 16
  const height = bottom + notes.length * 18 + 16
  yield `<?xml version="1.0" encoding="UTF-8"?>\n`
  yield `<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="12" role="img">\n`
  yield `<title>${xmlText(ladder.title)}</title>\n<desc>${xmlText([ladder.opening, ladder.closing].join(' '))}</desc>\n`
  yield '<defs>'
  for (const [name, colour] of [...Object.entries(COLOURS), ['problem', PROBLEM]] as const)
    yield `<marker id="head-${name || 'plain'}" markerWidth="9" markerHeight="8" refX="9" refY="4" orient="auto" markerUnits="userSpaceOnUse"><path d="M0,0 L9,4 L0,8 z" fill="${colour}"/></marker>`
  yield `</defs>\n<rect width="${width}" height="${height}" fill="#ffffff"/>\n`
  for (let i = 0; i < ladder.lifelines.length; i++) {
    const { name, role, port } = ladder.lifelines[i]!
    const x = xOf(i)
    yield `<text x="${x}" y="26" text-anchor="middle" font-weight="bold">${xmlText(cut(role ? words()[role] : name, HOST - 16))}</text>`
    yield `<text x="${x}" y="44" text-anchor="middle" fill="#555555">${xmlText(cut(role ? `${name}${port ? `:${port}` : ''}` : port ? words().port(port) : '', HOST - 16))}</text>`
    yield `<line x1="${x}" y1="56" x2="${x}" y2="${bottom - 8}" stroke="#999999"/>\n`
  }
  let y = HEAD
  for (const arrow of ladder.arrows) {
    if (arrow.folded) {
      yield `<text x="${TIME / 2}" y="${y - 2}" text-anchor="middle" fill="#777777">⋮ ${xmlText(shortTime(arrow.wait))}</text>\n`
      y += FOLD
    }
    yield drawArrow(ladder, arrow, y, options)
    y += ROW
  }
  for (let i = 0; i < notes.length; i++)
    yield `<text x="20" y="${bottom + 14 + 18 * i}" fill="#222222">${xmlText(notes[i]!)}</text>\n`
  yield '</svg>\n'
}

function drawArrow(ladder: Ladder, a: Arrow, y: number, { digits, absolute = false }: SvgOptions): string {
  const key = a.problem ? 'problem' : a.phase || 'plain'
  const colour = a.problem ? PROBLEM : COLOURS[a.phase]!
  const from = xOf(a.from)
  const to = a.to === a.from ? from + HOST / 3 : xOf(a.to)
  const middle = (from + to) / 2
  const s = a.segment
  const sequence = s && (absolute ? s.rawSequence : s.sequence)
  const acknowledgment = s && (absolute ? s.rawAcknowledgment : s.acknowledgment)
  const label =
    s && a.phase
      ? `${s.flags}  Seq=${sequence}${acknowledgment === null ? '' : ` Ack=${acknowledgment}`}${s.length ? ` Len=${s.length}` : ''}`
      : a.label
  const remark = [
    a.answers ? `${words().answers(a.answers)}${a.rtt === null ? '' : `, ${shortTime(a.rtt)}`}` : '',
    a.problem,
    a.states ? a.states.map(({ state, proven }) => (proven || !state ? state : `(${state})`)).join(' / ') : '',
  ]
    .filter(Boolean)
    .join(' · ')
  const end = TIME + HOST * Math.max(1, ladder.lifelines.length)
  return (
    `<g><title>${xmlText(arrowText(ladder, a))}</title>` +
    `<text x="8" y="${y + 4}" fill="#555555" font-size="11">${a.frame}</text>` +
    `<text x="${TIME - 6}" y="${y + 4}" text-anchor="end" fill="#555555" font-size="11">${xmlText(secondsText(a.time, digits))}</text>` +
    `<line x1="${from}" y1="${y}" x2="${to}" y2="${y}" stroke="${colour}" stroke-width="1.5"${a.problem ? ' stroke-dasharray="5 3"' : ''} marker-end="url(#head-${key})"/>` +
    `<text x="${middle}" y="${y - 5}" text-anchor="middle" fill="${colour}">${xmlText(cut(label, Math.max(HOST - 20, Math.abs(to - from) - 20)))}</text>` +
    `<text x="${end + 4}" y="${y + 4}" fill="#444444" font-size="11">${xmlText(cut(remark, REMARK + 20))}</text></g>\n`
  )
}
