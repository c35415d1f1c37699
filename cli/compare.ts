/** `wirelens compare A B`: two captures of the same traffic, packet by packet: clocks, delays, translated addresses, changes, losses. */
import { basename } from 'node:path'
import { compare } from '../engine/compare/compare'
import type { Comparison, Side } from '../engine/compare/compare'
import { compareLadder } from '../engine/compare/compare-ladder'
import { comparisonJson, comparisonText } from '../engine/compare/print'
import { exportFormats, exportLadder } from '../engine/flows/export-ladder'
import type { ExportFormat } from '../engine/flows/export-ladder'
import type { Session } from '../engine/session/session'
import { inLanguage } from '../engine/words/language'
import type { Language } from '../engine/words/language'
import { readWords } from './companions/words'
import { exitCode } from './exit-codes'
import { languageNamed, presetLanguage } from './language'
import { Output } from './output'
import { safe } from './terminal-text'
import { usage } from './usage-error'
import { openWhole } from './whole-session'

export const compareHelp = `Usage: wirelens compare A B [--format FORMAT] [--frame N] [--lang ko|en]
       wirelens compare FILE --interfaces I,J [options]

  --interfaces I,J  two interfaces of one capture, by their numbers from 0, in place of two captures
  --format FORMAT   text, json; or a ladder of one conversation as svg, mermaid, plantuml or ladder (else text)
  --frame N         the ladder's conversation, by a packet of A (else the one with most packets)
  --lang LANG       en or ko
`

/** @returns the exit code */
export async function compareCommand(args: readonly string[]): Promise<number> {
  const out = new Output()
  const words = readWords(args, {
    valued: ['interfaces', 'format', 'frame', 'lang'],
    plain: ['help', 'h'],
    usage: compareHelp,
  })
  const last = (name: string): string | undefined => words.values.get(name)?.at(-1)
  if (words.values.has('help') || words.values.has('h')) {
    out.write(compareHelp)
    out.flush()
    return exitCode.done
  }
  const format = last('format') ?? 'text'
  const ladder = format === 'ladder' ? 'text' : exportFormats.find((f) => f === format && f !== 'text')
  if (!ladder && format !== 'text' && format !== 'json') usage(`There is no format "${safe(format)}".`, compareHelp)
  const frame = last('frame') === undefined ? undefined : Number(last('frame'))
  if (frame !== undefined && !(frame >= 1)) usage('--frame takes the number of a packet of A.', compareHelp)
  const lang = last('lang')
  const language = lang === undefined ? presetLanguage() : languageNamed(lang)
  const sessions: Session[] = []
  try {
    const [a, b] = await sidesOf(words.files, last('interfaces'), sessions)
    const comparison = compare(a, b)
    const dropped = sessions.reduce((sum, session) => sum + droppedIn(session), 0)
    if (format === 'json') out.write(comparisonJson(comparison))
    else if (ladder) for (const piece of drawn(comparison, ladder, frame, language)) out.write(piece)
    else for (const piece of comparisonText(comparison, dropped, language)) out.write(lineSafe(piece))
    out.flush()
    return exitCode.done
  } finally {
    for (const session of sessions) session.close()
  }
}

function drawn(comparison: Comparison, format: ExportFormat, frame: number | undefined, language: Language): string[] {
  return inLanguage(language, () => {
    const ladder = compareLadder(comparison, frame)
    // A ladder in letters has no colours for what is wrong: it stands with the remarks.
    if (format === 'text')
      for (const arrow of ladder.arrows) arrow.comment = [arrow.comment, arrow.problem].filter(Boolean).join(', ')
    return [...exportLadder(ladder, format, { digits: 6 })]
  })
}

/** Line breaks and tabs are ours. */
const lineSafe = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.split('\t').map(safe).join('\t'))
    .join('\n')

async function sidesOf(
  files: readonly string[],
  interfaces: string | undefined,
  sessions: Session[],
): Promise<[Side, Side]> {
  const open = async (path: string): Promise<Session> => {
    const session = await openWhole(path)
    sessions.push(session)
    return session
  }
  if (interfaces === undefined) {
    const [a, b, more] = files
    if (a === undefined || b === undefined || more !== undefined) usage('compare needs two captures.', compareHelp)
    return [
      { session: await open(a!), name: basename(a!) },
      { session: await open(b!), name: basename(b!) },
    ]
  }
  const numbers = /^(\d{1,5}),(\d{1,5})$/.exec(interfaces)
  const [path, more] = files
  if (!numbers || path === undefined || more !== undefined || numbers[1] === numbers[2])
    usage('--interfaces takes two numbers, as in 0,1, and one capture.', compareHelp)
  const session = await open(path!)
  const known = session.scanner.interfaces
  const side = (text: string): Side => {
    const found = known[Number(text)]
    if (!found) usage(`The capture has no interface ${text}.`, `It has ${known.length}, counted from 0.`)
    return { session, name: found?.name ?? `interface ${text}`, interface: Number(text) }
  }
  return [side(numbers![1]!), side(numbers![2]!)]
}

/** Packets that the capture says it has missed. */
const droppedIn = ({ scanner }: Session): number =>
  scanner.interfaces.reduce(
    (sum, { statistics }) => sum + (statistics?.dropped ?? 0) + (statistics?.droppedBySystem ?? 0),
    0,
  )
