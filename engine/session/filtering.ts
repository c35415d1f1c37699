/**
 * A display filter over an open capture. Packets are judged in order: from the index where that is enough, else decoded with only the
 * fields that the filter asks for. The capture may grow meanwhile; what arrives is judged by the next steps.
 *
 *   const run = new FilterRun(session, 'tcp.flags.syn == 1 && ip.addr == 10.0.0.0/8')
 *   while (!run.step(20)) await …            // 20 ms at a time; true: all packets there are now have been judged
 *   run.view.at(0), run.view.length           // positions of the matching packets, in order
 */
import type { Field } from '../dissect/field'
import { noNames } from '../dissect/format'
import type { AddressNames } from '../dissect/format'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import type { Packet } from '../dissect/packet'
import { compile, parseFilter, printFilter, printTest, readReferences, referenceFields } from '../filter'
import type { Compiled, CompileOptions, Filter, Macros, Warning } from '../filter'
import { registry } from '../protocols'
import { columns } from './columns'
import { NO, UNKNOWN, YES } from './filter-answers'
import { indexTest } from './filter-index'
import type { IndexTest } from './filter-index'
import type { Session } from './session'

export interface FilterOptions {
  macros?: Macros
  /** Position (from 0) of the packet that `${field}` refers to. */
  selected?: number
  /** Vendor names, for columns with addresses. */
  names?: AddressNames
  /** A run over the same session whose filter this one narrows down: only its matches are looked at, where that is sound. */
  within?: FilterRun
  /** See CompileOptions. */
  bareTcp?: boolean
  /** Judge every packet by decoding it: for tests. */
  decodeAll?: boolean
}

/** Positions of packets in order. */
export class Positions {
  length = 0
  /** The same, as ladders ask for it. */
  get count(): number {
    return this.length
  }
  private held = new Uint32Array(1024)
  push(position: number): void {
    if (this.length === this.held.length) {
      const wider = new Uint32Array(2 * this.length)
      wider.set(this.held)
      this.held = wider
    }
    this.held[this.length++] = position
  }
  at(n: number): number | undefined {
    return n < this.length ? this.held[n] : undefined
  }
  /** A view that holds until the next packet is judged. */
  all(): Uint32Array {
    return this.held.subarray(0, this.length)
  }
}

/** Packets judged between two looks at the clock; runs of them are searched for bytes in one go. */
const BLOCK = 4096
/** Decoded packets between two looks at the clock: the slowest regular expression still lets a filter be cancelled in time. */
const TURN = 64

export class FilterRun {
  readonly filter: Filter
  readonly compiled: Compiled
  /** What its parts are compiled with. */
  readonly settings: CompileOptions
  readonly view = new Positions()
  /** Packets judged so far, and how many of them had to be decoded. */
  done = 0
  decoded = 0
  cancelled = false
  private bits = new Uint8Array(1024)
  private readonly plan: Plan
  private readonly index: IndexTest
  /** Forgotten as soon as this run has judged more than it: a chain of refined filters must not be kept. */
  private within: FilterRun | undefined
  private prepared = 0

  /** Throws Refused with a range when the text is no filter. */
  constructor(
    private readonly session: Session,
    text: string,
    options: FilterOptions = {},
  ) {
    this.filter = parseFilter(text, options.macros ? { macros: options.macros } : {})
    this.settings = compileOptions(session, this.filter, options)
    this.compiled = compile(this.filter, registry, this.settings)
    const { fields, columns: wantColumns, test, needs } = this.compiled
    this.plan = makePlan(registry, { fields, columns: wantColumns })
    const all = { judge: () => YES, prepare: [], settled: [] } as IndexTest
    this.index = options.decodeAll ? { ...all, judge: () => UNKNOWN } : test ? indexTest(test, session) : all
    const { within } = options
    if (
      within &&
      within.session === session &&
      !needs.reference &&
      !needs.displayed &&
      narrows(this.filter, within.filter)
    )
      this.within = within
  }

  /** Whether the packet at a position (from 0) matches; false when it has not been judged yet. */
  matches(i: number): boolean {
    return ((this.bits[i >> 3] ?? 0) & (1 << (i & 7))) !== 0
  }

  get warnings(): readonly Warning[] {
    return this.compiled.warnings
  }

  /** Judges packets for about `milliseconds`. True when all that are there now have been judged. */
  step(milliseconds = Infinity): boolean {
    const stop = milliseconds === Infinity ? Infinity : performance.now() + milliseconds
    while (this.done < this.session.count && !this.cancelled) {
      this.block(Math.min(this.session.count, this.done + BLOCK), stop)
      if (stop !== Infinity && performance.now() >= stop) break
    }
    return this.cancelled || this.done >= this.session.count
  }

  /** Judges all packets that are there, letting other work run in between. `onProgress` hears of matches as they come. */
  async all(signal?: AbortSignal, onProgress?: (run: FilterRun) => void): Promise<void> {
    while (!this.step(15)) {
      onProgress?.(this)
      await new Promise((resolve) => setImmediate(resolve))
      if (signal?.aborted) this.cancel()
    }
    onProgress?.(this)
  }

  /** Ends the run: `step` does nothing any more. */
  cancel(): void {
    this.cancelled = true
  }

  private block(end: number, stop: number): void {
    const { session } = this
    if (this.within && this.done >= this.within.done) this.within = undefined
    const { within } = this
    const { judge, prepare } = this.index
    const { matches, needs } = this.compiled
    if (prepare.length && this.prepared < end) {
      for (const run of prepare) run(this.prepared, end)
      this.prepared = end
    }
    let turn = 0
    for (let i = this.done; i < end; i++) {
      this.done = i + 1
      if (within && i < within.done && !within.matches(i)) continue
      const answer = judge(i)
      if (answer === NO) continue
      if (answer === UNKNOWN) {
        this.decoded++
        const displayed = needs.displayed ? (this.view.at(this.view.length - 1) ?? -1) : i - 1
        if (matches(session.decode(i, this.plan, displayed))) this.add(i)
        if (++turn % TURN === 0 && stop !== Infinity && performance.now() >= stop) return
      } else this.add(i)
    }
  }

  private add(i: number): void {
    if (i >> 3 >= this.bits.length) {
      const wider = new Uint8Array(Math.max(2 * this.bits.length, (this.session.count >> 3) + 1))
      wider.set(this.bits)
      this.bits = wider
    }
    this.bits[i >> 3]! |= 1 << (i & 7)
    this.view.push(i)
  }
}

const columnOf = new Map(columns.map((c) => [c.id, c]))

function compileOptions(session: Session, filter: Filter, options: FilterOptions): CompileOptions {
  const digits = session.scanner.interfaces.reduce((most, it) => Math.max(most, it.tsPrecisionDigits), 0)
  const settings = { time: 'relative' as const, names: options.names ?? noNames, digits }
  const columnText = (p: Packet, column: string): string => columnOf.get(column)?.text(p, settings) ?? ''
  const base = { columnText, ...(options.bareTcp ? { bareTcp: true } : {}) }
  if (options.selected === undefined) return base
  const fields = referenceFields(filter, registry)
  if (fields.length === 0) return base
  const p = session.decode(options.selected, makePlan(registry, { fields }))
  return { ...base, references: readReferences(filter, registry, p) }
}

/** Whether every packet that matches `inner` is sure to match `outer`: all conditions of the outer filter stand in the inner one. */
function narrows(inner: Filter, outer: Filter): boolean {
  if (!outer.test) return true
  if (!inner.test) return false
  const parts = (t: NonNullable<Filter['test']>): string[] =>
    t.kind === 'and' ? [...parts(t.left), ...parts(t.right)] : [printTest(t)]
  const own = new Set(parts(inner.test))
  const wanted = parts(outer.test)
  // What a reference or the packet displayed before says has changed since.
  return wanted.every((part) => own.has(part) && !changes.test(part))
}
/** What can be another for the same packet later: what the user did to it, what it is compared with. */
const changes = /\$\{|time_delta_displayed|frame\.(marked|ignored|comment)|pkt_comment/

/** Filters a capture in one go: for the command line. Throws Refused when the text is no filter. */
export function filterSession(session: Session, text: string, options: FilterOptions = {}): FilterRun {
  const run = new FilterRun(session, text, options)
  run.step()
  return run
}

export interface FilterDescription {
  /** The filter as it was understood. */
  text: string
  /** Fields that are decoded for it. */
  fields: string[]
  columns: boolean
  warnings: readonly Warning[]
}

/** What a filter means and needs, for `wirelens filter`. Throws Refused when the text is none. */
export function describeFilter(text: string, macros?: Macros): FilterDescription {
  const filter = parseFilter(text, macros ? { macros } : {})
  const { fields, columns: wantColumns, warnings } = compile(filter, registry)
  return { text: printFilter(filter), fields: fields.map((f: Field) => f.name), columns: wantColumns, warnings }
}
