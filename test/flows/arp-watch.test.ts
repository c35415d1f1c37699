// ARP as exchanges: pairs, questions in vain, several repliers, probes, conflicts, claims and caches; and the fields of the packets.
import { describe, expect, it } from 'vitest'
import { fieldText } from '../../engine/dissect/format'
import { makePlan } from '../../engine/dissect/plan'
import { occurrence } from '../../engine/dissect/tree'
import { registry } from '../../engine/protocols'
import { arpReport } from '../../engine/session/arp-pass'
import type { ArpReport } from '../../engine/session/arp-pass'
import { arp, CaptureBuilder } from '../support/packet-builder'
import type { ArpFields } from '../support/packet-builder'
import { withMade } from './made-session'

const A = { senderMac: '02:00:00:00:00:0a', senderIp: '10.0.0.1' }
const B = { senderMac: '02:00:00:00:00:0b', senderIp: '10.0.0.2' }
const C = { senderMac: '02:00:00:00:00:0c', senderIp: '10.0.0.2' }
const ask = (from: typeof A, targetIp: string): ArpFields => ({ operation: 1, ...from, targetIp })
const reply = (from: typeof A, to: typeof A): ArpFields => ({
  operation: 2,
  ...from,
  targetMac: to.senderMac,
  targetIp: to.senderIp,
})

function made(...packets: ArpFields[]): CaptureBuilder {
  const out = new CaptureBuilder()
  for (const p of packets) out.wait(0.001).add(arp(p))
  return out
}
const report = (...packets: ArpFields[]): Promise<ArpReport> =>
  withMade(made(...packets), (session) => arpReport(session, { from: 0, count: 100 }))

describe('an ARP request', () => {
  it('is answered by the reply that exchanges its ends', async () => {
    const { exchanges } = await report(ask(A, '10.0.0.2'), reply(B, A))
    expect(exchanges[0]!.replies).toEqual([{ frame: 2, mac: B.senderMac, delay: 1_000_000 }])
  })
  it('is not answered by a reply to somebody else', async () => {
    const { exchanges, unasked, unanswered } = await report(
      ask(A, '10.0.0.2'),
      reply(B, { ...A, senderMac: '02:00:00:00:00:99' }),
    )
    expect(exchanges[0]!.replies).toEqual([])
    expect(unasked.map((u) => u.frame)).toEqual([2])
    expect(unanswered).toBe(1)
  })
  it('asked again in vain names the first time', async () => {
    const { exchanges, unanswered } = await report(ask(A, '10.0.0.9'), ask(A, '10.0.0.9'), ask(A, '10.0.0.9'))
    expect(exchanges.map((e) => e.again)).toEqual([0, 1, 1])
    expect(unanswered).toBe(3)
  })
  it('answered by two hosts shows both, and the conflict with both owners', async () => {
    const { exchanges, severalRepliers, conflicts } = await report(ask(A, '10.0.0.2'), reply(B, A), reply(C, A))
    expect(exchanges[0]!.replies.map((r) => r.mac)).toEqual([B.senderMac, C.senderMac])
    expect(severalRepliers).toBe(1)
    expect(conflicts).toMatchObject([
      { ip: '10.0.0.2', frame: 3, mac: C.senderMac, otherFrame: 2, otherMac: B.senderMac },
    ])
  })
})

describe('an ARP statement', () => {
  it('is a probe, an announcement or gratuitous', async () => {
    const { exchanges, statements, unanswered } = await report(
      ask({ ...A, senderIp: '0.0.0.0' }, '10.0.0.1'),
      ask(A, '10.0.0.1'),
      { operation: 2, ...A, targetMac: 'ff:ff:ff:ff:ff:ff', targetIp: '10.0.0.1' },
    )
    expect(exchanges.map((e) => e.kind)).toEqual(['probe'])
    expect(statements.map((s) => s.kind)).toEqual(['announcement', 'gratuitous'])
    expect(unanswered).toBe(0)
  })
})

describe('what hosts know', () => {
  it('is who claims an address, from when to when', async () => {
    const { claims } = await report(ask(A, '10.0.0.2'), reply(B, A), ask(A, '10.0.0.2'))
    expect(claims.map((c) => [c.ip, c.mac, c.firstFrame, c.lastFrame, c.count])).toEqual([
      ['10.0.0.1', A.senderMac, 1, 3, 2],
      ['10.0.0.2', B.senderMac, 2, 2, 1],
    ])
  })
  it('is in the cache of whoever was answered, and changes with an announcement', async () => {
    const { caches } = await report(ask(A, '10.0.0.2'), reply(B, A), ask(C, '10.0.0.2'))
    expect(caches.map((c) => [c.owner, c.ip, c.mac, c.frame])).toEqual([
      [A.senderMac, '10.0.0.2', B.senderMac, 2],
      [A.senderMac, '10.0.0.2', C.senderMac, 3],
    ])
  })
})

it('ARP packets say what answers them', () =>
  withMade(made(ask(A, '10.0.0.2'), reply(B, A), reply(C, A), ask(A, '10.0.0.9')), (session) => {
    const names = ['arp.response_in', 'arp.response_to', 'arp.time', 'arp.no_response']
    const plan = makePlan(registry, { fields: names.map((n) => registry.field(n)) })
    const rows = [0, 1, 2, 3].map((i) => {
      const p = session.decode(i, plan)
      return Array.from({ length: p.records.count }, (_, k) => occurrence(p, k))
        .map((o) => `${o.field.name}=${fieldText(o)}`)
        .join(' ')
    })
    expect(rows).toEqual([
      'arp.response_in=2',
      'arp.response_to=1 arp.time=0.001000000',
      'arp.response_to=1',
      'arp.no_response=1',
    ])
  }))
