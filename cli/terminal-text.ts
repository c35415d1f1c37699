/** Text of packets and files made safe for a terminal. No byte of a capture reaches the terminal as a command. */

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
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
const everyUnsafe = new RegExp(unsafe.source, 'g')

function escaped(c: string): string {
  const code = c.charCodeAt(0)
  const name = named[c]
  if (name) return name
  return code < 0x80
    ? `\\${code.toString(8).padStart(3, '0')}`
    : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/**
 * Control, zero-width and direction characters written out, as tshark does in its columns: `\n`, `\033`, `\u202E`. In `-T fields` tshark
 * writes out only \b \t \n \f \r and sends the others to the terminal as they are; there we differ on purpose.
 */
export const safe = (text: string): string => (unsafe.test(text) ? text.replace(everyUnsafe, escaped) : text)

const jsonEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
}
const jsonUnsafe = /["\\\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|<\//
const everyJsonUnsafe = new RegExp(jsonUnsafe.source, 'g')
const jsonEscaped = (c: string): string =>
  c === '</' ? '<\\/' : (jsonEscapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A JSON string with its quotes: control and direction characters as \u001b, `</` as `<\/`, everything else as it is. */
export const jsonText = (text: string): string =>
  jsonUnsafe.test(text) ? `"${text.replace(everyJsonUnsafe, jsonEscaped)}"` : `"${text}"`
