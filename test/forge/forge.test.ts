// Exercise captures: tshark finds nothing wrong in them that the scenario does not ask for, and our own verdicts name what each one shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { forge, scenarioList, scenarios } from '../../engine/forge/forge'
import { likelyKind, makeReport } from '../../engine/report/make-report'
import { arpReport } from '../../engine/session/arp-pass'
import { conversationOf, storyOf } from '../../engine/session/conversation-story'
import { expertPass } from '../../engine/session/expert-pass'
import type { Session } from '../../engine/session/session'
import { withSession } from '../flows/made-session'
import { hasTshark, tshark } from '../support/reference'
import { needs } from '../support/skip'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-forge-'))
mkdirSync(folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open = <T>(name: string, use: (session: Session) => Promise<T> | T, seed = 7): Promise<T> => {
  const path = join(folder, `${name}-${seed}.pcapng`)
  writeFileSync(path, forge(name, { seed }).file)
  return withSession(path, use)
}
const told = (name: string, stream = 0): Promise<{ opening: string; closing: string }> =>
  open(name, async (session) => {
    const story = await storyOf(session, conversationOf(session, 'tcp', stream)).whole()
    return { opening: story.opening().kind, closing: story.closing().kind }
  })
/** Statements of the experts, warnings and notes, with how often each was made. */
const statements = (name: string): Promise<string[]> =>
  open(name, async (session) => {
    const { entries } = await expertPass(session, true).whole()
    const counts = new Map<string, number>()
    for (const { field, level, count } of entries)
      if (level !== 'chat' && count) counts.set(field, (counts.get(field) ?? 0) + count)
    return [...counts].map(([field, count]) => `${field} ${count}`)
  })

it('is the same for the same seed, and another one for another', () => {
  expect(forge('loss', { seed: 5 }).file).toEqual(forge('loss', { seed: 5 }).file)
  expect(forge('loss', { seed: 5 }).file).not.toEqual(forge('loss', { seed: 6 }).file)
})

it('lists every scenario once, in both languages', () => {
  const names = scenarioList('en').map((s) => s.name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(40)
  for (const { text } of scenarioList('ko')) expect(text).toMatch(/[가-힣]/)
})

needs(hasTshark, 'tshark is not installed').it(
  'holds nothing malformed and no bad checksum but those that are asked for',
  () => {
    // All in one file, a section each: one run of tshark. Each has addresses of its own.
    const whole = scenarios.map(({ name }, n) =>
      forge(name, { seed: 7 + n, client: `10.1.${n}.10`, server: `10.1.${n}.20` }),
    )
    const path = join(folder, 'all.pcapng')
    writeFileSync(path, Buffer.concat(whole.map(({ file }) => file)))
    const checks = ['ip', 'tcp', 'udp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`])
    const bad = ['ip', 'tcp', 'udp', 'icmp'].map((layer) => `${layer}.checksum.status == 0`).join(' || ')
    const lines = tshark([
      '-n',
      ...checks,
      '-r',
      path,
      '-Y',
      `_ws.malformed || ${bad}`,
      '-T',
      'fields',
      '-e',
      'frame.number',
    ])
    const starts = whole.map((_, n) => whole.slice(0, n).reduce((sum, { packets }) => sum + packets, 0))
    const found = new Map<string, number>()
    for (const line of lines.trim().split('\n').filter(Boolean)) {
      const { name } = scenarios[starts.findLastIndex((start) => start < Number(line))]!
      found.set(name, (found.get(name) ?? 0) + 1)
    }
    expect(Object.fromEntries(found)).toEqual({ 'checksum-wrong': 1, offload: 4 })
  },
)

describe('openings and closes are told as what they are', () => {
  const openings: Record<string, string> = {
    'open-three-way': 'three-way',
    'open-simultaneous': 'simultaneous',
    'open-fast': 'fast-open',
    'open-unanswered': 'unanswered',
    'open-half': 'half-open',
    'open-refused': 'refused',
    'open-older': 'older-connection',
    'open-partial': 'partial',
    'open-joined': 'joined',
  }
  const closings: Record<string, string> = {
    'close-four': 'four-segments',
    'close-three': 'three-segments',
    'close-piggyback': 'three-segments',
    'close-simultaneous': 'simultaneous',
    'close-half': 'half-close',
    'close-one-sided': 'one-sided',
    'close-reset': 'reset',
    'close-none': 'open',
  }
  for (const [name, kind] of Object.entries(openings))
    it(name, async () => expect((await told(name)).opening).toBe(kind))
  for (const [name, kind] of Object.entries(closings))
    it(name, async () => expect(await told(name)).toEqual({ opening: 'three-way', closing: kind }))
  it('close-piggyback: the ACK of the data is not that of the FIN', () =>
    open('close-piggyback', async (session) => {
      const story = await storyOf(session, conversationOf(session, 'tcp', 0)).whole()
      expect(story.closing().fins[0]).toMatchObject({ frame: 5, ackFrame: 7, notAckFrame: 6, notAckOf: 4 })
    }))
})

describe('troubles are told as what they are', () => {
  const troubles: Record<string, string[]> = {
    loss: [
      'tcp.analysis.lost_segment 1',
      'tcp.analysis.duplicate_ack 4',
      'tcp.analysis.fast_retransmission 1',
      'tcp.analysis.retransmission 1',
    ],
    'loss-timeout': ['tcp.analysis.retransmission 1'],
    reordering: ['tcp.analysis.out_of_order 1', 'tcp.analysis.lost_segment 1', 'tcp.analysis.duplicate_ack 1'],
    duplicate: ['tcp.analysis.spurious_retransmission 1'],
    'zero-window': [
      'tcp.analysis.window_full 1',
      'tcp.analysis.zero_window 3',
      'tcp.analysis.zero_window_probe 2',
      'tcp.analysis.zero_window_probe_ack 2',
    ],
    'keep-alive': ['tcp.analysis.keep_alive 3', 'tcp.analysis.keep_alive_ack 3'],
    'mss-wrong': ['tcp.analysis.retransmission 2'],
    'checksum-wrong': ['tcp.analysis.retransmission 1'],
  }
  for (const [name, wanted] of Object.entries(troubles))
    it(name, async () => expect(await statements(name)).toEqual(expect.arrayContaining(wanted)))

  it('offload: the capture was made on the client', () =>
    open('offload', async (session) => {
      const story = await storyOf(session, conversationOf(session, 'tcp', 0)).whole()
      expect(story.vantage().place).toBe('first')
    }))
})

describe('several connections', () => {
  it('syn-flood: nobody completes the handshake', () =>
    open('syn-flood', async (session) => {
      for (const stream of [0, 59, 60, 119]) {
        const story = await storyOf(session, conversationOf(session, 'tcp', stream)).whole()
        expect(story.opening().kind).toBe(stream < 60 ? 'half-open' : 'unanswered')
      }
    }))
  it('port-scan: three ports are open, the others refuse', () =>
    open('port-scan', async (session) => {
      const kinds = await Promise.all(
        Array.from({ length: 60 }, async (_, n) => {
          const story = await storyOf(session, conversationOf(session, 'tcp', n)).whole()
          return story.opening().kind
        }),
      )
      expect(kinds.filter((kind) => kind === 'half-open')).toHaveLength(3)
      expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(57)
    }))
  it('nat: one connection, seen with two pairs of addresses', async () => {
    for (const stream of [0, 1])
      expect(await told('nat', stream)).toEqual({ opening: 'three-way', closing: 'three-segments' })
  })
  it('arp-spoof: every packet is seen twice, and two hosts claim an address', () =>
    open('arp-spoof', async (session) => {
      const story = await storyOf(session, conversationOf(session, 'tcp', 0)).whole()
      expect(story.story.copyCount).toBe(9)
      expect(story.story.forwardedCount).toBe(9)
      const { conflicts } = await arpReport(session, { from: 0, count: 10 })
      expect(new Set(conflicts.map((c) => c.ip))).toEqual(new Set(['192.168.0.1', '192.168.0.10']))
    }))
})

describe('ARP is told as what it is', () => {
  const report = (name: string) => open(name, (session) => arpReport(session, { from: 0, count: 10 }))
  it('arp-resolve', async () => {
    const { exchanges } = await report('arp-resolve')
    expect(exchanges.map((e) => [e.unicast, e.length, e.replies.length])).toEqual([
      [false, 42, 1],
      [true, 42, 1],
    ])
  })
  it('arp-unanswered', async () => expect(await report('arp-unanswered')).toMatchObject({ requests: 3, unanswered: 3 }))
  it('arp-gratuitous', async () => {
    const { probes, probesAnswered, statements: said } = await report('arp-gratuitous')
    expect([probes, probesAnswered, said.map((s) => s.kind)]).toEqual([3, 0, ['announcement', 'announcement']])
  })
  it('arp-duplicate', async () => {
    const { severalRepliers, conflicts } = await report('arp-duplicate')
    expect([severalRepliers, conflicts.length]).toEqual([1, 1])
  })
})

it('can be written up, every one of them', async () => {
  for (const { name } of scenarios)
    await open(name, async (session) => {
      const report = await makeReport(session, { kind: likelyKind(session), language: 'ko' })
      expect(report.blocks.length, name).toBeGreaterThan(3)
      expect(JSON.stringify(report.blocks), name).not.toMatch(/undefined|NaN/)
    })
})

it('refuses what cannot be', () => {
  expect(() => forge('nothing', { seed: 1 })).toThrow('There is no scenario "nothing".')
  expect(() => forge('ping', { seed: 1, client: '300.1.1.1' })).toThrow('no IPv4 address')
  expect(() => forge('ping', { seed: 1, client: '10.0.0.1', server: '10.0.0.1' })).toThrow('the same address')
  expect(() => forge('http', { seed: 1, payload: 'x'.repeat(2000) })).toThrow('longer than 1400 bytes')
})
