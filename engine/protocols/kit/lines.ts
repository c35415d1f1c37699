/** Lines of text in bytes: where they end, and what they say. */
import { utf8Text } from '../../bytes/text'

/** A line: its bytes without the end are [at, stop); the next one begins at `next`. */
export interface Line {
  stop: number
  next: number
}

/** The line at `at`, which ends with LF or CR LF before `end`; undefined when its end is not there. */
export function wholeLine(bytes: Uint8Array, at: number, end: number): Line | undefined {
  const found = bytes.indexOf(10, at)
  if (found < 0 || found >= end) return undefined
  return { stop: found > at && bytes[found - 1] === 13 ? found - 1 : found, next: found + 1 }
}

/** The same; what has no end goes to `end`. */
export const lineAt = (bytes: Uint8Array, at: number, end: number): Line =>
  wholeLine(bytes, at, end) ?? { stop: end, next: end }

/** The end of a line as tshark writes it out. */
export const endingOf = (bytes: Uint8Array, { stop, next }: Line): string =>
  next === stop ? '' : bytes[stop] === 13 ? '\\r\\n' : '\\n'

/** The text of a line. */
export const lineText = (bytes: Uint8Array, at: number, { stop }: Line): string => utf8Text(bytes, at, stop - at)

/** Whether the bytes at `at` spell `word` (capitals), in any case. */
export function spells(bytes: Uint8Array, at: number, end: number, word: string): boolean {
  if (at + word.length > end) return false
  for (let i = 0; i < word.length; i++) {
    const c = bytes[at + i]!
    if ((c >= 97 && c <= 122 ? c - 32 : c) !== word.charCodeAt(i)) return false
  }
  return true
}

/** Header lines `Name: value`, as far as `end` and the empty line. `name` is in small letters. */
export interface HeaderLine extends Line {
  at: number
  name: string
  /** Where the value starts and ends, without blanks around it. */
  from: number
  to: number
}

/** The header line at `at`; its name is '' where there is no colon. */
export function headerLine(bytes: Uint8Array, at: number, end: number): HeaderLine {
  const { stop, next } = lineAt(bytes, at, end)
  const colon = bytes.indexOf(58, at)
  if (colon < 0 || colon >= stop) return { at, stop, next, name: '', from: at, to: stop }
  const name = latin(bytes, at, colon).trim().toLowerCase()
  let from = colon + 1
  let to = stop
  while (from < to && (bytes[from] === 32 || bytes[from] === 9)) from++
  while (to > from && (bytes[to - 1] === 32 || bytes[to - 1] === 9)) to--
  return { at, stop, next, name, from, to }
}

/** Bytes as the first 256 characters: cheap, for words of protocols. */
export function latin(bytes: Uint8Array, at: number, end: number): string {
  let text = ''
  for (let i = at; i < end; i++) text += String.fromCharCode(bytes[i]!)
  return text
}
