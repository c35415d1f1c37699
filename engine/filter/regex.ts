/**
 * Regular expressions in linear time: a pattern becomes a program for Thompson's machine, whose sets of states are turned into a table as
 * bytes ask for them. A step is one table look-up. A table that is full is thrown away if it was of use; if not, the text is walked without one
 * (regex-walk.ts). No pattern takes longer than (states of the pattern) × (bytes of the text) steps; both are bounded.
 */
import { limits } from '../limits'
import { byteString, parsePattern } from './regex-parse'
import type { Complain, Pattern as Syntax } from './regex-parse'
import { word } from './regex-sets'
import { END, holds, LAST_NEWLINE, NEWLINE, OTHER, START, WORD } from './regex-steps'
import type { Step } from './regex-steps'
import { Walk } from './regex-walk'

export interface Pattern {
  /** Whether the pattern is found anywhere in the bytes. */
  test(bytes: Uint8Array): boolean
}

/** Compiles a pattern; case does not matter unless it says (?-i). `fail` is told what is wrong with it, and throws. */
export function compilePattern(pattern: Uint8Array | string, fail: Complain): Pattern {
  const program: Step[] = []
  let splits = 0
  const emit = (step: Step): number => {
    if (program.length >= limits.regexStates)
      fail(`The regular expression is too large: it needs more than ${limits.regexStates} states.`)
    if (step.op === 'split' && ++splits > limits.regexSplits)
      fail(`The regular expression is too large: more than ${limits.regexSplits} places in it can go on in two ways.`)
    return program.push(step) - 1
  }
  build(parsePattern(byteString(pattern), fail), emit, program)
  emit({ op: 'match' })
  return new Machine(program)
}

function build(p: Syntax, emit: (step: Step) => number, program: Step[]): void {
  switch (p.kind) {
    case 'set':
      emit({ op: 'set', set: p.set })
      return
    case 'assert':
      emit({ op: 'assert', what: p.what })
      return
    case 'sequence':
      for (const part of p.parts) build(part, emit, program)
      return
    case 'choice': {
      const jumps: number[] = []
      p.parts.forEach((part, n) => {
        if (n === p.parts.length - 1) return build(part, emit, program)
        const split = emit({ op: 'split', a: program.length + 1, b: -1 })
        build(part, emit, program)
        jumps.push(emit({ op: 'split', a: -1, b: -1 }))
        program[split] = { op: 'split', a: split + 1, b: program.length }
      })
      for (const j of jumps) program[j] = { op: 'split', a: program.length, b: program.length }
      return
    }
    case 'repeat': {
      for (let n = 0; n < p.least; n++) build(p.of, emit, program)
      if (p.most === Infinity) {
        const split = emit({ op: 'split', a: -1, b: -1 })
        build(p.of, emit, program)
        emit({ op: 'split', a: split, b: split })
        program[split] = { op: 'split', a: split + 1, b: program.length }
        return
      }
      const splits: number[] = []
      for (let n = p.least; n < p.most; n++) {
        splits.push(emit({ op: 'split', a: -1, b: -1 }))
        build(p.of, emit, program)
      }
      for (const s of splits) program[s] = { op: 'split', a: s + 1, b: program.length }
    }
  }
}

const SYMBOLS = 258
const UNKNOWN = -1
const FOUND = -2
const NEVER = -3
const FULL = -4
/** A table is of use when each of its states was met so many times. */
const use = 10

interface State {
  /** Places in the program, sorted. */
  places: Int32Array
  before: number
}

class Machine implements Pattern {
  private states: State[] = []
  private table: Int32Array[] = []
  private numbers = new Map<string, number>()
  /** Places in all states of the table: what it costs. */
  private size = 0
  /** Bytes that were looked up since the table was empty. */
  private looked = 0
  private walk: Walk | undefined
  private readonly mark: Int32Array
  private readonly stack: number[] = []
  private round = 0
  /** Nothing can match behind the first byte: the pattern begins with the start of the text. */
  private readonly anchored: boolean

  constructor(private readonly program: readonly Step[]) {
    this.mark = new Int32Array(program.length)
    const first = program[0]!
    this.anchored = first.op === 'assert' && first.what === 'start'
  }

  test(bytes: Uint8Array): boolean {
    const n = bytes.length
    let since = 0
    let state = this.number(Int32Array.of(0), START)
    let row = this.table[state]!
    for (let i = 0; i <= n; i++) {
      let symbol = END
      if (i < n) {
        symbol = bytes[i]!
        if (symbol === 10 && i === n - 1) symbol = LAST_NEWLINE
      }
      let next = row[symbol]!
      if (next === UNKNOWN) next = this.step(state, row, symbol)
      if (next === NEVER || next === FOUND) return next === FOUND
      if (next === FULL) {
        this.looked += i - since
        if (!this.isWorthwhile()) return this.without(bytes, i, state)
        since = i
        const { places, before } = this.states[state]!
        this.forget()
        state = this.number(places, before)
        row = this.table[state]!
        next = this.step(state, row, symbol)
        if (next < 0) return next === FOUND
      }
      state = next
      row = this.table[state]!
    }
    this.looked += n - since
    return false
  }

  private isWorthwhile(): boolean {
    return this.looked >= use * this.states.length
  }

  private without(bytes: Uint8Array, from: number, state: number): boolean {
    const { places, before } = this.states[state]!
    this.walk ??= new Walk(this.program, this.anchored)
    return this.walk.test(bytes, from, places, before)
  }

  /** Follows the program from a state over one symbol, and remembers where that leads. */
  private step(from: number, row: Int32Array, symbol: number): number {
    if (this.states.length >= limits.regexTable || this.size >= limits.regexTablePlaces) return FULL
    const { places, before } = this.states[from]!
    const { program, mark, stack } = this
    const round = ++this.round
    const byte = symbol === LAST_NEWLINE ? 10 : symbol
    const next: number[] = []
    for (const place of places) stack.push(place)
    while (stack.length) {
      const place = stack.pop()!
      if (mark[place] === round) continue
      mark[place] = round
      const step = program[place]!
      if (step.op === 'match') {
        stack.length = 0
        return (row[symbol] = FOUND)
      }
      if (step.op === 'split') stack.push(step.a, step.b)
      else if (step.op === 'assert') {
        if (holds(step.what, before, symbol)) stack.push(place + 1)
      } else if (symbol !== END && step.set[byte]) next.push(place + 1)
    }
    if (symbol === END) return (row[symbol] = NEVER)
    if (!this.anchored) next.push(0)
    if (next.length === 0) return (row[symbol] = NEVER)
    const sorted = Int32Array.from(new Set(next)).sort()
    const after = byte === 10 ? NEWLINE : word[byte] ? WORD : OTHER
    return (row[symbol] = this.number(sorted, after))
  }

  private forget(): void {
    this.states = []
    this.table = []
    this.numbers = new Map()
    this.size = 0
    this.looked = 0
  }

  private number(places: Int32Array, before: number): number {
    const key = `${before}:${places.join()}`
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = this.states.push({ places, before }) - 1
    this.size += places.length
    this.table.push(new Int32Array(SYMBOLS).fill(UNKNOWN))
    this.numbers.set(key, number)
    return number
  }
}
