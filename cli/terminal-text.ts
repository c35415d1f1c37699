/** Text of packets and files made safe for a terminal. No byte of a capture reaches the terminal as a command. */

import { UNSEEN, universal } from '../engine/bytes/text'

/** What tshark writes as two characters in `-T fields`. */
const named: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\u000b': '\\v',
  '\f': '\\f',
  '\r': '\\r',
}
const plain = /^[ -~]*$/
const unsafe = new RegExp(`[${UNSEEN}]`, 'gu')

function escaped(c: string): string {
  const code = c.codePointAt(0)!
  const name = named[c]
  if (name) return name
  if (code < 0x80) return `\\${code.toString(8).padStart(3, '0')}`
  return universal(c).replace(/[a-f]/g, (digit) => digit.toUpperCase())
}

/**
 * Control, zero-width and direction characters written out, as tshark does in its columns: `\n`, `\033`, `\u202E`. In `-T fields` tshark
 * writes out only \b \t \n \f \r and sends the others to the terminal as they are; there we differ on purpose.
 */
export const safe = (text: string): string => (plain.test(text) ? text : text.replace(unsafe, escaped))

const jsonEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
}
const jsonPlain = /^[ !#-.0-[\]-~]*$/
const jsonUnsafe = new RegExp(`["\\\\${UNSEEN}]|</`, 'gu')
/** JSON knows code units only: a tag character is two of them. */
const units = (c: string): string =>
  Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')
const jsonEscaped = (c: string): string => (c === '</' ? '<\\/' : (jsonEscapes[c] ?? units(c)))

/** A JSON string with its quotes: control and direction characters as \u001b, `</` as `<\/`, everything else as it is. */
export const jsonText = (text: string): string =>
  jsonPlain.test(text) ? `"${text}"` : `"${text.replace(jsonUnsafe, jsonEscaped)}"`
