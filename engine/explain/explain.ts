/**
 * What a field of a packet is, why it has its value, and what follows from it.
 *
 *     await prepare(session, 28)                          // long conversations are read in turns; not needed where one may wait
 *     explain(session, 28, 'tcp.seq', 'ko')               // or the id of a line of the details tree
 *     // { what, why: [{ text, frames, fields }], follows: [{ text, frames, state }], … }
 *     explainFrame(session, 28, 'en')                     // all fields of the packet, in the order of the tree
 *     reasoned(session, 28)                               // ids of the lines that have a reason: where a window shows ∵
 */
import type { Language } from '../words/language'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { arpPass } from '../session/arp-pass'
import type { Session } from '../session/session'
import { Facts, tcpStoryOf } from './facts'
import type { Item } from './facts'
import { followsFrom } from './follows/follows'
import type { Follow } from './follows/follows'
import { nearNames } from './near-names'
import { whatIs } from './what/what'
import { reasonsFor } from './why/rules'
import type { Reason } from './why/rule'
import { explainWords } from './words'

export type { Follow, Reason }

export interface Explanation {
  frame: number
  /** Filter name. */
  field: string
  label: string
  /** The line of the details tree, and its `id` there. */
  line: string
  id: number
  /** Bytes that it stands in: length 0 for values that were computed. */
  start: number
  length: number
  source: number
  /** One or two sentences for somebody who meets the field for the first time. */
  what: string
  why: Reason[]
  /** Said in place of reasons where there is none. */
  noReason: string
  follows: Follow[]
}

/** Reads what explanations of this packet need, with looks at the event loop. */
export async function prepare(session: Session, frame: number): Promise<void> {
  await tcpStoryOf(session, frame)?.whole()
  await arpPass(session).whole()
}

const held = new WeakMap<Session, Facts>()

/** The facts of the packet asked for last are kept: a person moves from field to field. */
function factsOf(session: Session, frame: number): Facts {
  const own = held.get(session)
  if (own?.frame === frame && own.known === session.count) return own
  const made = new Facts(session, frame)
  held.set(session, made)
  return made
}

/**
 * @param target filter name of a field of the packet, or the id of a line of its details tree
 * @throws Refused (`no-such-packet`, `unknown-field`, `field-not-there`) in the words of the language, with names that are near
 */
export function explain(session: Session, frame: number, target: string | number, language: Language): Explanation {
  const f = factsOf(session, frame)
  const it = typeof target === 'number' ? itemOf(f, target, language) : itemNamed(f, target, language)
  return explanationOf(f, it, language)
}

/** All fields of the packet that a tree shows, but for what the capture says of the frame itself. */
export function explainFrame(session: Session, frame: number, language: Language): Explanation[] {
  const f = factsOf(session, frame)
  return shownItems(f).map((it) => explanationOf(f, it, language))
}

/** Ids of the lines of the details tree that have a reason of their own. */
export function reasoned(session: Session, frame: number): number[] {
  const f = factsOf(session, frame)
  return shownItems(f)
    .filter((it) => reasonsFor(f, it, 'en').length > 0)
    .map((it) => it.id)
}

const shownItems = (f: Facts): Item[] =>
  f.order.map((id) => f.items[id]!).filter((it) => it.name && !it.hidden && it.field.protocol !== 'frame')

function explanationOf(f: Facts, it: Item, language: Language): Explanation {
  const words = explainWords(language)
  const why = reasonsFor(f, it, language)
  return {
    frame: f.frame,
    field: it.name,
    label: it.field.label,
    line: it.line,
    id: it.id,
    start: it.start,
    length: it.length,
    source: it.source,
    what: whatIs(it.field, language) || words.noWhat(it.field.label, registry.protocol(it.field.protocol).title),
    why,
    noReason: why.length ? '' : it.generated ? words.noReasonComputed : words.noReason,
    follows: followsFrom(f, it, language),
  }
}

function itemOf(f: Facts, id: number, language: Language): Item {
  const it = f.items[id]
  if (it?.name) return it
  // A line of text, or of evidence, stands for the line above it.
  for (let up = it?.parent ?? -1; up >= 0; up = f.items[up]!.parent) if (f.items[up]!.name) return f.items[up]!
  throw new Refused('field-not-there', explainWords(language).noRecord(id, f.frame))
}

function itemNamed(f: Facts, name: string, language: Language): Item {
  const words = explainWords(language)
  const own = f.all(name)
  const found = own.find((it) => !it.hidden) ?? own[0]
  if (found && name) return found
  const there = [...new Set(shownItems(f).map((it) => it.name))]
  const known = registry.byName.has(name)
  const near = nearNames(name, there)
  const hint = near.length
    ? words.near(near.join(', '))
    : known || there.length === 0
      ? words.inFrame(there.slice(0, 12).join(', ') || '–')
      : words.near(nearNames(name, registry.byName.keys()).join(', ') || '–')
  throw known
    ? new Refused('field-not-there', words.notInFrame(name, f.frame), hint)
    : new Refused('unknown-field', words.noSuchField(name.slice(0, 80)), hint)
}
