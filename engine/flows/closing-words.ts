/** How a TCP conversation was closed, in words: its FINs, their acknowledgements, and every reset. */
import type { Attempt, ClosingKind, Farewell } from './attempt'
import { nameOf, roleOf } from './handshake-words'
import type { Story } from './handshakes'
import { counts, whyNot } from './resets'
import type { Reset } from './resets'
import { words } from './story-words'
import { other } from './stream-segment'
import type { End } from './stream-segment'

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
  /** Resets of an open connection; `accepted` as far as the capture shows. */
  resets: { frame: number; from: End; accepted: boolean }[]
}

export function closingOf({ main: story }: Story, ends: readonly [string, string]): Closing {
  const kind = story.closingKind()
  const first = story.firstToClose()
  const second = first && story.fins[other(first.from)]
  const reset = story.end
  const fins = [first, second].flatMap((f) => (f ? [f] : []))
  const late = story.resets.list.filter((r) => !r.inOpening || r.refusal || !counts(r))
  const by = kind === 'reset' ? (first?.from ?? reset!.from) : (first?.from ?? null)
  const sentence = [
    closeSentence(story, kind, ends),
    ...fins.map((f) => finSentence(story, f, ends)),
    ...fins.map((f) => dataAckSentence(f)),
    ...resetSentences(story, kind, ends),
  ]
    .filter(Boolean)
    .join(' ')
  return {
    kind,
    sentence,
    frames: [
      ...new Set([...fins.flatMap((f) => [f.frame, f.ackFrame]), ...late.map((r) => r.frame)].filter(Boolean)),
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
    resets: late.map((r) => ({ frame: r.frame, from: r.from, accepted: counts(r) })),
  }
}

function closeSentence(story: Attempt, kind: ClosingKind, ends: readonly [string, string]): string {
  const w = words()
  const first = story.firstToClose()
  const second = first && story.fins[other(first.from)]
  const who = first ? nameOf(story, first.from, ends) : ''
  const peer = first ? roleOf(story, other(first.from), ends) : ''
  const missing = second && !second.ackFrame ? w.lastAckMissing : ''
  const last = second?.ackFrame ?? 0
  switch (kind) {
    case 'three-segments':
      return w.threeSegments(who, first!.frame, second!.frame, last) + missing
    case 'four-segments':
      return w.fourSegments(who, first!.frame, first!.ackFrame, second!.frame, last) + missing
    case 'simultaneous':
      return w.closedAtOnce(first!.frame, second!.frame, [first!.ackFrame, second!.ackFrame].filter(Boolean))
    case 'half-close': {
      const { frame, ackFrame, lateBytes, lateFrame } = first!
      return w.halfClose(who, frame, ackFrame, peer, lateBytes, lateFrame, second?.frame ?? 0, last) + missing
    }
    case 'one-sided':
      return w.oneSided(who, first!.frame, first!.ackFrame, peer)
    case 'reset': {
      const { frame, from } = story.end!
      const fins = [first, second].flatMap((f) => (f && f.frame < frame ? [f] : []))
      const after = fins.map((f) => w.finOf(roleOf(story, f.from, ends), f.frame))
      const standsForAck = fins.length === 2 && first!.ackFrame !== 0 && !second!.ackFrame && from === first!.from
      return w.brokenOff(nameOf(story, from, ends), frame, after, standsForAck)
    }
    default:
      return !story.wasOpen && (story.end !== null || story.openingKind() !== 'half-open') ? w.neverOpen : w.stillOpen
  }
}

const dataAckSentence = (f: Farewell): string => (f.dataAckFrame ? words().acksData(f.dataAckFrame, f.dataAckOf) : '')

/** What happened to a FIN that did not simply arrive. */
function finSentence(story: Attempt, f: Farewell, ends: readonly [string, string]): string {
  const w = words()
  const again = f.repeats ? w.finAgain(w.times(f.repeats)) : ''
  const missing = f.arrived ? '' : w.finDidNotCount(f.stillAsked)
  const lost = again && !f.ackFrame && !missing ? w.finNeverAcked : ''
  const parts = [again, missing, lost].filter(Boolean)
  return parts.length ? w.ofFin(roleOf(story, f.from, ends), f.frame, parts) : ''
}

/** Every reset but the one that the close or the opening has named. */
function resetSentences(story: Attempt, kind: ClosingKind, ends: readonly [string, string]): string[] {
  const w = words()
  const names = [roleOf(story, 0, ends), roleOf(story, 1, ends)] as const
  const end = story.end
  const out: string[] = []
  const later: Reset[] = []
  for (const r of story.resets.list) {
    if (!counts(r)) {
      if (story.openingKind() === 'older-connection') continue
      out.push(w.resetNotAccepted(r.frame, names[r.from], whyNot(r, names)))
      if (r.stranger) out.push(w.onThePath(r.stranger))
      continue
    }
    if (r !== end || (kind !== 'reset' && !r.inOpening)) later.push(r)
    else if (r.inexact) out.push(w.resetInexact(r.frame, r.number))
    if (r.stranger) out.push(w.resetOnThePath(r.frame, r.stranger))
  }
  if (later.length === 1) out.push(w.resetFollowed(later[0]!.frame, kind === 'reset'))
  else if (later.length > 1) out.push(w.resetsFollowed(later.length, listOf(later), kind === 'reset'))
  if (story.resets.dropped) out.push(w.resetsNotTold(story.resets.dropped))
  return out
}

const listOf = (list: readonly Reset[]): string =>
  list
    .slice(0, 10)
    .map((r) => r.frame)
    .join(', ') + (list.length > 10 ? ' …' : '')
