// ARP in several VLANs, probes that conflict, senders that are not the source of their frame, and storms of requests.
import { describe, expect, it } from 'vitest'
import { makePlan } from '../../engine/dissect/plan'
import { occurrence } from '../../engine/dissect/tree'
import { Settings } from '../../engine/dissect/settings'
import { registry } from '../../engine/protocols'
import { arpReport } from '../../engine/session/arp-pass'
import type { ArpReport } from '../../engine/session/arp-pass'
import type { Session } from '../../engine/session/session'
import { arp, be16, bytes, CaptureBuilder, mac } from '../support/packet-builder'
import type { ArpFields } from '../support/packet-builder'
import { withMade } from './made-session'

const A = { senderMac: '02:00:00:00:00:0a', senderIp: '10.0.0.1' }
const B = { senderMac: '02:00:00:00:00:0b', senderIp: '10.0.0.1' }
const ask = (from: typeof A, targetIp = '10.0.0.2'): ArpFields => ({ operation: 1, ...from, targetIp })
const probe = (from: typeof A): ArpFields => ({ ...ask(from, '10.0.0.9'), senderIp: '0.0.0.0' })
/** The same packet in a VLAN. */
const inVlan = (id: number, f: ArpFields): Uint8Array => {
  const plain = arp(f)
  return bytes(plain.subarray(0, 12), be16(0x8100), be16(id), plain.subarray(12))
}
const made = (...packets: Uint8Array[]): CaptureBuilder => {
  const out = new CaptureBuilder()
  for (const p of packets) out.wait(0.01).add(p)
  return out
}
const report = (capture: CaptureBuilder): Promise<ArpReport> =>
  withMade(capture, (session) => arpReport(session, { from: 0, count: 100 }))
/** Frames with a field. */
const framesWith = (session: Session, name: string): number[] => {
  const plan = makePlan(registry, { fields: [registry.field(name)] })
  return Array.from({ length: session.count }, (_, i) => i + 1).filter((frame) => {
    const p = session.decode(frame - 1, plan)
    return Array.from({ length: p.records.count }, (_, k) => occurrence(p, k)).some((o) => o.field.name === name)
  })
}

describe('an address', () => {
  it('may have an owner in each VLAN', () =>
    withMade(made(inVlan(10, ask(A)), inVlan(20, ask(B))), async (session) => {
      expect(framesWith(session, 'arp.duplicate-address-detected')).toEqual([])
      expect((await arpReport(session, { from: 0, count: 9 })).conflicts).toEqual([])
    }))
  it('has two owners within one VLAN', () =>
    withMade(made(inVlan(10, ask(A)), inVlan(10, ask(B))), async (session) => {
      expect(framesWith(session, 'arp.duplicate-address-detected')).toEqual([2])
      expect((await arpReport(session, { from: 0, count: 9 })).conflicts).toMatchObject([{ probing: false, frame: 2 }])
    }))
  it('is not answered in another VLAN', async () => {
    const reply: ArpFields = {
      operation: 2,
      senderMac: B.senderMac,
      senderIp: '10.0.0.2',
      targetMac: A.senderMac,
      targetIp: A.senderIp,
    }
    await withMade(made(inVlan(10, ask(A)), inVlan(20, reply), inVlan(10, reply)), async (session) => {
      expect(framesWith(session, 'arp.response_to')).toEqual([3])
      const { unasked, unanswered } = await arpReport(session, { from: 0, count: 9 })
      expect([unasked.map((u) => u.frame), unanswered]).toEqual([[2], 0])
    })
  })
})

describe('probes', () => {
  it('are counted apart from requests', async () => {
    const told = await report(made(arp(probe(A)), arp(ask(A)), arp(probe(A))))
    expect(told).toMatchObject({ requests: 1, unanswered: 1, probes: 2, probesAnswered: 0, conflicts: [] })
  })
  it('of two hosts for one address conflict', () =>
    withMade(made(arp(probe(A)), arp(probe(B)), arp(probe(A))), async (session) => {
      expect(framesWith(session, 'arp.probe_conflict')).toEqual([2, 3])
      expect((await arpReport(session, { from: 0, count: 9 })).conflicts).toMatchObject([
        { probing: true, ip: '10.0.0.9', frame: 2, otherFrame: 1 },
        { probing: true, frame: 3, otherFrame: 2 },
      ])
    }))
  it('long after one another do not', () =>
    withMade(
      new CaptureBuilder()
        .add(arp(probe(A)))
        .wait(20)
        .add(arp(probe(B))),
      async (session) => {
        expect(framesWith(session, 'arp.probe_conflict')).toEqual([])
        expect((await arpReport(session, { from: 0, count: 9 })).conflicts).toEqual([])
      },
    ))
})

it('a sender that is not the source of its frame is noted, with and without a VLAN', () => {
  const forged = (p: Uint8Array): Uint8Array => bytes(p.subarray(0, 6), mac('02:00:00:00:00:66'), p.subarray(12))
  return withMade(made(arp(ask(A)), forged(arp(ask(A))), inVlan(7, ask(A)), forged(inVlan(7, ask(A)))), (session) =>
    expect(framesWith(session, 'arp.sender_not_frame_source')).toEqual([2, 4]),
  )
})

describe('a storm of requests', () => {
  const asked = new Settings([
    ['arp.detect_request_storms', true],
    ['arp.detect_storm_number_of_packets', 5],
  ])
  const storm = (count: number, wait: number): CaptureBuilder => {
    const out = new CaptureBuilder()
    for (let i = 0; i < count; i++) out.wait(wait).add(arp(ask(A)))
    return out
  }
  const marked = (capture: CaptureBuilder, settings?: Settings): Promise<number[]> =>
    withMade(capture, (session) => framesWith(session, 'arp.packet-storm-detected'), settings && { settings })
  it('is not looked for unless somebody asks', async () => expect(await marked(storm(80, 0.001))).toEqual([]))
  it('is more than so many packets, and counted anew behind each', async () => {
    expect(await marked(storm(12, 0.01), asked)).toEqual([6, 12])
  })
  it('is none when they take longer', async () => {
    expect(await marked(storm(40, 0.03), asked)).toEqual([])
  })
})
