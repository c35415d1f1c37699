// Tables, graphs, followed streams and expert information of made captures: what they say, that they grow, and that they stay bounded.
import { describe, expect, it } from 'vitest'
import { ArpWatch } from '../../engine/flows/arp-watch'
import { GrowingSeries } from '../../engine/flows/graphs'
import { limits } from '../../engine/limits'
import { conversationTable } from '../../engine/session/conversation-table'
import { endpointTable } from '../../engine/session/endpoint-table'
import { evidenceOf, withEvidence } from '../../engine/session/evidence-of'
import { expertPass } from '../../engine/session/expert-pass'
import { followerOf } from '../../engine/session/follow-stream'
import { ladderOf } from '../../engine/session/ladders'
import { details } from '../../engine/session/rows'
import { streamGraph } from '../../engine/session/stream-graph'
import { bytes, CaptureBuilder, ethernet, icmp, ipv4, text, udp } from '../support/packet-builder'
import { TcpTalk } from '../support/tcp-talk'
import { withMade } from './made-session'

const busy = (): TcpTalk =>
  new TcpTalk()
    .open()
    .client('PSH ACK', { data: 100 })
    .server('ACK')
    .client('ACK', { data: 50 })
    .wait(0.3)
    .client('ACK', { data: 50, seq: 101 })
    .server('ACK')
    .server('FIN ACK')
    .client('FIN ACK')
    .server('ACK')

function many(count: number): CaptureBuilder {
  const made = new CaptureBuilder()
  for (let i = 0; i < count; i++) new TcpTalk({ made, clientPort: 1000 + i }).open().client('ACK', { data: i % 7 })
  return made
}

describe('the table of conversations', () => {
  it('says how each was opened and closed, and what was wrong', () =>
    withMade(busy().made, async (session) => {
      const { rows, total } = await conversationTable(session, { kind: 'tcp', from: 0, count: 10 })
      expect(total).toBe(1)
      expect(rows[0]).toMatchObject({ packetsAB: 6, packetsBA: 5, completeness: 31, problems: 1, irtt: 0.002 })
      expect(rows[0]!.opening!.kind).toBe('three-way')
      expect(rows[0]!.closing).toMatchObject({ kind: 'three-segments', by: 'b' })
    }))
  it('is sorted and given in pieces', () =>
    withMade(many(30), async (session) => {
      const piece = await conversationTable(session, {
        kind: 'tcp',
        from: 10,
        count: 5,
        sort: 'bytes',
        descending: true,
      })
      expect(piece.rows).toHaveLength(5)
      const all = await conversationTable(session, {
        kind: 'tcp',
        from: 0,
        count: 100,
        sort: 'bytes',
        descending: true,
      })
      expect(all.rows.slice(10, 15)).toEqual(piece.rows)
      expect(all.rows.map((r) => r.bytes)).toEqual(all.rows.map((r) => r.bytes).sort((a, b) => b - a))
    }))
  it('adds up to the endpoints', () =>
    withMade(many(9), async (session) => {
      const { rows } = await endpointTable(session, { kind: 'ip', from: 0, count: 10 })
      expect(rows.map((r) => [r.address, r.packets, r.sentPackets])).toEqual([
        ['10.0.0.1', 36, 27],
        ['10.0.0.2', 36, 9],
      ])
    }))
  it('reads of a long conversation only its ends, and finds the close', () => {
    const talk = new TcpTalk().open()
    for (let i = 0; i < 400; i++) talk.client('ACK', { data: 10 }).server('ACK')
    talk.client('FIN ACK').server('ACK')
    for (let i = 0; i < 100; i++) talk.server('ACK', { data: 10 }).client('ACK')
    return withMade(talk.server('FIN ACK').client('ACK').made, async (session) => {
      const { rows } = await conversationTable(session, { kind: 'tcp', from: 0, count: 1 })
      expect(rows[0]!.closing!.by).toBe('a')
      expect(rows[0]!.opening!.kind).toBe('three-way')
    })
  })
})

describe('a growing capture', () => {
  it('is taken up where it was left', async () => {
    const whole = many(40)
    await withMade(whole, async (session) => {
      const before = await ladderOf(session, { kind: 'tcp', stream: 39 }, { from: 0, count: 10 })
      const again = await ladderOf(session, { kind: 'tcp', stream: 39 }, { from: 0, count: 10 })
      expect(again).toEqual(before)
      expect((await ladderOf(session, { kind: 'any' }, { from: 100, count: 7 })).arrows.map((a) => a.frame)).toEqual([
        101, 102, 103, 104, 105, 106, 107,
      ])
    })
  })
})

it('a conversation that is only quoted has no packets, and is in no table', () => {
  const quoted = ipv4(
    { source: '10.0.0.1', destination: '10.0.0.9' },
    udp({ source: 5, destination: 6 }, text('hello')),
  )
  const made = new CaptureBuilder()
  made.add(ethernet({}, ipv4({ source: '10.0.0.9', destination: '10.0.0.1' }, icmp(3, 3, bytes(0, 0, 0, 0, quoted)))))
  return withMade(made, async (session) => {
    expect((await ladderOf(session, { kind: 'udp', stream: 0 }, { from: 0, count: 10 })).arrows).toEqual([])
    expect((await conversationTable(session, { kind: 'udp', from: 0, count: 10 })).total).toBe(0)
    expect((await conversationTable(session, { kind: 'ip', from: 0, count: 10 })).rows.map((r) => r.packets)).toEqual([
      1,
    ])
  })
})

describe('a ladder of a list of packets', () => {
  it('has these packets in this order', () =>
    withMade(many(5), async (session) => {
      const view = { count: 3, at: (n: number) => [7, 2, 11][n]! }
      const { arrows, total } = await ladderOf(session, { kind: 'any', view }, { from: 0, count: 10 })
      expect(arrows.map((a) => a.frame)).toEqual([8, 3, 12])
      expect(total).toBe(3)
    }))
  it('merges hosts beyond the limit into one lifeline', () => {
    const made = new CaptureBuilder()
    for (let i = 0; i < limits.ladderHosts + 20; i++)
      new TcpTalk({ made, client: `10.1.${i >> 8}.${i & 255}` }).client('SYN')
    return withMade(made, async (session) => {
      const ladder = await ladderOf(session, { kind: 'any' }, { from: 0, count: 1 })
      expect(ladder.lifelines).toHaveLength(limits.ladderHosts)
      expect(ladder.hidden).toBe(22)
    })
  })
})

describe('a followed stream', () => {
  it('marks what was repeated and what is missing', () => {
    const talk = new TcpTalk()
      .open()
      .client('ACK', { data: 100 })
      .server('ACK')
      .client('ACK', { data: 50 })
      .client('ACK', { data: 50, seq: 101 })
      .client('ACK', { data: 9, lost: true })
      .client('ACK', { data: 4 })
      .server('ACK')
    return withMade(talk.made, (session) => {
      const follower = followerOf(session, 'tcp', 0)
      follower.step()
      const all = follower.pieces(0, 100)
      expect(all.pieces.map((p) => [p.kind, p.frame, p.length])).toEqual([
        ['data', 4, 100],
        ['data', 6, 50],
        ['repeat', 7, 50],
        ['gap', 8, 9],
        ['data', 8, 4],
      ])
      expect([all.bytes, all.missing, all.repeats]).toEqual([[154, 0], 9, 1])
      expect(follower.pieces(1, 1).pieces[0]!.bytes).toHaveLength(50)
    })
  })
  it('gives no more than a reply may hold', () => {
    const talk = new TcpTalk().open()
    for (let i = 0; i < 40; i++) talk.client('ACK', { data: 1000 })
    return withMade(talk.made, (session) => {
      const follower = followerOf(session, 'tcp', 0)
      follower.step()
      expect(follower.pieces(0, 100, 5000).pieces).toHaveLength(5)
    })
  })
})

describe('a graph', () => {
  it('has a point per segment', () =>
    withMade(busy().made, async (session) => {
      const { series } = await streamGraph(session, { stream: 0, kind: 'sequence', end: 0 })
      expect([...series[0]!.y]).toEqual([0, 101, 151, 151, 151])
      const rtt = await streamGraph(session, { stream: 0, kind: 'rtt', end: 0 })
      expect(rtt.series[0]!.y[0]).toBe(1)
      const throughput = await streamGraph(session, { stream: 0, kind: 'throughput', end: 0 })
      expect(throughput.series[0]!.y.reduce((a, b) => a + b, 0)).toBeGreaterThan(
        throughput.series[1]!.y.reduce((a, b) => a + b, 0),
      )
    }))
  it('is thinned to its bound and keeps its peaks', () => {
    const series = new GrowingSeries('x')
    for (let i = 0; i < 10_000; i++) series.add(i, i === 7321 ? 1000 : i % 3)
    const { x, y } = series.thinned(100)
    expect(x.length).toBeLessThanOrEqual(100)
    expect(Math.max(...y)).toBe(1000)
    expect([...x]).toEqual([...x].sort((a, b) => a - b))
  })
})

describe('expert information', () => {
  it('is one entry per statement, with its frames', () =>
    withMade(busy().made, (session) => {
      const pass = expertPass(session)
      pass.step()
      const again = pass.entries.find((e) => e.field === 'tcp.analysis.retransmission')!
      expect(again).toMatchObject({ level: 'note', group: 'Sequence', protocol: 'TCP', count: 1, frames: [7] })
    }))
})

describe('evidence', () => {
  it('says why, and why not something else, with the frames', () =>
    withMade(busy().made, async (session) => {
      const found = (await evidenceOf(session, 7)).find((e) => e.field === 'tcp.analysis.retransmission')!
      expect(found.sentence).toMatch(
        /^Retransmission, because it starts before the next expected byte.*; not .*It starts at 101; this side was to go on at 151$/,
      )
      expect(found.frames).toEqual([6])
    }))
  it('stands in the tree below the fields that it is about', () =>
    withMade(busy().made, async (session) => {
      const tree = withEvidence(details(session, 3).tree, await evidenceOf(session, 4))
      const tcp = tree.find((n) => n.field === 'tcp')!
      const window = tcp.children.find((n) => n.field === 'tcp.window_size')!
      expect(window.children.map((n) => n.text)).toEqual([
        '8192, as it stands in frame 4: not both ends offered window scaling',
      ])
    }))
  it('is nothing for a packet that does not exist', () =>
    withMade(busy().made, async (session) => expect(await evidenceOf(session, 99)).toEqual([])))
})

it('the table of ARP stays bounded, and counts what it leaves out', () => {
  const watch = new ArpWatch()
  for (let i = 0; i < limits.arpExchanges + 5; i++)
    watch.take({
      ...{ frame: i + 1, time: i, network: '0', kind: 'request', operation: 1, senderMac: 10, senderIp: 1 },
      ...{ targetMac: 0, targetIp: i, unicast: false, length: 60 },
    })
  expect(watch.exchanges).toHaveLength(limits.arpExchanges)
  expect(watch.dropped).toBe(5)
})
