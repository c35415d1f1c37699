// The lab report's captures, number by number: the eight segments, both phases, the three-segment close by the server, the five ARP pairs.
import { join } from 'node:path'
import { expect } from 'vitest'
import { arpReport } from '../../engine/session/arp-pass'
import { conversationOf, storyOf } from '../../engine/session/conversation-story'
import { evidenceOf } from '../../engine/session/evidence-of'
import { ladderOf } from '../../engine/session/ladders'
import { sharedFolder } from '../support/reference'
import { needs } from '../support/skip'
import { withSession } from './made-session'

const shared = sharedFolder()
const seed = needs(shared, 'the shared captures are not beside the checkout')
const tcp = join(shared ?? '', 'seed', 'seed-tcp-handshake.pcapng')
const arp = join(shared ?? '', 'seed', 'seed-arp-pairs.pcapng')

seed.describe('the TCP capture of the lab report', () => {
  seed.it('has eight arrows with their numbers, phases, answers and round trips', () =>
    withSession(tcp, async (session) => {
      const ladder = await ladderOf(session, { kind: 'tcp', stream: 0 }, { from: 0, count: 100 })
      expect(ladder.lifelines.map((l) => `${l.role} ${l.name}:${l.port}`)).toEqual([
        'client 192.168.56.243:34008',
        'server 192.168.56.242:9230',
      ])
      expect(
        ladder.arrows.map((a) => [a.frame, a.time, a.from, a.label, a.comment, a.phase, a.answers, a.rtt].join(' | ')),
      ).toEqual([
        '28 | 9206812203 | 0 | SYN | Seq = 0 | opening | 0 | ',
        '29 | 9206875314 | 1 | SYN, ACK | Seq = 0 Ack = 1 | opening | 28 | 63111',
        '30 | 9207478072 | 0 | ACK | Seq = 1 Ack = 1 | opening | 29 | 602758',
        '31 | 9207765682 | 1 | PSH, ACK - Len: 13 | Seq = 1 Ack = 1 | data | 0 | ',
        '32 | 9207968000 | 1 | FIN, ACK | Seq = 14 Ack = 1 | close | 0 | ',
        '33 | 9208244234 | 0 | ACK | Seq = 1 Ack = 14 | data | 31 | 478552',
        '34 | 9209843547 | 0 | FIN, ACK | Seq = 1 Ack = 15 | close | 32 | 1875547',
        '35 | 9209878341 | 1 | ACK | Seq = 15 Ack = 2 | close | 34 | 34794',
      ])
      expect(ladder.arrows.map((a) => a.answeredIn)).toEqual([29, 30, 0, 33, 34, 0, 35, 0])
      expect(ladder.arrows.map((a) => a.segment!.window)).toEqual([
        29200, 28960, 29312, 29056, 29056, 29312, 29312, 29056,
      ])
      expect(ladder.arrows[0]!.segment!.rawSequence).toBe(0x350933e8)
      expect(ladder.arrows[1]!.segment!.rawSequence).toBe(0x4e34d45e)
    }),
  )
  seed.it('is closed in three segments by the server, and frame 33 is the acknowledgement of the data', () =>
    withSession(tcp, async (session) => {
      const told = await storyOf(session, conversationOf(session, 'tcp', 0)).whole()
      expect(told.opening()).toMatchObject({ kind: 'three-way', frames: [28, 29, 30], repeats: 0 })
      const closing = told.closing()
      expect(closing).toMatchObject({ kind: 'three-segments', frames: [32, 34, 35], by: 1, complete: true })
      expect(closing.fins).toEqual([
        { frame: 32, from: 1, ackFrame: 34, rtt: 1_875_547, notAckFrame: 33, notAckOf: 31 },
        { frame: 34, from: 0, ackFrame: 35, rtt: 34_794, notAckFrame: 0, notAckOf: 0 },
      ])
      expect(closing.sentence).toBe(
        'Closed in three segments, begun by the server (192.168.56.242:9230): FIN (frame 32), FIN+ACK (34), which acknowledges that FIN, ACK (35). Frame 33 comes after that FIN, but acknowledges the data of frame 31.',
      )
    }),
  )
  seed.it('was made on the server: its checksums are the sums over the pseudo-header', () =>
    withSession(tcp, async (session) => {
      const told = await storyOf(session, conversationOf(session, 'tcp', 0)).whole()
      expect(told.vantage()).toMatchObject({ place: 'second', frames: [29, 31, 32, 35] })
    }),
  )
  seed.it('explains its windows', () =>
    withSession(tcp, async (session) => {
      const window = async (frame: number): Promise<string> =>
        (await evidenceOf(session, frame)).find((e) => e.field === 'tcp.window_size')!.sentence
      expect(await window(30)).toBe('29312 = 229 (frame 30) × 128 (window scale option of frame 28)')
      expect(await window(28)).toBe('29200, as it stands in frame 28: the window of a SYN is never scaled')
    }),
  )
})

seed.describe('the ARP capture of the lab report', () => {
  seed.it('has five pairs with their delays', () =>
    withSession(arp, async (session) => {
      const { exchanges, unanswered, conflicts } = await arpReport(session, { from: 0, count: 10 })
      // The last delay is that of the capture; the report's facts say 17.831235 ms.
      expect(exchanges.map((e) => [e.frame, e.replies[0]!.frame, e.replies[0]!.delay, e.unicast])).toEqual([
        [26, 27, 1_069_708, true],
        [66, 67, 1_625_844, true],
        [117, 118, 31_372, false],
        [146, 147, 26_593, false],
        [165, 166, 17_831_110, true],
      ])
      expect(exchanges[3]!.askerIp).toBe('192.168.35.57')
      expect(exchanges.map((e) => e.length)).toEqual([42, 42, 60, 60, 42])
      expect([unanswered, conflicts.length]).toEqual([0, 0])
    }),
  )
})
