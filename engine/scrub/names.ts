/** Replacements of names: each label becomes letters, as many as it had, decided by it and by what follows it. What ends alike ends alike afterwards. */
import { limits } from '../limits'
import type { Oracle } from './permute'

/** Labels that say of what kind a name is, not whose. */
const kept = new Set(['', 'local', 'localhost', 'arpa', 'in-addr', 'ip6', '_tcp', '_udp'])
const latin = (b: Uint8Array): string => Array.from(b, (x) => String.fromCharCode(x)).join('')

export class ScrubbedNames {
  private readonly known = new Map<string, Uint8Array>()
  constructor(private readonly oracle: Oracle) {}

  /** @param behind what follows the label in its name, with dots */
  label(text: Uint8Array, behind: string): Uint8Array {
    const lower = latin(text).toLowerCase()
    if (kept.has(lower)) return text
    const key = `${lower}.${behind}`
    let made = this.known.get(key)
    if (!made) {
      if (this.known.size >= limits.scrubbedHeld) this.known.clear()
      made = new Uint8Array(text.length)
      for (let i = 0, pool = new Uint8Array(0); i < made.length; i++) {
        if (i % 32 === 0) pool = Uint8Array.from(this.oracle('name', `${i} ${key}`))
        made[i] = 97 + (pool[i % 32]! % 26)
      }
      this.known.set(key, made)
    }
    // Capitals stay where they were: some resolvers check them.
    return made.map((x, i) => (text[i]! >= 65 && text[i]! <= 90 ? x - 32 : x))
  }

  /** A text: its words as labels of a name, what stands between them as it is. Bytes beyond ASCII become letters, too. */
  text(b: Uint8Array): Uint8Array {
    const out = b.slice()
    const isWord = (x: number): boolean =>
      (x >= 48 && x <= 57) || (x >= 65 && x <= 90) || (x >= 97 && x <= 122) || x === 45 || x === 95 || x >= 128
    for (let end = b.length; end > 0;) {
      if (!isWord(b[end - 1]!)) {
        end--
        continue
      }
      let at = end
      while (at > 0 && isWord(b[at - 1]!)) at--
      const behind = b[end] === 46 ? nameBehind(b, end + 1) : ''
      out.set(this.label(b.subarray(at, end), behind), at)
      end = at
    }
    return out
  }
}

/** What stands behind a dot, as long as it reads like a name. */
function nameBehind(b: Uint8Array, from: number): string {
  let end = from
  while (end < b.length && end - from < 255 && b[end]! > 32 && ![47, 58, 59, 44, 64].includes(b[end]!)) end++
  return latin(b.subarray(from, end)).toLowerCase()
}

/** Labels of a name of DNS in a message: where each stands, and its text. `whole` when the name was read to its end. */
export interface WireName {
  /** Of the labels that stand in the name's own bytes, before a pointer. */
  own: { at: number; length: number }[]
  labels: string[]
  /** Behind the name's own bytes. */
  end: number
}

/** Reads a name at `at` of a message that begins at `message`; undefined where there is none. */
export function readWireName(b: Uint8Array, message: number, at: number, limit: number): WireName | undefined {
  const own: { at: number; length: number }[] = []
  const labels: string[] = []
  let end = -1
  for (let hops = 0; hops < 128;) {
    const length = b[at]
    if (length === undefined || (end < 0 && at >= limit)) return undefined
    if (length === 0) return { own, labels, end: end < 0 ? at + 1 : end }
    if (length >= 0xc0) {
      if (end < 0) end = at + 2
      const low = b[at + 1]
      if (low === undefined) return undefined
      const to = message + (((length & 63) << 8) | low)
      if (to >= at) return { own, labels, end }
      at = to
      hops++
      continue
    }
    if (length > 63 || at + 1 + length > b.length) return undefined
    if (end < 0) own.push({ at: at + 1, length })
    labels.push(latin(b.subarray(at + 1, at + 1 + length)).toLowerCase())
    at += 1 + length
    hops++
  }
  return undefined
}
