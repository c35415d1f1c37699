/** Cuts a report into sentences, headings and rows of tables; code and hex dumps are left out. */
import { limits } from '../limits'

/** A text as the grammar reads it: Korean composed, full-width letters narrow, marks of Markdown gone; `at[i]` is where character i stands in the original. */
export interface Clean {
  text: string
  at: number[]
}

export function cleaned(original: string): Clean {
  let text = ''
  const at: number[] = []
  const piece = /[\u1100-\u11ff]+|[\s\S]/g
  for (let m = piece.exec(original); m; m = piece.exec(original)) {
    let c = m[0]
    if (c.length > 1 || (c >= '\u1100' && c <= '\u11ff')) c = c.normalize('NFC')
    else if (c >= '\uff01' && c <= '\uff5e') c = String.fromCharCode(c.charCodeAt(0) - 0xfee0)
    else c = same[c] ?? c
    if (c === '`') c = original[m.index - 1] === '`' || original[m.index + 1] === '`' ? '`' : ''
    if (c === '*')
      c = /\d\s*$/.test(text.slice(-3)) && /^\s*\d/.test(original.slice(m.index + 1, m.index + 4)) ? '×' : ''
    for (const one of c) {
      for (let k = 0; k < one.length; k++) at.push(m.index)
      text += one
    }
  }
  at.push(original.length)
  return { text, at }
}

const same: Readonly<Record<string, string>> = {
  '\u3000': ' ',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '–': '-',
  '—': '-',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '∼': '~',
  '〜': '~',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '。': '.',
  '、': ',',
  '：': ':',
  '＝': '=',
  '⟶': '→',
  '➔': '→',
  '➜': '→',
  '⇒': '→',
  '➝': '→',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\ufeff': '',
  '\r': '',
}

export interface Segment {
  kind: 'sentence' | 'heading' | 'row' | 'quote'
  /** Characters of the clean text. */
  from: number
  to: number
  /** Cells of a row, with the first cell's place. */
  cells?: { from: number; to: number }[]
  /** A label of a list or a heading line: what follows may be about the frame that it names. */
  block: number
}

const bullet = /^\s*(?:[-•·▪◦●○■□▶+✓]\s+|\(?\d{1,2}[.)]\s+|[①-⑳]\s*|[가나다라마바사아자차카타파하][.)]\s+|[a-z][.)]\s+)/
const abbreviations =
  /(?:\b(?:no|vs|e\.g|i\.e|fig|approx|etc|cf|resp|eq|dst|src|num|rfc|sec|dr|mr|st)|(?:^|\s)[A-Za-z])\.$/i

/** @returns at most `limits.claimSentences` segments */
export function segments(text: string): Segment[] {
  const out: Segment[] = []
  let fenced = false
  let block = 0
  let start = 0
  const lines: { from: number; to: number }[] = []
  for (let i = 0; i <= text.length; i++)
    if (i === text.length || text[i] === '\n') {
      lines.push({ from: start, to: i })
      start = i + 1
    }
  for (let n = 0; n < lines.length && out.length < limits.claimSentences; n++) {
    let { from, to } = lines[n]!
    const line = text.slice(from, to)
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
    if (fenced || /^\s*(```|~~~)/.test(line)) continue
    if (!line.trim()) {
      block++
      continue
    }
    if (line.length < limits.claimSentence && isNoise(line)) continue
    if (/^\s*>/.test(line)) {
      out.push({ kind: 'quote', from, to, block })
      continue
    }
    const heading = /^\s{0,3}#{1,6}\s+/.exec(line)
    if (heading) {
      out.push({ kind: 'heading', from: from + heading[0].length, to, block: ++block })
      continue
    }
    if (/^\s*\|/.test(line) || line.includes('\t') || (line.match(/ \| /g)?.length ?? 0) >= 1) {
      const cells = cellsOf(text, from, to)
      if (cells.length > 1) {
        out.push({ kind: 'row', from, to, cells, block })
        continue
      }
    }
    const mark = bullet.exec(line)
    if (mark) from += mark[0].length
    // A paragraph that was wrapped goes on in the next line.
    while (n + 1 < lines.length && goesOn(text.slice(from, to), text.slice(lines[n + 1]!.from, lines[n + 1]!.to)))
      to = lines[++n]!.to
    for (const s of sentences(text, from, to)) out.push({ kind: 'sentence', ...s, block })
  }
  return out.slice(0, limits.claimSentences)
}

/** Hex dumps, rules of tables, code: nothing is said there. */
const isNoise = (line: string): boolean =>
  /^\s*(?:[0-9a-f]{3,8}:?\s+)?(?:[0-9a-f]{2}\s+){5,}/i.test(line) ||
  /^\s*(?:[0-9a-f]{4}\s+){5,}/i.test(line) ||
  /^[\s|:+=_-]+$/.test(line) ||
  /^\s*(?:#include|#define|\/\/|\/\*|[{}]|(?:int|char|struct|void|unsigned|const|let|var|def|import|return|printf)\b.*[;{(:]\s*\S*$)/.test(
    line,
  ) ||
  /[\w\])]\s*\([^)]*\)\s*;\s*$/.test(line) ||
  /^\s*[$%]\s+\w/.test(line) ||
  /^\s*!\[/.test(line)

const width = (line: string): number => [...line].reduce((sum, c) => sum + (c > '\u1100' ? 2 : 1), 0)

function goesOn(line: string, next: string): boolean {
  if (!next.trim() || width(line) < 56 || width(line) > 200) return false
  if (/[.!?:;|]["')\]]*\s*$/.test(line) || /(?:다|요|음|임|함|됨|까)\s*$/.test(line)) return false
  return (
    !bullet.test(next) &&
    !/^\s*[|#>`]/.test(next) &&
    next.length < 400 &&
    !isNoise(next) &&
    !/^\s*[^\s:]{1,30}\s?:\s/.test(next)
  )
}

function cellsOf(text: string, from: number, to: number): { from: number; to: number }[] {
  const cells: { from: number; to: number }[] = []
  const separator = text.slice(from, to).includes('|') ? '|' : '\t'
  let start = from
  for (let i = from; i <= to; i++)
    if (i === to || text[i] === separator) {
      if (text.slice(start, i).trim()) cells.push({ from: start, to: i })
      start = i + 1
    }
  return cells
}

/** Sentences of a stretch of text, without the blanks around them. */
export function sentences(text: string, from: number, to: number): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = []
  let start = from
  let depth = 0
  const push = (end: number): void => {
    let [a, b] = [start, end]
    while (a < b && /\s/.test(text[a]!)) a++
    while (b > a && /\s/.test(text[b - 1]!)) b--
    if (b > a) out.push({ from: a, to: b })
    start = end
    depth = 0
  }
  for (let i = from; i < to; i++) {
    const c = text[i]!
    if (c === '(' || c === '[') depth++
    if ((c === ')' || c === ']') && depth) depth--
    if (c === ';' && !depth) push(i + 1)
    if (c !== '.' && c !== '!' && c !== '?') continue
    // "Hello World!" in quotes is no end.
    if (c === '!' && /["'\\]/.test(text[i + 1] ?? '')) continue
    const next = text[i + 1] ?? ' '
    const behind = text.slice(i + 1, i + 3)
    const ends = i + 1 >= to || /\s/.test(next) || (/["')\]]/.test(next) && /\s|^.$/.test(behind[1] ?? ' '))
    const glued = /[다요]/.test(text[i - 1] ?? '') && /[가-힣A-Z#(]/.test(next)
    if (!ends && !glued) continue
    if (c === '.' && abbreviations.test(text.slice(Math.max(start, i - 8), i + 1))) continue
    let end = i + 1
    while (end < to && /["')\].!?]/.test(text[end]!)) end++
    push(end)
    i = end - 1
  }
  push(to)
  return out
}
