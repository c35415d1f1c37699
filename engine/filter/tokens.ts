/**
 * Text to tokens. A word is anything a field name or a literal without quotes is made of: `tcp.port`, `10.0.0.0/8`, `00:11:22`, `2001:db8::1`,
 * `2020-01-31`. That is why a minus sign needs a space before it: `a-b` is one word.
 */
import { Refused } from '../refused'
import type { Range } from './ast'
import { isQuote, readChar, readString } from './quoted'

export type TokenKind = 'word' | 'literal' | 'string' | 'char' | 'symbol' | 'keyword' | 'slice' | 'layers' | 'end'

export interface Token {
  kind: TokenKind
  /** Symbols and keywords: themselves. Words: as written. Slices: what stands between the brackets. */
  text: string
  range: Range
  /** Of strings: the value; characters as code units, bytes above 127 from escapes as U+0080…U+00FF in `bytes` order. */
  value?: string
  raw?: boolean
}

export const keywords: ReadonlySet<string> = new Set([
  ...['and', 'or', 'xor', 'not', 'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'any_eq', 'all_ne', 'all_eq', 'any_ne'],
  ...['contains', 'matches', 'in', 'any', 'all', 'bitand', 'bitwise_and'],
])

const SYMBOLS = ['===', '!==', '==', '!=', '~=', '>=', '<=', '&&', '||', '^^', '..'] as const
const SINGLE = '()[]{}<>!~&+-*/%,@$=^|;.?\\`:#'

const WORD = /[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*/y
const HEX_PAIRS = /[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+(?![0-9A-Fa-f])/y
const IPV4_PREFIX = /\d{1,3}(?:\.\d{1,3}){3}\/\d+/y
const FLOAT = /(?:\d+(?:\.\d*)?[eE]\+\d+|0[xX][0-9A-Fa-f]+(?:\.[0-9A-Fa-f]*)?[pP][+-]?\d+)/y
const IPV6_RUN = /[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/y
const PREFIX = /\/\d+/y
const LITERAL = /:(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+|[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*(?:\/\d+)?)/y

/** Refuses with a range; every complaint about the text goes through here. */
export function refuse(code: string, message: string, range: Range, hint?: string): never {
  throw new Refused(code, message, hint, range)
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const c = text[at]!
    if (c === ' ' || c === '\t' || c === '\n' || c === '\r') {
      at++
      continue
    }
    const token = next(text, at)
    tokens.push(token)
    at = token.range[1]
  }
  tokens.push({ kind: 'end', text: '', range: [text.length, text.length] })
  return tokens
}

function next(text: string, at: number): Token {
  const c = text[at]!
  if (isQuote(c)) return readString(text, at, false)
  if ((c === 'r' || c === 'R') && isQuote(text[at + 1])) return readString(text, at, true)
  if (c === "'") return readChar(text, at)
  if (c === '[') return bracket(text, at)
  if (c === '#') return layers(text, at)
  const symbol = SYMBOLS.find((s) => text.startsWith(s, at))
  const word = longestWord(text, at)
  if (word && !(symbol && symbol !== '..' && word.length <= symbol.length)) {
    // `99:` and `fc:` are one byte each; with more behind the colon they are longer words already.
    if (/^[0-9A-Fa-f]{2}$/.test(word) && text[at + 2] === ':' && !/[0-9A-Za-z:]/.test(text[at + 3] ?? ''))
      return { kind: 'literal', text: `${word}:`, range: [at, at + 3] }
    const lower = word.toLowerCase()
    if (keywords.has(lower)) return { kind: 'keyword', text: lower, range: [at, at + word.length] }
    return { kind: 'word', text: word, range: [at, at + word.length] }
  }
  if (symbol) return { kind: 'symbol', text: symbol, range: [at, at + symbol.length] }
  if (c === ':') {
    const literal = match(LITERAL, text, at)
    if (literal) return { kind: 'literal', text: literal.slice(1), range: [at, at + literal.length] }
  }
  if (SINGLE.includes(c)) return { kind: 'symbol', text: c, range: [at, at + 1] }
  const code = text.codePointAt(at)!
  const range: Range = [at, at + (code > 0xffff ? 2 : 1)]
  if (code > 126 || code < 32)
    return refuse('bad-character', 'Non-printable ASCII characters may only appear inside double-quotes.', range)
  return refuse('unexpected', `"${c}" was unexpected in this context.`, range)
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

function longestWord(text: string, at: number): string {
  let best = match(WORD, text, at)
  for (const pattern of [HEX_PAIRS, IPV4_PREFIX, FLOAT]) {
    const found = match(pattern, text, at)
    if (found.length > best.length) best = found
  }
  const six = longestIpv6(text, at)
  return six.length > best.length ? six : best
}

/** The longest IPv6 address that starts here, with its prefix length. Only runs with a colon are looked at. */
function longestIpv6(text: string, at: number): string {
  let run = match(IPV6_RUN, text, at)
  if (run.length > 50) run = run.slice(0, 50)
  for (; run.includes(':'); run = run.slice(0, -1))
    if (looksLikeIpv6(run)) return run + match(PREFIX, text, at + run.length)
  return ''
}

/** Whether text has the form of an IPv6 address. */
export function looksLikeIpv6(text: string): boolean {
  const tail = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)?.[1]
  const groups = tail ? text.slice(0, -tail.length) + '0:0' : text
  const [head = '', rest, more] = groups.split('::')
  if (more !== undefined) return false
  const split = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const all = [...split(head), ...split(rest ?? '')]
  if (!all.every((g) => /^[0-9A-Fa-f]{1,4}$/.test(g))) return false
  return rest === undefined ? all.length === 8 : all.length <= 7
}

/** A slice is one token: what is inside has rules of its own. */
function bracket(text: string, at: number): Token {
  let end = at + 1
  while (end < text.length && /[^\][(){}"'&|=<>!]/.test(text[end]!)) end++
  if (text[end] !== ']') {
    const stop = Math.min(end, text.length)
    return refuse('slice', 'The right bracket was missing from a slice.', [
      Math.max(at, stop - 1),
      Math.max(at + 1, stop),
    ])
  }
  return { kind: 'slice', text: text.slice(at + 1, end), range: [at, end + 1] }
}

function layers(text: string, at: number): Token {
  const number = match(/\d+/y, text, at + 1)
  if (number) return { kind: 'layers', text: number, range: [at, at + 1 + number.length] }
  if (text[at + 1] === '[') {
    const inside = bracket(text, at + 1)
    return { kind: 'layers', text: inside.text, range: [at, inside.range[1]] }
  }
  const found = text[at + 1] ?? ''
  return refuse('layers', `Expected digit or "[", not "${found}"`, [at, at + 1 + found.length])
}
