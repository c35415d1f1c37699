/** Where a capture was made, in words, with what speaks for it. */
import { nameOf, roleOf, shortTime } from './handshake-words'
import type { Story } from './handshakes'
import { words } from './story-words'
import type { End } from './stream-segment'
import type { EndSigns, Place } from './vantage'

export interface VantageWords {
  place: Place
  sentence: string
  frames: number[]
}

export function vantageOf(story: Story, ends: readonly [string, string]): VantageWords {
  const w = words()
  const { place, signs } = story.vantage.result()
  const frames = [...new Set(signs.flatMap((s) => [...s.partialChecksums, ...s.unpadded, ...s.padded]))]
  frames.sort((a, b) => a - b)
  const copies = copiesSentence(story)
  const made = (sentence: string, kept: number[]): VantageWords => ({
    place,
    sentence: [sentence, copies].filter(Boolean).join(' '),
    frames: kept,
  })
  const own = (sentence: string): string => `${sentence} ${w.noErrors}`
  switch (place) {
    case 'both': {
      const why = ([0, 1] as const).map((end) => w.ofEnd(roleOf(story, end, ends), because(signs[end])))
      return made(own(w.capturedOnBoth(why)), frames)
    }
    case 'first':
    case 'second': {
      const end = place === 'first' ? 0 : 1
      return made(own(w.capturedOn(nameOf(story, end, ends), because(signs[end]))), frames)
    }
    default: {
      const told = ([0, 1] as const).flatMap((end) => spoken(story, signs[end], end, ends))
      return told.length ? made(w.capturedSomewhere(told), frames) : made(w.capturedNowhere, [])
    }
  }
}

const list = (frames: readonly number[]): string => frames.slice(0, 5).join(', ') + (frames.length > 5 ? ' …' : '')

/** What agrees about the end at whose host the capture was made. */
function because(s: EndSigns): string {
  const w = words()
  return [
    w.partialChecksums(list(s.partialChecksums)),
    w.freshTtl(s.ttl),
    ...(Number.isNaN(s.delay) ? [] : [w.answersWithin(shortTime(s.delay), s.delayFrame)]),
    ...(s.unpadded.length ? [w.tooShort(list(s.unpadded))] : []),
  ].join(', ')
}

/** What speaks for and against an end where not everything agrees; nothing when nothing does. */
function spoken(story: Story, s: EndSigns, end: End, ends: readonly [string, string]): string[] {
  const w = words()
  const out = [
    ...(s.partialChecksums.length ? [w.incompleteChecksums(list(s.partialChecksums))] : []),
    ...(s.unpadded.length ? [w.noPadding(list(s.unpadded))] : []),
    ...(s.padded.length ? [w.padding(list(s.padded))] : []),
  ]
  if (s.ttl >= 0) out.push(s.fresh ? w.ttlOfHost(s.ttl) : w.ttlOfRouter(s.ttl))
  if (!Number.isNaN(s.delay)) out.push(w.answersAfter(shortTime(s.delay), s.delayFrame))
  return out.length ? [w.packetsHave(roleOf(story, end, ends), out)] : []
}

/** Packets that were captured twice. */
function copiesSentence({ copyCount, forwardedCount, count }: Story): string {
  return copyCount ? words().copies(copyCount, count, forwardedCount) : ''
}
