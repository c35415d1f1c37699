/** The answers to a sheet: what is right, by which rule, and which frames and bytes show it. */
import { Refused } from '../refused'
import { inLanguage } from '../words/language'
import type { Language } from '../words/language'
import { computed } from './computed'
import type { Desk } from './desk'
import { frameOf } from './roles'
import type { Variables } from './roles'
import { textIn } from './sheet'
import type { Question, Sheet } from './sheet'
import { labWords } from './words'

/** An arrow of a drawing, as a student writes it. */
export interface DrawnArrow {
  from: 'client' | 'server'
  flags: string
  seq: number
  ack: number | null
  len: number
}

export interface KeyEntry {
  id: string
  kind: Question['kind']
  /** All that are right; the first one is shown. Empty when the capture does not answer the question. */
  right: readonly (string | number)[]
  unit?: string
  drawing?: readonly DrawnArrow[]
  /** Why there is no answer. */
  none?: string
  evidence: { frames: readonly number[]; bytes?: readonly [from: number, to: number]; rule: string }
}

/** A number of a student's own, from 1 to `most`: the same for the same seed and name, and spread over all. */
export function variablesOf(sheet: Sheet, desk: Desk, seed: string): Variables {
  const values = new Map<string, number>()
  for (const [name, { most }] of Object.entries(sheet.variables ?? {})) {
    const count = typeof most === 'number' ? most : desk.frames(most.count, most.capture).length
    let hash = 2166136261
    for (const unit of `${seed}\0${name}`) hash = Math.imul(hash ^ unit.codePointAt(0)!, 16777619) >>> 0
    values.set(name, count > 0 ? (hash % count) + 1 : 1)
  }
  return values
}

export function keyOf(sheet: Sheet, desk: Desk, language: Language, seed = ''): KeyEntry[] {
  return inLanguage(language, () => entriesOf(sheet, desk, language, seed))
}

function entriesOf(sheet: Sheet, desk: Desk, language: Language, seed: string): KeyEntry[] {
  const variables = variablesOf(sheet, desk, seed)
  return sheet.questions.map((q) => {
    try {
      return { id: q.id, kind: q.kind, ...answerOf(q, desk, variables, language) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { id: q.id, kind: q.kind, right: [], none: error.message, evidence: { frames: [], rule: '' } }
    }
  })
}

function answerOf(q: Question, desk: Desk, variables: Variables, language: Language): Omit<KeyEntry, 'id' | 'kind'> {
  const words = labWords(language)
  switch (q.kind) {
    case 'field':
    case 'hidden-field': {
      const frame = frameOf(desk, q.of, variables)
      const found = desk.fields(frame, q.field, q.of.capture)
      if (!found.length) throw new Refused('no-answer', words.noField(frame, q.field))
      return {
        right: found.map((f) => f.text),
        evidence: { frames: [frame], bytes: found[0]!.bytes, rule: words.field(q.field, frame) },
      }
    }
    case 'count': {
      const frames = desk.frames(q.filter, q.capture)
      return { right: [frames.length], evidence: { frames: frames.slice(0, 100), rule: words.count(q.filter) } }
    }
    case 'time': {
      const frame = frameOf(desk, q.of, variables)
      const since = q.since && frameOf(desk, q.since, variables)
      const value = desk.time(frame, q.of.capture) - (since === undefined ? 0 : desk.time(since, q.since!.capture))
      const rule = since === undefined ? words.time(frame) : words.since(since, frame)
      return { right: [value], unit: 's', evidence: { frames: since === undefined ? [frame] : [since, frame], rule } }
    }
    case 'computed': {
      const { value, unit, frames, rule, bytes } = computed(desk, q, variables, words)
      return { right: [value], ...(unit ? { unit } : {}), evidence: { frames, rule, ...(bytes ? { bytes } : {}) } }
    }
    case 'choice': {
      const right = q.options[q.right - 1]
      if (right === undefined) throw new Refused('not-a-sheet', `The question ${q.id} has no option ${q.right}.`)
      const frames = (q.evidence ?? []).map((role) => frameOf(desk, role, variables))
      return { right: [q.right, textIn(right, language)], evidence: { frames, rule: words.choice } }
    }
    case 'order': {
      const frames = q.of.map((role) => frameOf(desk, role, variables))
      const order = frames.map((_, i) => i + 1).sort((a, b) => frames[a - 1]! - frames[b - 1]! || a - b)
      return { right: [order.join(' ')], evidence: { frames: [...frames].sort((a, b) => a - b), rule: words.order } }
    }
    case 'drawing': {
      const told = desk.story(frameOf(desk, q.of, variables), q.of.capture)
      const caller = told.story.caller()
      const frames: number[] = []
      const drawing: DrawnArrow[] = []
      for (let n = 0; n < told.frames.count && drawing.length < 200; n++) {
        const s = told.segment(n)
        const phase = told.story.phaseAt(n)
        if (q.part === 'opening' ? phase !== 'opening' : q.part === 'close' && phase !== 'close') continue
        frames.push(s.frame)
        drawing.push({
          from: (caller < 0 ? 0 : caller) === s.from ? 'client' : 'server',
          flags: flagsOf(s.flags),
          seq: s.relativeSequence,
          ack: s.flags & 16 ? s.relativeAcknowledgment : null,
          len: s.length,
        })
      }
      if (!drawing.length) throw new Refused('no-answer', words.noOpening)
      return { right: [], drawing, evidence: { frames, rule: words.drawing(drawing.length) } }
    }
    case 'text': {
      const frames = q.evidence.map((role) => frameOf(desk, role, variables))
      return { right: [], evidence: { frames, rule: words.text } }
    }
  }
}

const flagWords = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] as const
export const flagsOf = (flags: number): string => flagWords.filter((_, i) => flags & (1 << i)).join(' ')

/** An arrow as the command line and a mark write it. */
export const arrowText = (a: DrawnArrow): string =>
  `${a.from === 'client' ? '→' : '←'} ${a.flags} Seq=${a.seq}${a.ack === null ? '' : ` Ack=${a.ack}`} Len=${a.len}`
