/** What the attempts to open a TCP conversation come to, in one sentence each. */
import { secondsText } from '../bytes/time'
import type { Attempt, OpeningKind } from './attempt'
import type { Story } from './handshakes'
import { words } from './story-words'
import { other } from './stream-segment'
import type { End } from './stream-segment'

export interface Opening {
  kind: OpeningKind
  sentence: string
  frames: number[]
  /** SYNs that were sent again. */
  repeats: number
  /** Attempts in all: this is the one that opened the connection, or the last. */
  attempts: number
}

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

/** Who is meant: `story` is a whole conversation, or one attempt. */
interface Called {
  caller(): End | -1
}

/** `the server (10.0.0.2:80)`; `ends` are the texts of both ends. */
export function nameOf(story: Called, end: End, ends: readonly [string, string]): string {
  const caller = story.caller()
  const w = words()
  return caller < 0 ? ends[end] : w.named(w.role(caller === end), ends[end])
}
export const roleOf = (story: Called, end: End, ends: readonly [string, string]): string => {
  const caller = story.caller()
  return caller < 0 ? ends[end] : words().role(caller === end)
}

/** The opening of a conversation, with the attempts before and after it, each told by itself. */
export function openingOf(story: Story, ends: readonly [string, string]): Opening {
  const { attempts, main } = story
  const told = attempts.map((a) => attemptOf(a, ends))
  const at = attempts.indexOf(main)
  const own = told[at]!
  if (told.length === 1) return own
  const sentence = told.map((o, i) => words().attempt(i + 1, told.length, o.sentence)).join(' ')
  return {
    ...own,
    sentence,
    frames: [...new Set(told.flatMap((o) => o.frames))].sort((a, b) => a - b),
    repeats: told.reduce((n, o) => n + o.repeats, 0),
    attempts: told.length,
  }
}

/** One attempt by itself. */
function attemptOf(story: Attempt, ends: readonly [string, string]): Opening {
  const w = words()
  const kind = story.openingKind()
  const syn = story.syns[0] ?? story.syns[1]
  const from = syn?.from ?? 0
  const answer = story.answers[other(from)]
  const repeats = (story.syns[0]?.repeats ?? 0) + (story.syns[1]?.repeats ?? 0)
  const answerRepeats = answer?.repeats ?? 0
  const again =
    (repeats ? w.synAgain(w.times(repeats)) : '') + (answerRepeats ? w.synAckAgain(w.times(answerRepeats)) : '')
  const caller = nameOf(story, from, ends)
  const called = nameOf(story, other(from), ends)
  const reset = story.end
  const frames = [
    story.syns[0]?.frame,
    story.syns[1]?.frame,
    answer?.frame,
    story.readyFrame || undefined,
    reset?.inOpening ? reset.frame : undefined,
    kind === 'older-connection' ? story.olderAck : undefined,
  ]
  const made = (sentence: string): Opening => ({
    kind,
    sentence: sentence + again,
    frames: [...new Set(frames.filter((f): f is number => f !== undefined))].sort((a, b) => a - b),
    repeats,
    attempts: 1,
  })
  switch (kind) {
    case 'three-way':
      return made(w.threeWay(caller, syn!.frame, answer!.frame, story.readyFrame))
    case 'fast-open':
      return made(w.fastOpen(caller, syn!.frame, syn!.length, answer!.frame, story.earlyAccepted))
    case 'simultaneous':
      return made(w.simultaneous(story.syns[0]!.frame, story.syns[1]!.frame))
    case 'refused':
      return made(w.refused(called, syn!.frame, reset!.frame))
    case 'unanswered':
      return made(w.unanswered(caller, syn!.frame, reset?.frame ?? 0))
    case 'older-connection': {
      const then = story.resets.list.find((r) => r.frame > story.olderAck && r.from === from)
      const role = roleOf(story, from, ends)
      return made(w.olderConnection(caller, syn!.frame, story.olderAck, role, then?.frame ?? 0))
    }
    case 'half-open':
      return made(
        reset?.inOpening
          ? w.halfOpenReset(syn!.frame, answer!.frame, roleOf(story, reset.from, ends), reset.frame)
          : w.halfOpen(syn!.frame, answer!.frame),
      )
    case 'partial':
      return made(w.partial(caller, syn!.frame))
    default: {
      const only = story.answers[0] ?? story.answers[1]
      return only
        ? { ...made(w.joinedAtAnswer(only.frame)), frames: [only.frame, story.readyFrame].filter(Boolean) }
        : made(w.joined)
    }
  }
}
