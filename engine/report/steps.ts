/** What each segment of a TCP conversation does, in a sentence or two; and the whole story in some. */
import { shortTime } from '../flows/handshake-words'
import { ahead, endOf, FLAG, flagText, other } from '../flows/stream-segment'
import type { End, StreamSegment } from '../flows/stream-segment'
import { tcpStreams } from '../flows/tcp-streams'
import { problemText } from '../flows/tcp-problems'
import { vendor } from '../names/vendors'
import { inLanguage } from '../words/language'
import type { TcpSubject } from './tcp-subject'

/** `n`: its position in the conversation. */
export function stepText(c: TcpSubject, s: StreamSegment, n: number): string {
  const { words: w } = c
  const twin = c.told.story.twinAt(n)
  if (twin) return w.copyOf(twin.frame)
  const out: string[] = []
  if (s.flags & FLAG.rst) out.push(w.doesReset)
  else if (s.flags & FLAG.syn) out.push(s.flags & FLAG.ack ? w.doesSynAck : w.doesSyn)
  if (s.length && !(s.flags & FLAG.rst))
    out.push(w.doesData(s.length, s.relativeSequence, s.relativeSequence + s.length - 1))
  const finNumber = (s.relativeSequence + ((endOf(s) - s.sequence) >>> 0) - 1) >>> 0
  if (s.flags & FLAG.fin) out.push(w.doesFin(finNumber))
  if (s.flags & FLAG.ack && !(s.flags & FLAG.rst)) out.push(...acknowledges(c, s))
  if (s.frame === c.told.story.readyFrame) out.push(w.nowOpen)
  const trouble = troubleText(c, s)
  if (trouble) out.push(w.troubled(trouble))
  return out.join(' ')
}

/** Verdicts that are problems, by name: `Retransmission, Zero Window`. */
export const troubleText = (c: TcpSubject, s: StreamSegment): string =>
  inLanguage(c.language, () => problemText(s.verdicts))

function acknowledges(c: TcpSubject, s: StreamSegment): string[] {
  const { words: w, told } = c
  const ack = s.relativeAcknowledgment
  const fin = told.story.fins[other(s.from)]
  const acked = s.acks ? c.segmentIn(s.acks) : undefined
  const out: string[] = []
  if (acked) {
    if (acked.flags & FLAG.syn) out.push(w.acksSyn(s.acks))
    else if (acked.flags & FLAG.fin) out.push(w.acksFin(s.acks, ack))
    else out.push(w.acksData(s.acks, ack))
  } else if (!s.length && !(s.flags & (FLAG.fin | FLAG.syn))) out.push(w.againAck(ack))
  if (fin && fin.frame < s.frame && ahead(s.acknowledgment, fin.end) < 0)
    out.push(w.notFin(fin.frame, (ack + ahead(fin.end, s.acknowledgment)) >>> 0))
  return out
}

/** How the connection was opened. */
export function openingText(c: TcpSubject): string {
  const { words: w, told } = c
  const { main } = told.story
  const kind = main.openingKind()
  const syn = main.syns[0] ?? main.syns[1]
  const answer = syn && main.answers[other(syn.from)]
  if (kind === 'three-way' && syn && answer)
    return capital(w.openedThree(c.who(syn.from), syn.frame, answer.frame, main.readyFrame))
  return kind === 'three-way' ? '' : w.openedOther(w[`kind_${kind}`])
}

/** How it was closed, by whom, in how many segments. */
export function closingText(c: TcpSubject): string {
  const { words: w, told } = c
  const { main } = told.story
  const kind = main.closingKind()
  const first = main.firstToClose()
  const second = first && main.fins[other(first.from)]
  const missing = second && !second.ackFrame ? ` ${w.lastAckMissing}` : ''
  const who = first ? c.who(first.from) : ''
  const last = second?.ackFrame ?? 0
  switch (kind) {
    case 'three-segments':
      return capital(
        (last ? w.closedThree(who, first!.frame, second!.frame, last) : w.closedOne(who, first!.frame)) + missing,
      )
    case 'four-segments':
      return capital(
        (last
          ? w.closedFour(who, first!.frame, first!.ackFrame, second!.frame, last)
          : w.closedOne(who, first!.frame)) + missing,
      )
    case 'simultaneous':
      return w.closedTogether(first!.frame, second!.frame)
    case 'half-close':
      return capital(w.closedHalf(who, first!.frame, first!.lateBytes, first!.lateFrame))
    case 'one-sided':
      return capital(w.closedOne(who, first!.frame))
    case 'reset':
      return capital(w.closedReset(c.who(main.end!.from), main.end!.frame))
    default:
      return main.wasOpen || (main.end === null && main.openingKind() === 'half-open') ? w.notClosed : w.neverOpen
  }
}

export function vantageText(c: TcpSubject): string {
  const { words: w } = c
  const { place, signs } = c.vantage
  if (place === 'both') return w.vantageBoth
  if (place === 'unknown') return w.vantageUnknown
  const end: End = place === 'first' ? 0 : 1
  return w.vantageEnd(c.who(end), framesText(signs[end].partialChecksums))
}

/** Data each way: bytes and segments, without what was captured or sent twice. */
export function dataTexts(c: TcpSubject, segments: readonly [number, number]): string[] {
  const { words: w, told } = c
  return c.order.map((end) => {
    const bytes = told.story.main.dataBytes[end]
    return capital(bytes ? w.dataSum(c.who(end), bytes, segments[end]) : w.noData(c.who(end)))
  })
}

/** The initial round-trip time in nanoseconds; −1 where it is not known. */
export const initialRtt = (c: TcpSubject): number => c.session.memories.get(tcpStreams).initialRtt(c.stream)

export const rttText = (nanoseconds: number): string => shortTime(nanoseconds)

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** `26, 66, 165`; long lists end with an ellipsis. */
export const framesText = (frames: readonly number[]): string =>
  frames.slice(0, 10).join(', ') + (frames.length > 10 ? ' …' : '')

export const flagsOf = (s: StreamSegment): string => flagText(s.flags)

/** Who made the adapter with this address (`08:00:27:…`); undefined where it is not known, and for the addresses that hosts choose themselves. */
export const makerOf = (mac: string): string | undefined => {
  const digits = mac.replace(/:/g, '')
  return vendor(parseInt(digits.slice(0, 6), 16), parseInt(digits.slice(6), 16))
}
