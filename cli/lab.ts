/** `wirelens lab sheets|answers|grade`: lab sheets, their answers out of a capture, and hand-ins graded. */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Desk } from '../engine/lab/desk'
import { grade, readHandIn, shownKey } from '../engine/lab/grade'
import { arrowText, keyOf } from '../engine/lab/key'
import { readSheet, textIn } from '../engine/lab/sheet'
import type { Sheet } from '../engine/lab/sheet'
import { builtInSheets } from '../engine/lab/sheets'
import { labWords } from '../engine/lab/words'
import { limits } from '../engine/limits'
import { Refused } from '../engine/refused'
import type { Session } from '../engine/session/session'
import type { Language } from '../engine/words/language'
import { exitCode } from './exit-codes'
import { languageNamed, presetLanguage } from './language'
import { Output } from './output'
import { safe } from './terminal-text'
import { usage } from './usage-error'
import { fileHashes, openWhole } from './whole-session'

export const labHelp = `Usage: wirelens lab sheets                              what sheets there are
       wirelens lab answers SHEET CAPTURE… [options]    the key: every answer with the frames that show it
       wirelens lab grade SHEET CAPTURE… ANSWERS        a hand-in, question by question

  SHEET          name of a built-in sheet, or a file (docs/lab-sheet.schema.json says how one is written)
  CAPTURE        one, or as many as the sheet names, as NAME=FILE
  ANSWERS        {"sheet": ID, "capture": SHA-256, "answers": {QUESTION: ANSWER}}
  --seed TEXT    the student whose variation it is
  --format F     text or json (else text)
  --lang LANG    en or ko (else that of LANG)
`
const seeHelp = 'See wirelens lab --help.'

/** @returns the exit code */
export async function labCommand(args: readonly string[]): Promise<number> {
  let language: Language = presetLanguage()
  let [seed, json] = ['', false]
  const words: string[] = []
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    const value = (): string => args[++i] ?? usage(`The option ${word} needs a value.`, seeHelp)
    if (word === '--help' || word === '-h') return print(labHelp)
    if (word === '--seed') seed = value()
    else if (word === '--format') {
      const text = value()
      if (text !== 'text' && text !== 'json') usage(`There is no format "${text}".`, 'Known: text, json.')
      json = text === 'json'
    } else if (word === '--lang') language = languageNamed(value())
    else if (word.startsWith('-')) usage(`There is no option ${word}.`, seeHelp)
    else words.push(word)
  }
  const [what, name, ...files] = words
  if (what === 'sheets') return print(sheetList(language, json))
  if (what !== 'answers' && what !== 'grade') usage('lab sheets, lab answers or lab grade?', seeHelp)
  const handInPath = what === 'grade' ? files.pop() : undefined
  if (name === undefined || !files.length || (what === 'grade' && handInPath === undefined))
    usage(`lab ${what} needs a sheet, a capture${what === 'grade' ? ' and a file of answers' : ''}.`, seeHelp)
  const sheet = sheetNamed(name)
  const handIn = handInPath === undefined ? undefined : readHandIn(textOf(handInPath), basename(handInPath))
  const captures = await open(files)
  try {
    const key = keyOf(sheet, new Desk(captures.sessions), language, seed || handIn?.seed)
    if (!handIn)
      return print(
        json ? jsonOf({ sheet: sheet.id, capture: captures.hash, key }) : keyText(sheet, key, captures.hash, language),
      )
    const grading = grade(sheet, key, handIn, captures.hash, language)
    return print(
      json ? jsonOf({ sheet: sheet.id, capture: captures.hash, ...grading }) : gradingText(sheet, grading, language),
    )
  } finally {
    for (const session of captures.sessions.values()) session.close()
  }
}

function print(text: string): number {
  const out = new Output()
  out.write(text)
  out.flush()
  return exitCode.done
}

const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

function sheetList(language: Language, json: boolean): string {
  if (json) return jsonOf(builtInSheets)
  return builtInSheets.map((s) => `${s.id.padEnd(18)} ${textIn(s.title, language)} (${s.questions.length})\n`).join('')
}

function sheetNamed(name: string): Sheet {
  const own = builtInSheets.find((s) => s.id === name)
  if (own) return own
  if (!/[./\\]/.test(name))
    usage(`There is no sheet "${name}".`, `Built in: ${builtInSheets.map((s) => s.id).join(', ')}; else name a file.`)
  return readSheet(textOf(name), basename(name))
}

function textOf(path: string): string {
  try {
    if (statSync(path).size <= 4 * limits.labSheet) return readFileSync(path, 'utf8')
  } catch {
    throw new Refused('no-such-file', `"${path}" cannot be read.`)
  }
  throw new Refused('too-large', `"${path}" is too large.`)
}

async function open(files: readonly string[]): Promise<{ sessions: Map<string, Session>; hash: string }> {
  const sessions = new Map<string, Session>()
  const hashes: string[] = []
  try {
    for (const word of files) {
      const [, name = '', path = word] = /^([\w-]+)=(.+)$/s.exec(word) ?? []
      if (sessions.has(name)) usage('Several captures need names.', 'Write NAME=FILE.')
      sessions.set(name, await openWhole(path))
      hashes.push(...fileHashes(path, ['sha256']))
    }
  } catch (error) {
    for (const session of sessions.values()) session.close()
    throw error
  }
  return { sessions, hash: hashes.join('+') }
}

function keyText(sheet: Sheet, key: ReturnType<typeof keyOf>, hash: string, language: Language): string {
  let text = `${textIn(sheet.title, language)}\nSHA-256 ${hash}\n`
  for (const [i, q] of sheet.questions.entries()) {
    const entry = key[i]!
    text += `\n${i + 1}. ${safe(textIn(q.text, language))} [${q.id}]\n`
    if (entry.none !== undefined) {
      text += `   – ${safe(labWords(language).noKey(entry.none))}\n`
      continue
    }
    if (entry.drawing) for (const a of entry.drawing) text += `   ${arrowText(a)}\n`
    else if (entry.right.length) text += `   = ${safe(shownKey(entry, q, language))}\n`
    const { frames, bytes, rule } = entry.evidence
    const where = `${frames.slice(0, 12).join(', ')}${frames.length > 12 ? ' …' : ''}${bytes && bytes[1] > bytes[0] ? ` [${bytes[0]}–${bytes[1] - 1}]` : ''}`
    text += `   ${safe(rule)}${where ? ` · ${where}` : ''}\n`
    if (q.why) text += `   ${safe(textIn(q.why, language))}\n`
  }
  return text
}

const signs = { right: '✓', wrong: '✗', missing: '–', teacher: '?', 'no-key': '·' } as const

function gradingText(sheet: Sheet, grading: ReturnType<typeof grade>, language: Language): string {
  const lines = grading.graded.map((g, i) => {
    const q = sheet.questions[i]!
    return `${signs[g.mark]} ${i + 1}. ${safe(textIn(q.text, language))}\n    ${safe(g.reason)}${g.frames.length ? ` · ${g.frames.slice(0, 12).join(', ')}` : ''}\n`
  })
  return `${grading.notes.map((n) => `! ${safe(n)}\n`).join('')}${lines.join('')}${labWords(language).points(grading.points, grading.of)}\n`
}
