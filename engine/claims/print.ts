/** Judged statements as text, JSON and HTML. */
import type { Language } from '../words/language'
import type { Judged, Verdict } from './judge'
import { wordsIn } from './words'

export const claimFormats = ['text', 'json', 'html'] as const
export type ClaimFormat = (typeof claimFormats)[number]

const html = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]!)
/** Control characters would reach a terminal. */
const plain = (text: string): string => text.replace(/[\0-\x1f\x7f-\x9f]+/g, ' ')

export function printClaims(
  list: readonly Judged[],
  format: ClaimFormat,
  language: Language,
  original: string,
): string {
  const w = wordsIn(language)
  const count = (verdict: Verdict): number => list.filter((x) => x.verdict === verdict).length
  const sum = w.verdicts(count('true'), count('false'), count('not-checkable'))
  const name = { true: w.true, false: w.false, 'not-checkable': w.unchecked } as const
  if (format === 'json') return `${JSON.stringify(list, null, 2)}\n`
  if (format === 'text')
    return (
      list
        .filter((x) => x.verdict !== 'not-checkable')
        .map((x) => `[${name[x.verdict]}] ${plain(x.text)}\n${x.verdict === 'false' ? `    ${plain(x.right)}\n` : ''}`)
        .join('') + `${sum}\n`
    )
  let body = ''
  let at = 0
  for (const x of list) {
    body += html(original.slice(at, x.from))
    body += `<span class="${x.verdict}" title="${html(`${name[x.verdict]}${x.right ? `: ${x.right}` : ''}`)}">${html(original.slice(x.from, x.to))}</span>`
    if (x.verdict === 'false') body += `<ins>${html(x.right)}</ins>`
    at = x.to
  }
  body += html(original.slice(at))
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${html(w.title)}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;font:inherit}.true{background:#dff3e0;color:#10401a}.false{background:#fde0dd;color:#5c1210;text-decoration:underline wavy #b3261e}ins{display:block;margin:.2rem 0 .4rem 1rem;color:#5c1210;text-decoration:none;border-left:3px solid #b3261e;padding-left:.5rem}</style></head>
<body><h1>${html(w.title)}</h1><p>${html(sum)}</p><pre>${body}</pre></body></html>
`
}
