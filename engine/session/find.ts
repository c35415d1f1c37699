/** Find packet: the next one shown, in either direction, whose Info text or bytes hold what was asked for, or that a filter lets through. */
import { makePlan } from '../dissect/plan'
import { compilePattern } from '../filter/regex'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { FilterRun } from './filtering'
import type { FilterOptions } from './filtering'
import type { Session } from './session'
import { Turns } from './turns'

/** Text in Info, text in the bytes, bytes, a regular expression in Info, a display filter. */
export type FindIn = 'info' | 'text' | 'hex' | 'regex' | 'filter'

export interface FindOptions {
  /** Position (from 0) to start beside. */
  from: number
  backwards?: boolean
  in: FindIn
  what: string
  matchCase?: boolean
  /** Whether the list shows a packet: the others are passed over. */
  shows?: (i: number) => boolean
  filter?: FilterOptions
  signal?: AbortSignal
}

/** Position of the first match, wrapping around at the ends once; −1 when there is none. */
export async function findPacket(session: Session, options: FindOptions): Promise<number> {
  const matches = matcher(session, options)
  const { shows = () => true } = options
  const { count } = session
  const step = options.backwards ? count - 1 : 1
  const turns = new Turns(session, options, 'The search was stopped.')
  let i = options.from
  for (let n = 1; n <= count; n++) {
    i = (i + step) % count
    if (shows(i) && matches(i)) return i
    if (n % 16 === 0 && turns.over) await turns.rest(n, count)
  }
  return -1
}

function matcher(
  session: Session,
  { in: where, what, matchCase = false, filter = {} }: FindOptions,
): (i: number) => boolean {
  if (!what) throw new Refused('nothing-to-find', 'There is nothing to search for.', 'Type a text or bytes.')
  if (where === 'filter') {
    const { compiled } = new FilterRun(session, what, filter)
    const plan = makePlan(registry, { fields: compiled.fields, columns: compiled.columns })
    return (i) => compiled.matches(session.decode(i, plan))
  }
  if (where === 'regex') {
    const plan = makePlan(registry, { columns: true })
    const pattern = compilePattern(utf8(matchCase ? `(?-i)${what}` : what), (message) => {
      throw new Refused('bad-regex', message, 'Write a regular expression, such as Seq=\\d+.')
    })
    return (i) => pattern.test(utf8(session.decode(i, plan).info))
  }
  if (where === 'info') {
    const plan = makePlan(registry, { columns: true })
    const fold = (text: string): string => (matchCase ? text : text.toLowerCase())
    const wanted = fold(what)
    return (i) => fold(session.decode(i, plan).info).includes(wanted)
  }
  const plan = makePlan(registry, {})
  const wanted = where === 'hex' ? fromHex(what) : utf8(what)
  const folded = !matchCase && where === 'text'
  return (i) => {
    const p = session.decode(i, plan)
    return contains(p.bytes.subarray(p.origin, p.origin + p.frame.captured), wanted, folded)
  }
}

function fromHex(text: string): Uint8Array {
  const digits = text.replace(/[\s:.-]|0x/gi, '')
  if (!digits || digits.length % 2 || /[^0-9a-f]/i.test(digits))
    throw new Refused(
      'bad-hex',
      `“${text}” is not a run of bytes.`,
      'Write two hexadecimal digits per byte, such as 0d 0a.',
    )
  return Uint8Array.from(digits.match(/../g)!, (pair) => parseInt(pair, 16))
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const lower = (b: number): number => (b >= 65 && b <= 90 ? b + 32 : b)

function contains(bytes: Uint8Array, wanted: Uint8Array, folded: boolean): boolean {
  const last = bytes.length - wanted.length
  outer: for (let at = 0; at <= last; at++) {
    for (let k = 0; k < wanted.length; k++) {
      const a = bytes[at + k]!
      const b = wanted[k]!
      if (a !== b && !(folded && lower(a) === lower(b))) continue outer
    }
    return true
  }
  return false
}
