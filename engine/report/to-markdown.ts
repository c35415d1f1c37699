/** A report as Markdown (CommonMark with GitHub's tables); ladders are Mermaid diagrams. What packets held is escaped: it can be neither markup nor HTML. */
import { ladderMermaid } from '../flows/export-diagrams'
import { inLanguage } from '../words/language'
import type { Language } from '../words/language'
import type { Block, Report, Table } from './document'
import { reportWords } from './words'

/** Characters with a meaning anywhere in a line, and those that break one. A bare address becomes no link. */
const escaped = (text: string): string =>
  text
    .replace(/[\r\n\u2028\u2029\u0000-\u001f]+/g, ' ')
    .replace(/[\\`*_{}[\]<>|~$]/g, (c) => `\\${c}`)
    .replace(/&/g, '&amp;')
    .replace(/(https?|ftp|mailto)(:)/gi, '$1\\$2')
    .replace(/\b(www)\./gi, '$1\\.')

/** At the start of a line more has a meaning: headings, lists, quotes, rules. */
const lineOf = (text: string): string =>
  escaped(text).replace(
    /^(\s*)(?:([#+=-])|(\d+)([.)]))/,
    (_, space: string, mark?: string, number?: string, dot?: string) =>
      mark ? `${space}\\${mark}` : `${space}${number}\\${dot}`,
  )

/** A fence longer than any row of backticks inside. */
function fenced(text: string, name = ''): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, ticks) => Math.max(most, ticks.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${name}\n${text.replace(/\n?$/, '\n')}${fence}\n\n`
}

/** The whole document, in pieces. */
export function* reportMarkdown(report: Report): Generator<string> {
  const w = reportWords(report.language)
  yield `# ${escaped(report.title)}\n\n${lineOf(w.madeFrom(report.file))}\n\n`
  for (const block of report.blocks) yield* blockMarkdown(block, report.language)
}

function* blockMarkdown(block: Block, language: Language): Generator<string> {
  switch (block.kind) {
    case 'heading':
      yield `${'#'.repeat(block.level)} ${escaped(block.text)}\n\n`
      return
    case 'text':
      yield `${lineOf(block.text)}\n\n`
      return
    case 'notice':
      yield `> ${lineOf(block.text)}\n\n`
      return
    case 'list':
      for (const item of block.items) yield `- ${lineOf(item)}\n`
      yield '\n'
      return
    case 'bytes':
      yield `${lineOf(block.caption)}\n\n${fenced(block.text)}`
      return
    case 'diagram':
      // The table of its fields follows; a drawing has no form in Markdown that all readers show.
      return
    case 'ladder':
      yield `${lineOf(block.caption)}\n\n`
      yield fenced(
        inLanguage(language, () => [...ladderMermaid(block.ladder, { digits: block.digits })].join('')),
        'mermaid',
      )
      return
    default:
      yield* tableMarkdown(block)
  }
}

function* tableMarkdown({ caption, columns, rows }: Table): Generator<string> {
  if (caption) yield `${lineOf(caption)}\n\n`
  yield `| ${columns.map((c) => escaped(c.title)).join(' | ')} |\n`
  yield `|${columns.map((c) => (c.right ? '---:' : '---')).join('|')}|\n`
  for (const row of rows) yield `| ${row.map((cell) => escaped(cell)).join(' | ')} |\n`
  yield '\n'
}
