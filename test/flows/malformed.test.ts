// Damaged and hostile captures through everything that is told of conversations: nothing throws but refusals, nothing runs away.
import { expect } from 'vitest'
import { exportFormats, exportLadder } from '../../engine/flows/export-ladder'
import { Refused } from '../../engine/refused'
import { arpReport } from '../../engine/session/arp-pass'
import { conversationTable } from '../../engine/session/conversation-table'
import { endpointTable } from '../../engine/session/endpoint-table'
import { evidenceOf } from '../../engine/session/evidence-of'
import { expertPass } from '../../engine/session/expert-pass'
import { followerOf } from '../../engine/session/follow-stream'
import { wholeLadder } from '../../engine/session/ladders'
import type { Session } from '../../engine/session/session'
import { streamGraph } from '../../engine/session/stream-graph'
import { corpus } from '../support/reference'
import { needs } from '../support/skip'
import { withSession } from './made-session'
import { wellFormed } from './xml'

const files = [...corpus('malformed'), ...corpus('pcapng')]
/** Packets and streams looked at one by one, per file. */
const MOST = 60

async function everything(session: Session): Promise<void> {
  const { rows } = await conversationTable(session, { kind: 'tcp', from: 0, count: 1000 })
  for (const kind of ['eth', 'ip', 'ipv6', 'udp'] as const)
    await conversationTable(session, { kind, from: 0, count: 100 })
  for (const kind of ['eth', 'tcp', 'udp'] as const) await endpointTable(session, { kind, from: 0, count: 100 })
  await arpReport(session, { from: 0, count: 100 })
  expertPass(session).step()
  const ladder = await wholeLadder(session, { kind: 'any' }, 300)
  for (const format of exportFormats) {
    const text = [...exportLadder(ladder, format, { digits: 9 })].join('')
    if (format === 'svg') wellFormed(text)
  }
  for (const { number } of rows.slice(0, MOST)) {
    const one = await wholeLadder(session, { kind: 'tcp', stream: number }, 100)
    for (const a of one.arrows) expect(a.from + a.to).toBe(1)
    const follower = followerOf(session, 'tcp', number)
    follower.step()
    follower.pieces(0, 100)
    for (const kind of ['sequence', 'rtt', 'throughput', 'window'] as const)
      await streamGraph(session, { stream: number, kind, end: 0 })
  }
  for (let frame = 1; frame <= Math.min(session.count, MOST); frame++) await evidenceOf(session, frame)
}

needs(files.length > 0, 'the shared captures are not beside the checkout').it(
  `${files.length} damaged captures`,
  async () => {
    for (const path of files)
      try {
        await withSession(path, everything)
      } catch (error) {
        if (!(error instanceof Refused)) throw new Error(`${path}: ${String(error)}`, { cause: error })
      }
  },
  300_000,
)
