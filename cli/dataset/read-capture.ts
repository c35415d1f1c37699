/** Rows of one capture for the tables of a data set: one decoding of each packet, then its conversations. */
import { noNames } from '../../engine/dissect/format'
import type { Field } from '../../engine/dissect/field'
import type { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { registry } from '../../engine/protocols'
import { cellReader, cellSource } from '../../engine/session/cells'
import type { CellSource } from '../../engine/session/cells'
import { conversationTable } from '../../engine/session/conversation-table'
import { HAS_TIME } from '../../engine/session/packet-index'
import type { Session } from '../../engine/session/session'
import { columnSettings } from '../print/line'
import { withWhole } from '../whole-session'
import type { Value } from './parts'
import { answers, conversations, expert, packetTables, requests } from './tables'
import type { Kind, TableColumn } from './tables'

/** Takes a row of a table; `day` is empty where the packet has no time. */
export type TakeRow = (table: string, columns: readonly TableColumn[], day: string, row: readonly Value[]) => void

export interface CaptureRead {
  packets: number
  /** Why the capture ends early; undefined when it was whole. */
  problem: string | undefined
}

/** What kind of column a field fills. */
function kindOf({ type }: Field): Kind {
  if (type === 'uint' || type === 'int') return 'int'
  if (type === 'bool') return 'flag'
  return type === 'float' || type === 'double' ? 'real' : 'text'
}

/** A column of packets for a field of `-e`. @throws Refused for a name that is none */
export function columnOf(name: string): TableColumn {
  const source = cellSource(name)
  const kind = 'field' in source ? kindOf(source.field) : 'text'
  const column = {
    name: name.replace(/^_ws\.col\./, '').replaceAll('.', '_'),
    kind,
    field: name,
    what: 'chosen with -e',
  }
  return kind === 'text' ? { ...column, all: true } : column
}

function valueOf(kind: Kind, texts: readonly string[], all: boolean): Value {
  const text = texts[0]
  if (text === undefined) return null
  switch (kind) {
    case 'int':
      return /^(0x[0-9a-f]+|-?\d+)$/i.test(text) ? BigInt.asIntN(64, BigInt(text)) : null
    case 'real':
      return Number.isFinite(Number(text)) ? Number(text) : null
    case 'flag':
      return text === '1' || text === 'True'
    default:
      return all ? texts.join(',') : text
  }
}

class CaptureReader {
  private readonly tables
  private readonly sources: CellSource[] = []
  private readonly names: string[] = []
  private readonly settings = columnSettings(noNames)
  private readonly notes: (Field | undefined)[] = []
  private readonly message = registry.field('_ws.expert.message').id
  private readonly answers

  constructor(
    private readonly session: Session,
    private readonly capture: string,
    fields: readonly TableColumn[],
    private readonly take: TakeRow,
  ) {
    this.tables = packetTables.map((table) => {
      const columns = table.name === 'packets' ? [...table.columns, ...fields] : table.columns
      const cells = columns.flatMap((c) => (c.field === undefined ? [] : [{ ...c, at: this.cell(c.field) }]))
      return { ...table, columns, cells }
    })
    this.answers = answers.map(([protocol, field]) => ({ protocol, at: this.cell(field) }))
  }

  /** Where the texts of a field are among the cells. */
  private cell(name: string): number {
    const known = this.names.indexOf(name)
    if (known >= 0) return known
    this.names.push(name)
    return this.sources.push(cellSource(name)) - 1
  }

  packets(): void {
    const { session, sources, tables } = this
    for (const field of registry.fields) if (field.options.severity !== undefined) this.notes[field.id] = field
    const fields = sources.flatMap((s) => ('field' in s ? [s.field] : []))
    const notes = this.notes.filter((f) => f !== undefined)
    const plan = makePlan(registry, { fields: [...fields, ...notes, registry.fields[this.message]!], columns: true })
    const read = cellReader(sources)
    session.packet.names = noNames
    for (let i = 0; i < session.count; i++) {
      const p = session.decode(i, plan)
      const cells = read(p, this.settings)
      const names = new Set(p.layerProtocol.slice(0, p.depth).map((it) => it.name))
      const when = this.placeOf(i)
      const day = dayOf(when)
      for (const { name, layers, columns, cells: own } of tables) {
        if (layers && !layers.some((layer) => names.has(layer))) continue
        this.take(name, columns, day, [...when, ...own.map((c) => valueOf(c.kind, cells[c.at]!, c.all ?? false))])
      }
      for (const { protocol, at } of this.answers)
        for (const text of cells[at]!) {
          const request = Number(text)
          if (!(request >= 1 && request <= session.count)) continue
          const seconds = secondsBetween(session, request - 1, i)
          this.take(requests.name, requests.columns, day, [...when, protocol, BigInt(request), seconds])
        }
      this.notesOf(p, when, day)
    }
  }

  /** Statements about the packet: each is two records, its own field and behind it the message. */
  private notesOf(p: Packet, when: readonly Value[], day: string): void {
    const { records } = p
    let note: Field | undefined
    for (let k = 0; k < records.count; k++) {
      const id = records.field[k]!
      if (id !== this.message) note = this.notes[id]
      else if (note) {
        const text = String(records.extra.get(k) ?? note.label)
        this.take(expert.name, expert.columns, day, [...when, note.options.severity ?? 'note', note.name, text])
        note = undefined
      }
    }
  }

  private placeOf(i: number): Value[] {
    const [time, nanos] = timesOf(this.session, i)
    return [this.capture, BigInt(i + 1), time, nanos]
  }

  async conversations(): Promise<void> {
    for (const kind of ['tcp', 'udp'] as const) {
      for (let from = 0, total = 1; from < total;) {
        const page = await conversationTable(this.session, { kind, from, count: 1000 })
        total = page.total
        from += page.rows.length
        if (!page.rows.length) break
        for (const row of page.rows) {
          const [time, nanos] = timesOf(this.session, row.firstFrame - 1)
          const whole = (n: number | null): Value => (n === null ? null : BigInt(n))
          this.take(conversations.name, conversations.columns, dayOf([null, null, time]), [
            ...[this.capture, kind, BigInt(row.number), time, nanos],
            ...[BigInt(row.firstFrame), BigInt(row.lastFrame), row.duration],
            ...[row.a, BigInt(row.aPort), row.b, BigInt(row.bPort)],
            ...[BigInt(row.packetsAB), BigInt(row.bytesAB), BigInt(row.packetsBA), BigInt(row.bytesBA)],
            ...[row.opening?.kind ?? null, row.closing?.kind ?? null, row.closing?.by ?? null],
            ...[row.irtt, whole(row.completeness), whole(row.problems)],
          ])
        }
      }
    }
  }
}

/** Microseconds and nanoseconds since 1970 of a packet; null without a time. */
function timesOf({ index }: Session, i: number): [Value, Value] {
  if (!(index.flags[i]! & HAS_TIME)) return [null, null]
  const nanos = BigInt(index.seconds[i]!) * 1_000_000_000n + BigInt(index.nanos[i]!)
  return [nanos / 1000n, nanos]
}

/** `2026-12-01` of a row that begins with a packet's place. */
function dayOf(place: readonly Value[]): string {
  const time = place[2]
  if (typeof time !== 'bigint') return ''
  const day = new Date(Number(time / 1000n))
  return Number.isNaN(day.getTime()) ? '' : day.toISOString().slice(0, 10)
}

const secondsBetween = ({ index }: Session, a: number, b: number): number =>
  index.seconds[b]! - index.seconds[a]! + (index.nanos[b]! - index.nanos[a]!) / 1e9

/**
 * Reads all rows of the capture at `path`.
 * @param fields further columns of packets
 * @throws Refused when it is no capture
 */
export const readCapture = (path: string, fields: readonly TableColumn[], take: TakeRow): Promise<CaptureRead> =>
  withWhole(path, async (session) => {
    const reader = new CaptureReader(session, path, fields, take)
    reader.packets()
    await reader.conversations()
    return { packets: session.count, problem: session.scanner.problem?.message }
  })
