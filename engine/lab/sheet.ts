/**
 * Lab sheets as data: questions whose answers come from a capture. docs/lab-sheet.schema.json is the same as a JSON schema, for editors.
 * A sheet comes from anybody: it is checked to the leaf, and nothing in it is run.
 */
import { limits } from '../limits'
import { Refused } from '../refused'
import { languages } from '../words/language'
import type { Language } from '../words/language'

/** A text in each language, or one for all. */
export type Text = string | Readonly<Partial<Record<Language, string>>>

/** Packets that have a part in a story: found by what they do, not by their number. */
export const namedRoles = [
  'syn', 'syn-ack', 'handshake-ack', 'first-data', 'first-fin', 'first-fin-ack', 'second-fin', 'last-ack', 'reset',
  'arp-request', 'arp-reply', 'dns-query', 'dns-response', 'echo-request', 'echo-reply', 'http-request', 'http-response',
] as const // prettier-ignore
export type NamedRole = (typeof namedRoles)[number]

/** Which packet is meant: by its part, or as the n-th (from 1) that a display filter lets through. */
export interface Role {
  role?: NamedRole
  filter?: string
  /** Of several; 1 unless said otherwise, −1 the last. `$name`: a variable of the sheet. */
  nth?: number | string
  /** Of TCP's roles: the conversation with this server port, or with this number. */
  port?: number
  stream?: number
  /** Which of several captures. */
  capture?: string
}

export const computedValues = [
  'rtt', 'estimated-rtt', 'throughput', 'minimum-window', 'offset', 'overhead', 'data-per-ack', 'duration', 'closed-by', 'opened-by',
  'close-kind', 'opening-kind', 'close-segments', 'acknowledged-by', 'arp-delay', 'arp-messages', 'state', 'raw-sequence', 'packet-rate',
] as const // prettier-ignore
export type ComputedValue = (typeof computedValues)[number]

interface QuestionBase {
  id: string
  text: Text
  /** 1 unless said otherwise. */
  points?: number
  /** Said behind the answer. */
  why?: Text
}
export type Question = QuestionBase &
  (
    | { kind: 'field'; of: Role; field: string }
    | { kind: 'count'; filter: string; capture?: string }
    /** When a packet was captured, or how long it took from one to another, in seconds. */
    | { kind: 'time'; of: Role; since?: Role }
    | { kind: 'computed'; value: ComputedValue; of: Role; field?: string; from?: 'client' | 'server' }
    | { kind: 'choice'; options: readonly Text[]; right: number; evidence?: readonly Role[] }
    | { kind: 'order'; of: readonly Role[] }
    /** The arrows of an opening, a close or a whole conversation. */
    | { kind: 'drawing'; of: Role; part: 'opening' | 'close' | 'whole' }
    /** Free text; what it must name to be taken for founded on the capture. */
    | { kind: 'text'; evidence: readonly Role[]; fields?: readonly string[] }
    /** As `field`; the window shows the packet without it. */
    | { kind: 'hidden-field'; of: Role; field: string }
  )
export type QuestionKind = Question['kind']

/** A number that each student has for his own: from 1 to `most`, or to how many packets a filter lets through. */
export interface Variable {
  most: number | { count: string; capture?: string }
}

export interface Sheet {
  format: 'wirelens-lab'
  version: 1
  id: string
  title: Text
  about?: Text
  /** Names of the captures that it is about; one without a name unless said otherwise. */
  captures?: readonly string[]
  variables?: Readonly<Record<string, Variable>>
  questions: readonly Question[]
}

export const textIn = (text: Text, language: Language): string =>
  typeof text === 'string' ? text : (text[language] ?? text.en ?? Object.values(text)[0] ?? '')

type Checked<T> = (value: unknown, at: string) => T

/** Reads the text of a sheet. Throws Refused, with the place of what is wrong. */
export function readSheet(text: string, name: string): Sheet {
  if (text.length > limits.labSheet)
    throw new Refused('too-large', `"${name}" is too large for a lab sheet.`, `At most ${limits.labSheet} characters.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Refused(
      'not-a-sheet',
      `"${name}" is no lab sheet: ${error instanceof Error ? error.message : 'it is not JSON'}.`,
    )
  }
  return checkSheet(value, name)
}

export function checkSheet(value: unknown, name: string): Sheet {
  const wrong = (at: string, what: string): never => {
    throw new Refused(
      'not-a-sheet',
      `"${name}" is no lab sheet: ${at || 'it'} ${what}.`,
      'docs/lab-sheet.schema.json says how one is written.',
    )
  }
  const object: Checked<ReadonlyMap<string, unknown>> = (v, at) =>
    typeof v === 'object' && v !== null && !Array.isArray(v) ? new Map(Object.entries(v)) : wrong(at, 'is no object')
  const string: Checked<string> = (v, at) =>
    typeof v === 'string' && v.length <= limits.labText ? v : wrong(at, 'is no text')
  const number: Checked<number> = (v, at) =>
    typeof v === 'number' && Number.isFinite(v) ? v : wrong(at, 'is no number')
  const list =
    <T>(each: Checked<T>): Checked<T[]> =>
    (v, at) =>
      Array.isArray(v) && v.length <= limits.labQuestions
        ? v.map((item, i) => each(item, `${at}[${i}]`))
        : wrong(at, 'is no list')
  const word =
    <T extends string>(known: readonly T[]): Checked<T> =>
    (v, at) =>
      known.find((k) => k === v) ?? wrong(at, `is none of ${known.join(', ')}`)
  const text: Checked<Text> = (v, at) => {
    if (typeof v === 'string') return string(v, at)
    const map = object(v, at)
    for (const [language, said] of map) {
      word(languages)(language, `${at}.${language}`)
      string(said, `${at}.${language}`)
    }
    return map.size ? (Object.fromEntries(map) as Text) : wrong(at, 'says nothing')
  }
  const only = (map: ReadonlyMap<string, unknown>, known: readonly string[], at: string): void => {
    for (const key of map.keys()) if (!known.includes(key)) wrong(`${at}.${key}`, 'is not known')
  }
  const role: Checked<Role> = (v, at) => {
    const map = object(v, at)
    only(map, ['role', 'filter', 'nth', 'port', 'stream', 'capture'], at)
    if (map.has('role') === map.has('filter')) wrong(at, 'has neither a role nor a filter, or both')
    if (map.has('role')) word(namedRoles)(map.get('role'), `${at}.role`)
    else string(map.get('filter'), `${at}.filter`)
    const nth = map.get('nth')
    if (nth !== undefined && typeof nth !== 'string') number(nth, `${at}.nth`)
    for (const key of ['port', 'stream']) if (map.has(key)) number(map.get(key), `${at}.${key}`)
    if (map.has('capture')) string(map.get('capture'), `${at}.capture`)
    return Object.fromEntries(map) as Role
  }
  const question: Checked<Question> = (v, at) => {
    const map = object(v, at)
    const kind = word([
      'field',
      'count',
      'time',
      'computed',
      'choice',
      'order',
      'drawing',
      'text',
      'hidden-field',
    ] as const)(map.get('kind'), `${at}.kind`)
    string(map.get('id'), `${at}.id`)
    text(map.get('text'), `${at}.text`)
    if (map.has('points')) number(map.get('points'), `${at}.points`)
    if (map.has('why')) text(map.get('why'), `${at}.why`)
    const own: Readonly<Record<QuestionKind, readonly (readonly [string, Checked<unknown>, boolean])[]>> = {
      field: [
        ['of', role, true],
        ['field', string, true],
      ],
      'hidden-field': [
        ['of', role, true],
        ['field', string, true],
      ],
      count: [
        ['filter', string, true],
        ['capture', string, false],
      ],
      time: [
        ['of', role, true],
        ['since', role, false],
      ],
      computed: [
        ['value', word(computedValues), true],
        ['of', role, true],
        ['field', string, false],
        ['from', word(['client', 'server']), false],
      ],
      choice: [
        ['options', list(text), true],
        ['right', number, true],
        ['evidence', list(role), false],
      ],
      order: [['of', list(role), true]],
      drawing: [
        ['of', role, true],
        ['part', word(['opening', 'close', 'whole']), true],
      ],
      text: [
        ['evidence', list(role), true],
        ['fields', list(string), false],
      ],
    }
    only(map, ['id', 'text', 'kind', 'points', 'why', ...own[kind].map(([key]) => key)], at)
    for (const [key, check, needed] of own[kind]) {
      if (map.has(key)) check(map.get(key), `${at}.${key}`)
      else if (needed) wrong(`${at}.${key}`, 'is missing')
    }
    return Object.fromEntries(map) as unknown as Question
  }
  const map = object(value, '')
  if (map.get('format') !== 'wirelens-lab') wrong('format', 'is not "wirelens-lab"')
  if (map.get('version') !== 1) wrong('version', 'is not 1')
  only(map, ['$schema', 'format', 'version', 'id', 'title', 'about', 'captures', 'variables', 'questions'], '')
  string(map.get('id'), 'id')
  text(map.get('title'), 'title')
  if (map.has('about')) text(map.get('about'), 'about')
  if (map.has('captures')) list(string)(map.get('captures'), 'captures')
  if (map.has('variables'))
    for (const [key, v] of object(map.get('variables'), 'variables')) {
      const most = object(v, `variables.${key}`).get('most')
      if (typeof most !== 'number')
        string(object(most, `variables.${key}.most`).get('count'), `variables.${key}.most.count`)
    }
  const questions = list(question)(map.get('questions'), 'questions')
  const seen = new Set<string>()
  for (const { id } of questions) if (seen.size === seen.add(id).size) wrong(`the question ${id}`, 'is there twice')
  return { ...(Object.fromEntries(map) as unknown as Sheet), questions }
}
