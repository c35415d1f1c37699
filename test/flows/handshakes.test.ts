// How connections were opened and closed: every kind with its verdict, its frames, and the states of both ends.
import { describe, expect, it } from 'vitest'
import { conversationOf, storyOf } from '../../engine/session/conversation-story'
import type { ConversationStory } from '../../engine/session/conversation-story'
import { bytes, tcpOption } from '../support/packet-builder'
import { TcpTalk } from '../support/tcp-talk'
import { withMade } from './made-session'

const tell = <T>(talk: TcpTalk, use: (told: ConversationStory) => T, stream = 0): Promise<T> =>
  withMade(talk.made, async (session) => use(await storyOf(session, conversationOf(session, 'tcp', stream)).whole()))

/** States of client and server after each packet; inferred ones in parentheses. */
const states = (told: ConversationStory): string[] =>
  Array.from({ length: told.story.count }, (_, n) =>
    ([0, 1] as const)
      .map((end) => told.story.states.stateAt(n, end, false))
      .map(({ state, proven }) => (proven ? state : `(${state})`))
      .join(' '),
  )
const phases = (told: ConversationStory): string =>
  Array.from({ length: told.story.count }, (_, n) => told.story.phaseAt(n)[0]).join('')

const cookie = bytes(tcpOption.of(34, 1, 2, 3, 4, 5, 6, 7, 8))

const openings: Record<string, { talk: () => TcpTalk; kind: string; frames: number[]; says?: RegExp }> = {
  'three packets': {
    talk: () => new TcpTalk().open(),
    kind: 'three-way',
    frames: [1, 2, 3],
    says: /^Opened by the client \(10\.0\.0\.1:40000\)/,
  },
  'three packets, the SYN twice': {
    talk: () => new TcpTalk().client('SYN').wait(1).client('SYN', { seq: 0 }).server('SYN ACK').client('ACK'),
    kind: 'three-way',
    frames: [1, 3, 4],
    says: /The SYN was sent again once\.$/,
  },
  'from both sides at once': {
    talk: () =>
      new TcpTalk().client('SYN').server('SYN').client('SYN ACK', { seq: 0 }).server('SYN ACK', { seq: 0, ack: 1 }),
    kind: 'simultaneous',
    frames: [1, 2, 4],
  },
  'a SYN that nobody answers': {
    talk: () => new TcpTalk().client('SYN'),
    kind: 'unanswered',
    frames: [1],
    says: /nothing comes back/,
  },
  'a SYN that nobody answers, three times': {
    talk: () => new TcpTalk().client('SYN').wait(1).client('SYN', { seq: 0 }).wait(2).client('SYN', { seq: 0 }),
    kind: 'unanswered',
    frames: [1],
    says: /sent again twice/,
  },
  'a refused port': {
    talk: () => new TcpTalk().client('SYN').server('RST ACK'),
    kind: 'refused',
    frames: [1, 2],
    says: /reset \(2\)/,
  },
  'a scan that breaks off': {
    talk: () => new TcpTalk().client('SYN').server('SYN ACK').client('RST'),
    kind: 'half-open',
    frames: [1, 2, 3],
  },
  'a third packet that is missing': {
    talk: () => new TcpTalk().client('SYN').server('SYN ACK'),
    kind: 'half-open',
    frames: [1, 2],
  },
  'Fast Open, accepted': {
    talk: () => new TcpTalk().client('SYN', { data: 20, options: cookie }).server('SYN ACK').client('ACK'),
    kind: 'fast-open',
    frames: [1, 2, 3],
    says: /carries 20 bytes, which the SYN\+ACK \(2\) accepts/,
  },
  'Fast Open, not accepted': {
    talk: () =>
      new TcpTalk()
        .client('SYN', { data: 20, options: cookie })
        .server('SYN ACK', { ack: 1 })
        .client('ACK', { seq: 1, data: 20 }),
    kind: 'fast-open',
    frames: [1, 2, 3],
    says: /does not accept/,
  },
  'a capture that joins later': {
    talk: () => new TcpTalk().client('ACK', { data: 10, seq: 1 }).server('ACK'),
    kind: 'joined',
    frames: [],
  },
  'a capture that begins with the answer': {
    talk: () => new TcpTalk().client('SYN', { lost: true }).server('SYN ACK').client('ACK'),
    kind: 'joined',
    frames: [1, 2],
    says: /begins with the SYN\+ACK/,
  },
  'an answer that is missing': {
    talk: () => new TcpTalk().client('SYN').server('SYN ACK', { lost: true }).client('ACK').server('ACK', { data: 5 }),
    kind: 'partial',
    frames: [1],
  },
}

describe('an opening', () => {
  for (const [name, { talk, kind, frames, says }] of Object.entries(openings))
    it(name, () =>
      tell(talk(), (told) => {
        const opening = told.opening()
        expect(opening.kind).toBe(kind)
        expect(opening.frames).toEqual(frames)
        if (says) expect(opening.sentence).toMatch(says)
      }),
    )
})

const open = (): TcpTalk => new TcpTalk().open()
const closes: Record<
  string,
  { talk: () => TcpTalk; kind: string; frames: number[]; by: 0 | 1 | null; complete: boolean; says?: RegExp }
> = {
  'in four segments': {
    talk: () => open().client('FIN ACK').server('ACK').server('FIN ACK').client('ACK'),
    kind: 'four-segments',
    frames: [4, 5, 6, 7],
    by: 0,
    complete: true,
  },
  'in three segments, by the server': {
    talk: () => open().server('FIN ACK').client('FIN ACK').server('ACK'),
    kind: 'three-segments',
    frames: [4, 5, 6],
    by: 1,
    complete: true,
    says: /begun by the server/,
  },
  'in three segments, with an acknowledgement of data in between': {
    talk: () =>
      open()
        .server('PSH ACK', { data: 13 })
        .server('FIN ACK')
        .client('ACK', { ack: 14 })
        .client('FIN ACK')
        .server('ACK'),
    kind: 'three-segments',
    frames: [5, 7, 8],
    by: 1,
    complete: true,
    says: /Frame 6 comes after that FIN, but acknowledges the data of frame 4\./,
  },
  'from both sides at once': {
    talk: () => open().client('FIN ACK').server('FIN ACK', { ack: 1 }).client('ACK').server('ACK'),
    kind: 'simultaneous',
    frames: [4, 5, 6, 7],
    by: 0,
    complete: true,
  },
  'on one side, while the other goes on': {
    talk: () => open().client('FIN ACK').server('ACK').server('ACK', { data: 100 }).client('ACK'),
    kind: 'half-close',
    frames: [4, 5],
    by: 0,
    complete: false,
    says: /100 more bytes/,
  },
  'on one side, then on the other': {
    talk: () =>
      open().client('FIN ACK').server('ACK').server('ACK', { data: 100 }).client('ACK').server('FIN ACK').client('ACK'),
    kind: 'half-close',
    frames: [4, 5, 8, 9],
    by: 0,
    complete: true,
  },
  'on one side only': {
    talk: () => open().client('FIN ACK').server('ACK'),
    kind: 'one-sided',
    frames: [4, 5],
    by: 0,
    complete: false,
  },
  'by a reset of the server': {
    talk: () => open().server('RST'),
    kind: 'reset',
    frames: [4],
    by: 1,
    complete: true,
    says: /^Broken off by the server/,
  },
  'by a reset after a FIN': {
    talk: () => open().client('FIN ACK').server('RST ACK'),
    kind: 'reset',
    frames: [4, 5],
    by: 0,
    complete: true,
    says: /after the FIN of the client \(frame 4\)/,
  },
  'in three segments, and a reset afterwards': {
    talk: () => open().client('FIN ACK').server('FIN ACK').client('ACK').client('RST'),
    kind: 'three-segments',
    frames: [4, 5, 6, 7],
    by: 0,
    complete: true,
    says: /A reset followed in frame 7/,
  },
  'in four segments, the FIN twice': {
    talk: () =>
      open().client('FIN ACK').wait(0.3).client('FIN ACK', { seq: 1 }).server('ACK').server('FIN ACK').client('ACK'),
    kind: 'four-segments',
    frames: [4, 6, 7, 8],
    by: 0,
    complete: true,
  },
  'not at all': { talk: () => open().client('ACK', { data: 5 }), kind: 'open', frames: [], by: null, complete: false },
}

describe('a close', () => {
  for (const [name, { talk, kind, frames, by, complete, says }] of Object.entries(closes))
    it(name, () =>
      tell(talk(), (told) => {
        const closing = told.closing()
        expect(closing.kind).toBe(kind)
        expect(closing.frames).toEqual(frames)
        expect(closing.by).toBe(by)
        expect(closing.complete).toBe(complete)
        if (says) expect(closing.sentence).toMatch(says)
      }),
    )
})

describe('the states of both ends', () => {
  it('follow a whole connection; what is only on its way is inferred', () =>
    tell(open().client('FIN ACK').server('ACK').server('FIN ACK').client('ACK'), (told) =>
      expect(states(told)).toEqual([
        'SYN-SENT (LISTEN)',
        '(ESTABLISHED) SYN-RECEIVED',
        'ESTABLISHED (ESTABLISHED)',
        'FIN-WAIT-1 (CLOSE-WAIT)',
        '(FIN-WAIT-2) CLOSE-WAIT',
        '(TIME-WAIT) LAST-ACK',
        'TIME-WAIT (CLOSED)',
      ]),
    ))
  it('cross when both close at once', () =>
    tell(open().client('FIN ACK').server('FIN ACK', { ack: 1 }).client('ACK').server('ACK'), (told) =>
      expect(states(told).slice(3)).toEqual([
        'FIN-WAIT-1 (CLOSE-WAIT)',
        '(CLOSING) (CLOSING)',
        'CLOSING (TIME-WAIT)',
        '(TIME-WAIT) (TIME-WAIT)',
      ]),
    ))
  it('meet in SYN-RECEIVED when both open at once', () =>
    tell(
      new TcpTalk().client('SYN').server('SYN').client('SYN ACK', { seq: 0 }).server('SYN ACK', { seq: 0, ack: 1 }),
      (told) =>
        expect(states(told)).toEqual([
          'SYN-SENT (CLOSED)',
          '(SYN-RECEIVED) (SYN-RECEIVED)',
          'SYN-RECEIVED (ESTABLISHED)',
          '(ESTABLISHED) (ESTABLISHED)',
        ]),
    ))
  it('are CLOSED after a reset', () =>
    tell(new TcpTalk().client('SYN').server('RST ACK'), (told) =>
      expect(states(told)).toEqual(['SYN-SENT (CLOSED)', '(CLOSED) CLOSED']),
    ))
  it('of a server that says nothing are unknown', () =>
    tell(new TcpTalk().client('SYN'), (told) => expect(states(told)).toEqual(['SYN-SENT ()'])))
  it('stay the same when a FIN comes again', () =>
    tell(open().client('FIN ACK').client('FIN ACK', { seq: 1 }), (told) =>
      expect(states(told).slice(3)).toEqual(['FIN-WAIT-1 (CLOSE-WAIT)', 'FIN-WAIT-1 (CLOSE-WAIT)']),
    ))
})

describe('the phases', () => {
  it('count an acknowledgement of data after a FIN as data', () =>
    tell(
      open()
        .server('PSH ACK', { data: 13 })
        .server('FIN ACK')
        .client('ACK', { ack: 14 })
        .client('FIN ACK')
        .server('ACK'),
      (told) => expect(phases(told)).toBe('ooodcdcc'),
    ))
  it('know which acknowledgement answers which segment', () =>
    tell(open().client('ACK', { data: 5 }).server('ACK'), (told) => {
      expect([0, 1, 2, 3, 4].map((n) => told.answeredIn(n))).toEqual([2, 3, 0, 5, 0])
      expect(told.segment(4).rtt).toBe(1_000_000)
    }))
})
