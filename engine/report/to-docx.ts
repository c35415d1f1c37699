/**
 * A report as a Word document (Office Open XML) that people go on writing in: real headings, tables with repeating heads, a ladder as a table of
 * arrows. Fonts are those of Korean systems; where they are missing, Word, Hangul and LibreOffice take their own.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table as WordTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { secondsText } from '../bytes/time'
import { shortTime } from '../flows/handshake-words'
import { ROW, rowsOf, valueText } from '../explain/diagram/rows'
import type { Part } from '../explain/diagram/rows'
import type { HeaderDiagram } from '../explain/diagram'
import type { Ladder } from '../flows/ladder'
import type { Block, Column, Report, Table } from './document'
import { column } from './document'
import { reportWords } from './words'

/** A4 with margins of 2 cm, in twentieths of a point. */
const PAGE = { width: 11906, height: 16838, margin: 1134 }
const TEXT_WIDTH = PAGE.width - 2 * PAGE.margin
/** Latin and Korean text; bytes and numbers. */
const BODY = { ascii: 'Calibri', hAnsi: 'Calibri', eastAsia: '맑은 고딕', cs: 'Calibri' }
const MONO = { ascii: 'Consolas', hAnsi: 'Consolas', eastAsia: '맑은 고딕', cs: 'Consolas' }
/** Half points. */
const SIZE = { body: 21, table: 18, mono: 16, dense: 14 }

/** XML 1.0 has no control characters, not even escaped. */
const clean = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  )

/** The bytes of the .docx file. */
export async function reportDocx(report: Report): Promise<Uint8Array> {
  const w = reportWords(report.language)
  const heading = { font: BODY, color: '1F3864', bold: true }
  const document = new Document({
    title: clean(report.title),
    creator: 'Wirelens',
    description: clean(w.madeFrom(report.file)),
    styles: {
      default: {
        document: {
          run: { font: BODY, size: SIZE.body, language: { value: 'en-US', eastAsia: 'ko-KR' } },
          paragraph: { spacing: { after: 100, line: 276, lineRule: LineRuleType.AUTO } },
        },
        title: {
          run: { ...heading, size: 36 },
          paragraph: { spacing: { after: 80, line: 276, lineRule: LineRuleType.AUTO } },
        },
        heading2: {
          run: { ...heading, size: 28 },
          paragraph: { spacing: { before: 320, after: 100 }, keepNext: true },
        },
        heading3: { run: { ...heading, size: 23 }, paragraph: { spacing: { before: 200, after: 80 }, keepNext: true } },
      },
    },
    numbering: {
      config: [
        {
          reference: 'points',
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: '•',
              alignment: AlignmentType.LEFT,
              style: { paragraph: { indent: { left: 400, hanging: 240 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 18 })],
              }),
            ],
          }),
        },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(clean(report.title))] }),
          new Paragraph({ children: [new TextRun({ text: clean(w.madeFrom(report.file)), color: '555555' })] }),
          ...report.blocks.flatMap((block) => blockDocx(block, report)),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toArrayBuffer(document))
}

function blockDocx(block: Block, report: Report): (Paragraph | WordTable)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: block.level === 2 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3,
          children: [new TextRun(clean(block.text))],
        }),
      ]
    case 'text':
      return [new Paragraph({ children: [new TextRun(clean(block.text))] })]
    case 'notice':
      return [
        new Paragraph({
          children: [new TextRun(clean(block.text))],
          shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'FFF6E0' },
          border: { left: { style: BorderStyle.SINGLE, size: 18, color: '8A5A00', space: 6 } },
        }),
      ]
    case 'list':
      return block.items.map(
        (item) => new Paragraph({ numbering: { reference: 'points', level: 0 }, children: [new TextRun(clean(item))] }),
      )
    case 'bytes':
      return [
        caption(block.caption),
        new Paragraph({
          shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F5F5F5' },
          children: block.text
            .split('\n')
            .map(
              (line, i) => new TextRun({ text: clean(line), font: MONO, size: SIZE.mono, ...(i ? { break: 1 } : {}) }),
            ),
        }),
      ]
    case 'diagram':
      return diagramDocx(block.diagram, block.caption, block.labels)
    case 'ladder':
      return tableDocx(ladderTable(block.ladder, block.caption, block.digits, report))
    default:
      return tableDocx(block)
  }
}

const caption = (text: string): Paragraph =>
  new Paragraph({
    keepNext: true,
    spacing: { before: 80, after: 40 },
    children: [new TextRun({ text: clean(text), size: SIZE.table, color: '444444' })],
  })

function tableDocx({ caption: title, columns, rows, dense }: Table): (Paragraph | WordTable)[] {
  const all = columns.reduce((sum, c) => sum + c.share, 0)
  const widths = columns.map((c) => Math.round((TEXT_WIDTH * c.share) / all))
  const cell = (text: string, i: number, isHead: boolean): TableCell => {
    const { right, mono } = columns[i] as Column
    const run = new TextRun({
      text: clean(text),
      size: dense ? SIZE.dense : mono && !isHead ? SIZE.mono : SIZE.table,
      ...(mono && !isHead ? { font: MONO } : {}),
      ...(isHead ? { bold: true } : {}),
    })
    return new TableCell({
      width: { size: widths[i]!, type: WidthType.DXA },
      margins: { top: 30, bottom: 30, left: 70, right: 70 },
      ...(isHead ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'EEF1F5' } } : {}),
      children: [
        new Paragraph({
          spacing: { after: 0, line: 250, lineRule: LineRuleType.AUTO },
          ...(right ? { alignment: AlignmentType.RIGHT } : {}),
          children: [run],
        }),
      ],
    })
  }
  return [
    ...(title ? [caption(title)] : []),
    new WordTable({
      width: { size: TEXT_WIDTH, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      rows: [
        new TableRow({ tableHeader: true, children: columns.map((c, i) => cell(c.title, i, true)) }),
        ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text, i) => cell(text, i, false)) })),
      ],
    }),
    new Paragraph({ spacing: { after: 80 }, children: [] }),
  ]
}

/** A header as its RFC draws it: a grid of 32 bits, and a cell for each field. */
function diagramDocx(
  diagram: HeaderDiagram,
  title: string,
  labels: Readonly<Record<string, string>>,
): (Paragraph | WordTable)[] {
  const width = Math.floor(TEXT_WIDTH / ROW)
  const cell = ({ cell: it, bits, isMain }: Part): TableCell => {
    const value = it.field ? valueText(it) : ''
    const lines = isMain ? [labels[it.field] ?? it.label, bits >= 4 ? value : it.pattern] : ['']
    return new TableCell({
      columnSpan: bits,
      width: { size: width * bits, type: WidthType.DXA },
      margins: { top: 20, bottom: 20, left: 20, right: 20 },
      ...(it.optional ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'EEF6EE' } } : {}),
      children: lines.filter(Boolean).map(
        (line, i) =>
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { after: 0, line: 220, lineRule: LineRuleType.AUTO },
            // A field of one bit holds one letter: its name stands in the table behind.
            children: [new TextRun({ text: clean(bits < 4 && !i ? line.slice(0, 1) : line), size: i ? 15 : 13 })],
          }),
      ),
    })
  }
  return [
    caption(title),
    new WordTable({
      width: { size: width * ROW, type: WidthType.DXA },
      columnWidths: Array.from({ length: ROW }, () => width),
      layout: TableLayoutType.FIXED,
      rows: rowsOf(diagram).map((row) => new TableRow({ cantSplit: true, children: row.map(cell) })),
    }),
    new Paragraph({ spacing: { after: 80 }, children: [] }),
  ]
}

/** A ladder whose arrows are text, so that it can be edited: the ends are columns, and each row is a packet. */
function ladderTable(ladder: Ladder, title: string, digits: number, report: Report): Table {
  const w = reportWords(report.language)
  const line = (i: number): string => {
    const { name = '', port = 0 } = ladder.lifelines[i] ?? {}
    return port ? `${name}:${port}` : name
  }
  const rows = ladder.arrows.map((a) => {
    const s = a.segment
    const label = s
      ? `${s.flags}  Seq=${s.sequence}${s.acknowledgment === null ? '' : ` Ack=${s.acknowledgment}`}${s.length ? ` Len=${s.length}` : ''}`
      : a.label
    const arrow = a.from < a.to ? `${label}  ⟶` : `⟵  ${label}`
    const states = a.states?.map(({ state, proven }) => (proven || !state ? state : `(${state})`)) ?? ['', '']
    const answer = a.answers ? `${w.frameNo(a.answers)}${a.rtt === null ? '' : `, ${shortTime(a.rtt)}`}` : ''
    return [String(a.frame), secondsText(a.time, digits), states[0]!, arrow, states[1]!, answer]
  })
  return {
    kind: 'table',
    caption: title,
    columns: [
      column(w.frame, 8, 'r'),
      column(w.time, 13, 'mr'),
      column(line(0), 18),
      column('⟶ / ⟵', 29),
      column(line(1), 18),
      column('ACK ⟵', 14),
    ],
    rows,
  }
}
