/** A comparison for people: what both captures share, their clocks, delays, translations, changes, what is missing, and the packets in order. */
import { secondsText } from '../bytes/time'
import { shortTime } from '../flows/handshake-words'
import { limits } from '../limits'
import type { Language } from '../words/language'
import type { Absent, Comparison, Seen } from './compare'
import { eventsOf, labelOf } from './events'
import { compareWords } from './words'

const letter = (in_: 'a' | 'b'): string => in_.toUpperCase()
const otherLetter = (in_: 'a' | 'b'): string => (in_ === 'a' ? 'B' : 'A')

/** Why a packet is in one capture alone. */
export function absentText({ in: in_, why, frames }: Absent, language?: Language): string {
  const w = compareWords(language)
  switch (why) {
    case 'lost':
      return w.lost(letter(in_), otherLetter(in_))
    case 'outside':
      return w.outside(otherLetter(in_))
    case 'resegmented':
      return w.resegmented(otherLetter(in_), frames.join(', '))
    case 'between':
      return w.between(otherLetter(in_))
    default:
      return w.unknown
  }
}

/** Told once, for all packets. */
const translated: ReadonlySet<string> = new Set(['source', 'destination', 'sourcePort', 'destinationPort'])

/** `Time to Live 64 → 63, window 512 → 1024`: all but addresses and ports. */
export const changesText = ({ changes }: Seen, language?: Language): string =>
  changes
    .filter(({ what }) => !translated.has(what))
    .map(({ what, a, b }) => `${compareWords(language)[what]} ${a} → ${b}`)
    .join(', ')

function clockLines({ clock }: Comparison, language?: Language): string[] {
  const w = compareWords(language)
  if (clock.kind === 'none') return [w.noClock]
  if (clock.kind === 'one-way') return [w.oneWay]
  if (clock.shortest! < 0) return [w.contrary]
  const shortest = shortTime(Math.round(clock.shortest!))
  const offset = Math.round(clock.offset)
  const ppm = clock.drift / 1000
  return [
    offset === 0 ? w.sameTime(shortest) : w.twoWay(shortTime(Math.abs(offset)), offset > 0 ? 'B' : 'A', shortest),
    ...(Math.abs(ppm) >= 0.1 ? [w.drift(Math.abs(ppm).toFixed(1), ppm > 0 ? 'B' : 'A')] : []),
  ]
}

function delayLines({ seen, clock }: Comparison, language?: Language): string[] {
  const w = compareWords(language)
  const lines: string[] = []
  for (const course of ['ab', 'ba'] as const) {
    const delays = seen.flatMap((s) => (s.course === course && s.delay !== null ? [s.delay] : [])).sort((x, y) => x - y)
    if (!delays.length || (clock.shortest ?? 0) < 0) continue
    const text = (n: number): string => shortTime(Math.round(n))
    const [from, to] = course === 'ab' ? ['A', 'B'] : ['B', 'A']
    const middle = delays[delays.length >> 1]!
    const line = w.delay(from!, to!, delays.length, text(delays[0]!), text(middle), text(delays.at(-1)!))
    lines.push(line + (clock.kind === 'one-way' ? w.above : ''))
  }
  const unknown = seen.filter((s) => !s.course).length
  return unknown ? [...lines, w.unknownCourse(unknown)] : lines
}

function changeLines({ seen }: Comparison, language?: Language): string[] {
  const w = compareWords(language)
  const kinds = new Map<string, { count: number; text: string }>()
  for (const { frameA, frameB, changes } of seen)
    for (const { what, a, b } of changes) {
      const known = kinds.get(what)
      if (known) known.count++
      else kinds.set(what, { count: 1, text: w.example(a, b, frameA, frameB) })
    }
  const lines = [...kinds].map(
    ([what, { count, text }]) => `  ${w.change(w[what as keyof typeof w] as string, count, text)}`,
  )
  return lines.length ? [w.changes, ...lines] : []
}

const listed = 20

function absentLines({ absent }: Comparison, dropped: number, language?: Language): string[] {
  const w = compareWords(language)
  const kinds = new Map<string, Absent[]>()
  for (const it of absent) {
    const why = it.why === 'resegmented' ? `resegmented ${it.in}` : absentText(it, language)
    kinds.set(`${it.in} ${why}`, [...(kinds.get(`${it.in} ${why}`) ?? []), it])
  }
  if (!kinds.size) return []
  const lines = [w.absent]
  for (const list of kinds.values()) {
    const [first] = list
    const frames = list.slice(0, listed).map((it) => it.frame)
    const rest = list.length - frames.length
    lines.push(`  ${w.count(list.length, absentText(first!, language))}`)
    lines.push(`  ${w.frames(letter(first!.in), frames.join(', ') + (rest ? `, ${w.more(rest)}` : ''))}`)
  }
  return dropped ? [...lines, `  ${w.dropped(dropped)}`] : lines
}

/** @param dropped packets that the captures say they have missed */
export function* comparisonText(comparison: Comparison, dropped: number, language?: Language): Generator<string> {
  const w = compareWords(language)
  const { a, b, twins, seen, translations } = comparison
  yield `${w.title}\n`
  yield `  ${w.side('A', a.name, a.packets, a.compared)}\n  ${w.side('B', b.name, b.packets, b.compared)}\n\n`
  yield `${w.conversations(twins, a.strangers, b.strangers)}\n`
  if (!twins) {
    yield `${w.nothing}\n`
    return
  }
  const lines = [w.both(seen.length), ...clockLines(comparison, language), ...delayLines(comparison, language)]
  if (translations.length) {
    lines.push('', w.translations)
    for (const it of translations.slice(0, listed))
      lines.push(`  ${w.translation(it.transport, w[it.end], it.a, it.b)}`)
    if (translations.length > listed) lines.push(`  ${w.more(translations.length - listed)}`)
  }
  for (const part of [changeLines(comparison, language), absentLines(comparison, dropped, language)])
    if (part.length) lines.push('', ...part)
  yield `${lines.join('\n')}\n\n${w.packets}\n${w.head}\n`
  const events = eventsOf(comparison)
  for (const { a: inA, b: inB, seen: pair, absent, timeA, timeB } of events.slice(0, limits.comparedLines)) {
    const time = Math.min(timeA ?? Infinity, timeB ?? Infinity)
    const s = (inA ?? inB)!
    const what = `${s.source} → ${s.destination} ${labelOf(s)}`
    const delay = pair?.delay == null ? '' : shortTime(Math.round(pair.delay))
    const rest = pair ? changesText(pair, language) : absentText(absent!, language)
    yield `${inA?.frame ?? '–'}\t${inB?.frame ?? '–'}\t${secondsText(time, 6)}\t${what}\t${delay}\t${rest}\n`
  }
  if (events.length > limits.comparedLines) yield `${w.clipped(events.length - limits.comparedLines)}\n`
}

/** All of it but its own working, for programs: times in nanoseconds. */
export function comparisonJson(comparison: Comparison): string {
  const { a, b, twins, clock, seen, absent, translations } = comparison
  const told = { ...clock, at: String(clock.at) }
  return `${JSON.stringify({ a, b, conversations: twins, clock: told, translations, packets: seen, absent }, null, 1)}\n`
}
