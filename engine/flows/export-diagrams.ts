/** Ladders for documents: Mermaid's and PlantUML's sequence diagrams. Names and labels come from packets, so everything with a meaning there is escaped. */
import { secondsText } from '../bytes/time'
import type { Arrow, Ladder } from './ladder'
import { shortTime } from './handshake-words'
import { words } from './ladder-words'

export interface DiagramOptions {
  /** Decimals of the times. */
  digits: number
  absolute?: boolean
}

const nameOf = (ladder: Ladder, i: number): string => {
  const { name, role, port } = ladder.lifelines[i]!
  return `${role ? `${words()[role]} ` : ''}${name}${port ? ` :${port}` : ''}`
}

/** `PSH, ACK Seq=1 Ack=1 Len=13`, or what Info says. */
function segmentWords(a: Arrow, absolute: boolean): string {
  const s = a.segment
  if (!s || !a.phase) return a.label
  const sequence = absolute ? s.rawSequence : s.sequence
  const acknowledgment = absolute ? s.rawAcknowledgment : s.acknowledgment
  return (
    `${s.flags} Seq=${sequence}` +
    (acknowledgment === null ? '' : ` Ack=${acknowledgment}`) +
    (s.length ? ` Len=${s.length}` : '')
  )
}

/** What goes under an arrow: what it answers, and what is wrong with it. */
const remark = (a: Arrow): string =>
  [
    !a.answers ? '' : a.rtt === null ? words().answers(a.answers) : words().answersAfter(a.answers, shortTime(a.rtt)),
    a.problem,
  ]
    .filter(Boolean)
    .join('; ')

/** Characters that end a message or begin an entity there; and those that break a line. */
const mermaidText = (text: string): string =>
  text
    .replace(/[#;<>&"\\%\r\n\u2028\u2029]/g, (c) => `#${c.codePointAt(0)};`)
    .replace(/\b(end)\b/gi, (word) => `${word[0]}#8203;${word.slice(1)}`)

/** Mermaid: https://mermaid.js.org/syntax/sequenceDiagram.html */
export function* ladderMermaid(ladder: Ladder, options: DiagramOptions): Generator<string> {
  yield 'sequenceDiagram\n'
  for (let i = 0; i < ladder.lifelines.length; i++) yield `  participant h${i} as ${mermaidText(nameOf(ladder, i))}\n`
  for (const a of ladder.arrows) {
    if (a.folded) yield `  Note over h${a.from}: ${mermaidText(words().later(shortTime(a.wait)))}\n`
    const cross = a.problem ? '-x' : '->>'
    yield `  h${a.from}${cross}h${a.to}: ${mermaidText(`${a.frame} (${secondsText(a.time, options.digits)} s) ${segmentWords(a, options.absolute ?? false)}`)}\n`
    const extra = remark(a)
    if (extra) yield `  Note over h${a.from}: ${mermaidText(extra)}\n`
  }
  for (const sentence of [ladder.opening, ladder.closing, ladder.vantage])
    if (sentence)
      yield `  Note over h0${ladder.lifelines.length > 1 ? `,h${ladder.lifelines.length - 1}` : ''}: ${mermaidText(sentence)}\n`
}

/** PlantUML takes `~` before a character as "no meaning", and `<…>` as markup; a line is a command. */
const plantText = (text: string): string =>
  text
    .replace(/[\r\n\u2028\u2029]/g, ' ')
    .replace(/\\/g, '<U+005C>')
    .replace(
      /([*_"~<>{}[\]`|#/-])(?=\1)|["<>~%]/g,
      (c) => `<U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
    )
    .replace(/<U\+003C>U\+005C<U\+003E>/g, '<U+005C>')

/** PlantUML: https://plantuml.com/sequence-diagram */
export function* ladderPlantUml(ladder: Ladder, options: DiagramOptions): Generator<string> {
  yield '@startuml\nhide footbox\n'
  for (let i = 0; i < ladder.lifelines.length; i++) yield `participant "${plantText(nameOf(ladder, i))}" as h${i}\n`
  let phase = ''
  for (const a of ladder.arrows) {
    if (a.phase && a.phase !== phase) {
      phase = a.phase
      yield `== ${words()[a.phase]} ==\n`
    }
    if (a.folded) yield `... ${plantText(words().later(shortTime(a.wait)))} ...\n`
    const colour = a.problem ? '[#red]' : ''
    yield `h${a.from} -${colour}> h${a.to} : ${plantText(`${a.frame} (${secondsText(a.time, options.digits)} s) ${segmentWords(a, options.absolute ?? false)}`)}\n`
    const extra = remark(a)
    if (extra) yield `note ${a.from < a.to ? 'right' : 'left'} : ${plantText(extra)}\n`
  }
  const sentences = [ladder.opening, ladder.closing, ladder.vantage].filter(Boolean)
  if (sentences.length) {
    const over = ladder.lifelines.length > 1 ? `h0, h${ladder.lifelines.length - 1}` : 'h0'
    for (const sentence of sentences) yield `note over ${over} : ${plantText(sentence)}\n`
  }
  yield '@enduml\n'
}
