/** "Strings", r"raw strings" and 'c' characters: their escapes, and what is wrong with them. */
import type { Range } from './ast'
import { refuse } from './tokens'
import type { Token } from './tokens'

const NAMED: Readonly<Record<string, number>> = {
  "'": 39,
  '"': 34,
  '\\': 92,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
}

/**
 * The value of a string holds one character per code point; a byte above 127 that was written as an escape (`\xff`, `\377`) is kept as a
 * character of the private range U+F700…U+F7FF, so that it becomes exactly that byte again.
 */
export const rawByte = (byte: number): string =>
  byte < 128 ? String.fromCharCode(byte) : String.fromCharCode(0xf700 + byte)

const encoder = new TextEncoder()

/** The bytes that a string stands for: UTF-8, escaped bytes as they are. */
export function stringBytes(value: string): Uint8Array {
  if (!/[\uf780-\uf7ff]/.test(value)) return encoder.encode(value)
  const out: number[] = []
  for (const c of value) {
    const code = c.codePointAt(0)!
    if (code >= 0xf780 && code <= 0xf7ff) out.push(code & 255)
    else out.push(...encoder.encode(c))
  }
  return Uint8Array.from(out)
}

/** Word processors and chats put curly quotes around what was typed with straight ones. */
export const isQuote = (c: string | undefined): boolean => c === '"' || c === '“' || c === '”'

export function readString(text: string, at: number, raw: boolean): Token {
  let value = ''
  let i = at + (raw ? 2 : 1)
  const curly = text[i - 1] !== '"'
  for (;;) {
    const c = text[i]
    if (c === undefined) return refuse('string', 'The final quote was missing from a quoted string.', [at, text.length])
    if (curly ? isQuote(c) && c !== '"' : c === '"') break
    if (c !== '\\') {
      value += c
      i++
    } else if (raw) {
      // Backslashes stay; one before a quote only keeps the string from ending.
      const following = text[i + 1]
      value += following === undefined ? c : c + following
      i += 2
    } else {
      const [character, length] = escape(text, i, false, at)
      value += character
      i += length
    }
  }
  return { kind: 'string', text: text.slice(at, i + 1), value, raw, range: [at, i + 1] }
}

export function readChar(text: string, at: number): Token {
  let i = at + 1
  while (i < text.length && text[i] !== "'") i += text[i] === '\\' ? 2 : 1
  if (i >= text.length)
    return refuse('char', 'The final quote was missing from a character constant.', [at, text.length])
  const range: Range = [at, i + 1]
  const inner = text.slice(at + 1, i)
  if (!inner) return refuse('char', 'Empty character constant.', range)
  let value = inner
  if (inner[0] === '\\') {
    const [character, length] = escape(text, at + 1, true, at, i + 1)
    if (length !== inner.length)
      return refuse('char', `'${inner}' is too long to be a valid character constant.`, range)
    value = character
  } else if ([...inner].length > 1)
    return refuse('char', `'${inner}' is too long to be a valid character constant.`, range)
  const code = value.codePointAt(0)!
  if (code > 127 && (code < 0xf780 || code > 0xf7ff))
    return refuse('char', `'${inner}' isn't a valid character constant.`, range)
  return { kind: 'char', text: text.slice(at, i + 1), value: String.fromCharCode(code & 255), range }
}

/** One escape sequence at `at`: its character and its length in the text. */
function escape(text: string, at: number, char: boolean, from: number, to = at + 2): [string, number] {
  const c = text[at + 1] ?? ''
  const simple = NAMED[c]
  if (simple !== undefined) return [String.fromCharCode(simple), 2]
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0]
  if (octal) {
    const value = parseInt(octal, 8)
    if (value > 255) return refuse('escape', `\\${octal} is larger than 255.`, [at, at + 1 + octal.length])
    return [rawByte(value), 1 + octal.length]
  }
  const hex = c === 'x' ? /^[0-9A-Fa-f]{1,2}/.exec(text.slice(at + 2, at + 4))?.[0] : undefined
  if (hex) return [rawByte(parseInt(hex, 16)), 2 + hex.length]
  if (c === 'u' || c === 'U') {
    const wide = c === 'u' ? 4 : 8
    const digits = text.slice(at + 2, at + 2 + wide)
    const code = /^[0-9A-Fa-f]+$/.test(digits) && digits.length === wide ? parseInt(digits, 16) : -1
    // As in C23: any character but half of a surrogate pair.
    if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      return refuse('escape', `\\${c}${digits} is not a valid universal character name`, [at, at + 2 + digits.length])
    return [String.fromCodePoint(code), 2 + wide]
  }
  if (char) return refuse('char', `'${text.slice(at, to - 1)}' isn't a valid character constant.`, [from, to])
  return refuse('escape', `\\${c} is not a valid character escape sequence`, [at, at + 1 + c.length])
}
