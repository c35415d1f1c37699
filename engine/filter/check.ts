/**
 * Gives every word its meaning and every entity its type, and refuses what does not go together, in Wireshark's words. A literal takes the
 * type of what it is compared with.
 */
import type { Registry } from '../dissect/registry'
import type { Entity, Filter, Range, Test, Warning } from './ast'
import { checkArithmetic, INTEGER } from './check-arithmetic'
import { alike, describe, nameOf, together } from './check-pairs'
import { comparisons } from './operators'
import { functions } from './functions'
import { readLiteral, parseBytes } from './literals'
import type { Literal } from './literals'
import { compilePattern } from './regex'
import { stringBytes } from './quoted'
import { looksLikeName, meaningOf, nearest } from './resolve'
import { printEntity } from './print'
import { refuse } from './tokens'
import type { TypedEntity, TypedMember, TypedTest } from './typed'
import { BYTES, hasNames, isSearchable, isSliceable, STRING, typeName, typeOf, UNKNOWN } from './types'
import type { Type } from './types'
import type { Value } from './values'

export interface CheckOptions {
  /** Values of field references in the selected packet, by `referenceKey`. Missing: no packet is selected. */
  references?: ReadonlyMap<string, readonly Value[]>
}

export interface Checked {
  test?: TypedTest
  warnings: Warning[]
}

/** Checks a parsed filter against the declared fields. Throws Refused with a range. */
export function checkFilter(filter: Filter, registry: Registry, options: CheckOptions = {}): Checked {
  const checker = new Checker(registry, [...filter.warnings], options)
  return filter.test ? { test: checker.test(filter.test), warnings: checker.warnings } : { warnings: checker.warnings }
}

export class Checker {
  constructor(
    readonly registry: Registry,
    readonly warnings: Warning[],
    private readonly options: CheckOptions,
  ) {}

  test(t: Test): TypedTest {
    const { range } = t
    switch (t.kind) {
      case 'and':
      case 'or':
      case 'xor':
        return { kind: t.kind, left: this.test(t.left), right: this.test(t.right), range }
      case 'not':
        return { kind: 'not', test: this.test(t.test), range }
      case 'exists':
        return { kind: 'exists', what: bare(this.existing(t.what)), range }
      case 'compare':
        return this.compare(t)
      case 'contains':
        return this.contains(t)
      case 'matches':
        return this.matches(t)
      case 'in':
        return this.membership(t)
    }
  }

  private existing(e: Entity): TypedEntity {
    if (e.kind === 'word' && !this.isField(e)) this.unknownWord(e)
    if (this.isConstant(e)) refuse('constant', 'Constant expression is invalid.', e.range)
    this.refuseConstantFirst(e)
    return this.entity(e)
  }

  /** `4 & tcp.flags` on the left: in a chain such as `ip.addr == A & ip.addr == B` nobody meant it. */
  private refuseConstantFirst(e: Entity): void {
    if (e.kind !== 'arithmetic') return
    if (!this.isConstant(e.left)) return this.refuseConstantFirst(e.left)
    if (this.isConstant(e.right)) return
    const hint = e.op === '&' ? 'A single & works on bits; conditions are joined with && (or “and”).' : undefined
    refuse('constant', 'Constant arithmetic expression on the LHS is invalid.', e.left.range, hint)
  }

  private compare(t: Extract<Test, { kind: 'compare' }>): TypedTest {
    const operator = comparisons[t.op]
    const shown = `"${operator.symbols[0]}"`
    this.refuseConstantFirst(t.left)
    const [left, right] = this.pair(t.left, t.right, t.range)
    for (const side of [left, right])
      if (side.type.class === 'none')
        refuse('type', `${describe(side)} cannot participate in ${shown} comparison.`, side.range)
    if (!together(left, right))
      refuse('type', `${nameOf(left)} and ${nameOf(right)} are not of compatible types.`, right.range)
    for (const side of [left, right])
      if (side.kind === 'constant' && side.others && operator.test(1) !== operator.test(-1))
        refuse(
          'type',
          `Cannot use order comparisons with "${side.text}" because the value string cannot be uniquely converted to an integer.`,
          side.range,
        )
    return { kind: 'compare', op: t.op, quantifier: t.quantifier ?? operator.match, left, right, range: t.range }
  }

  /** Both sides of a comparison; a constant takes the type of the other side, a slice wants bytes beside it. */
  private pair(left: Entity, right: Entity, range: Range, partial = false): [TypedEntity, TypedEntity] {
    const constants = [this.isConstant(left), this.isConstant(right)]
    if (constants[0] && constants[1]) {
      for (const side of [left, right])
        if (side.kind === 'word' && looksLikeName(side.text) && side === left) this.unknownWord(side)
      refuse('constant', 'Constant expression is invalid.', range)
    }
    if (constants[0]) {
      if (
        left.kind === 'word' &&
        looksLikeName(left.text) &&
        left.forced !== 'literal' &&
        !partial &&
        !this.isLabel(right)
      )
        this.unknownWord(left)
      const other = this.entity(right)
      return [this.entity(left, other, partial), other]
    }
    const first = this.entity(left)
    const second = this.entity(right, first, partial)
    if (constants[1]) return [first, second]
    return [alike(first, second), alike(second, first)]
  }

  /** `Set == tcp.flags.syn`: a name of a value in front. */
  private isLabel(other: Entity): boolean {
    const { type } = this.entity(other)
    return hasNames(type) || type.class === 'string' || type.class === 'unknown'
  }

  private contains(t: Extract<Test, { kind: 'contains' | 'matches' }>): TypedTest {
    let left = this.nonConstant(t.left, 'contains')
    if (!isSearchable(left.type)) {
      if (!hasNames(left.type))
        refuse('type', `${describe(left)} cannot participate in contains comparison.`, left.range)
      left = { kind: 'names', of: left, type: STRING, range: left.range }
    }
    let right = this.entity(t.right, left, true)
    if (right.kind !== 'constant') right = alike(right, left)
    if (!together(left, right))
      refuse('type', `${nameOf(left)} and ${nameOf(right)} are not of compatible types.`, right.range)
    return { kind: 'contains', quantifier: t.quantifier ?? 'any', left, right, range: t.range }
  }

  private matches(t: Extract<Test, { kind: 'contains' | 'matches' }>): TypedTest {
    let left = this.nonConstant(t.left, 'matches')
    if (!isSearchable(left.type)) {
      if (!hasNames(left.type))
        refuse('type', `${describe(left)} cannot participate in matches comparison.`, left.range)
      left = { kind: 'names', of: left, type: STRING, range: left.range }
    }
    if (t.right.kind !== 'string')
      return refuse('type', 'Matches requires a double quoted string on the right side.', t.right.range)
    const text = t.right.value
    const { range } = t.right
    return {
      kind: 'matches',
      quantifier: t.quantifier ?? 'any',
      left,
      pattern: compilePattern(stringBytes(text), (problem, hint) => refuse('regex', problem, range, hint)),
      text: printEntity(t.right),
      range: t.range,
    }
  }

  private membership(t: Extract<Test, { kind: 'in' }>): TypedTest {
    if (t.left.kind === 'word' && !this.isField(t.left) && looksLikeName(t.left.text)) this.unknownWord(t.left)
    if (this.isConstant(t.left)) refuse('type', 'Only a field may be tested for membership in a set.', t.left.range)
    const left = this.entity(t.left)
    if (left.type.class === 'none')
      refuse('type', `${describe(left)} cannot participate in "in" comparison.`, left.range)
    const one = (e: Entity): TypedEntity => {
      const member = alike(this.entity(e, left), left)
      if (!together(left, member))
        refuse('type', `${nameOf(left)} and ${nameOf(member)} are not of compatible types.`, member.range)
      return member
    }
    const members = t.members.map((m): TypedMember =>
      m.to ? { from: one(m.from), to: one(m.to) } : { from: one(m.from) },
    )
    return {
      kind: 'in',
      not: t.not,
      quantifier: t.not ? 'any' : (t.quantifier ?? 'any'),
      left,
      members,
      range: t.range,
    }
  }

  private nonConstant(e: Entity, what: string): TypedEntity {
    if (e.kind === 'word' && !this.isField(e) && looksLikeName(e.text)) this.unknownWord(e)
    if (this.isConstant(e)) refuse('constant', 'Constant expression is invalid.', e.range)
    const typed = this.entity(e)
    if (typed.type.class === 'none')
      refuse('type', `${describe(typed)} cannot participate in ${what} comparison.`, typed.range)
    return typed
  }

  // ── Entities ───────────────────────────────────────────────────────────────────────────────────────────────────────

  isField(word: Extract<Entity, { kind: 'word' }>): boolean {
    if (word.forced === 'field') return true
    return word.forced === '' && meaningOf(this.registry, word.text) !== undefined
  }

  /** Made of literals only. */
  isConstant(e: Entity): boolean {
    switch (e.kind) {
      case 'word':
        return !this.isField(e)
      case 'string':
      case 'char':
        return true
      case 'negate':
      case 'slice':
        return this.isConstant(e.of)
      case 'arithmetic':
        return this.isConstant(e.left) && this.isConstant(e.right)
      case 'call':
        return functions.has(e.name) && e.args.length > 0 && e.args.every((a) => this.isConstant(a))
      case 'reference':
        return false
    }
  }

  /** The entity with its type. `beside` is what a literal is compared with. */
  entity(e: Entity, beside?: TypedEntity, partial = false): TypedEntity {
    const { range } = e
    switch (e.kind) {
      case 'word':
        return this.isField(e) ? this.field(e) : this.literal(e, e.text, 'word', beside, partial)
      case 'string':
        return this.literal(e, e.value, 'string', beside, partial)
      case 'char':
        return this.literal(e, String.fromCharCode(e.value), 'char', beside, partial)
      case 'slice': {
        const of = this.entity(
          e.of,
          e.of.kind === 'string' ? { kind: 'constant', value: '', text: '', type: STRING, range } : undefined,
        )
        if (!isSliceable(of.type) || (of.kind === 'constant' && !e.raw))
          refuse(
            'slice',
            of.kind === 'constant'
              ? `Range is not supported for entity ${printEntity(e.of)}`
              : `"${nameOf(of)}" is a ${typeName(of.type)} and cannot be sliced into a sequence of bytes.`,
            range,
          )
        const chars = of.type.class === 'string' && !e.raw
        const type = of.type.class === 'unknown' ? UNKNOWN : chars ? STRING : BYTES
        return { kind: 'slice', of, parts: e.parts, chars, type, range }
      }
      case 'call':
        return this.call(e, beside)
      case 'reference':
        return this.reference(e)
      case 'arithmetic':
      case 'negate':
        return checkArithmetic(this, e, beside)
    }
  }

  private field(e: Extract<Entity, { kind: 'word' }>): TypedEntity {
    const { range } = e
    const meaning = meaningOf(this.registry, e.text)
    if (!meaning) return this.unknownWord(e)
    if (meaning.kind !== 'column' && meaning.instead)
      this.warnings.push({ message: `Deprecated tokens: "${e.text}" is now called "${meaning.instead}".`, range })
    if (meaning.kind === 'column') return { kind: 'column', column: meaning.column, name: e.text, type: STRING, range }
    if (meaning.kind === 'undecoded') {
      this.warnings.push({
        message: `"${e.text}": ${meaning.protocol} is not decoded by Wirelens yet, so this never matches.`,
        range,
      })
      const type: Type = e.text.includes('.') ? UNKNOWN : { class: 'protocol', width: 0 }
      return { kind: 'undecoded', name: e.text, type, range }
    }
    const { field, within } = meaning
    if (within)
      this.warnings.push({
        message: `"${e.text}": Wirelens decodes ${field.protocol} only inside ${within.join(', ')} yet; elsewhere this never matches.`,
        range,
      })
    const type = e.raw ? BYTES : typeOf(this.registry, field)
    return { kind: 'field', field, raw: e.raw, ...(e.layers ? { layers: e.layers } : {}), type, range }
  }

  private reference(e: Extract<Entity, { kind: 'reference' }>): TypedEntity {
    const { range } = e
    const meaning = meaningOf(this.registry, e.name)
    if (meaning?.kind !== 'field')
      return refuse('unknown-field', `"${e.name}" is not a valid protocol or protocol field.`, range)
    const key = referenceKey(e)
    if (!this.options.references)
      this.warnings.push({ message: `No packet is selected that ${key} could refer to, so this never matches.`, range })
    const type = e.raw ? BYTES : typeOf(this.registry, meaning.field)
    return { kind: 'reference', name: key, values: this.options.references?.get(key) ?? [], type, range }
  }

  private literal(
    e: Entity,
    text: string,
    written: 'word' | 'string' | 'char',
    beside: TypedEntity | undefined,
    partial: boolean,
  ): TypedEntity {
    const { range } = e
    const shown = e.kind === 'word' ? e.text : printEntity(e)
    const made = ({ value, bits, others }: Literal, type: Type): TypedEntity => ({
      kind: 'constant',
      value,
      text: shown,
      type,
      range,
      ...(bits === undefined ? {} : { bits }),
      ...(others ? { others } : {}),
    })
    // Beside nothing that has a type: numbers, as in max(1, 2).
    if (!beside) return made(readLiteral(text, written, INTEGER, range), INTEGER)
    const { type } = beside
    if (written === 'word' && type.class === 'string') {
      if (beside.kind === 'slice') {
        const bytes = parseBytes(text)
        if (bytes) return made({ value: bytes }, STRING)
      }
      const columns = e.kind === 'word' && e.forced === 'literal'
      if (!columns) this.warnings.push({ message: `Deprecated tokens: write "${text}" in double quotes.`, range })
    }
    return made(readLiteral(text, written, type, range, nameOf(beside), partial), type)
  }

  private call(e: Extract<Entity, { kind: 'call' }>, beside?: TypedEntity): TypedEntity {
    const fn = functions.get(e.name)
    if (!fn) return refuse('unknown-function', `Function '${e.name}' does not exist`, e.nameRange)
    if (e.args.length < fn.least)
      refuse('function', `Function ${fn.name} needs at least ${fn.least} arguments.`, e.range)
    if (e.args.length > fn.most)
      refuse('function', `Function ${fn.name} can only accept ${fn.most} arguments.`, e.range)
    const numbers = fn.name === 'max' || fn.name === 'min' || fn.name === 'abs'
    const typed = e.args.map((a) => (this.isConstant(a) ? undefined : this.entity(a)))
    const model = typed.find((a) => a) ?? (numbers ? beside : undefined)
    const args = e.args.map((a, i) => typed[i] ?? this.argument(a, numbers ? model : undefined, fn.name))
    const type = fn.check(args, e.range)
    return { kind: 'call', fn, args, type, range: e.range }
  }

  private argument(a: Entity, model: TypedEntity | undefined, fn: string): TypedEntity {
    if (a.kind === 'word' && looksLikeName(a.text)) this.unknownWord(a)
    if (a.kind === 'string')
      return { kind: 'constant', value: a.value, text: printEntity(a), type: STRING, range: a.range }
    if (!model && fn !== 'max' && fn !== 'min' && fn !== 'abs' && a.kind === 'word')
      return { kind: 'constant', value: a.text, text: a.text, type: INTEGER, range: a.range }
    return this.entity(a, model)
  }

  private unknownWord(word: Extract<Entity, { kind: 'word' }>): never {
    const { text, range } = word
    if (word.forced !== 'field' && !looksLikeName(text) && !/^[a-fA-F]+$/.test(text))
      return refuse('constant', 'Constant expression is invalid.', range)
    const near = nearest(this.registry, text)
    return refuse(
      'unknown-field',
      `"${text}" is not a valid protocol or protocol field.`,
      range,
      near ? `Did you mean ${near}?` : undefined,
    )
  }
}

const bare = (e: TypedEntity): TypedEntity => (e.kind === 'field' ? { ...e, bare: true } : e)

/** What a reference is looked up by. */
export const referenceKey = (e: Extract<Entity, { kind: 'reference' }>): string => printEntity(e)
