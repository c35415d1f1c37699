/** Text out of untrusted bytes: what a person may see, what a terminal may be sent. */

/**
 * What is not to be seen, or turns the direction of what is: controls, format characters (soft hyphen, Arabic letter mark, tags), line and
 * paragraph separators, fillers and selectors that Unicode lets a font leave out.
 */
export const UNSEEN = '\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}'
const PLAIN = /^[ -~]*$/
const CONTROL = new RegExp(`[${UNSEEN}]`, 'gu')

/** A character as `\\u202e` or `\\U000e0041`. */
export function universal(c: string): string {
  const code = c.codePointAt(0)!
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
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
export const visible = (text: string): string => (PLAIN.test(text) ? text : text.replace(CONTROL, written))

function written(c: string): string {
  const code = c.codePointAt(0)!
  if (code < 0x80) return NAMED[c] ?? `\\${code.toString(8).padStart(3, '0')}`
  return code < 0xa0 ? `\\x${code.toString(16)}` : universal(c)
}

/** At most `most` UTF-16 units of a text, the last of them `…` where something was cut off; no half of a character is left. */
export const clipped = (text: string, most: number): string =>
  text.length <= most ? text : beginning(text, most - 1) + '…'

/** The first `length` UTF-16 units of a longer text, without half a character at the end. */
export const beginning = (text: string, length: number): string =>
  text.slice(0, (text.charCodeAt(length - 1) & 0xfc00) === 0xd800 ? length - 1 : length)

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
