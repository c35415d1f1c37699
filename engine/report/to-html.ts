/**
 * A report as one HTML file: no script, nothing fetched (its policy says so to the browser), all text escaped, and a style that prints. The ladders
 * are drawings inside it.
 */
import { diagramSvg } from '../explain/diagram'
import { ladderSvg, xmlText } from '../flows/export-svg'
import { inLanguage } from '../words/language'
import type { Language } from '../words/language'
import type { Block, Report, Table } from './document'
import { reportWords } from './words'

/** Fonts that systems have; the first that has the characters is taken. */
const BODY = `'Noto Sans KR','Noto Sans CJK KR','Malgun Gothic','Apple SD Gothic Neo','NanumGothic',system-ui,-apple-system,'Segoe UI','Liberation Sans',Arial,sans-serif`
const MONO = `'Cascadia Mono',Consolas,Menlo,'DejaVu Sans Mono','Liberation Mono','Noto Sans Mono CJK KR',monospace`

const STYLE = `
@page{size:A4;margin:16mm 14mm}
*{box-sizing:border-box}
body{font:10.5pt/1.5 ${BODY};color:#1b1b1b;background:#fff;max-width:190mm;margin:0 auto;padding:8mm 4mm;overflow-wrap:anywhere}
h1{font-size:19pt;line-height:1.25;margin:0 0 2mm}
h2{font-size:14pt;margin:8mm 0 2mm;padding-bottom:1mm;border-bottom:1px solid #888;break-after:avoid}
h3{font-size:11.5pt;margin:5mm 0 1.5mm;break-after:avoid}
p{margin:0 0 2.5mm}
.file{color:#555;margin-bottom:4mm}
.notice{border-left:1mm solid #8a5a00;background:#fff6e0;padding:2mm 3mm;break-inside:avoid}
ul{margin:0 0 2.5mm;padding-left:6mm}
table{border-collapse:collapse;width:100%;table-layout:fixed;font-size:9pt;line-height:1.35;margin:1mm 0 4mm}
caption,figcaption{caption-side:top;text-align:left;font-size:9pt;color:#444;padding:1mm 0;break-after:avoid}
th,td{border:1px solid #b5b5b5;padding:.8mm 1.4mm;text-align:left;vertical-align:top}
th{background:#eef1f5;word-break:keep-all}
.dense,.dense .m{font-size:7.2pt}
.dense th,.dense td{padding:.6mm 1mm}
thead{display:table-header-group}
tr{break-inside:avoid}
.r{text-align:right}
.m{font-family:${MONO};font-size:8.3pt}
pre{font:8.3pt/1.4 ${MONO};background:#f5f5f5;border:1px solid #ddd;padding:2mm;margin:0 0 3mm;overflow-x:auto;white-space:pre-wrap}
figure{margin:2mm 0 4mm}
figure svg{width:100%;height:auto;border:1px solid #ddd}
figure.diagram{break-inside:avoid;max-width:150mm}
@media print{body{padding:0;max-width:none}}
`

const escaped = (text: string): string => xmlText(text).replace(/'/g, '&#39;')

/** The whole document, in pieces. */
export function* reportHtml(report: Report): Generator<string> {
  const { language, title, file, blocks } = report
  const w = reportWords(language)
  yield `<!DOCTYPE html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n`
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">\n`
  yield `<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="Wirelens">\n`
  yield `<title>${escaped(title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n`
  yield `<h1>${escaped(title)}</h1>\n<p class="file">${escaped(w.madeFrom(file))}</p>\n`
  for (const block of blocks) yield* blockHtml(block, language)
  yield '</main>\n</body>\n</html>\n'
}

function* blockHtml(block: Block, language: Language): Generator<string> {
  switch (block.kind) {
    case 'heading':
      yield `<h${block.level}>${escaped(block.text)}</h${block.level}>\n`
      return
    case 'text':
      yield `<p>${escaped(block.text)}</p>\n`
      return
    case 'notice':
      yield `<p class="notice">${escaped(block.text)}</p>\n`
      return
    case 'list':
      yield `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>\n`
      return
    case 'bytes':
      yield `<figure><figcaption>${escaped(block.caption)}</figcaption><pre>${escaped(block.text)}</pre></figure>\n`
      return
    case 'diagram':
      yield `<figure class="diagram"><figcaption>${escaped(block.caption)}</figcaption>\n${diagramSvg(block.diagram, { labels: block.labels })}\n</figure>\n`
      return
    case 'ladder': {
      yield `<figure><figcaption>${escaped(block.caption)}</figcaption>\n`
      // The declaration of XML is none of HTML's.
      const pieces = inLanguage(language, () => [...ladderSvg(block.ladder, { digits: block.digits })])
      yield* pieces.filter((piece) => !piece.startsWith('<?xml'))
      yield '</figure>\n'
      return
    }
    default:
      yield* tableHtml(block)
  }
}

function* tableHtml({ caption, columns, rows, dense }: Table): Generator<string> {
  const all = columns.reduce((sum, c) => sum + c.share, 0)
  const classes = columns.map(({ right, mono }) => {
    const names = [right ? 'r' : '', mono ? 'm' : ''].filter(Boolean).join(' ')
    return names ? ` class="${names}"` : ''
  })
  yield dense ? '<table class="dense">' : '<table>'
  if (caption) yield `<caption>${escaped(caption)}</caption>`
  yield `<colgroup>${columns.map((c) => `<col width="${((100 * c.share) / all).toFixed(1)}%">`).join('')}</colgroup>\n`
  yield `<thead><tr>${columns.map((c) => `<th scope="col">${escaped(c.title)}</th>`).join('')}</tr></thead>\n<tbody>\n`
  for (const row of rows) yield `<tr>${row.map((cell, i) => `<td${classes[i]}>${escaped(cell)}</td>`).join('')}</tr>\n`
  yield '</tbody></table>\n'
}
