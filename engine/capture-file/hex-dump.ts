/**
 * Packets out of a hex dump as od, hexdump, xxd, tcpdump -x or a mail shows it: lines of an offset, bytes, and perhaps the same bytes as letters.
 * An offset of 0 begins a packet. What stands before a packet is kept with it: a time, a direction.
 */
import { limits } from '../limits'
import { Refused } from '../refused'

export interface HexDumpOptions {
  /** How offsets are written; none: every line goes on, a line without bytes ends a packet. */
  offsets: 'hex' | 'oct' | 'dec' | 'none'
  /** Lines end with the bytes as letters: what looks like bytes there is not taken. */
  letters: boolean
}

export interface DumpedPacket {
  bytes: Uint8Array
  /** Text in front of it, lines joined by a space. */
  before: string
  /** Line of its first bytes, from 1. */
  line: number
}

const radix = { hex: 16, oct: 8, dec: 10, none: 16 } as const
const offsetForm = {
  hex: /^(0x)?[0-9a-f]{3,}:?$/i,
  oct: /^[0-7]{3,}:?$/,
  dec: /^[0-9]{3,}:?$/,
  none: /(?!)/,
} as const

/** Reads lines one after the other; `take` gets each packet as soon as the next one begins. */
export class HexDumpReader {
  /** Lines whose offset did not go on where the packet stood. */
  readonly problems: string[] = []
  private bytes: number[] = []
  private before = ''
  private own = ''
  private first = 0
  private number = 0
  /** The rest of the packet is passed over, up to the next offset 0. */
  private lost = false

  constructor(
    private readonly options: HexDumpOptions,
    private readonly take: (packet: DumpedPacket) => void,
  ) {}

  /** @throws Refused when a packet grows too long */
  line(text: string): void {
    this.number++
    if (text.length > limits.hexDumpLine)
      throw new Refused('no-hex-dump', `Line ${this.number} has more than ${limits.hexDumpLine} characters.`)
    if (text.trimStart().startsWith('#')) return
    const { offsets } = this.options
    if (offsets === 'none') return this.plainLine(text)
    const words = [...text.matchAll(/\S+/g)]
    const at = words.findIndex(([word]) => offsetForm[offsets].test(word))
    if (at < 0) return this.say(text)
    const [word] = words[at]!
    const offset = parseInt(word.replace(/^0x/i, ''), radix[offsets])
    const rest = text.slice(words[at]!.index + word.length)
    const found = this.bytesIn(rest)
    // A number in a line of text is no offset: a time, a count.
    if (!found.length && offset !== 0 && offset !== this.bytes.length) return this.say(text)
    if (words[at]!.index > 0) this.say(text.slice(0, words[at]!.index))
    if (offset === 0) this.begin()
    else if (offset < this.bytes.length) this.bytes.length = offset
    else if (offset > this.bytes.length && !this.lost) {
      this.problems.push(
        `Line ${this.number}: offset ${offset} where ${this.bytes.length} was to come; the rest of this packet is left out.`,
      )
      this.lost = true
    }
    if (!this.lost) this.add(found)
  }

  private plainLine(text: string): void {
    const words = text.trim().split(/\s+/)
    if (words.every((word) => /^([0-9a-f]{2})+$/i.test(word))) {
      if (!this.bytes.length) this.begin()
      this.add(this.bytesIn(text))
    } else {
      if (text.trim() && this.bytes.length) this.end()
      this.say(text)
    }
  }

  /** The last packet. */
  end(): void {
    if (this.bytes.length) this.take({ bytes: Uint8Array.from(this.bytes), before: this.own, line: this.first })
    this.bytes = []
    this.own = ''
  }

  private begin(): void {
    this.end()
    this.own = this.before.trim()
    this.before = ''
    this.first = this.number
    this.lost = false
  }

  private say(text: string): void {
    // Of long text between packets only what stands nearest in front of one is of interest.
    this.before = `${this.before} ${text.trim()}`.slice(-limits.hexDumpText)
  }

  private add(found: readonly number[]): void {
    if (this.bytes.length + found.length > limits.capturedLength)
      throw new Refused(
        'no-hex-dump',
        `The packet at line ${this.first} has more than ${limits.capturedLength} bytes.`,
        'Does each packet begin with offset 0?',
      )
    for (const byte of found) this.bytes.push(byte)
  }

  /** Bytes at the start of what stands behind an offset. */
  private bytesIn(text: string): number[] {
    const words = [...text.matchAll(/\S+/g)]
    const found: number[] = []
    // Pairs of bytes, as tcpdump writes them: letters follow behind two spaces.
    const grouped = /^([0-9a-f]{2}){2,}$/i.test(words[0]?.[0] ?? '')
    let end = 0
    for (const word of words) {
      const fits = grouped ? /^([0-9a-f]{2})+$/i.test(word[0]) : /^[0-9a-f]{2}$/i.test(word[0])
      if (!fits || (grouped && found.length && word.index - end > 1)) break
      for (let i = 0; i < word[0].length; i += 2) found.push(parseInt(word[0].slice(i, i + 2), 16))
      end = word.index + word[0].length
    }
    return this.options.letters && !grouped ? this.withoutLetters(found, text) : found
  }

  /** Letters at the end that look like bytes: what stands there says the bytes before it. */
  private withoutLetters(found: readonly number[], text: string): number[] {
    const shown = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')
    const line = text.trimEnd()
    for (let n = found.length - 1; n > 0; n--) {
      const letters = found.slice(0, n).map(shown).join('')
      if (line.endsWith(` ${letters}`) || line.endsWith(`|${letters}|`)) return found.slice(0, n)
    }
    return [...found]
  }
}
