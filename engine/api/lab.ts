/** Calls about lab sheets on the open capture: `lab.*`. The command line's `lab` grades the same. Right answers leave only with a verdict. */
import { Desk } from '../lab/desk'
import { grade } from '../lab/grade'
import { keyOf } from '../lab/key'
import type { KeyEntry } from '../lab/key'
import { readSheet, textIn } from '../lab/sheet'
import type { Sheet } from '../lab/sheet'
import { builtInSheets } from '../lab/sheets'
import { limits } from '../limits'
import { Refused } from '../refused'
import { hashOf } from '../session/file-hash'
import type { Session } from '../session/session'
import { languages } from '../words/language'
import type { Language } from '../words/language'
import { callsOf } from './call'
import { integer, list, object, oneOf, optional, text } from './check'
import type { Check } from './check'
import type { Decoder } from './decoder'
import type { Grading, LabSheet, LabSheetName, LabVerdict } from './lab-shapes'

const call = callsOf<Decoder>()
const language = oneOf(...languages)
const which = {
  /** Of a built-in sheet, or the text of one with the name of its file. */
  sheet: optional(text(100)),
  text: optional(text(limits.labSheet)),
  name: optional(text(1024)),
  language,
  /** Whose variation of the sheet it is. */
  seed: optional(text(200)),
}

/** An arrow that somebody drew, or a text, or a number. */
type Answer = string | number | { from: string; flags: string; seq?: number; ack?: number; len?: number }[]
const arrow = object({
  from: oneOf('client', 'server'),
  flags: text(100),
  seq: optional(integer(0, 0xffff_ffff)),
  ack: optional(integer(0, 0xffff_ffff)),
  len: optional(integer(0, 0xffff_ffff)),
})
const arrows = list(arrow, 200)
const answer: Check<Answer> = (value, at) =>
  typeof value === 'number' && Number.isFinite(value)
    ? value
    : Array.isArray(value)
      ? (arrows(value, at) as Answer)
      : text(limits.labText)(value, at)

export const sheets = call(object({ language }), (_, asked): LabSheetName[] =>
  builtInSheets.map(({ id, title, questions }) => ({
    id,
    title: textIn(title, asked.language),
    questions: questions.length,
  })),
)

/** The questions of a sheet, without their answers. */
export const open = call(object(which), async (d, asked): Promise<LabSheet> => {
  const sheet = sheetOf(asked)
  return {
    id: sheet.id,
    title: textIn(sheet.title, asked.language),
    about: sheet.about === undefined ? '' : textIn(sheet.about, asked.language),
    capture: (await hashOf(d.open.opened.path)).sha256,
    questions: sheet.questions.map((q) => ({
      id: q.id,
      kind: q.kind,
      text: textIn(q.text, asked.language),
      points: q.points ?? 1,
      options: q.kind === 'choice' ? q.options.map((option) => textIn(option, asked.language)) : [],
    })),
  }
})

/** Grades one answer. */
export const check = call(
  object({ ...which, question: text(200), answer }),
  async (d, { question, answer: given, ...asked }): Promise<LabVerdict> => {
    await d.settled()
    const sheet = sheetOf(asked)
    const at = sheet.questions.findIndex(({ id }) => id === question)
    if (at < 0) throw new Refused('no-such-question', `The sheet has no question “${question}”.`)
    const answers = new Map<string, unknown>([[question, given]])
    const graded = grade(sheet, keyFor(d.open, sheet, asked), { sheet: sheet.id, answers }, '', asked.language)
    const { why } = sheet.questions[at]!
    const { frames, ...rest } = graded.graded[at]!
    return { ...rest, frames: frames.slice(0, limits.labFrames), why: why ? textIn(why, asked.language) : '' }
  },
)

/** Grades a whole hand-in. */
export const grading = call(
  object({ ...which, answers: list(object({ id: text(200), answer }), limits.labQuestions) }),
  async (d, { answers, ...asked }): Promise<Grading> => {
    await d.settled()
    const sheet = sheetOf(asked)
    const given = new Map<string, unknown>(answers.map((one) => [one.id, one.answer]))
    const all = grade(sheet, keyFor(d.open, sheet, asked), { sheet: sheet.id, answers: given }, '', asked.language)
    return { ...all, graded: all.graded.map((one) => ({ ...one, frames: one.frames.slice(0, limits.labFrames) })) }
  },
)

interface Asked {
  sheet?: string
  text?: string
  name?: string
  language: Language
  seed?: string
}
function sheetOf({ sheet, text: own, name = 'sheet.json' }: Asked): Sheet {
  const found = own === undefined ? builtInSheets.find(({ id }) => id === sheet) : readSheet(own, name)
  if (!found) throw new Refused('no-such-sheet', `There is no sheet “${sheet ?? ''}”.`)
  if ((found.captures?.length ?? 1) > 1)
    throw new Refused(
      'several-captures',
      'This sheet is about several captures at once; a window has one open.',
      'Grade it with wirelens lab grade SHEET NAME=FILE NAME=FILE ANSWERS.',
    )
  return found
}

/** The key that was made last: answers to one sheet come one after the other. */
let last: { session: Session; count: number; about: string; key: KeyEntry[] } | undefined
function keyFor(session: Session, sheet: Sheet, { language: spoken, seed = '' }: Asked): KeyEntry[] {
  const about = JSON.stringify([sheet, spoken, seed])
  if (last?.session !== session || last.count !== session.count || last.about !== about)
    last = { session, count: session.count, about, key: keyOf(sheet, new Desk(new Map([['', session]])), spoken, seed) }
  return last.key
}
