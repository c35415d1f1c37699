/** Reads the options of the companion commands, which are those of Wireshark's own: letters with or without a value, long names, then files. */
import { Refused } from '../../engine/refused'
import { safe } from '../terminal-text'

export interface CompanionWords {
  /** Every value that an option was given, in order; an option without a value has ''. */
  values: ReadonlyMap<string, readonly string[]>
  files: readonly string[]
}

export interface Allowed {
  /** Options with a value: letters and long names. */
  valued: readonly string[]
  plain: readonly string[]
  usage: string
}

export function readWords(args: readonly string[], { valued, plain, usage }: Allowed): CompanionWords {
  const values = new Map<string, string[]>()
  const files: string[] = []
  const keep = (name: string, value: string): void => void values.set(name, [...(values.get(name) ?? []), value])
  const unknown = (word: string): Refused => new Refused('usage', `There is no option ${safe(word)}.`, usage)
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    const next = (name: string): string => {
      const value = args[++i]
      if (value === undefined) throw new Refused('usage', `Option ${name} needs a value.`, usage)
      return value
    }
    if (word === '-' || !word.startsWith('-')) files.push(word)
    else if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split(/=(.*)/s, 2)
      if (valued.includes(name)) keep(name, value ?? next(`--${name}`))
      else if (plain.includes(name) && value === undefined) keep(name, '')
      else throw unknown(word)
    } else
      for (let k = 1; k < word.length; k++) {
        const letter = word[k]!
        if (valued.includes(letter)) {
          keep(letter, k + 1 < word.length ? word.slice(k + 1) : next(`-${letter}`))
          break
        }
        if (!plain.includes(letter)) throw unknown(`-${letter}`)
        keep(letter, '')
      }
  }
  return { values, files }
}

/** The last value of an option as a number. Throws Refused for another. */
export function numberOf(words: CompanionWords, name: string, least = -Infinity, most = Infinity): number | undefined {
  const text = words.values.get(name)?.at(-1)
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() && value >= least && value <= most) return value
  const range = least === -Infinity ? '' : most === Infinity ? ` of at least ${least}` : ` from ${least} to ${most}`
  throw new Refused('usage', `-${name} takes a number${range}, not "${safe(text)}".`)
}

export const formats = ['pcapng', 'pcap', 'nsecpcap'] as const
export type Format = (typeof formats)[number]

export function formatOf(words: CompanionWords): Format {
  const text = words.values.get('F')?.at(-1) ?? 'pcapng'
  const format = formats.find((f) => f === text)
  if (format) return format
  throw new Refused(
    'usage',
    `"${safe(text)}" is no file type that is written here.`,
    `Known to -F: ${formats.join(', ')}.`,
  )
}
