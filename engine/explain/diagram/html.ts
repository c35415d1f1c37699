/** A header diagram as an HTML table: rows of 32 bits, or one field a row. Without style of its own: classes say what is what. */
import { inAll } from '../../words/language'
import type { Language, Same } from '../../words/language'
import type { HeaderDiagram } from './diagram'
import { placeText, ROW, rowsOf, valueText } from './rows'

const en = {
  place: 'Bytes',
  field: 'Field',
  size: 'Size',
  hex: 'Hex',
  value: 'Value',
  bytes: (n: number) => `${n} ${n === 1 ? 'byte' : 'bytes'}`,
  bits: (n: number) => `${n} ${n === 1 ? 'bit' : 'bits'}`,
  unnamed: 'No field',
}
const ko: Same<typeof en> = {
  place: '바이트 위치',
  field: '필드',
  size: '크기',
  hex: '16진수',
  value: '값',
  bytes: (n) => `${n}바이트`,
  bits: (n) => `${n}비트`,
  unnamed: '이름 없음',
}
export const diagramWords = inAll(en, { ko })

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

export interface FieldRow {
  /** `0–5`, or `13.2–13.7` where the field is not made of whole bytes (byte.bit). */
  place: string
  field: string
  label: string
  /** `6 bytes`, `3 bits`. */
  size: string
  /** `ff ff ff ff ff ff`, or bits. */
  hex: string
  value: string
  id: number
}

/** One row per field, places counted from the start of the header: the lab's field table. For HTML, Markdown and DOCX alike. */
export function fieldRows(d: HeaderDiagram, language: Language): FieldRow[] {
  const words = diagramWords(language)
  return d.cells.map((cell) => ({
    place: placeText(cell),
    field: cell.field,
    label: cell.label || words.unnamed,
    size: cell.hex ? words.bytes(cell.bits / 8) : words.bits(cell.bits),
    hex: cell.hex || cell.pattern,
    value: [cell.value, ...cell.also.map((a) => a.value)].filter(Boolean).join(' · '),
    id: cell.id,
  }))
}

/** `<table class="header-diagram words|fields">…`; everything from the packet is escaped. */
export function diagramHtml(d: HeaderDiagram, language: Language, layout = d.layout): string {
  return layout === 'words' ? wordsHtml(d) : fieldsHtml(d, language)
}

const caption = (d: HeaderDiagram): string => `<caption>${escaped(`${d.title} (${d.spec})`)}</caption>`

function wordsHtml(d: HeaderDiagram): string {
  const heads = Array.from({ length: ROW }, (_, bit) => `<th scope="col">${bit}</th>`).join('')
  const body = rowsOf(d).map((row) => {
    const cells = row.map(({ cell, bits, isMain }) => {
      const kind = cell.field ? (cell.optional ? ' class="optional"' : '') : ' class="unnamed"'
      const said = isMain
        ? `<span class="label">${escaped(cell.label)}</span> <span class="value">${escaped(valueText(cell))}</span>${cell.hex ? ` <code>${escaped(cell.hex)}</code>` : ''}`
        : ''
      return `<td colspan="${bits}"${kind} data-field="${escaped(cell.field)}">${said}</td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table class="header-diagram words">${caption(d)}<thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function fieldsHtml(d: HeaderDiagram, language: Language): string {
  const words = diagramWords(language)
  const heads = [words.place, words.field, words.size, words.hex, words.value]
  const body = fieldRows(d, language).map(
    (r) =>
      `<tr data-field="${escaped(r.field)}"><td>${escaped(r.place)}</td><th scope="row">${escaped(r.label)}</th><td>${escaped(r.size)}</td><td><code>${escaped(r.hex)}</code></td><td>${escaped(r.value)}</td></tr>`,
  )
  return `<table class="header-diagram fields">${caption(d)}<thead><tr>${heads.map((h) => `<th scope="col">${escaped(h)}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`
}
