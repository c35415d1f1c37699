/** Sets of bytes, as regular expressions name them: \d, [[:alpha:]], \p{Lu}. */

export type ByteSet = Uint8Array

export const emptySet = (): ByteSet => new Uint8Array(256)
const where = (test: (b: number) => boolean): ByteSet => Uint8Array.from({ length: 256 }, (_, b) => (test(b) ? 1 : 0))
const between = (b: number, from: string, to: string): boolean => b >= from.charCodeAt(0) && b <= to.charCodeAt(0)

const digit = where((b) => between(b, '0', '9'))
const lower = where((b) => between(b, 'a', 'z'))
const upper = where((b) => between(b, 'A', 'Z'))
const space = where((b) => b === 32 || (b >= 9 && b <= 13))
const union = (...sets: ByteSet[]): ByteSet => where((b) => sets.some((s) => s[b]))
export const inverted = (set: ByteSet): ByteSet => set.map((v) => 1 - v)

export const word = union(
  digit,
  lower,
  upper,
  where((b) => b === 95),
)
export const anyByte = where(() => true)
export const notNewline = where((b) => b !== 10)
export const oneByte = (byte: number): ByteSet => where((b) => b === byte)

/** Classes written with one letter; the capital is the opposite. */
const letters: Readonly<Record<string, ByteSet>> = {
  d: digit,
  w: word,
  s: space,
  h: where((b) => b === 9 || b === 32 || b === 0xa0),
  v: where((b) => (b >= 10 && b <= 13) || b === 0x85),
}
export function letterClass(letter: string): ByteSet | undefined {
  if (letter === 'N') return notNewline
  const set = letters[letter.toLowerCase()]
  return set && letter !== letter.toLowerCase() ? inverted(set) : set
}

const graph = where((b) => b > 32 && b < 127)
const named: Readonly<Record<string, ByteSet>> = {
  alpha: union(lower, upper),
  lower,
  upper,
  digit,
  alnum: union(digit, lower, upper),
  space,
  word,
  graph,
  ascii: where((b) => b < 128),
  blank: where((b) => b === 32 || b === 9),
  cntrl: where((b) => b < 32 || b === 127),
  print: where((b) => b >= 32 && b < 127),
  punct: where((b) => (graph[b] === 1 && word[b] === 0) || b === 95),
  xdigit: union(
    digit,
    where((b) => between(b, 'a', 'f') || between(b, 'A', 'F')),
  ),
}
/** `alpha`, `^alpha`. */
export function posixClass(name: string): ByteSet | undefined {
  const not = name.startsWith('^')
  const key = not ? name.slice(1) : name
  const set = Object.hasOwn(named, key) ? named[key] : undefined
  return set && not ? inverted(set) : set
}

/** A Unicode property over the characters U+0000…U+00FF, which is what bytes count as. */
export function propertyClass(name: string): ByteSet | undefined {
  const not = name.startsWith('^')
  const key = not ? name.slice(1) : name
  if (key === 'Any') return not ? emptySet() : anyByte
  if (!/^[A-Za-z_&]+$/.test(key)) return undefined
  for (const property of [key, `Script=${key}`]) {
    try {
      const pattern = new RegExp(`\\p{${property}}`, 'u')
      const set = where((b) => pattern.test(String.fromCharCode(b)))
      return not ? inverted(set) : set
    } catch {
      // Not the name of a property of this kind.
    }
  }
  return undefined
}

/** The set with the other case of each letter. */
export function folded(set: ByteSet): ByteSet {
  const out = set.slice()
  for (let b = 65; b <= 90; b++) if (set[b] || set[b + 32]) out[b] = out[b + 32] = 1
  return out
}
