/** Text out of untrusted bytes: what a person may see, what a terminal may be sent. */

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const NAMED: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\u000b': '\\v',
  '\f': '\\f',
  '\r': '\\r',
}

/** Control, zero-width and direction characters written out (`\n`, `\033`, `\u202e`), so that text from a packet can neither command a terminal nor reorder a line. */
export const visible = (text: string): string =>
  text.replace(CONTROL, (c) => {
    const code = c.charCodeAt(0)
    if (code < 0x80) return NAMED[c] ?? `\\${code.toString(8).padStart(3, '0')}`
    return code < 0x100 ? `\\x${code.toString(16)}` : `\\u${code.toString(16).padStart(4, '0')}`
  })

const utf8 = new TextDecoder('utf-8')

/** Bytes as UTF-8; what is not UTF-8 becomes U+FFFD. */
export const utf8Text = (b: Uint8Array, at: number, length: number): string => utf8.decode(b.subarray(at, at + length))

/** Bytes as ASCII; bytes above 127 become U+FFFD. */
export function asciiText(b: Uint8Array, at: number, length: number): string {
  let text = ''
  for (let i = at; i < at + length; i++) text += b[i]! < 0x80 ? String.fromCharCode(b[i]!) : '\ufffd'
  return text
}

/** The part of a fixed-size text field before its first zero byte. */
export function untilZero(b: Uint8Array, at: number, length: number): number {
  let n = 0
  while (n < length && b[at + n] !== 0) n++
  return n
}
