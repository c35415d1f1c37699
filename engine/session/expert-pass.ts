/** Expert information of the whole capture as one list: every distinct statement with its level, group, how often it was made, and where. */
import type { Field, Severity } from '../dissect/field'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { limits } from '../limits'
import { conversations } from '../flows/conversations'
import { registry } from '../protocols'
import { storyOf } from './conversation-story'
import type { Session } from './session'
import { inTurns } from './turns'
import type { Work } from './turns'

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

/** What is another value every time says the same every time: `[should be 0x1234]`. */
const bracketed = /\s*\[[^\]]*0x[0-9a-f]+[^\]]*\]/gi

/** What is said of a packet that looks as if it had been sent again; of one that was captured twice it does not hold. */
const REPEATED: ReadonlySet<string> = new Set([
  'tcp.analysis.retransmission',
  'tcp.analysis.fast_retransmission',
  'tcp.analysis.spurious_retransmission',
  'tcp.analysis.duplicate_ack',
  'tcp.analysis.out_of_order',
])
const TWICE = 'Captured a second time: one packet seen twice, not one sent twice'

/** Most important first. */
export const levels: readonly Severity[] = ['error', 'warn', 'note', 'chat', 'comment']

export class ExpertPass {
  /** In order of appearance. */
  readonly entries: ExpertEntry[] = []
  /** Statements that were not kept, because there were too many different ones. */
  dropped = 0
  private next = 0
  /** Of the window's list: statements that may be about a packet captured twice, by conversation. */
  private readonly suspects = new Map<number, { frame: number; entry: ExpertEntry }[]>()
  private readonly byKey = new Map<string, ExpertEntry>()
  private readonly plan: Plan
  private readonly notes: (Field | undefined)[] = []
  private readonly message = registry.field('_ws.expert.message').id

  /** `folded`: statements that differ only in a value in brackets, like the checksum that should be, are one. */
  constructor(
    private readonly session: Session,
    private readonly folded = false,
  ) {
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
  async whole(work: Work = {}): Promise<this> {
    await inTurns(this.session, (most) => this.step(most), {
      ...work,
      stopped: 'Collecting expert information was stopped.',
      progress: () => [this.next, this.session.count],
    })
    await this.judge(work)
    return this
  }

  /** Reads the conversations in which packets look as if they had been sent again, and tells those apart that were captured twice. */
  private async judge(work: Work): Promise<void> {
    for (const [conversation, list] of [...this.suspects]) {
      this.suspects.delete(conversation) // another call may be here, too
      const told = await storyOf(this.session, conversation)
        .whole(work)
        .catch((error: unknown) => {
          this.suspects.set(conversation, list)
          throw error
        })
      const twins = new Set<number>()
      for (const { frame, entry } of list) {
        if (!told.story.twinAt(told.frames.find(frame))) continue
        entry.count--
        const at = entry.frames.indexOf(frame)
        if (at >= 0) entry.frames.splice(at, 1)
        if (!twins.has(frame)) this.count('note', 'Sequence', 'TCP', '', TWICE, frame)?.frames.sort((a, b) => a - b)
        twins.add(frame)
      }
    }
  }

  /** A statement is two records: its own field, and behind it the message. */
  private take(i: number): void {
    const { records, layerProtocol } = this.session.decode(i, this.plan)
    let note: Field | undefined
    for (let k = 0; k < records.count; k++) {
      const id = records.field[k]!
      if (id !== this.message) note = this.notes[id]
      else if (note) {
        const { shortName = '', name = '' } = layerProtocol[records.layer[k]!] ?? {}
        const protocol = SAID_WITHIN[note.name] ?? (name.startsWith('_ws.') ? name.slice(4) : shortName)
        const text = String(records.extra.get(k) ?? note.label)
        this.add(note, protocol, this.folded ? text.replace(bracketed, '') : text, i + 1)
        note = undefined
      }
    }
  }

  private add(field: Field, protocol: string, summary: string, frame: number): void {
    const { severity = 'note', group = 'Protocol' } = field.options
    const entry = this.count(severity, group, protocol, field.name, summary, frame)
    const flow = this.session.index.flow[frame - 1]!
    if (!entry || !this.folded || flow < 0 || !REPEATED.has(field.name)) return
    if (this.session.memories.get(conversations).transport(flow >> 1) !== 'tcp') return
    const list = this.suspects.get(flow >> 1)
    if (list) list.push({ frame, entry })
    else this.suspects.set(flow >> 1, [{ frame, entry }])
  }

  private count(
    level: Severity,
    group: string,
    protocol: string,
    field: string,
    summary: string,
    frame: number,
  ): ExpertEntry | undefined {
    const key = `${field} ${protocol} ${summary}`
    let entry = this.byKey.get(key)
    if (!entry) {
      if (this.entries.length >= limits.expertSummaries) {
        this.dropped++
        return undefined
      }
      entry = { level, group, protocol, field, summary, count: 0, frames: [] }
      this.entries.push(entry)
      this.byKey.set(key, entry)
    }
    entry.count++
    if (entry.frames.length < limits.expertFrames && entry.frames.at(-1) !== frame) entry.frames.push(frame)
    return entry
  }
}

const passes = new WeakMap<Session, ExpertPass>()
const foldedPasses = new WeakMap<Session, ExpertPass>()
/** One pass per capture: statements as tshark counts them, or `folded`, as a window lists them. */
export function expertPass(session: Session, folded = false): ExpertPass {
  const made = folded ? foldedPasses : passes
  let pass = made.get(session)
  if (!pass) made.set(session, (pass = new ExpertPass(session, folded)))
  return pass
}
