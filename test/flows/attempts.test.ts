// Attempts to open a connection told one by one, resets that count and those that do not, FINs behind gaps, packets captured twice, and the place of the capture.
import { describe, expect, it } from 'vitest'
import { conversationOf, storyOf } from '../../engine/session/conversation-story'
import type { ConversationStory } from '../../engine/session/conversation-story'
import { evidenceNow } from '../../engine/session/evidence-of'
import { expertPass } from '../../engine/session/expert-pass'
import { ladderOf } from '../../engine/session/ladders'
import { bytes, tcpOption, text } from '../support/packet-builder'
import { TcpTalk } from '../support/tcp-talk'
import { withMade } from './made-session'

const tell = <T>(talk: TcpTalk, use: (told: ConversationStory) => T, stream = 0): Promise<T> =>
  withMade(talk.made, async (session) => use(await storyOf(session, conversationOf(session, 'tcp', stream)).whole()))
const states = (told: ConversationStory, from = 0): string[] =>
  Array.from({ length: told.story.count }, (_, n) =>
    ([0, 1] as const)
      .map((end) => told.story.states.stateAt(n, end, false))
      .map(({ state, proven }) => (proven ? state : `(${state})`))
      .join(' '),
  ).slice(from)
const open = (): TcpTalk => new TcpTalk().open()
const kinds = (told: ConversationStory): string[] => told.story.attempts.map((a) => a.openingKind())

describe('attempts', () => {
  it('that were refused come before the one that opens the connection', () =>
    tell(
      new TcpTalk()
        .client('SYN')
        .server('RST ACK', { seq: 0 })
        .wait(0.5)
        .client('SYN', { seq: 0 })
        .server('SYN ACK', { seq: 0 })
        .client('ACK', { seq: 1, ack: 1 })
        .client('PSH ACK', { data: 5 }),
      (told) => {
        expect(kinds(told)).toEqual(['refused', 'three-way'])
        expect(told.opening().sentence).toMatch(
          /^Attempt 1 of 2: Refused: .*frame 1.* reset \(2\)\. Attempt 2 of 2: Opened/,
        )
        expect(told.opening().sentence).not.toMatch(/sent again/)
        expect(told.closing().sentence).toBe('Still open when the capture ends.')
        expect(states(told, 3)[1]).toBe('ESTABLISHED (ESTABLISHED)')
      },
    ))
  it('that were all refused never open it', () =>
    tell(
      new TcpTalk()
        .client('SYN')
        .server('RST ACK', { seq: 0 })
        .client('SYN', { seq: 0 })
        .server('RST ACK', { seq: 0 })
        .client('SYN', { seq: 0 })
        .server('RST ACK', { seq: 0 }),
      (told) => {
        expect(kinds(told)).toEqual(['refused', 'refused', 'refused'])
        expect(told.closing().sentence).toBe('Never open, so never closed.')
      },
    ))
  it('may be answered by an acknowledgement of an older connection', () =>
    tell(
      new TcpTalk()
        .client('SYN')
        .server('ACK', { seq: 7000, ack: 90_000 })
        .client('RST', { seq: 90_000 })
        .wait(1)
        .client('SYN', { seq: 0 })
        .server('SYN ACK', { seq: 0 })
        .client('ACK', { seq: 1, ack: 1 }),
      (told) => {
        expect(kinds(told)).toEqual(['older-connection', 'three-way'])
        expect(told.opening().sentence).toMatch(
          /older connection \(2, RFC 9293, 3\.5\.1\), which the client resets \(3\)/,
        )
        expect(told.closing().sentence).toBe('Still open when the capture ends.')
      },
    ))
  it('that the caller gives up with a reset are said to be given up', () =>
    tell(new TcpTalk().client('SYN').wait(1).client('SYN', { seq: 0 }).client('RST', { seq: 1 }), (told) => {
      expect(kinds(told)).toEqual(['unanswered'])
      expect(told.opening().sentence).toMatch(/gives up with a reset \(3\)\. The SYN was sent again once/)
    }))
  it('are not refused by a reset that acknowledges something else', () =>
    tell(
      new TcpTalk()
        .client('SYN')
        .server('RST ACK', { seq: 0, ack: 77 })
        .server('SYN ACK', { seq: 0 })
        .client('ACK', { ack: 1 }),
      (told) => {
        expect(kinds(told)).toEqual(['three-way'])
        expect(told.closing().sentence).toMatch(
          /reset in frame 2 .*was not accepted, because it does not acknowledge the SYN/,
        )
      },
    ))
})

describe('a reset', () => {
  it('outside the window is not accepted', () =>
    tell(open().server('RST', { seq: 500_000 }).client('PSH ACK', { data: 5, ack: 1 }), (told) => {
      expect(told.closing()).toMatchObject({ kind: 'open', resets: [{ frame: 4, from: 1, accepted: false }] })
      expect(told.closing().sentence).toMatch(/its sequence number is 500000, where the other side expects 1/)
      expect(states(told, 4)).toEqual(['ESTABLISHED (ESTABLISHED)'])
    }))
  it('within the window is not accepted when the other side goes on', () =>
    tell(
      open().client('RST', { seq: 100 }).server('ACK', { ack: 1 }).client('PSH ACK', { data: 9, seq: 1 }),
      (told) => {
        expect(told.closing().kind).toBe('open')
        expect(told.closing().sentence).toMatch(
          /reset in frame 4 .*not accepted, because .*is 100, .* expects 1.*goes on in frame 5/,
        )
        expect(states(told, 5)).toEqual(['ESTABLISHED ESTABLISHED'])
      },
    ))
  it('of somebody on the path has another TTL, and its apparent sender goes on', () =>
    tell(
      open().server('RST', { ttl: 33 }).server('PSH ACK', { seq: 1, data: 40, ack: 1 }).client('ACK', { ack: 41 }),
      (told) => {
        expect(told.closing().kind).toBe('open')
        expect(told.closing().sentence).toMatch(
          /reset in frame 4 .*Its TTL is 33, that of its sender’s other packets 64/,
        )
      },
    ))
  it('with an identification far from its sender’s is a sign of somebody on the path', () =>
    tell(
      new TcpTalk()
        .client('SYN', { id: 10 })
        .server('SYN ACK', { id: 700 })
        .client('ACK', { id: 11 })
        .server('ACK', { id: 701, data: 4 })
        .server('ACK', { id: 702, data: 4 })
        .server('RST', { id: 40_000 }),
      (told) => {
        expect(told.closing().kind).toBe('reset')
        expect(told.closing().sentence).toMatch(
          /its IP identification 0x9c40 does not follow 0x02be: a sign of somebody/,
        )
      },
    ))
  it('counts when what was on its way comes after it', () =>
    tell(open().client('RST').server('PSH ACK', { data: 100, ack: 1 }).client('RST', { seq: 1 }), (told) => {
      expect(told.closing().kind).toBe('reset')
      expect(told.closing().sentence).toMatch(/reset \(frame 4\)\. Another reset followed in frame 6\./)
    }))
})

describe('a FIN', () => {
  it('behind a gap has not arrived until the gap is filled', () =>
    tell(
      open()
        .server('ACK', { data: 100, lost: true })
        .server('FIN ACK')
        .client('ACK', { ack: 1 })
        .server('ACK', { data: 100, seq: 1 })
        .client('ACK', { ack: 102 }),
      (told) =>
        expect(states(told, 3)).toEqual(
          [
            '(ESTABLISHED) FIN-WAIT-1',
            'ESTABLISHED FIN-WAIT-1',
            '(CLOSE-WAIT) FIN-WAIT-1',
            'CLOSE-WAIT (FIN-WAIT-2)',
          ].map((t, i) => (i === 0 ? 'ESTABLISHED FIN-WAIT-1' : t)),
        ),
    ))
  it('that is acknowledged has arrived, whatever the capture has missed', () =>
    tell(open().server('ACK', { data: 100, lost: true }).server('FIN ACK').client('ACK', { ack: 102 }), (told) =>
      expect(states(told, 4)).toEqual(['CLOSE-WAIT (FIN-WAIT-2)']),
    ))
  it('that is acknowledged by SACK alone has not', () =>
    tell(
      new TcpTalk()
        .open(bytes(tcpOption.sackPermitted()))
        .server('ACK', { data: 100 })
        .server('FIN ACK')
        .client('ACK', { ack: 1, options: bytes(tcpOption.nop(), tcpOption.nop(), tcpOption.sack(500_101, 500_102)) }),
      (told) => expect(states(told, 5)).toEqual(['ESTABLISHED FIN-WAIT-1']),
    ))
  it('of both sides is named before a reset, with its repeats', () =>
    tell(
      open().server('FIN ACK').client('FIN ACK').wait(0.3).client('FIN ACK', { seq: 1 }).server('RST', { seq: 2 }),
      (told) =>
        expect(told.closing().sentence).toMatch(
          /after the FIN of the server \(frame 4\) and the FIN of the client \(frame 5\).*FIN of the client \(frame 5\) was sent again once/,
        ),
    ))
})

const near = { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02' }
const far = { source: '02:00:00:00:00:77', destination: '02:00:00:00:00:78' }
describe('a packet captured twice', () => {
  const forwarded = (): TcpTalk =>
    new TcpTalk()
      .client('SYN', { id: 5, via: near })
      .client('SYN', { seq: 0, id: 5, ttl: 63, via: far, wait: 0.0001 })
      .server('SYN ACK', { id: 9, via: far })
      .server('SYN ACK', { seq: 0, id: 9, ttl: 63, via: near, wait: 0.0001 })
      .client('ACK', { id: 6, via: near })
      .client('ACK', { id: 6, ttl: 63, via: far, wait: 0.0001 })
  it('by a router is one packet', () =>
    withMade(forwarded().made, async (session) => {
      const told = await storyOf(session, 0).whole()
      expect(told.opening().sentence).toMatch(/SYN \(frame 1\), SYN\+ACK \(3\), ACK \(5\)\.$/)
      expect(told.vantage().sentence).toMatch(/3 of the 6 frames .* before and after a router: 3 packets were sent/)
      const { arrows } = await ladderOf(session, { kind: 'tcp', stream: 0 }, { from: 0, count: 10 })
      expect(arrows.map((a) => a.problem)).toEqual(
        [2, 4, 6].flatMap((n) => ['', `frame ${n - 1} captured a second time`]),
      )
      expect(
        evidenceNow(session, 2)
          .map((e) => e.sentence)
          .join(),
      ).toMatch(/frame 2 is frame 1, because same IP identification 0x0005, TTL 63 after 64/)
    }))
  it('is said so by the list of experts, and counts as no retransmission there', () =>
    withMade(forwarded().made, async (session) => {
      const lines = async (folded: boolean): Promise<string[]> =>
        (await expertPass(session, folded).whole()).entries
          .filter(({ count, level }) => count > 0 && level === 'note')
          .map(({ count, summary, frames }) => `${count} ${summary} ${frames.join()}`)
      const ours = ['3 Captured a second time: one packet seen twice, not one sent twice 2,4,6']
      const both = await Promise.all([lines(true), lines(true)])
      expect(both[0]).toEqual(ours)
      expect(await lines(true)).toEqual(ours)
      expect((await lines(false)).join()).toMatch(/^2 This frame is a \(suspected\) retransmission 2,4/)
    }))
  it('of two statements is counted once, and repeats stay', () =>
    withMade(
      open()
        .client('ACK', { data: text('same'), id: 20, via: near })
        .client('ACK', { data: text('same'), seq: 1, id: 20, via: far, wait: 0.0001 })
        .client('ACK', { data: text('same'), seq: 1, id: 21, via: near, wait: 0.5 }).made,
      async (session) => {
        const { entries } = await expertPass(session, true).whole()
        const twice = entries.find(({ summary }) => summary.startsWith('Captured a second time'))
        expect([twice?.count, twice?.frames]).toEqual([1, [5]])
        expect(entries.find(({ field }) => field === 'tcp.analysis.retransmission')).toMatchObject({
          count: 1,
          frames: [6],
        })
      },
    ))
  it('in another network with the same TTL is one packet, too', () =>
    tell(
      open()
        .client('ACK', { data: text('same'), id: 20, via: near })
        .client('ACK', { data: text('same'), seq: 1, id: 20, via: far }),
      (told) => expect(told.story.twinAt(4)).toMatchObject({ frame: 4, forwarded: false }),
    ))
  it('is not one that was sent again', () =>
    tell(
      open()
        .client('ACK', { data: 9, id: 20 })
        .client('ACK', { data: 9, seq: 1, id: 21 })
        .wait(0.3)
        .client('ACK', { data: 9, seq: 1, id: 20 }),
      (told) => expect(told.story.copyCount).toBe(0),
    ))
})

describe('the place of the capture', () => {
  it('is not known from missing padding', () =>
    tell(open().client('FIN ACK', { ttl: 64 }), (told) => {
      expect(told.vantage().place).toBe('unknown')
      expect(told.vantage().sentence).toMatch(/no padding .* which alone proves nothing/)
    }))
  it('is not known from incomplete checksums behind a router', () =>
    tell(partial(60), (told) => expect(told.vantage().place).toBe('unknown')))
  it('is the end whose checksums are incomplete, whose TTL is fresh and which answers at once', () =>
    tell(partial(64), (told) => expect(told.vantage().place).toBe('first')))
})

/** The client's checksums are sums over the pseudo-header; the server answers after 40 ms. */
function partial(ttl: number): TcpTalk {
  const sum = (length: number): number => {
    const total = 0x0a00 + 1 + 0x0a00 + 2 + 6 + length
    return (total & 0xffff) + (total >>> 16)
  }
  return new TcpTalk()
    .client('SYN', { ttl, checksum: sum(20) })
    .server('SYN ACK', { ttl: 51, wait: 0.04 })
    .client('ACK', { ttl, checksum: sum(20), wait: 0.0001 })
    .client('PSH ACK', { ttl, data: 30, checksum: sum(50) })
}
