/** Which vendor a hardware address belongs to: the IEEE's registry, read on first use, and a short form of each name. */
import { vendorTable } from './vendor-table'

/** Where a name starts in the table, by address block: one map for each of the registry's three sizes. */
interface Blocks {
  large: Map<number, number>
  medium: Map<number, number>
  small: Map<number, number>
}

let blocks: Blocks | undefined

/** 54,000 entries in about 15 ms. The names stay in the one text. */
function read(): Blocks {
  const maps = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()]
  const text = vendorTable()
  let line = text.indexOf('\n') + 1
  while (line < text.length) {
    let i = text.indexOf('\t', line) + 1
    if (i === 0) break
    let size = 0
    let block = 0
    let distance = 0
    for (; ; i++) {
      const c = text.charCodeAt(i)
      if (c >= 0x30 && c <= 0x39) distance = distance * 36 + c - 0x30
      else if (c >= 0x61 && c <= 0x7a) distance = distance * 36 + c - 0x57
      else {
        block += distance
        const before = text.charCodeAt(i - 1)
        if (before !== 0x09 && before !== 0x7c) maps[size]!.set(block, line)
        distance = 0
        if (c === 0x7c) {
          size++
          block = 0
        } else if (c !== 0x20) break
      }
    }
    line = i + 1
  }
  return { large: maps[0]!, medium: maps[1]!, small: maps[2]! }
}

/** Blocks that the registry does not have, or has under a name that nobody knows the hardware by. */
const KNOWN_AS: Readonly<Record<number, readonly [short: string, name: string]>> = {
  0x000000: ['00:00:00', 'Officially Xerox, but 0:0:0:0:0:0 is more common'],
  0x080027: ['PcsCompu', 'PCS Computer Systems GmbH'],
  0x525400: ['RealtekU', 'Realtek (UpTech? also reported)'],
}

/** Legal forms and words that say nothing about who it is. */
const EMPTY = new Set(
  (
    'ab ag as bv co company corp corporation gmbh holding inc incorporated jsc kg kk limited llc ltd nv oao of ooo oy oyj ' +
    'plc pty pvt sa sarl spa srl sro systems the zao'
  ).split(' '),
)

/** Names in capitals only are written as words. */
const asWords = (name: string): string =>
  /[a-z]/.test(name)
    ? name
    : name.toLowerCase().replace(/(^|[^a-z'])([a-z])/g, (_, before: string, c: string) => before + c.toUpperCase())

/** At most eight characters of a vendor's name: what is left when legal forms, spaces and marks are taken out. */
export function shortName(name: string): string {
  const words = asWords(name)
    // Abbreviations with points are one word: `S.p.A.`
    .replace(/\b([A-Za-z])\.\s?(?=[A-Za-z]\b)/g, '$1')
    .replace(/\bA\/S\b|\s&\s/gi, ' ')
    .replace(/'/g, '')
    .replace(/[,.()"/:;`]/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
  const telling = words.filter((word) => !EMPTY.has(word.toLowerCase()))
  return (telling.length ? telling : words).join('').slice(0, 8)
}

const shorts = new Map<number, string>()

/** The name at the start of a line of the table. */
const nameAt = (line: number): string => asWords(vendorTable().slice(line, vendorTable().indexOf('\t', line)))

const find = (oui: number, rest: number): number | undefined => {
  blocks ??= read()
  // Sub-blocks of 36 and 28 bits are sold out of blocks of 24.
  return (
    blocks.small.get(oui * 0x1000 + (rest >>> 12)) ??
    blocks.medium.get(oui * 0x10 + (rest >>> 20)) ??
    blocks.large.get(oui)
  )
}

/** The vendor's name in full, by the first three bytes of an address and the other three. A group's address counts as its owner's. */
export function vendor(oui: number, rest: number): string | undefined {
  const known = KNOWN_AS[oui]
  if (known) return known[1]
  const line = find(oui, rest)
  return line === undefined ? undefined : nameAt(line)
}

/** The same in at most eight characters. */
export function shortVendor(oui: number, rest: number): string | undefined {
  const known = KNOWN_AS[oui]
  if (known) return known[0]
  const line = find(oui, rest)
  if (line === undefined) return undefined
  let short = shorts.get(line)
  if (short === undefined) shorts.set(line, (short = shortName(nameAt(line))))
  return short
}
