/**
 * Tokens to a tree. From loosest to tightest: or, xor, and, not, one test; inside a test &, then + and -, then * / %, then a sign.
 * Braces group values, parentheses group tests. The tree knows nothing of fields: check.ts does.
 */
import { limits } from '../limits'
import type { ArithmeticOp, CompareOp, Entity, Filter, Member, Quantifier, Range, Test, Warning } from './ast'
import { parseParts } from './slices'
import { displayFilterHint } from './capture-like'
import { expandMacros, naming } from './macros'
import type { Expanded, Macros } from './macros'
import { comparisonBySymbol } from './operators'
import { refuse, tokenize } from './tokens'
import type { Token } from './tokens'
import { Refused } from '../refused'

export interface ParseOptions {
  macros?: Macros
}

/** Parses a filter. Throws Refused with a range when it is not one. A blank text lets every packet through. */
export function parseFilter(text: string, options: ParseOptions = {}): Filter {
  if (text.length > limits.filterText)
    refuse('too-long', `The filter has ${text.length} characters; ${limits.filterText} are allowed.`, [
      limits.filterText,
      text.length,
    ])
  const expanded = expandMacros(text, options.macros ?? {})
  return naming(expanded.calls, () => parsed(text, expanded))
}

function parsed(text: string, expanded: Expanded): Filter {
  try {
    const parser = new Parser(tokenize(expanded.text), expanded.text)
    const test = parser.all()
    const filter: Filter = { text, warnings: parser.warnings }
    if (test) filter.test = test
    if (expanded.origin) moveRanges(filter, expanded.place)
    if (expanded.calls.length) filter.calls = expanded.calls
    return filter
  } catch (thrown) {
    if (!(thrown instanceof Refused) || !thrown.range || !expanded.origin) throw thrown
    throw new Refused(thrown.code, thrown.message, thrown.hint, expanded.place(thrown.range))
  }
}

/** After macros were expanded: ranges speak of the text as typed again. */
function moveRanges(filter: Filter, place: (range: Range) => Range): void {
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (typeof node === 'object' && node !== null)
      for (const [key, value] of Object.entries(node)) {
        if (key === 'range' || key === 'at' || key === 'nameRange')
          Object.assign(node, { [key]: place(value as Range) })
        else visit(value)
      }
  }
  visit(filter.test)
  visit(filter.warnings)
}

const OR: readonly string[] = ['or', '||']
const XOR: readonly string[] = ['xor', '^^']
const AND: readonly string[] = ['and', '&&']
const levels = [
  { kind: 'or', words: OR },
  { kind: 'xor', words: XOR },
  { kind: 'and', words: AND },
] as const

class Parser {
  readonly warnings: Warning[] = []
  private i = 0
  private depth = 0
  private nodes = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  all(): Test | undefined {
    if (this.peek().kind === 'end') return undefined
    const test = this.level(0)
    if (this.peek().kind !== 'end') this.unexpected()
    return test
  }

  private peek(): Token {
    return this.tokens[this.i]!
  }
  private take(): Token {
    return this.tokens[this.i++]!
  }
  private is(...texts: readonly string[]): boolean {
    const { kind, text } = this.peek()
    return (kind === 'symbol' || kind === 'keyword') && texts.includes(text)
  }
  private accept(...texts: readonly string[]): Token | undefined {
    return this.is(...texts) ? this.take() : undefined
  }

  private unexpected(): never {
    const { kind, text, range } = this.peek()
    if (kind === 'end') return refuse('incomplete', 'Unexpected end of filter expression.', range)
    const shown = kind === 'word' || kind === 'symbol' || kind === 'keyword' ? text : this.text.slice(...range)
    const hint =
      kind === 'symbol' && text === '=' ? 'Equality is written with two signs: ==.' : displayFilterHint(this.text)
    return refuse('unexpected', `"${shown}" was unexpected in this context.`, range, hint)
  }

  /** Counts a node against the limits; `run` is what lies inside it. */
  private within<T>(run: () => T): T {
    if (++this.depth > limits.filterDepth)
      refuse('too-deep', `The filter is nested more than ${limits.filterDepth} levels deep.`, this.peek().range)
    const made = run()
    this.depth--
    return made
  }
  private count(): void {
    if (++this.nodes > limits.filterNodes)
      refuse('too-large', `The filter has more than ${limits.filterNodes} parts.`, this.peek().range)
  }

  // ── Tests ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  private level(n: number): Test {
    const level = levels[n]
    if (!level) return this.not()
    let left = this.level(n + 1)
    while (this.accept(...level.words)) {
      const right = this.level(n + 1)
      this.count()
      left = { kind: level.kind, left, right, range: [left.range[0], right.range[1]] }
    }
    return left
  }

  private not(): Test {
    const sign = this.accept('not', '!')
    if (!sign) return this.primary()
    const test = this.within(() => this.not())
    this.count()
    return { kind: 'not', test, range: [sign.range[0], test.range[1]] }
  }

  private primary(): Test {
    const open = this.accept('(')
    if (!open) return this.relation()
    const test = this.within(() => this.level(0))
    if (!this.accept(')')) this.unexpected()
    return test
  }

  private relation(): Test {
    const from = this.peek().range[0]
    const quantifier = this.accept('any', 'all')?.text as Quantifier | undefined
    const how = quantifier ? { quantifier } : {}
    const left = this.entity()
    const range = (): Range => [from, this.tokens[this.i - 1]!.range[1]]
    this.count()
    const search = this.accept('contains', 'matches', '~')
    if (search) {
      const right = this.entity()
      return {
        kind: search.text === 'contains' ? 'contains' : 'matches',
        ...how,
        left,
        right,
        at: search.range,
        range: range(),
      }
    }
    const not = this.is('not') && this.tokens[this.i + 1]!.text === 'in' ? this.take() : undefined
    if (this.accept('in'))
      return { kind: 'in', not: not !== undefined, ...how, left, members: this.members(), range: range() }
    let test = this.comparison(left, how)
    if (!test) {
      if (quantifier) this.unexpected()
      return { kind: 'exists', what: left, range: range() }
    }
    // a < b < c means: a < b and b < c.
    for (let last = test; ;) {
      const more = this.comparison(last.right, how)
      if (!more) return test
      this.count()
      test = { kind: 'and', left: test, right: more, range: range() } as unknown as typeof test
      last = more
    }
  }

  private comparison(left: Entity, how: { quantifier?: Quantifier }): Extract<Test, { kind: 'compare' }> | undefined {
    const { kind, text, range } = this.peek()
    if (kind !== 'symbol' && kind !== 'keyword') return undefined
    const op: CompareOp | undefined = comparisonBySymbol.get(text)
    if (!op) return undefined
    this.take()
    if (text === '~=') this.warnings.push({ message: 'The operator ~= is deprecated; write !== or any_ne.', range })
    const right = this.entity()
    this.count()
    return { kind: 'compare', op, ...how, left, right, at: range, range: [left.range[0], right.range[1]] }
  }

  private members(): Member[] {
    if (!this.accept('{')) this.unexpected()
    const members: Member[] = []
    do {
      if (members.length >= limits.filterSetMembers)
        refuse('too-large', `A set has more than ${limits.filterSetMembers} members.`, this.peek().range)
      const from = this.entity()
      members.push(this.accept('..') ? { from, to: this.entity() } : { from })
      this.count()
    } while (this.accept(','))
    if (!this.accept('}')) this.unexpected()
    return members
  }

  // ── Entities ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private entity(): Entity {
    return this.within(() => this.operators(['&', 'bitand', 'bitwise_and'], () => this.sum()))
  }
  private sum(): Entity {
    return this.operators(['+', '-'], () => this.operators(['*', '/', '%'], () => this.signed()))
  }
  private operators(symbols: readonly string[], inner: () => Entity): Entity {
    let left = inner()
    for (let sign = this.accept(...symbols); sign; sign = this.accept(...symbols)) {
      const right = inner()
      this.count()
      const op = (sign.text.startsWith('bit') ? '&' : sign.text) as ArithmeticOp
      left = { kind: 'arithmetic', op, left, right, range: [left.range[0], right.range[1]] }
    }
    return left
  }
  private signed(): Entity {
    if (this.accept('+')) return this.atom()
    const minus = this.accept('-')
    if (!minus) return this.atom()
    const of = this.atom()
    this.count()
    return { kind: 'negate', of, range: [minus.range[0], of.range[1]] }
  }

  private atom(): Entity {
    this.count()
    const { kind, text, range } = this.peek()
    if (this.accept('{')) {
      const inside = this.entity()
      if (!this.accept('}')) this.unexpected()
      return inside
    }
    if (kind === 'symbol') {
      if (text === '@') return this.raw()
      if (text === '$') return this.sliced(this.reference())
      const name = text === '.' ? this.tokens[this.i + 1]! : undefined
      // `.tcp.port`: the point belongs to the name, so nothing may stand between.
      if (name && (name.kind === 'word' || name.kind === 'keyword') && name.range[0] === range[1]) {
        this.i += 2
        return this.sliced(
          this.layered({
            kind: 'word',
            text: name.text,
            raw: false,
            forced: 'field',
            range: [range[0], name.range[1]],
          }),
        )
      }
      return this.unexpected()
    }
    if (kind === 'word') {
      this.take()
      if (this.is('(')) return this.sliced(this.call(text, range))
      return this.sliced(this.layered({ kind: 'word', text, raw: false, forced: '', range }))
    }
    if (kind === 'literal') {
      this.take()
      return { kind: 'word', text, raw: false, forced: 'literal', range }
    }
    if (kind === 'string') {
      const { value = '' } = this.take()
      return this.sliced({ kind: 'string', value, range })
    }
    if (kind === 'char') return { kind: 'char', value: this.take().value!.charCodeAt(0), range }
    return this.unexpected()
  }

  /** `@name`, `@"string"`: the bytes behind a value. */
  private raw(): Entity {
    const at = this.take()
    const token = this.peek()
    const range: Range = [at.range[0], token.range[1]]
    if (token.kind === 'word') {
      this.take()
      return this.sliced(this.layered({ kind: 'word', text: token.text, raw: true, forced: 'field', range }))
    }
    if (token.kind === 'string') {
      const { value = '' } = this.take()
      const slice = this.sliced({ kind: 'string', value, range })
      if (slice.kind === 'slice') return { ...slice, raw: true }
      return { kind: 'slice', of: slice, parts: [{ start: 0 }], raw: true, range }
    }
    return this.unexpected()
  }

  /** `$name`, `${name}`, `${@name#1}`: what macros left over are fields of the selected packet. */
  private reference(): Entity {
    const dollar = this.take()
    const brace = this.accept('{')
    const raw = this.accept('@') !== undefined
    const name = this.peek()
    if (name.kind !== 'word') this.unexpected()
    this.take()
    let layers = this.peek().kind === 'layers' ? parseParts(this.take(), true) : undefined
    if (brace && !this.accept('}')) this.unexpected()
    if (!layers && this.peek().kind === 'layers') layers = parseParts(this.take(), true)
    const range: Range = [dollar.range[0], this.tokens[this.i - 1]!.range[1]]
    return { kind: 'reference', name: name.text, raw, ...(layers ? { layers } : {}), range }
  }

  private layered(word: Extract<Entity, { kind: 'word' }>): Entity {
    if (this.peek().kind !== 'layers') return word
    const token = this.take()
    return { ...word, layers: parseParts(token, true), range: [word.range[0], token.range[1]] }
  }
  private sliced(of: Entity): Entity {
    let made = of
    while (this.peek().kind === 'slice') {
      const token = this.take()
      this.count()
      if (++this.depth > limits.filterDepth)
        refuse('too-deep', `The filter is nested more than ${limits.filterDepth} levels deep.`, token.range)
      made = { kind: 'slice', of: made, parts: parseParts(token), raw: false, range: [of.range[0], token.range[1]] }
    }
    for (let node = made; node !== of && node.kind === 'slice'; node = node.of) this.depth--
    return made
  }

  private call(name: string, nameRange: Range): Entity {
    this.take()
    const args: Entity[] = []
    if (!this.is(')'))
      do args.push(this.entity())
      while (this.accept(','))
    const close = this.accept(')')
    if (!close) return this.unexpected()
    return { kind: 'call', name, args, nameRange, range: [nameRange[0], close.range[1]] }
  }
}
