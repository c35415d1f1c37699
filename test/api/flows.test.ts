// The calls `flows.*` through a decoder: what they give, what they refuse, and that all of them may be asked for by a window.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../../engine/api/call'
import { decoderCalls } from '../../engine/api'
import type {
  ConversationStoryShape,
  ConversationTable,
  ExportedLadder,
  FollowedStream,
  Ladder,
} from '../../engine/api/flow-shapes'
import { forWindows } from '../../shell/window-calls'
import { askedDecoder, openTalk } from '../support/decoder-calls'

const { decoder, ...asked } = askedDecoder()
const ask = (call: string, args?: unknown): Promise<Reply> => asked.ask(`flows.${call}`, args)
const value = <T>(call: string, args?: unknown): Promise<T> => asked.value<T>(`flows.${call}`, args)
let end: () => Promise<void>

beforeAll(async () => void ({ end } = await openTalk(decoder)))
afterAll(() => end())

describe('flows', () => {
  it('tells of a conversation by one of its packets', async () => {
    const told = await value<ConversationStoryShape>('conversation', { number: 5 })
    expect(told).toMatchObject({ stream: 0, caller: 0, packets: 8, ends: ['10.0.0.1:40000', '10.0.0.2:9230'] })
    expect(told.closing.kind).toBe('three-segments')
  })
  it('tells nothing of a packet that is not there', async () =>
    expect(await value('conversation', { number: 99 })).toBeNull())
  it('gives a piece of a ladder', async () => {
    const ladder = await value<Ladder>('ladder', { kind: 'tcp', stream: 0, from: 2, count: 3 })
    expect([ladder.total, ladder.from, ladder.arrows.map((a) => a.frame)]).toEqual([8, 2, [3, 4, 5]])
  })
  it('gives a ladder of the packets that it is told', async () => {
    const ladder = await value<Ladder>('ladder', { kind: 'any', packets: [6, 1], from: 0, count: 10 })
    expect(ladder.arrows.map((a) => a.frame)).toEqual([6, 1])
  })
  it('exports one', async () => {
    const { text, arrows } = await value<ExportedLadder>('exportLadder', { kind: 'tcp', stream: 0, format: 'mermaid' })
    expect(arrows).toBe(8)
    expect(text).toMatch(/^sequenceDiagram\n/)
  })
  it('gives the table, the payload, the graphs and the rest', async () => {
    expect((await value<ConversationTable>('conversations', { kind: 'tcp', from: 0, count: 10 })).rows).toHaveLength(1)
    expect(
      (await value<FollowedStream>('follow', { transport: 'tcp', stream: 0, from: 0, count: 10 })).pieces,
    ).toHaveLength(1)
    for (const kind of ['sequence', 'rtt', 'throughput', 'window']) await value('graph', { stream: 0, kind, end: 0 })
    await value('endpoints', { kind: 'ip', from: 0, count: 10 })
    await value('expert')
    await value('arp', { from: 0, count: 10 })
  })
  it.each([
    ['ladder', { kind: 'tcp', stream: 7, from: 0, count: 10 }, 'no-such-stream'],
    ['ladder', { kind: 'tcp', stream: 0, from: 0, count: 1e6 }, 'bad-request'],
    ['ladder', { kind: 'any', packets: [1, 99], from: 0, count: 10 }, 'no-such-packet'],
    ['conversations', { kind: 'ipx', from: 0, count: 10 }, 'bad-request'],
    ['graph', { stream: 0, kind: 'rtt', end: 2 }, 'bad-request'],
    ['cancel', { work: 'everything' }, 'bad-request'],
  ])('refuses %s %o', async (call, args, code) => {
    const reply = await ask(call, args)
    expect('error' in reply && reply.error.code).toBe(code)
  })
  it('may be asked for by a window, every call', () => {
    expect(Object.keys(decoderCalls.flows).filter((name) => !forWindows.has(`flows.${name}`))).toEqual([])
  })
})
