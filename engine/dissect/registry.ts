/** All protocols put together: field numbers, look-up by name, and the tables that lead from one protocol to the next. */
import { Field } from './field'
import { fieldsOf } from './protocol'
import type { Preference } from './preference'
import type { Protocol } from './protocol'

const NONE: readonly Protocol[] = []

/** Keys below 65,536 (ports, ethertypes) are found by position. */
export class Table {
  /** Per number a place in `protocols`, 0 for none. */
  private places = new Uint16Array(256)
  private readonly protocols: (Protocol | undefined)[] = [undefined]
  private readonly other = new Map<number | string, Protocol>()
  /** Numbers below 65,536 under which a protocol asks for what comes. */
  readonly numbers: number[] = []
  /** Protocols that ask to see every payload that no key claimed. */
  guesses: readonly Protocol[] = NONE
  get(key: number | string): Protocol | undefined {
    if (typeof key === 'number' && key < 65536) return this.protocols[this.places[key] ?? 0]
    return this.other.get(key)
  }
  set(key: number | string, protocol: Protocol): void {
    if (typeof key !== 'number' || key >= 65536) return void this.other.set(key, protocol)
    if (key >= this.places.length) {
      const wider = new Uint16Array(65536)
      wider.set(this.places)
      this.places = wider
    }
    this.numbers.push(key)
    this.places[key] = this.protocols.push(protocol) - 1
  }
}

/** The distinct sets of layers that packets of a capture have, numbered: `step` goes from the set so far to the one with a further layer. */
export class Stacks {
  /** Per stack a run of `width` numbers: the stack that each protocol leads to, 0 where that was not seen yet. */
  private steps = new Uint16Array(64 * width)
  /** Protocol ids of each stack, outermost first. Stack 0 is empty. */
  readonly layers: number[][] = [[]]
  step(stack: number, protocol: number): number {
    return this.steps[stack * width + protocol]! || this.further(stack, protocol)
  }
  private further(stack: number, protocol: number): number {
    if (this.layers.length >= 65535) return stack
    // More than two messages of one protocol make no other set.
    const so = this.layers[stack]!
    if (so.at(-1) === protocol && so.at(-2) === protocol) {
      this.steps[stack * width + protocol] = stack
      return stack
    }
    const made = this.layers.push([...this.layers[stack]!, protocol]) - 1
    if ((made + 1) * width > this.steps.length) {
      const wider = new Uint16Array(this.steps.length * 2)
      wider.set(this.steps)
      this.steps = wider
    }
    this.steps[stack * width + protocol] = made
    return made
  }
}

/** More than there are protocols; the registry checks that. */
const width = 768

export class Registry {
  readonly protocols: readonly Protocol[]
  readonly fields: Field[] = []
  readonly byName = new Map<string, Field>()
  readonly protocolByName = new Map<string, Protocol>()
  readonly frame: Protocol
  readonly data: Protocol
  readonly malformed: Protocol
  readonly short: Protocol
  readonly fault: Protocol
  readonly expert: Protocol
  /** Stands in a set of layers for those that only later decodings find. */
  readonly open: Protocol
  /** Stands behind tree lines that have no field. */
  readonly text = new Field('text', '', 'none', 0)
  private readonly tables = new Map<string, Table>()
  /** All preferences, by name. */
  readonly preferences = new Map<string, Preference>()

  /** Throws when a name is declared twice, a table key is claimed twice, or `also` names an unknown field. */
  constructor(protocols: readonly Protocol[]) {
    this.protocols = [...protocols].sort((a, b) => (a.name < b.name ? -1 : 1))
    if (protocols.length > width) throw new Error(`more than ${width} protocols: widen Stacks`)
    this.enlist(this.text)
    this.protocols.forEach((p, id) => {
      p.id = id
      this.protocolByName.set(p.name, p)
      this.enlist(p.self)
      p.self.protocol = p.name
      for (const field of fieldsOf(p)) {
        if (!field.name) continue
        field.protocol = p.name
        this.enlist(field)
      }
      for (const preference of Object.values(p.preferences ?? {})) this.preferences.set(preference.name, preference)
    })
    for (const p of this.protocols) this.place(p)
    for (const field of this.fields) if (field.options.also) field.alsoField = this.field(field.options.also)
    this.frame = this.protocol('frame')
    this.data = this.protocol('data')
    this.malformed = this.protocol('_ws.malformed')
    this.short = this.protocol('_ws.short')
    this.fault = this.protocol('_ws.fault')
    this.expert = this.protocol('_ws.expert')
    this.open = this.protocol('_ws.open')
  }

  private enlist(field: Field): void {
    if (this.byName.has(field.name)) throw new Error(`${field.name} is declared twice`)
    field.id = this.fields.push(field) - 1
    this.byName.set(field.name, field)
  }
  private place(p: Protocol): void {
    for (const [name, keys] of Object.entries(p.over ?? {})) {
      const table = this.tableFor(name)
      for (const key of keys) {
        const other = table.get(key)
        if (other) throw new Error(`${name} ${key} leads to ${other.name} and to ${p.name}`)
        table.set(key, p)
      }
    }
    if (p.heuristic && !p.looks) throw new Error(`${p.name} is a heuristic without looks`)
    for (const name of p.isOff ? [] : (p.heuristic ?? [])) {
      const table = this.tableFor(name)
      table.guesses = [...table.guesses, p]
    }
  }

  field(name: string): Field {
    const field = this.byName.get(name)
    if (!field) throw new Error(`${name} is not declared`)
    return field
  }
  protocol(name: string): Protocol {
    const p = this.protocolByName.get(name)
    if (!p) throw new Error(`there is no protocol ${name}`)
    return p
  }
  /** Whether a protocol hangs in a table of this name. */
  hasTable(name: string): boolean {
    return this.tables.has(name)
  }
  /** Names of the tables that protocols hang in. */
  get tableNames(): IterableIterator<string> {
    return this.tables.keys()
  }
  private tableFor(name: string): Table {
    let table = this.tables.get(name)
    if (!table) this.tables.set(name, (table = new Table()))
    return table
  }

  /** The table of a name. Asked for at every layer of every packet: names used lately are found by identity. */
  table(name: string): Table {
    const slot = (name.charCodeAt(0) + name.length) & 63
    if (this.lately[slot] === name) return this.latelyTables[slot]!
    const table = this.tables.get(name) ?? this.tableFor(name)
    this.lately[slot] = name
    this.latelyTables[slot] = table
    return table
  }
  private readonly lately: string[] = Array<string>(64).fill('')
  private readonly latelyTables: Table[] = Array.from({ length: 64 }, () => new Table())

  find(table: string, key: number | string): Protocol | undefined {
    return this.table(table).get(key)
  }
  heuristics(table: string): readonly Protocol[] {
    return this.table(table).guesses
  }
}
