// Work that takes long gives time back, tells how far it is, and answers in pages; an answer that no port carries is refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { decoderCalls } from '../../engine/api'
import { sizeOf } from '../../engine/api/answer-size'
import { answer, callsOf } from '../../engine/api/call'
import { nothing } from '../../engine/api/check'
import { Decoder } from '../../engine/api/decoder'
import type { ConversationTable, EndpointTable, ExportedLadder } from '../../engine/api/flow-shapes'
import type { ExpertList } from '../../engine/api/flow-shapes'
import { limits } from '../../engine/limits'
import { encode } from '../../server/frames'

/** A pcap file of so many UDP packets, each of a conversation of its own. */
function conversationsOf(count: number): Uint8Array {
  const file = new Uint8Array(24 + count * 58)
  const view = new DataView(file.buffer)
  const head = [0xa1b2c3d4, 0x00020004, 0, 0, 65_535, 1]
  head.forEach((word, n) => view.setUint32(4 * n, word))
  for (let n = 0; n < count; n++) {
    const at = 24 + n * 58
    view.setUint32(at, n)
    view.setUint32(at + 8, 42)
    view.setUint32(at + 12, 42)
    file.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17], at + 16)
    view.setUint32(at + 42, 0x0a000000 + ((n * 7919) % 65_536)) // in no order
    view.setUint32(at + 46, 0x0a800001)
    view.setUint16(at + 50, 1024 + (n >> 16))
    view.setUint16(at + 52, 9)
    view.setUint16(at + 54, 8)
  }
  return file
}

const folder = mkdtempSync(join(tmpdir(), 'wirelens-long-'))
const path = join(folder, 'many.pcap')
const count = 60_000
const told: { event: string; value: unknown }[] = []
const decoder = new Decoder((event, value) => told.push({ event, value }))

beforeAll(async () => {
  writeFileSync(path, conversationsOf(count))
  await decoder.load(path, {})
  await decoder.settled()
})
afterAll(() => {
  decoder.shut()
  rmSync(folder, { recursive: true, force: true })
})

/** The value of a call, and how often the event loop came round meanwhile. */
async function asked<T>(call: string, args: object): Promise<{ value: T; turns: number }> {
  let turns = 0
  let working = true
  const count = (): void => {
    turns++
    if (working) setImmediate(count)
  }
  setImmediate(count)
  const reply = await answer(decoderCalls, decoder, { id: 1, call, args })
  working = false
  if ('error' in reply) throw new Error(reply.error.message)
  return { value: reply.value as T, turns }
}

/** A turn is a time. On this clock each look takes two milliseconds, however fast the machine is. */
function everyLookTakesTwo(): void {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 2))
}

describe('long work', () => {
  beforeEach(everyLookTakesTwo)
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it.each(['number', 'a', 'start'])('sorts a table by %s in turns', async (sort) => {
    const args = { kind: 'udp', from: 0, count: 100, sort, descending: true }
    const { value, turns } = await asked<ConversationTable>('flows.conversations', args)
    expect(value.total).toBe(count)
    expect(turns).toBeGreaterThan(1)
    const firsts = value.rows.map((row) => row.firstFrame)
    if (sort !== 'a') expect(firsts).toEqual(Array.from({ length: 100 }, (_, n) => count - n))
    else expect(value.rows.slice(0, 2).map((row) => row.a)).toEqual(['10.0.255.255', '10.0.255.254'])
  })

  it('adds endpoints up in turns', async () => {
    const args = { kind: 'udp', from: 0, count: 2, sort: 'packets', descending: true }
    const { value, turns } = await asked<EndpointTable>('flows.endpoints', args)
    expect([value.total, value.rows[0]!.packets]).toEqual([count + 1, count])
    expect(turns).toBeGreaterThan(1)
  })

  it('exports a ladder in pages that a port carries, and tells how far it is', async () => {
    told.length = 0
    const many = 12_000
    const packets = Array.from({ length: many }, (_, n) => n + 1)
    const scope = { kind: 'any', format: 'svg', packets }
    const first = await asked<ExportedLadder>('flows.exportLadder', scope)
    expect(first.turns).toBeGreaterThan(3)
    expect(told.filter(({ value }) => (value as { work?: string }).work === 'exportLadder').length).toBeGreaterThan(0)
    let page = first.value
    const sizes = [page.text.length]
    let arrows = page.text.split('<g>').length - 1
    let end = page.text
    while (page.next) {
      page = (await asked<ExportedLadder>('flows.exportMore', { id: page.next })).value
      sizes.push(encode(page).length)
      arrows += page.text.split('<g>').length - 1
      end = page.text
    }
    expect([arrows, page.arrows, page.total]).toEqual([many, many, many])
    expect(end.endsWith('</svg>\n')).toBe(true)
    expect(sizes.length).toBeGreaterThan(5)
    expect(Math.max(...sizes)).toBeLessThan(limits.webSocketFrame)
    await expect(asked('flows.exportMore', { id: first.value.next })).rejects.toThrow('another one took its place')
  })

  it('gives a thousand rows in turns', async () => {
    const { value, turns } = await asked<{ rows: unknown[] }>('session.rows', { from: 0, count: 1000 })
    expect(value.rows).toHaveLength(1000)
    expect(turns).toBeGreaterThan(1)
  })

  it('lists what experts say by as many frames as a reply holds', async () => {
    const { value } = await asked<ExpertList>('flows.expert', {})
    expect(value.total).toBe(value.entries.length)
  })

  it('is over when its capture is closed', async () => {
    const other = new Decoder(() => undefined)
    await other.load(path, {})
    await other.settled()
    const work = answer(decoderCalls, other, {
      id: 1,
      call: 'flows.exportLadder',
      args: { kind: 'any', format: 'text' },
    })
    setTimeout(() => other.shut(), 5)
    expect(await work).toMatchObject({ error: { code: 'cancelled' } })
  })
})

describe('an answer that is too large', () => {
  const call = callsOf<number>()
  const asking = (value: unknown): Promise<unknown> =>
    answer({ a: { b: call(nothing, () => value) } }, 0, { id: 7, call: 'a.b', args: {} })
  it.each([
    ['text', 'x'.repeat(limits.answer)],
    ['text of three bytes a letter', '\u20ac'.repeat(limits.answer / 3)],
    ['bytes', { bytes: new Uint8Array(limits.answer) }],
    ['rows', Array.from({ length: 1000 }, () => ({ cells: ['x'.repeat(7000)] }))],
  ])('is refused: %s', async (_, value) =>
    expect(await asking(value)).toMatchObject({ id: 7, error: { code: 'answer-too-large' } }),
  )
  it('is told from one that fits', async () => {
    const value = { rows: Array.from({ length: 1000 }, (_, n) => ({ number: n, cells: ['a', '\u20ac', null, true] })) }
    expect(await asking(value)).toEqual({ id: 7, value })
    expect(sizeOf(value, Infinity)).toBeGreaterThanOrEqual(encode(value).length)
  })
})
