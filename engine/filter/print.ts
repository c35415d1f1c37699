/** A parsed filter as text again: one spelling for everything, parentheses where they are needed. It parses to the same tree. */
import type { Entity, Filter, SlicePart, Test } from './ast'
import { comparisons } from './operators'

const LEVEL = { or: 1, xor: 2, and: 3, not: 4 } as const
const level = (t: Test): number =>
  t.kind === 'or' || t.kind === 'xor' || t.kind === 'and' || t.kind === 'not' ? LEVEL[t.kind] : 5

export const printFilter = (filter: Filter): string => (filter.test ? printTest(filter.test) : '')

export function printTest(t: Test): string {
  const within = (inner: Test, least: number): string =>
    level(inner) < least ? `(${printTest(inner)})` : printTest(inner)
  switch (t.kind) {
    case 'and':
    case 'or':
    case 'xor':
      return `${within(t.left, LEVEL[t.kind])} ${{ and: '&&', or: '||', xor: '^^' }[t.kind]} ${within(t.right, LEVEL[t.kind] + 1)}`
    case 'not':
      return `!${level(t.test) === LEVEL.not ? printTest(t.test) : `(${printTest(t.test)})`}`
    case 'exists':
      return printEntity(t.what)
    case 'compare':
      return quantified(t.quantifier) + `${printEntity(t.left)} ${comparisons[t.op].symbols[0]} ${printEntity(t.right)}`
    case 'contains':
    case 'matches':
      return quantified(t.quantifier) + `${printEntity(t.left)} ${t.kind} ${printEntity(t.right)}`
    case 'in': {
      const members = t.members.map((m) => printEntity(m.from) + (m.to ? ` .. ${printEntity(m.to)}` : ''))
      return quantified(t.quantifier) + `${printEntity(t.left)} ${t.not ? 'not ' : ''}in {${members.join(', ')}}`
    }
  }
}

const quantified = (q: string | undefined): string => (q ? `${q} ` : '')

const PRECEDENCE = { '&': 1, '+': 2, '-': 2, '*': 3, '/': 3, '%': 3 } as const
const tightness = (e: Entity): number => (e.kind === 'arithmetic' ? PRECEDENCE[e.op] : e.kind === 'negate' ? 4 : 5)

export function printEntity(e: Entity): string {
  const within = (inner: Entity, least: number): string =>
    tightness(inner) < least ? `{${printEntity(inner)}}` : printEntity(inner)
  switch (e.kind) {
    case 'word': {
      const prefix = e.raw ? '@' : e.forced === 'field' ? '.' : e.forced === 'literal' ? ':' : ''
      return prefix + e.text + (e.layers ? printLayers(e.layers) : '')
    }
    case 'string':
      return quote(e.value)
    case 'char':
      return `'${character(e.value)}'`
    case 'slice': {
      const raw = e.raw ? '@' : ''
      return `${raw}${within(e.of, 5)}[${e.parts.map(printPart).join(',')}]`
    }
    case 'call':
      return `${e.name}(${e.args.map(printEntity).join(', ')})`
    case 'negate':
      return `-${within(e.of, 5)}`
    case 'arithmetic': {
      const own = PRECEDENCE[e.op]
      return `${within(e.left, own)} ${e.op} ${within(e.right, own + 1)}`
    }
    case 'reference':
      return `\${${e.raw ? '@' : ''}${e.name}${e.layers ? printLayers(e.layers) : ''}}`
  }
}

const printLayers = (parts: readonly SlicePart[]): string => `#[${parts.map(printPart).join(',')}]`

function printPart({ start, length, end }: SlicePart): string {
  if (end !== undefined) return `${start}-${end}`
  return length === undefined ? `${start}:` : length === 1 ? String(start) : `${start}:${length}`
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text as a string literal of the language. */
export function quote(text: string): string {
  let out = ''
  for (const c of text) {
    const code = c.codePointAt(0)!
    if (ESCAPES[c]) out += ESCAPES[c]
    else if (code < 32 || code === 127) out += `\\x${code.toString(16).padStart(2, '0')}`
    else if (code >= 0xf780 && code <= 0xf7ff) out += `\\x${(code & 255).toString(16)}`
    else out += c
  }
  return `"${out}"`
}

function character(code: number): string {
  const c = String.fromCharCode(code)
  if (c === "'" || c === '\\') return '\\' + c
  return code < 32 || code > 126 ? `\\x${code.toString(16).padStart(2, '0')}` : c
}
