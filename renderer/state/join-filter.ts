// How a condition joins the filter that is there: Wireshark's six ways.
export type Way = 'selected' | 'not' | 'and' | 'or' | 'and-not' | 'or-not'

const withoutStrings = (text: string): string => text.replace(/"(\\.|[^"])*"/g, '""')
/** Whether a text can stand beside `&&`, `||` or behind `!` as it is. */
const isSimple = (text: string): boolean => !/\|\||&&|\^\^|\b(and|or|xor)\b/i.test(withoutStrings(text))
const bracketed = (text: string): string => (isSimple(text) ? text : `(${text})`)
const negated = (text: string): string => (/^[\w.-]+$/.test(text) ? `!${text}` : `!(${text})`)

/** A condition joined to a filter. */
export function joined(before: string, way: Way, condition: string): string {
  const old = before.trim()
  if (way === 'selected' || (!old && (way === 'and' || way === 'or'))) return condition
  if (way === 'not' || !old) return negated(condition)
  const sign = way.startsWith('and') ? '&&' : '||'
  // More of the same kind needs no brackets around what is there.
  const other = sign === '&&' ? /\|\||\^\^|\b(or|xor)\b/i : /&&|\^\^|\b(and|xor)\b/i
  const left = other.test(withoutStrings(old)) ? `(${old})` : old
  return `${left} ${sign} ${way.endsWith('not') ? negated(condition) : bracketed(condition)}`
}
