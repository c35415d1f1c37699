// Two captures of the same traffic, made by a small network: a path with its delays, losses and translator, and two clocks.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compare } from '../../engine/compare/compare'
import type { Comparison } from '../../engine/compare/compare'
import { compareLadder } from '../../engine/compare/compare-ladder'
import { comparisonText } from '../../engine/compare/print'
import { exportLadder } from '../../engine/flows/export-ladder'
import { Session } from '../../engine/session/session'
import { CaptureBuilder, ethernet, ipv4, tcp, tcpOption, text, udp } from '../support/packet-builder'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Seen {
  at: number
  packet: Uint8Array
}
/** What two captures see of packets that are sent between them. */
class Network {
  readonly a: Seen[] = []
  readonly b: Seen[] = []
  /** Seconds: B's clock by A's. */
  clock = (t: number): number => t
  /** Sends from A's side (`there`) or B's: what is seen where, with what delay; null where it is not seen. */
  send(at: number, there: boolean, near: Uint8Array | null, far: Uint8Array | null, delay = 0.01): void {
    const [atA, atB] = there ? [at, at + delay] : [at + delay, at]
    if (near) this.a.push({ at: atA, packet: near })
    if (far) this.b.push({ at: this.clock(atB), packet: far })
  }
  async compare(): Promise<Comparison> {
    const sessions: Session[] = []
    for (const [name, list] of Object.entries({ a: this.a, b: this.b })) {
      const capture = new CaptureBuilder()
      let now = 0
      for (const { at, packet } of list.sort((x, y) => x.at - y.at)) {
        capture.wait(at - now).add(packet)
        now = at
      }
      const path = join(folder, `${name}-${Math.random()}.pcap`)
      writeFileSync(path, capture.bytes())
      const session = await Session.open(path)
      while (!session.stepSync());
      sessions.push(session)
    }
    try {
      return compare({ session: sessions[0]!, name: 'a' }, { session: sessions[1]!, name: 'b' })
    } finally {
      for (const session of sessions) session.close()
    }
  }
}

interface Segment {
  flags: string
  sequence: number
  acknowledgment?: number
  payload?: string
  id?: number
  mss?: number
}
const inside = { address: '192.168.0.10', port: 40000 }
const outside = { address: '203.0.113.7', port: 61000 }
const server = { address: '198.51.100.80', port: 80 }
/** A segment of the client (`own`: its address there) or of the server. */
function segment(own: typeof inside, fromClient: boolean, ttl: number, s: Segment): Uint8Array {
  const [from, to] = fromClient ? [own, server] : [server, own]
  return ethernet(
    {},
    ipv4(
      { source: from.address, destination: to.address, ttl, id: s.id ?? 0 },
      tcp(
        {
          source: from.port,
          destination: to.port,
          sequence: s.sequence,
          acknowledgment: s.acknowledgment ?? 0,
          flags: s.flags,
          ...(s.mss ? { options: tcpOption.mss(s.mss) } : {}),
        },
        text(s.payload ?? ''),
      ),
    ),
  )
}

/** A connection through a router that translates addresses, and lowers the MSS; a step each 20 ms. */
function connection(net: Network, lost: readonly number[] = []): void {
  const steps: [boolean, Segment][] = [
    [true, { flags: 'SYN', sequence: 999, mss: 1460 }],
    [false, { flags: 'SYN,ACK', sequence: 4999, acknowledgment: 1000, mss: 1460 }],
    [true, { flags: 'ACK', sequence: 1000, acknowledgment: 5000 }],
    [true, { flags: 'PSH,ACK', sequence: 1000, acknowledgment: 5000, payload: 'request' }],
    [false, { flags: 'ACK', sequence: 5000, acknowledgment: 1007 }],
    [false, { flags: 'PSH,ACK', sequence: 5000, acknowledgment: 1007, payload: 'the answer' }],
    [true, { flags: 'ACK', sequence: 1007, acknowledgment: 5010 }],
    [true, { flags: 'FIN,ACK', sequence: 1007, acknowledgment: 5010 }],
    [false, { flags: 'FIN,ACK', sequence: 5010, acknowledgment: 1008 }],
    [true, { flags: 'ACK', sequence: 1008, acknowledgment: 5011 }],
  ]
  steps.forEach(([there, s], i) => {
    const step = { ...s, id: i + 1 }
    const near = segment(inside, there, there ? 64 : 55, step)
    const far = segment(outside, there, there ? 63 : 56, s.mss && there ? { ...step, mss: 1400 } : step)
    const isLost = lost.includes(i)
    net.send(i * 0.02, there, isLost && !there ? null : near, isLost && there ? null : far, 0.004 + (i % 3) * 0.001)
  })
}

describe('a connection through a translator', () => {
  it('finds every packet, the clocks, the translation and what was changed', async () => {
    const net = new Network()
    net.clock = (t) => t + 5
    connection(net)
    const c = await net.compare()
    expect(c.seen.map((s) => [s.frameA, s.frameB, s.course])).toEqual(
      [...'ABAABBAABA'].map((way, i) => [i + 1, i + 1, way === 'A' ? 'ab' : 'ba']),
    )
    expect(c.absent).toEqual([])
    expect(c.clock.kind).toBe('two-way')
    // The shortest way there takes 4 ms, the shortest back 5 ms: half of the difference stays unknown.
    expect(c.clock.offset / 1e9).toBeCloseTo(5, 2)
    expect(Math.abs(c.clock.offset - 5e9)).toBeLessThanOrEqual(0.5e6 + 1000)
    expect(c.clock.shortest! / 1e6).toBeCloseTo(4.5, 1)
    expect(c.translations).toEqual([
      { transport: 'tcp', end: 'client', a: '192.168.0.10:40000', b: '203.0.113.7:61000', frameA: 1, frameB: 1 },
    ])
    expect(c.seen[0]!.changes).toContainEqual({ what: 'mss', a: '1460', b: '1400' })
    expect(c.seen[1]!.changes.map((it) => it.what)).not.toContain('mss')
    expect(c.seen.every((s) => s.changes.some((it) => it.what === 'ttl'))).toBe(true)
  })

  it('says what was lost, in each direction', async () => {
    const net = new Network()
    connection(net, [3, 5])
    const c = await net.compare()
    expect(c.absent.map(({ in: in_, frame, why }) => [in_, frame, why])).toEqual([
      ['a', 4, 'lost'],
      ['b', 5, 'lost'],
    ])
  })

  it('tells repeats apart by their identification', async () => {
    const net = new Network()
    connection(net)
    const again = (id: number): Segment => ({
      flags: 'PSH,ACK',
      sequence: 1000,
      acknowledgment: 5000,
      payload: 'request',
      id,
    })
    // Sent three times in all; the second one was lost.
    net.send(0.065, true, segment(inside, true, 64, again(40)), null)
    net.send(0.067, true, segment(inside, true, 64, again(41)), segment(outside, true, 63, again(41)))
    const c = await net.compare()
    expect(c.absent.map(({ why }) => why)).toEqual(['lost'])
    const lost = c.detail.a.get(c.absent[0]!.frame)!
    expect(lost.id).toBe(40)
  })

  it('does not call lost what the other capture could not see', async () => {
    const net = new Network()
    connection(net)
    // B was stopped early, and A began late.
    net.b.splice(7)
    net.a.splice(0, 2)
    const c = await net.compare()
    expect([...new Set(c.absent.map(({ why }) => why))]).toEqual(['outside'])
    expect(c.absent).toHaveLength(2 + 3)
  })

  it('a reset that only one side sees came in between', async () => {
    const net = new Network()
    connection(net)
    net.send(0.111, false, segment(inside, false, 200, { flags: 'RST', sequence: 5000, id: 9 }), null)
    const c = await net.compare()
    expect(c.absent.map(({ in: in_, why }) => [in_, why])).toEqual([['a', 'between']])
  })

  it('bytes that were sent on in other segments are not lost', async () => {
    const net = new Network()
    connection(net)
    const part = (sequence: number, payload: string, id: number): Segment => ({
      flags: 'ACK',
      sequence,
      acknowledgment: 1007,
      payload,
      id,
    })
    net.send(0.105, false, null, segment(outside, false, 56, part(5010, 'aaaa', 71)))
    net.send(0.106, false, null, segment(outside, false, 56, part(5014, 'bbbb', 72)))
    net.send(0.107, false, segment(inside, false, 55, part(5010, 'aaaabbbb', 71)), null)
    const c = await net.compare()
    expect(c.absent.map(({ in: in_, why, frames }) => [in_, why, frames.length])).toEqual([
      ['b', 'resegmented', 1],
      ['b', 'resegmented', 1],
      ['a', 'resegmented', 2],
    ])
  })

  it('a drifting clock gives delays that do not drift', async () => {
    const net = new Network()
    // 50 millionths fast: 3 ms in a minute, more than the delay.
    net.clock = (t) => 2 + t * 1.00005
    for (let i = 0; i < 60; i++) {
      const s = { flags: 'PSH,ACK', sequence: 1000 + i, acknowledgment: 5000 + i, payload: 'x', id: i + 1 }
      net.send(i, true, segment(inside, true, 64, s), segment(inside, true, 63, s), 0.001)
      const back = { ...s, sequence: 5000 + i, acknowledgment: 1001 + i }
      net.send(i + 0.5, false, segment(inside, false, 55, back), segment(inside, false, 56, back), 0.001)
    }
    const c = await net.compare()
    expect(c.clock.drift / 1000).toBeCloseTo(50, 0)
    const delays = c.seen.map((s) => s.delay! / 1e6)
    expect(Math.min(...delays)).toBeGreaterThan(0.9)
    expect(Math.max(...delays)).toBeLessThan(1.1)
  })
})

describe('what is not known', () => {
  it('packets of one direction say nothing of the clocks', async () => {
    const net = new Network()
    net.clock = (t) => t + 5
    for (let i = 0; i < 5; i++) {
      const packet = (ttl: number): Uint8Array =>
        ethernet(
          {},
          ipv4(
            { source: '10.0.0.1', destination: '10.0.1.1', ttl, id: i + 1 },
            udp({ source: 9, destination: 9 }, text(`number ${i}`)),
          ),
        )
      net.send(i, true, packet(64), packet(63), 0.01 + i / 1000)
    }
    const c = await net.compare()
    expect(c.clock.kind).toBe('one-way')
    expect(c.seen.map((s) => Math.round(s.delay! / 1e6))).toEqual([0, 1, 2, 3, 4])
    expect([...comparisonText(c, 0)].join('')).toContain('above the shortest')
  })

  it('without a router between, and with one direction, no course is claimed', async () => {
    const net = new Network()
    for (let i = 0; i < 4; i++) {
      const packet = ethernet(
        {},
        ipv4(
          { source: '10.0.0.1', destination: '10.0.0.2', id: i + 1 },
          udp({ source: 9, destination: 9 }, text(`number ${i}`)),
        ),
      )
      net.send(i, true, packet, i === 2 ? null : packet)
    }
    const c = await net.compare()
    expect(c.clock.kind).toBe('none')
    expect(c.seen.map((s) => [s.course, s.delay])).toEqual([1, 2, 3].map(() => [null, null]))
    expect(c.absent.map(({ why }) => why)).toEqual(['unknown'])
  })

  it('captures of different traffic share nothing', async () => {
    const net = new Network()
    connection(net)
    net.b.length = 0
    net.send(
      0,
      true,
      null,
      ethernet(
        {},
        ipv4({ source: '10.9.9.9', destination: '10.9.9.8' }, udp({ source: 1, destination: 2 }, text('other'))),
      ),
    )
    const c = await net.compare()
    expect([c.twins, c.seen.length, c.absent.length, c.a.strangers, c.b.strangers]).toEqual([0, 0, 0, 1, 1])
    expect([...comparisonText(c, 0)].join('')).toContain('No conversation is in both')
  })

  it('equal datagrams are no proof that two conversations are one', async () => {
    const net = new Network()
    const same = (source: string, id: number): Uint8Array =>
      ethernet({}, ipv4({ source, destination: '10.0.0.9', id }, udp({ source: 5, destination: 9 }, text(''))))
    net.send(0, true, same('10.0.0.1', 1), null)
    net.send(0, true, null, same('10.7.7.7', 7))
    const c = await net.compare()
    expect(c.twins).toBe(0)
  })
})

it('draws a ladder of four lifelines and names what was lost', async () => {
  const net = new Network()
  connection(net, [3])
  const c = await net.compare()
  const ladder = compareLadder(c)
  expect(ladder.lifelines.map((l) => l.name)).toEqual(['192.168.0.10', 'A: a', 'B: b', '198.51.100.80'])
  expect(ladder.arrows).toHaveLength(19)
  expect(ladder.arrows.filter((a) => a.problem).map((a) => [a.from, a.to, a.problem])).toEqual([
    [0, 1, 'lost between A and B'],
  ])
  const back = ladder.arrows.filter((a) => a.label === 'SYN, ACK')
  expect(back.map((a) => [a.from, a.to])).toEqual([
    [3, 2],
    [1, 0],
  ])
  for (const format of ['svg', 'mermaid', 'plantuml'] as const)
    expect([...exportLadder(ladder, format, { digits: 6 })].join('')).toContain('lost between A and B')
  expect([...comparisonText(c, 0, 'ko')].join('')).toContain('A와 B 사이에서 손실됨')
})
