/** What the story of a TCP conversation comes to, in one sentence each for its opening, its close and the place of the capture. */
import { secondsText } from '../bytes/time'
import type { ClosingKind, Farewell, OpeningKind, Story } from './handshakes'
import { other } from './stream-segment'
import type { End } from './stream-segment'
import type { Place } from './vantage'

export interface Opening {
  kind: OpeningKind
  sentence: string
  frames: number[]
  /** SYNs that were sent again. */
  repeats: number
}

export interface Closing {
  kind: ClosingKind
  sentence: string
  frames: number[]
  /** Which end closed or broke off first; null while open. */
  by: End | null
  /** Both directions are closed and acknowledged, or it was broken off. */
  complete: boolean
  /** Each FIN with its acknowledgement (0: none in the capture); times in nanoseconds. */
  fins: { frame: number; from: End; ackFrame: number; rtt: number | null; notAckFrame: number; notAckOf: number }[]
  resets: { frame: number; from: End }[]
}

export interface VantageWords {
  place: Place
  sentence: string
  frames: number[]
}

const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)

/** Milliseconds and microseconds in a form that a sentence can hold. */
export function shortTime(nanoseconds: number): string {
  const n = Math.abs(nanoseconds)
  const sign = nanoseconds < 0 ? '−' : ''
  const digits = (v: number): string => String(Number(v.toPrecision(v >= 100 ? 4 : 3)))
  if (n < 1e3) return `${sign}${n} ns`
  if (n < 1e6) return `${sign}${digits(n / 1e3)} µs`
  if (n < 1e9) return `${sign}${digits(n / 1e6)} ms`
  return n < 1e11 ? `${sign}${digits(n / 1e9)} s` : `${sign}${secondsText(n, 0)} s`
}

/** `the server (10.0.0.2:80)`; `ends` are the texts of both ends. */
export function nameOf(story: Story, end: End, ends: readonly [string, string]): string {
  const caller = story.caller()
  return caller < 0 ? ends[end] : `the ${caller === end ? 'client' : 'server'} (${ends[end]})`
}
const roleOf = (story: Story, end: End, ends: readonly [string, string]): string => {
  const caller = story.caller()
  return caller < 0 ? ends[end] : `the ${caller === end ? 'client' : 'server'}`
}

export function openingOf(story: Story, ends: readonly [string, string]): Opening {
  const kind = story.openingKind()
  const syn = story.syns[0] ?? story.syns[1]
  const from = syn?.from ?? 0
  const answer = story.answers[other(from)]
  const repeats = (story.syns[0]?.repeats ?? 0) + (story.syns[1]?.repeats ?? 0)
  const answerRepeats = answer?.repeats ?? 0
  const again =
    (repeats ? ` The SYN was sent again ${times(repeats)}.` : '') +
    (answerRepeats ? ` The SYN+ACK was sent again ${times(answerRepeats)}.` : '')
  const caller = nameOf(story, from, ends)
  const called = nameOf(story, other(from), ends)
  const reset = story.firstReset
  const frames = [
    story.syns[0]?.frame,
    story.syns[1]?.frame,
    answer?.frame,
    story.readyFrame || undefined,
    story.resetInOpening ? reset?.frame : undefined,
  ]
  const made = (sentence: string): Opening => ({
    kind,
    sentence: sentence + again,
    frames: [...new Set(frames.filter((f): f is number => f !== undefined))].sort((a, b) => a - b),
    repeats,
  })
  switch (kind) {
    case 'three-way':
      return made(
        `Opened by ${caller} in three packets: SYN (frame ${syn!.frame}), SYN+ACK (${answer!.frame}), ACK (${story.readyFrame}).`,
      )
    case 'fast-open':
      return made(
        `Opened by ${caller} with TCP Fast Open: the SYN (frame ${syn!.frame}) carries ${syn!.length} bytes, which the SYN+ACK (${answer!.frame}) ${
          story.earlyAccepted ? 'accepts' : 'does not accept'
        }.`,
      )
    case 'simultaneous':
      return made(
        `Opened from both sides at once: each end sent a SYN (frames ${story.syns[0]!.frame} and ${story.syns[1]!.frame}) before it had that of the other.`,
      )
    case 'refused':
      return made(`Refused: ${called} answers the SYN (frame ${syn!.frame}) with a reset (${reset!.frame}).`)
    case 'unanswered':
      return made(`Not answered: ${caller} sends a SYN (frame ${syn!.frame}), and nothing comes back.`)
    case 'half-open': {
      const end =
        story.resetInOpening && reset
          ? `then ${roleOf(story, reset.from, ends)} breaks off with a reset (${reset.frame})`
          : 'and the third packet of the opening is not in the capture'
      return made(`Half open: SYN (frame ${syn!.frame}), SYN+ACK (${answer!.frame}), ${end}.`)
    }
    case 'partial':
      return made(`The SYN of ${caller} is frame ${syn!.frame}; the answer to it is not in the capture.`)
    default: {
      const only = story.answers[0] ?? story.answers[1]
      return only
        ? {
            ...made(
              `Joined midway: the capture begins with the SYN+ACK (frame ${only.frame}); the SYN before it is missing.`,
            ),
            frames: [only.frame, story.readyFrame].filter(Boolean),
          }
        : made('Joined midway: how the connection was opened is not in the capture.')
    }
  }
}

export function closingOf(story: Story, ends: readonly [string, string]): Closing {
  const kind = story.closingKind()
  const first = story.firstToClose()
  const second = first && story.fins[other(first.from)]
  const reset = story.firstReset
  const fins = [first, second].flatMap((f) => (f ? [f] : []))
  const late = reset && !story.resetInOpening
  const by = kind === 'reset' ? (first?.from ?? reset!.from) : (first?.from ?? null)
  const sentence = [closeSentence(story, kind, ends), ...fins.map((f) => dataAckSentence(f)), afterwards(story, kind)]
    .filter(Boolean)
    .join(' ')
  return {
    kind,
    sentence,
    frames: [
      ...new Set([...fins.flatMap((f) => [f.frame, f.ackFrame]), ...(late ? [reset.frame] : [])].filter(Boolean)),
    ].sort((a, b) => a - b),
    by,
    complete: kind === 'reset' || (fins.length === 2 && fins.every((f) => f.ackFrame !== 0)),
    fins: fins.map((f) => ({
      frame: f.frame,
      from: f.from,
      ackFrame: f.ackFrame,
      rtt: f.ackFrame ? f.ackTime - f.time : null,
      notAckFrame: f.dataAckFrame,
      notAckOf: f.dataAckOf,
    })),
    resets: late ? [reset] : [],
  }
}

function closeSentence(story: Story, kind: ClosingKind, ends: readonly [string, string]): string {
  const first = story.firstToClose()
  const second = first && story.fins[other(first.from)]
  const who = first ? nameOf(story, first.from, ends) : ''
  const peer = first ? roleOf(story, other(first.from), ends) : ''
  const missing = second && !second.ackFrame ? ' The last ACK is not in the capture.' : ''
  const last = second?.ackFrame ? `, ACK (${second.ackFrame})` : ''
  switch (kind) {
    case 'three-segments':
      return `Closed in three segments, begun by ${who}: FIN (frame ${first!.frame}), FIN+ACK (${second!.frame}), which acknowledges that FIN${last}.${missing}`
    case 'four-segments':
      return `Closed in four segments, begun by ${who}: FIN (frame ${first!.frame}), ACK (${first!.ackFrame}), FIN (${second!.frame})${last}.${missing}`
    case 'simultaneous': {
      const acks = [first!.ackFrame, second!.ackFrame].filter(Boolean)
      return `Closed from both sides at once: the FINs in frames ${first!.frame} and ${second!.frame} crossed${
        acks.length === 2
          ? `; ${acks[0]} and ${acks[1]} acknowledge them`
          : acks.length
            ? `; ${acks[0]} acknowledges one of them`
            : ''
      }.`
    }
    case 'half-close':
      return (
        `Half-closed by ${who} with the FIN in frame ${first!.frame} (acknowledged in ${first!.ackFrame}): ${peer} goes on and sends ${first!.lateBytes} more bytes from frame ${first!.lateFrame}` +
        (second ? `, then closes as well: FIN (${second.frame})${last}.${missing}` : '.')
      )
    case 'one-sided':
      return `Closed on one side: ${who} has sent a FIN (frame ${first!.frame}), ${
        first!.ackFrame ? `acknowledged in frame ${first!.ackFrame}` : 'which is not acknowledged'
      }; ${peer} has not closed.`
    case 'reset': {
      const { frame, from } = story.firstReset!
      const after = first ? ` after the FIN of ${roleOf(story, first.from, ends)} (frame ${first.frame})` : ''
      return `Broken off by ${nameOf(story, from, ends)} with a reset (frame ${frame})${after}.`
    }
    default:
      return story.resetInOpening || story.openingKind() === 'unanswered'
        ? 'Never open, so never closed.'
        : 'Still open when the capture ends.'
  }
}

const dataAckSentence = (f: Farewell): string =>
  f.dataAckFrame
    ? `Frame ${f.dataAckFrame} comes after that FIN, but acknowledges the data of frame ${f.dataAckOf}.`
    : ''

const afterwards = (story: Story, kind: ClosingKind): string =>
  kind !== 'reset' && story.firstReset && !story.resetInOpening
    ? `A reset followed in frame ${story.firstReset.frame}.`
    : ''

export function vantageOf(story: Story, ends: readonly [string, string]): VantageWords {
  const { place, partialChecksums, unpadded, padded } = story.vantage.result()
  const list = (frames: number[]): string => frames.slice(0, 5).join(', ') + (frames.length > 5 ? ' …' : '')
  const reasons: string[] = []
  if (partialChecksums.length)
    reasons.push(
      `the checksums of its own packets (frames ${list(partialChecksums)}) are only the sum over the pseudo-header, because the adapter was to complete them`,
    )
  if (unpadded.length)
    reasons.push(
      `its own packets (frames ${list(unpadded)}) are shorter than Ethernet allows: padding is added by the adapter`,
    )
  const why = reasons.join('; ')
  const frames = [...new Set([...partialChecksums, ...unpadded, ...padded])].sort((a, b) => a - b)
  if (place === 'unknown')
    return { place, sentence: 'Nothing in these packets tells where the capture was made.', frames: [] }
  const sentence =
    place === 'both'
      ? `Both ends are on the machine that captured: ${why}.`
      : `The capture was made on ${nameOf(story, place === 'first' ? 0 : 1, ends)}: ${why}. Such checksums are not errors.`
  return {
    place,
    sentence: partialChecksums.length ? sentence : sentence.replace(' Such checksums are not errors.', ''),
    frames,
  }
}
