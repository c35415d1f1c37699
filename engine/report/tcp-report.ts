/** The report on a TCP connection: from the handshake to the close, with every header field of the opening and why it has its value. */
import { limits } from '../limits'
import { wholeLadder } from '../session/ladders'
import { timeDigits } from '../session/rows'
import type { Session } from '../session/session'
import { Turns } from '../session/turns'
import type { Work } from '../session/turns'
import type { Language } from '../words/language'
import { heading, list, prose } from './document'
import type { Block, ReportPart } from './document'
import { environmentTable } from './environment'
import { notesPart, packetRows } from './packet-list'
import { closingText, dataTexts, initialRtt, openingText, makerOf, rttText, troubleText, vantageText } from './steps'
import { closePart, dataPart, handshakePart } from './tcp-phases'
import { TcpSubject } from './tcp-subject'
import { checksumsPart, problemsPart, statesPart, stepsTable, timesPart } from './tcp-tables'
import { counted } from './tcp-count'

/** @throws Refused when there is no such stream */
export async function tcpReport(
  session: Session,
  stream: number,
  language: Language,
  parts: ReadonlySet<ReportPart>,
  work: Work,
): Promise<{ title: string; blocks: Block[] }> {
  const c = await TcpSubject.read(session, stream, language, work)
  const { w, words } = c
  const turns = new Turns(session, work, 'The report was stopped.')
  const sums = await counted(c, turns)
  const [left, right] = c.order
  const frames = Array.from({ length: Math.min(c.count, limits.reportRows) }, (_, n) => c.told.frames.frame(n))
  const blocks: Block[] = []
  const part = async (name: ReportPart, make: () => readonly Block[] | Promise<readonly Block[]>): Promise<void> => {
    if (!parts.has(name)) return
    if (turns.over) await turns.rest(c.count, c.count)
    blocks.push(...(await make()))
  }
  await part('summary', () => {
    const rtt = initialRtt(c)
    return [
      heading(w.summary),
      ...list(
        [
          openingText(c),
          ...dataTexts(c, sums.dataSegments),
          closingText(c),
          rtt >= 0 ? words.irttSum(rttText(rtt)) : '',
          vantageText(c),
          words.problemSum(sums.problems.length + sums.problemsLeft),
        ].filter(Boolean),
      ),
    ]
  })
  await part('environment', () => [heading(w.environment), ...environmentTable(session, w, hostRows(c))])
  await part('packets', async () => [
    heading(w.packetList),
    ...(await packetRows(session, frames, c.count, w)),
    ...stepsTable(c, frames.length),
  ])
  await part('ladder', async () => {
    const ladder = await wholeLadder(session, { kind: 'tcp', stream }, limits.reportArrows, work)
    // What is said of the whole stands in the summary.
    const arrows = ladder.arrows.map((a) => (a.problem ? { ...a, problem: troubleOf(c, a.n) } : a))
    const bare = { ...ladder, arrows, opening: '', closing: '', vantage: '' }
    return [
      heading(words.ladder),
      { kind: 'ladder', caption: words.ladderCaption, ladder: bare, digits: timeDigits(session) },
      ...prose(ladder.arrows.length < ladder.total ? w.onlyFirst(ladder.arrows.length, ladder.total) : ''),
    ]
  })
  await part('handshake', () => handshakePart(c))
  await part('data', () => dataPart(c, sums))
  await part('close', () => closePart(c))
  await part('states', () => statesPart(c, frames.length))
  await part('times', () => timesPart(c, frames.length))
  await part('checksums', () => checksumsPart(c, frames.length))
  await part('problems', () => problemsPart(c, sums))
  await part('notes', () => notesPart(session, c.allFrames(), w))
  return { title: words.title(stream, c.told.ends[left], c.told.ends[right]), blocks }
}

/** What is wrong with segment `n`, in the language of the report. */
function troubleOf(c: TcpSubject, n: number): string {
  const twin = c.told.story.twinAt(n)
  return twin ? c.words.copyOf(twin.frame) : troubleText(c, c.segment(n))
}

/** Both hosts: addresses, ports, adapters, and what their packets tell of their systems. */
function hostRows(c: TcpSubject): string[][] {
  const { words: w } = c
  return c.order.map((end) => {
    const { ttl } = c.vantage.signs[end]
    const mac = c.macOf(end)
    const start = ttlStart(ttl)
    const systems = start === 64 ? w.start64 : start === 128 ? w.start128 : w.start255
    const maker = mac ? makerOf(mac) : undefined
    return [
      c.roleTitle(end),
      [c.told.ends[end], mac && `MAC ${mac}`, maker ?? '', ttl >= 0 ? w.ttlGuess(ttl, start, systems) : '']
        .filter(Boolean)
        .join(', '),
    ]
  })
}

/** The number that a TTL most likely began with. */
const ttlStart = (ttl: number): number => (ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255)
