/**
 * The syntax of regular expressions, after PCRE2 over bytes: the parts that can be matched in linear time. What needs backtracking
 * (references to groups, looking around, atomic groups, recursion) is refused by name.
 */
import { limits } from '../limits'
import { asBytes } from './values'
import {
  anyByte,
  emptySet,
  folded,
  inverted,
  letterClass,
  notNewline,
  oneByte,
  posixClass,
  propertyClass,
} from './regex-sets'
import type { ByteSet } from './regex-sets'

export type Assertion = 'start' | 'end' | 'very-end' | 'line-start' | 'line-end' | 'boundary' | 'no-boundary'
export type Pattern =
  | { kind: 'set'; set: ByteSet }
  | { kind: 'assert'; what: Assertion }
  | { kind: 'sequence' | 'choice'; parts: Pattern[] }
  | { kind: 'repeat'; of: Pattern; least: number; most: number }

/** Throws: says what is wrong. */
export type Complain = (problem: string, hint?: string) => never

interface Flags {
  i: boolean
  s: boolean
  m: boolean
  x: boolean
}

const PLAIN: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 }

/** Parses a pattern given as bytes, one character each. */
export function parsePattern(source: string, fail: Complain): Pattern {
  return new PatternParser(source, (problem) => fail(`Regex compilation error: ${problem}.`), fail).whole()
}

class PatternParser {
  private at = 0
  private depth = 0

  constructor(
    private readonly source: string,
    private readonly wrong: (problem: string) => never,
    private readonly fail: Complain,
  ) {}

  whole(): Pattern {
    const made = this.choice({ i: true, s: false, m: false, x: false })
    if (this.at < this.source.length) this.wrong('unmatched closing parenthesis')
    return made
  }

  private unsupported(what: string): never {
    return this.fail(
      `Regular expressions with ${what} are not supported.`,
      'They cannot be matched in a time that is known beforehand; most filters can be written without.',
    )
  }
  private looking(text: string): boolean {
    return this.source.startsWith(text, this.at)
  }
  private eat(text: string): boolean {
    if (!this.looking(text)) return false
    this.at += text.length
    return true
  }
  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.source)
    if (found) this.at += found[0].length
    return found
  }

  /** Alternatives up to a closing parenthesis. Flags set inside hold to its end, for the following alternatives too. */
  private choice(flags: Flags): Pattern {
    const own = { ...flags }
    const parts = [this.sequence(own)]
    while (this.eat('|')) parts.push(this.sequence(own))
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts }
  }

  private sequence(flags: Flags): Pattern {
    const parts: Pattern[] = []
    while (this.at < this.source.length && !this.looking('|') && !this.looking(')')) {
      if (flags.x && this.match(/\s+|#[^\n]*\n?/y)) continue
      if (this.match(/\(\?#[^)]*\)/y)) continue
      if (this.match(/\\Q/y)) {
        const end = this.source.indexOf('\\E', this.at)
        const text = this.source.slice(this.at, end < 0 ? undefined : end)
        this.at = end < 0 ? this.source.length : end + 2
        for (const c of text) parts.push(this.literal(c.charCodeAt(0), flags))
        if (text) parts.push(this.repeated(parts.pop()!, flags))
        continue
      }
      if (this.match(/\\E/y)) continue
      const part = this.atom(flags)
      if (part) parts.push(this.repeated(part, flags))
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts }
  }

  private literal(byte: number, flags: Flags): Pattern {
    const set = oneByte(byte)
    return { kind: 'set', set: flags.i ? folded(set) : set }
  }

  private repeated(part: Pattern, flags: Flags): Pattern {
    let made = part
    let twice = false
    for (;;) {
      if (flags.x) this.match(/\s+/y)
      const found = this.match(/[*+?]|\{(\d+)(?:(,)(\d*))?\}/y)
      if (!found) return made
      if (twice) return this.wrong('quantifier does not follow a repeatable item')
      const [sign, low, comma, high] = found
      let least = sign === '+' ? 1 : 0
      let most = sign === '?' ? 1 : Infinity
      if (low !== undefined) {
        least = Number(low)
        most = !comma ? least : high ? Number(high) : Infinity
        if (least > 65535 || (most !== Infinity && most > 65535)) this.wrong('number too big in {} quantifier')
        if (most < least) this.wrong('numbers out of order in {} quantifier')
      }
      // Lazy or greedy makes no difference to whether something matches.
      if (!this.eat('?') && this.eat('+')) this.unsupported('possessive quantifiers')
      made = { kind: 'repeat', of: made, least, most }
      twice = true
    }
  }

  private atom(flags: Flags): Pattern | undefined {
    const c = this.source[this.at]!
    switch (c) {
      case '(':
        return this.group(flags)
      case '[':
        return this.bracket(flags)
      case '\\':
        return this.escaped(flags)
      case '.':
        this.at++
        return { kind: 'set', set: flags.s ? anyByte : notNewline }
      case '^':
        this.at++
        return { kind: 'assert', what: flags.m ? 'line-start' : 'start' }
      case '$':
        this.at++
        return { kind: 'assert', what: flags.m ? 'line-end' : 'end' }
      case '*':
      case '+':
      case '?':
        return this.wrong('quantifier does not follow a repeatable item')
      default:
        if (c === '{' && /^\{\d+(,\d*)?\}/.test(this.source.slice(this.at)))
          return this.wrong('quantifier does not follow a repeatable item')
        this.at++
        return this.literal(c.charCodeAt(0), flags)
    }
  }

  private group(flags: Flags): Pattern | undefined {
    if (++this.depth > limits.filterDepth)
      this.fail(`The regular expression is nested more than ${limits.filterDepth} levels deep.`)
    this.at++
    if (this.looking('*')) this.unsupported('verbs such as (*…)')
    let inner = flags
    if (this.eat('?')) {
      if (this.match(/[=!]|<[=!]/y)) this.unsupported('looking around, (?=…) and its relatives,')
      if (this.eat('>')) this.unsupported('atomic groups')
      if (this.eat('(')) this.unsupported('conditions')
      if (this.match(/R|[+-]?\d|&|P>|P=|C/y)) this.unsupported('recursion, calls and references to groups')
      const options = this.match(/(\^?)([imsxnUJ]*)(?:-([imsxnUJ]*))?([:)])/y)
      if (options) {
        const [, reset, on = '', off = '', close] = options
        const changed = reset ? { i: false, s: false, m: false, x: false } : { ...flags }
        for (const f of 'ismx' as Iterable<keyof Flags>) {
          if (on.includes(f)) changed[f] = true
          if (off.includes(f)) changed[f] = false
        }
        if (close === ')') {
          Object.assign(flags, changed)
          this.depth--
          return undefined
        }
        inner = changed
      } else if (!this.eat('|') && !this.match(/P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'/y))
        this.wrong('unrecognized character after (? or (?-')
    }
    const made = this.choice(inner)
    if (!this.eat(')')) this.wrong('missing closing parenthesis')
    this.depth--
    // A group is one thing to repeat, even when it is empty.
    return made
  }

  private escaped(flags: Flags): Pattern {
    const c = this.source[this.at + 1]
    if (c === undefined) return this.wrong('\\ at end of pattern')
    if (/[1-9]/.test(c) && !/^[0-7]{3}/.test(this.source.slice(this.at + 1)))
      return this.unsupported('references to groups')
    switch (c) {
      case 'k':
      case 'g':
        return this.unsupported('references to groups')
      case 'K':
      case 'X':
        return this.unsupported(`\\${c}`)
      case 'b':
      case 'B':
      case 'A':
      case 'G':
      case 'Z':
      case 'z':
        this.at += 2
        return { kind: 'assert', what: ASSERTIONS[c]! }
      case 'C':
        this.at += 2
        return { kind: 'set', set: anyByte }
      case 'R': {
        this.at += 2
        const crlf: Pattern = {
          kind: 'sequence',
          parts: [13, 10].map((b) => ({ kind: 'set', set: oneByte(b) }) as const),
        }
        return { kind: 'choice', parts: [crlf, { kind: 'set', set: letterClass('v')! }] }
      }
    }
    const set = this.escapedSet(flags)
    return { kind: 'set', set }
  }

  /** An escape that stands for bytes: also inside brackets. */
  private escapedSet(flags: Flags): ByteSet {
    this.at++
    const c = this.source[this.at]!
    const letter = letterClass(c)
    if (letter) {
      this.at++
      return letter
    }
    if (c === 'p' || c === 'P') {
      const found = this.match(/[pP](?:\{\s*(\^?\s*[\w&]+)\s*\}|([A-Z]))/y)
      const set = found && propertyClass((found[1] ?? found[2]!).replace(/\s/g, ''))
      if (!set) return this.wrong('unknown property after \\P or \\p')
      return c === 'P' ? inverted(set) : set
    }
    const one = oneByte(this.escapedByte())
    return flags.i ? folded(one) : one
  }

  /** The cursor stands behind the backslash. */
  private escapedByte(): number {
    const hex = this.match(/x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{0,2})/y)
    if (hex) return this.byte(parseInt(hex[1] ?? (hex[2] || '0'), 16))
    const octal = this.match(/o\{([0-7]+)\}|([0-7]{1,3})/y)
    if (octal) return this.byte(parseInt(octal[1] ?? octal[2]!, 8))
    const c = this.source[this.at++]!
    if (c === 'c') {
      const control = this.source[this.at++]
      if (control === undefined) return this.wrong('\\c at end of pattern')
      return control.toUpperCase().charCodeAt(0) ^ 64
    }
    const plain = PLAIN[c]
    if (plain !== undefined) return plain
    if (/[A-Za-z0-9]/.test(c)) return this.wrong('unrecognized character follows \\')
    return c.charCodeAt(0)
  }
  private byte(value: number): number {
    if (value > 255) this.wrong('character code point value in \\x{} or \\o{} is too large')
    return value
  }

  private bracket(flags: Flags): Pattern {
    this.at++
    const not = this.eat('^')
    const set = emptySet()
    const add = (more: ByteSet): void => more.forEach((v, b) => v && (set[b] = 1))
    for (let first = true; ; first = false) {
      const c = this.source[this.at]
      if (c === undefined) return this.wrong('missing terminating ] for character class')
      if (c === ']' && !first) break
      const posix = this.match(/\[:(\^?\w+):\]/y)
      if (posix) {
        const named = posixClass(posix[1]!)
        if (!named) return this.wrong('unknown POSIX class name')
        add(named)
        continue
      }
      const low = this.member(flags)
      if (typeof low !== 'number') {
        add(low)
        continue
      }
      if (this.looking('-') && this.source[this.at + 1] !== ']' && this.at + 1 < this.source.length) {
        this.at++
        const high = this.member(flags)
        if (typeof high === 'number') {
          if (high < low) this.wrong('range out of order in character class')
          for (let b = low; b <= high; b++) set[b] = 1
          continue
        }
        set[45] = 1
        add(high)
      }
      set[low] = 1
    }
    this.at++
    const whole = flags.i ? folded(set) : set
    return { kind: 'set', set: not ? inverted(whole) : whole }
  }

  private member(flags: Flags): number | ByteSet {
    const c = this.source[this.at]!
    if (c !== '\\') {
      this.at++
      return c.charCodeAt(0)
    }
    const following = this.source[this.at + 1]
    if (following === undefined) return this.wrong('\\ at end of pattern')
    if (following === 'b') {
      this.at += 2
      return 8
    }
    if (letterClass(following) || following === 'p' || following === 'P') return this.escapedSet(flags)
    this.at++
    return this.escapedByte()
  }
}

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  b: 'boundary',
  B: 'no-boundary',
  A: 'start',
  G: 'start',
  Z: 'end',
  z: 'very-end',
}

/** A pattern text as one character per byte. */
export const byteString = (pattern: Uint8Array | string): string => {
  let out = ''
  for (const b of asBytes(pattern)) out += String.fromCharCode(b)
  return out
}
