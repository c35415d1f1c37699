/** Names under which objects can be written: whatever a packet said, no name leads out of its folder, and none is taken twice. */
import { limits } from '../../limits'

/** Characters that have a meaning in the paths of some system. */
const unsafe = /[<>:"/\\|?*\u0000-\u001f\u007f]/g

/** A name of a file; names that a folder has for itself become ordinary ones. */
export function safeName(said: string, otherwise: string): string {
  const name = whole(said).replace(unsafe, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
  if (!name) return otherwise
  return fitted(/^\.{1,2}$/.test(name) ? name.replaceAll('.', '%2e') : name, '')
}

/** The `n`th name of those that are alike: a number before the ending. */
export function numbered(name: string, n: number): string {
  return n ? fitted(name, `(${n})`) : name
}

/** Not longer than file systems allow, in bytes of UTF-8; the ending stays. */
function fitted(name: string, number: string): string {
  const dot = name.lastIndexOf('.')
  const ending = dot < 0 ? '' : name.slice(dot)
  let stem = dot < 0 ? name : name.slice(0, dot)
  const most = limits.fileName - number.length
  let end = ending
  while (size(end) > most / 2) end = end.slice(0, -1)
  if (size(stem) + size(ending) <= most) return `${stem}${number}${ending}`
  while (size(stem) + size(end) > most) stem = stem.slice(0, -1)
  return `${whole(stem)}${number}${whole(end)}`
}
const size = (text: string): number => new TextEncoder().encode(text).length
/** Without halves of characters. */
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '')
