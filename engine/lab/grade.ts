/** Grades a hand-in: each answer against the key, with the reason. What only a person can judge is left to the teacher, and said so. */
import { limits } from '../limits'
import { Refused } from '../refused'
import type { Language } from '../words/language'
import { arrowText } from './key'
import type { DrawnArrow, KeyEntry } from './key'
import { textIn } from './sheet'
import type { Question, Sheet } from './sheet'
import { labWords } from './words'

/** A hand-in file: for which sheet and capture (its SHA-256), and the answers by question. */
export interface HandIn {
  sheet: string
  capture?: string
  seed?: string
  answers: ReadonlyMap<string, unknown>
}

export type Mark = 'right' | 'wrong' | 'missing' | 'teacher' | 'no-key'

export interface Graded {
  id: string
  mark: Mark
  points: number
  of: number
  /** Why, in a sentence. */
  reason: string
  frames: readonly number[]
}

export interface Grading {
  notes: string[]
  graded: Graded[]
  points: number
  of: number
}

/** Reads a hand-in. Throws Refused for what is none. */
export function readHandIn(text: string, name: string): HandIn {
  if (text.length > limits.labSheet) throw new Refused('too-large', `"${name}" is too large for an answer file.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refused('not-an-answer', `"${name}" is no answer file: it is not JSON.`)
  }
  const map =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null
  const answers: unknown = map?.get('answers')
  if (!map || typeof answers !== 'object' || answers === null || Array.isArray(answers))
    throw new Refused(
      'not-an-answer',
      `"${name}" is no answer file.`,
      'It has {"sheet": ID, "capture": HASH, "answers": {QUESTION: ANSWER}}.',
    )
  const word = (key: string): string | undefined => {
    const found: unknown = map.get(key)
    return typeof found === 'string' ? found : undefined
  }
  const [capture, seed] = [word('capture'), word('seed')]
  return {
    sheet: word('sheet') ?? '',
    ...(capture === undefined ? {} : { capture }),
    ...(seed === undefined ? {} : { seed }),
    answers: new Map(Object.entries(answers)),
  }
}

/** @param hash of the capture, as the hand-in names it */
export function grade(
  sheet: Sheet,
  key: readonly KeyEntry[],
  handIn: HandIn,
  hash: string,
  language: Language,
): Grading {
  const words = labWords(language)
  const notes: string[] = []
  if (handIn.sheet !== sheet.id) notes.push(words.otherSheet(handIn.sheet))
  if (handIn.capture !== undefined && handIn.capture.toLowerCase() !== hash.toLowerCase())
    notes.push(words.otherCapture)
  const graded = sheet.questions.map((q, i): Graded => {
    const entry = key[i]!
    const of = q.points ?? 1
    const { frames } = entry.evidence
    const mark = (kind: Mark, reason: string): Graded => ({
      id: q.id,
      mark: kind,
      points: kind === 'right' ? of : 0,
      of,
      reason,
      frames,
    })
    if (entry.none !== undefined) return mark('no-key', words.noKey(entry.none))
    const given = handIn.answers.get(q.id)
    if (given === undefined || given === null || given === '') return mark('missing', words.missing)
    if (q.kind === 'text') return mark('teacher', words.teacher(named(q, entry, given)))
    const shown = entry.drawing ? entry.drawing.map(arrowText).join(' | ') : shownKey(entry, q, language)
    const because = entry.evidence.rule
    return matches(q, entry, given)
      ? mark('right', `${words.right} (${because})`)
      : mark('wrong', `${words.wrong(`${shown} (${because})`)}`)
  })
  return {
    notes,
    graded,
    points: graded.reduce((sum, g) => sum + g.points, 0),
    of: graded.reduce((sum, g) => sum + g.of, 0),
  }
}

/** The key as a person reads it. */
export function shownKey(entry: KeyEntry, q: Question, language: Language): string {
  if (q.kind === 'choice') return `${entry.right[0]}. ${textIn(q.options[q.right - 1]!, language)}`
  const [first] = entry.right
  if (typeof first !== 'number') return String(first ?? '')
  const digits = Number.isInteger(first) ? String(first) : String(Number(first.toPrecision(9)))
  return entry.unit ? `${digits} ${entry.unit}` : digits
}

/** What of the evidence a free text names. */
function named(q: Extract<Question, { kind: 'text' }>, { evidence }: KeyEntry, given: unknown): string {
  const text = String(typeof given === 'string' ? given : JSON.stringify(given))
  const frames = evidence.frames.filter((frame) => new RegExp(`(?<!\\d)${frame}(?!\\d)`).test(text)).map(String)
  const fields = (q.fields ?? []).filter((field) => text.toLowerCase().includes(field.toLowerCase()))
  return [...frames, ...fields].join(', ')
}

function matches(q: Question, entry: KeyEntry, given: unknown): boolean {
  switch (q.kind) {
    case 'drawing':
      return sameDrawing(entry.drawing!, given)
    case 'order': {
      const order = Array.isArray(given) ? given.map(String) : String(given).split(/[\s,→>-]+/)
      return order.filter(Boolean).join(' ') === entry.right[0]
    }
    default:
      return entry.right.some((right) => same(right, given))
  }
}

/** A number: decimal, hexadecimal, with thousands separators, with a unit of time or size. Seconds and bytes are the unit. */
export function numberIn(text: string): { value: number; digits: number } | null {
  const plain = text.trim().replaceAll('−', '-')
  if (/^0x[0-9a-f]+$/i.test(plain)) return { value: parseInt(plain, 16), digits: 15 }
  const parts =
    /^([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-zµμ%/]*|초|바이트|밀리초|마이크로초)\.?$/i.exec(
      plain,
    )
  if (!parts) return null
  const number = parts[1]!.replaceAll(',', '')
  const units: Readonly<Record<string, number>> = {
    s: 1, sec: 1, second: 1, seconds: 1, 초: 1, ms: 1e-3, 밀리초: 1e-3, us: 1e-6, µs: 1e-6, μs: 1e-6, 마이크로초: 1e-6, ns: 1e-9,
    byte: 1, bytes: 1, b: 1, 바이트: 1, kb: 1000, mb: 1e6, '%': 1, 'bytes/s': 1, 'b/s': 1, 'packets/s': 1, '': 1,
  } // prettier-ignore
  const unit = parts[2]!.toLowerCase()
  if (!Object.hasOwn(units, unit)) return null
  const digits = number
    .replace(/e.*$/i, '')
    .replace(/^[+-]?0*\.?0*/, '')
    .replace('.', '').length
  return { value: Number(number) * units[unit]!, digits: Math.max(1, digits) }
}

/** Whether an answer says the same: numbers in any notation, as exactly as they were written, but for less than three digits. */
function same(right: string | number, given: unknown): boolean {
  const text =
    typeof given === 'number' ? String(given) : typeof given === 'boolean' ? (given ? '1' : '0') : String(given)
  if (typeof given === 'object') return false
  const theirs = numberIn(text)
  const ours = typeof right === 'number' ? { value: right } : numberIn(right)
  if (ours && theirs) {
    if (ours.value === theirs.value) return true
    if (Number.isInteger(ours.value) || theirs.digits < 3) return false
    return Number(ours.value.toPrecision(theirs.digits)) === Number(theirs.value.toPrecision(theirs.digits))
  }
  const simple = (value: string): string =>
    value
      .normalize('NFKC')
      .trim()
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/[.。]$/, '')
  const mac = (value: string): string =>
    /^[0-9a-f]{2}([:.-]?[0-9a-f]{2}){5}$/.test(value) ? value.replace(/[:.-]/g, '') : value
  const own = mac(simple(String(right)))
  if (own === mac(simple(text))) return true
  const roles: Readonly<Record<string, string>> = { 클라이언트: 'client', 서버: 'server' }
  return (roles[own] ?? own) === (roles[simple(text)] ?? simple(text))
}

/** The arrows of a drawing: who sends, which flags, numbers where the student gave them. */
function sameDrawing(right: readonly DrawnArrow[], given: unknown): boolean {
  if (!Array.isArray(given) || given.length !== right.length) return false
  return right.every((arrow, i) => {
    const one: unknown = given[i]
    if (typeof one !== 'object' || one === null) return false
    const map = new Map(Object.entries(one))
    const flags = String(map.get('flags') ?? '').toUpperCase().split(/[\s,+|]+/).filter(Boolean).sort().join(' ') // prettier-ignore
    if (map.get('from') !== arrow.from || flags !== arrow.flags.split(' ').sort().join(' ')) return false
    return (['seq', 'ack', 'len'] as const).every((key) => !map.has(key) || map.get(key) === arrow[key])
  })
}
