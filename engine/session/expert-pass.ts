/** Expert information of the whole capture as one list: every distinct statement with its level, group, how often it was made, and where. */
import type { Field, Severity } from '../dissect/field'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import type { Session } from './session'

const TURN = 5_000

export interface ExpertEntry {
  level: Severity
  group: string
  /** Protocol as its column says it. */
  protocol: string
  /** Filter name of the statement. */
  field: string
  summary: string
  count: number
  /** Frames in order, each once; the first `limits.expertFrames`. */
  frames: number[]
}

/** Statements about a layer that tshark makes while it is within another one. */
const SAID_WITHIN: Readonly<Record<string, string>> = { 'eth.padding_bad': 'Ethertype' }

/** Most important first. */
export const levels: readonly Severity[] = ['error', 'warn', 'note', 'chat', 'comment']

export class ExpertPass {
  /** In order of appearance. */
  readonly entries: ExpertEntry[] = []
  /** Statements that were not kept, because there were too many different ones. */
  dropped = 0
  private next = 0
  private readonly byKey = new Map<string, ExpertEntry>()
  private readonly plan: Plan
  private readonly notes: (Field | undefined)[] = []
  private readonly message = registry.field('_ws.expert.message').id

  constructor(private readonly session: Session) {
    const notes = registry.fields.filter((f) => f.options.severity !== undefined)
    for (const f of notes) this.notes[f.id] = f
    this.plan = makePlan(registry, { fields: [...notes, registry.field('_ws.expert.message')] })
  }

  /** Packets looked at. */
  get done(): number {
    return this.next
  }

  step(most = Infinity): boolean {
    const { session } = this
    const stop = Math.min(session.count, this.next + most)
    for (; this.next < stop; this.next++) this.take(this.next)
    return this.next >= session.count
  }
  async whole(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<this> {
    while (!this.step(TURN)) {
      onProgress?.(this.next, this.session.count)
      await new Promise((resolve) => setImmediate(resolve))
      if (signal?.aborted) throw new Refused('cancelled', 'Collecting expert information was stopped.')
    }
    return this
  }

  /** A statement is two records: its own field, and behind it the message. */
  private take(i: number): void {
    const { records, layerProtocol } = this.session.decode(i, this.plan)
    let note: Field | undefined
    for (let k = 0; k < records.count; k++) {
      const id = records.field[k]!
      if (id !== this.message) note = this.notes[id]
      else if (note) {
        const { columnText = '', name = '' } = layerProtocol[records.layer[k]!] ?? {}
        const protocol = SAID_WITHIN[note.name] ?? (columnText || name.replace(/^_ws\./, ''))
        this.add(note, protocol, String(records.extra.get(k) ?? note.label), i + 1)
        note = undefined
      }
    }
  }

  private add(field: Field, protocol: string, summary: string, frame: number): void {
    const key = `${field.id} ${protocol} ${summary}`
    let entry = this.byKey.get(key)
    if (!entry) {
      if (this.entries.length >= limits.expertSummaries) {
        this.dropped++
        return
      }
      const { severity = 'note', group = 'Protocol' } = field.options
      entry = {
        level: severity,
        group,
        protocol,
        field: field.name,
        summary,
        count: 0,
        frames: [],
      }
      this.entries.push(entry)
      this.byKey.set(key, entry)
    }
    entry.count++
    if (entry.frames.length < limits.expertFrames && entry.frames.at(-1) !== frame) entry.frames.push(frame)
  }
}

const passes = new WeakMap<Session, ExpertPass>()
export function expertPass(session: Session): ExpertPass {
  let pass = passes.get(session)
  if (!pass) passes.set(session, (pass = new ExpertPass(session)))
  return pass
}
