// The calls about filters through a decoder: what the list shows, how a filter is checked, explained, counted, built and pointed at.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  FilterCheck,
  FilterCompletions,
  FilterCounts,
  FilterExplanation,
  FilterAnswer,
  FilterState,
  RuleProblem,
} from '../../engine/api/filter-shapes'
import type { CaptureStatus, PacketDetails, Place, Rows, TreeNode } from '../../engine/api/shapes'
import { filterSession } from '../../engine/session/filtering'
import { askedDecoder, openTalk } from '../support/decoder-calls'

const { decoder, ask, value } = askedDecoder()
let end: () => Promise<void>
let path = ''

const show = (text: string, selected?: number): Promise<FilterState> => value('session.filter', { text, selected })
const numbers = async (): Promise<number[]> =>
  (await value<Rows>('session.rows', { from: 0, count: 100 })).rows.map((row) => row.number)

beforeAll(async () => void ({ path, end } = await openTalk(decoder)))
beforeEach(async () => void (await show('')))
afterAll(() => end())

describe('session.filter', () => {
  it('makes rows of the packets that match, with their own numbers', async () => {
    expect(await show('tcp.flags.syn == 1')).toMatchObject({ displayed: 2, judged: 8, done: true })
    expect(await numbers()).toEqual([1, 2])
    await show('tcp.flags.fin == 1')
    expect(await numbers()).toEqual([6, 7])
    expect((await value<Rows>('session.rows', { from: 1, count: 5 })).rows.map((row) => row.number)).toEqual([7])
    expect((await value<CaptureStatus>('session.status')).filter).toMatchObject({ text: 'tcp.flags.fin == 1' })
  })
  it('brings its first rows along when they are asked for, as `session.rows` gives them', async () => {
    const first = { count: 3, columns: ['number', 'time', 'tcp.flags'], time: 'delta', names: false }
    const answer = await value<FilterAnswer>('session.filter', { text: 'tcp.flags.ack == 1', first })
    expect(answer.rows?.map((row) => row.number)).toEqual([2, 3, 4])
    expect(answer.rows).toEqual((await value<Rows>('session.rows', { from: 0, ...first })).rows)
    expect(await value('session.filter', { text: 'udp', first })).toMatchObject({ displayed: 0, rows: [] })
    expect(await show('tcp')).not.toHaveProperty('rows')
    expect(await ask('session.filter', { text: 'tcp', first: { count: 100_000 } })).toMatchObject({
      error: { code: 'bad-request' },
    })
  })
  it('does not change what is said of a packet, with or without the evidence', async () => {
    const lines = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap((node) => [node, ...lines(node.children)])
    await show('tcp.len > 0')
    const plain = await value<PacketDetails>('session.packet', { number: 4 })
    const told = await value<PacketDetails>('session.packet', { number: 4, evidence: true })
    const reasons = lines(told.tree).filter((node) => node.id < 0)
    expect(reasons.map((node) => node.text)).toContain(
      '8192, as it stands in frame 4: not both ends offered window scaling',
    )
    expect(lines(told.tree).filter((node) => node.id >= 0)).toHaveLength(lines(plain.tree).length)
    expect(lines(plain.tree).some((node) => node.id < 0)).toBe(false)
  })
  it('shows everything again without a text', async () => {
    await show('udp')
    expect(await numbers()).toEqual([])
    await show('  ')
    expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect((await value<CaptureStatus>('session.status')).filter).toBeNull()
  })
  it('leaves the filter before in force when a text is none, and says where', async () => {
    await show('tcp.flags.fin == 1')
    const reply = await ask('session.filter', { text: 'tcp.flags.fin == ' })
    expect('error' in reply && reply.error.range).toBeTruthy()
    expect(await numbers()).toEqual([6, 7])
  })
  it('refers to the selected packet', async () => {
    await show('frame.number >= ${frame.number}', 7)
    expect(await numbers()).toEqual([7, 8])
  })
  it('stays in force for the next file, and comes back with a fresh decoder', async () => {
    await show('tcp.flags.fin == 1')
    await value('session.open', { path })
    expect(await numbers()).toEqual([6, 7])
    await show('')
    await value('session.open', { path, filter: 'tcp.flags.syn' })
    await decoder.filter.settled()
    expect(await numbers()).toHaveLength(8)
  })
})

describe('places', () => {
  it.each([
    [{ number: 6 }, { number: 6, row: 0, shown: true }],
    [{ number: 3 }, { number: 3, row: 0, shown: false }],
    [{ number: 8 }, { number: 8, row: 2, shown: false }],
    [{ number: 99 }, { number: 0, row: 2, shown: false }],
    [{ row: 1 }, { number: 7, row: 1, shown: true }],
    [{ row: 2 }, { number: 0, row: 2, shown: false }],
  ])('of %o', async (args, expected) => {
    await show('tcp.flags.fin == 1')
    expect(await value<Place>('session.place', args)).toEqual(expected)
  })
  it('of marks are those that are shown', async () => {
    await value('session.mark', { numbers: [1, 6, 7], on: true })
    await show('tcp.flags.fin == 1')
    expect(await value('session.nextMark', { from: 1 })).toBe(6)
    expect(await value('session.nextMark', { from: 6, backwards: true })).toBe(0)
    expect(await value('session.marks', { from: 1 })).toEqual([6, 7])
    await value('session.mark', { numbers: [1, 6, 7], on: false })
  })
  it('of rows are packet numbers', async () => {
    await show('tcp.flags.syn == 1 || tcp.flags.fin == 1')
    expect(await value('session.numbers', { rows: [[0, 2]] })).toEqual([
      [1, 2],
      [6, 6],
    ])
  })
  it('count from the packet shown before: time since the one displayed', async () => {
    await show('frame.number == 2 || frame.number == 8')
    const { tree } = await value<PacketDetails>('session.packet', { number: 8 })
    const line = (name: string): string => tree[0]!.children.find(({ field }) => field === name)!.text
    expect(line('frame.time_delta_displayed')).not.toContain(line('frame.time_delta').replace(/^[^:]*/, ''))
  })
})

describe('session.find', () => {
  it.each([
    ['filter', 'tcp.len > 0', 4],
    ['regex', 'seq=\\d+ ack=41', 5],
    ['info', '[FIN', 6],
    ['regex', '(a+)+$nothing', 0],
  ])('by %s: %s', async (where, what, found) =>
    expect(await value('session.find', { from: 1, in: where, what })).toBe(found),
  )
  it('passes over packets that are not shown', async () => {
    await show('frame.number > 6')
    expect(await value('session.find', { from: 1, in: 'filter', what: 'tcp.flags.fin == 1' })).toBe(7)
  })
})

describe('filter.check', () => {
  it('says what is wrong and where', async () => {
    const { error } = await value<FilterCheck>('filter.check', { text: 'tcp.port == 80 && nosuch.field' })
    expect(error?.range).toEqual([18, 30])
    expect(error?.message).toContain('nosuch.field')
  })
  it('warns of what is deprecated and of what surprises', async () => {
    const { warnings } = await value<FilterCheck>('filter.check', { text: 'tcp.port ~= 80' })
    expect(warnings[0]?.message).toBeTruthy()
    const { traps } = await value<FilterCheck>('filter.check', { text: 'tcp && ip.addr != 10.0.0.1' })
    expect(traps).toMatchObject([{ range: [7, 26] }])
  })
  it.each([
    ['ip.addr == 10.0.0.0/8 && tcp.port in {80, 443}', 'ip net 10.0.0.0/8 and (tcp port 80 or tcp port 443)'],
    ['tcp.dstport == 80 || udp', 'tcp dst port 80 or udp'],
    ['!(arp || icmp)', 'not (arp or icmp)'],
    ['ip.src != 10.1.2.3', 'ip and not ip src host 10.1.2.3'],
    ['tcp.flags.syn == 1', 'tcp[tcpflags] & tcp-syn != 0'],
    ['eth.dst == ff:ff:ff:ff:ff:ff', 'ether dst host ff:ff:ff:ff:ff:ff'],
    ['frame.len > 1000', 'len > 1000'],
    ['(tcp || udp) && ipv6.addr == fe80::/10', '(tcp or udp) and ip6 net fe80::/10'],
    ['tcp.port in {8000..8080}', 'tcp portrange 8000-8080'],
  ])('translates %s', async (text, capture) =>
    expect((await value<FilterCheck>('filter.check', { text })).capture).toEqual({ text: capture }),
  )
  it('says what has no counterpart', async () => {
    const { capture } = await value<FilterCheck>('filter.check', { text: 'tcp && dns.qry.name contains "x"' })
    expect(capture).toMatchObject({ text: null, range: [7, 32] })
  })
})

describe('the builder', () => {
  it.each([
    'tcp.port == 80 && !udp',
    'ip.addr == 10.0.0.1 || tcp.port in {80, 443 .. 445}',
    'http.host matches "a\\\\.b" && !(ip.ttl < 5)',
    'tcp.port not in {22}',
    '',
  ])('reads and writes %s', async (text) => {
    const { conditions } = await value<FilterCheck>('filter.check', { text })
    expect(await value('filter.build', conditions)).toBe(text)
  })
  it.each(['(tcp || udp) && ip', 'tcp.port + 1 == 81', 'any ip.addr != 1.1.1.1', 'tcp ^^ udp'])(
    'knows that %s is more than rows',
    async (text) => expect((await value<FilterCheck>('filter.check', { text })).conditions).toBeNull(),
  )
})

describe('filter.explain', () => {
  const text = 'tcp && (tcp.flags.syn == 1 || tcp.len > 0)'
  it('has a sentence and a count for every part, and the truth for a packet', async () => {
    const { parts, truths } = await value<FilterExplanation>('filter.explain', { text, number: 4 })
    expect(parts.map(({ level, range }) => [level, text.slice(...range)])).toEqual([
      // Parentheses belong to no part.
      [0, text.slice(0, -1)],
      [1, 'tcp'],
      [1, 'tcp.flags.syn == 1 || tcp.len > 0'],
      [2, 'tcp.flags.syn == 1'],
      [2, 'tcp.len > 0'],
    ])
    expect(truths?.map(({ holds }) => holds)).toEqual([true, true, true, false, true])
    expect(truths?.[4]?.found).toEqual(['40'])
    const counted = await value<FilterCounts>('filter.count', { text })
    expect(counted).toMatchObject({ done: true, counts: [3, 8, 3, 2, 1] })
  })
})

describe('filter.clause', () => {
  const nodeOf = async (number: number, name: string): Promise<number> => {
    const { tree } = await value<PacketDetails>('session.packet', { number })
    const all = (nodes: PacketDetails['tree']): PacketDetails['tree'] => nodes.flatMap((n) => [n, ...all(n.children)])
    return all(tree).find(({ field }) => field === name)!.id
  }
  it.each([
    ['tcp', 'tcp'],
    ['ip.src', 'ip.src == 10.0.0.1'],
    ['tcp.flags.push', 'tcp.flags.push == 1'],
    ['tcp.dstport', 'tcp.dstport == 9230'],
  ])('of the field %s', async (name, clause) =>
    expect(await value('filter.clause', { number: 4, node: await nodeOf(4, name) })).toBe(clause),
  )
  it('of every line of a tree lets its own packet through', async () => {
    for (const number of [1, 4]) {
      await show('')
      const { tree } = await value<PacketDetails>('session.packet', { number })
      const ids: number[] = []
      const walk = (nodes: PacketDetails['tree']): void => {
        for (const node of nodes) {
          // What was displayed before changes with the filter itself.
          if ((node.field || node.length) && !node.field.includes('displayed')) ids.push(node.id)
          walk(node.children)
        }
      }
      walk(tree)
      for (const node of ids) {
        const clause = await value<string>('filter.clause', { number, node })
        await show(clause)
        expect(await numbers(), clause).toContain(number)
      }
    }
  })
  it.each([
    [{ column: 'source' }, 'ip.src == 10.0.0.1'],
    [{ column: 'length' }, 'frame.len == 94'],
    [{ column: 'protocol' }, '_ws.col.protocol == "TCP"'],
    [{ column: 'tcp.dstport' }, 'tcp.dstport == 9230'],
    [{ column: 'udp.port' }, '!udp.port'],
    [{ start: 12, length: 2 }, 'frame[12:2] == 08:00'],
    [{ conversation: 'tcp' }, 'tcp.stream == 0'],
    [{ conversation: 'ip' }, 'ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2'],
  ])('of %o', async (what, clause) => {
    expect(await value('filter.clause', { number: 4, ...what })).toBe(clause)
    await show(clause)
    expect(await numbers()).toContain(4)
  })
})

describe('rows', () => {
  it('have columns of any field', async () => {
    const { rows } = await value<Rows>('session.rows', { from: 3, count: 1, columns: ['number', 'tcp.len', 'no.such'] })
    expect(rows[0]?.cells).toEqual(['4', '40', ''])
  })
  it('are coloured by the rules given, without those that are no filter', async () => {
    const rules = [
      { id: 'mine', filter: 'tcp.len > 0' },
      { id: 'broken', filter: 'tcp.len >' },
    ]
    const problems = await value<RuleProblem[]>('session.colours', { rules })
    expect(problems).toMatchObject([{ id: 'broken' }])
    const { rows } = await value<Rows>('session.rows', { from: 2, count: 2 })
    expect(rows.map(({ colour }) => colour)).toEqual(['', 'mine'])
    await value('session.colours')
    expect((await value<Rows>('session.rows', { from: 0, count: 1 })).rows[0]?.colour).toBe('tcp-syn-fin')
  })
})

describe('filter.complete', () => {
  it('knows fields with their type', async () => {
    const { items } = await value<FilterCompletions>('filter.complete', { text: 'tcp.srcp', at: 8 })
    expect(items[0]).toMatchObject({ text: 'tcp.srcport', kind: 'field' })
  })
})

describe('a filter that came before its packets', () => {
  it('is judged again when later packets say more of the earlier ones', async () => {
    const { decoder: talk } = askedDecoder()
    const sample = 'samples/dns-ping.pcapng'
    await talk.load(sample, {})
    await talk.settled()
    const answered = filterSession(talk.open, 'dns.response_in').view.all().slice()
    const { offset, header } = talk.open.index
    const afterQuestion = offset[answered[0]! + 1]! - header[answered[0]! + 1]!
    await talk.load(sample, { live: true })
    talk.filter.set(talk.open, { text: 'dns.response_in' })
    talk.grown(afterQuestion, 0)
    await talk.settled()
    await talk.filter.settled()
    expect(talk.filter.state()).toMatchObject({ judged: answered[0]! + 1, displayed: 0 })
    talk.ended()
    await talk.settled()
    await talk.filter.whole()
    expect(talk.filter.total).toBe(answered.length)
    talk.shut()
  })
})
