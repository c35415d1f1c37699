// The list in another order: by every column as a plain stable sort of its texts would have it, with filters, stopped, and after growth.
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { FilterAnswer } from '../../engine/api/filter-shapes'
import type { CaptureStatus, Place, Rows } from '../../engine/api/shapes'
import { sortedPlaces } from '../../engine/session/row-order'
import { askedDecoder } from '../support/decoder-calls'
import { sharedFolder } from '../support/reference'
import { needs } from '../support/skip'

const { decoder, ask, value } = askedDecoder()
const rows = async (column: string): Promise<{ number: number; text: string }[]> => {
  const { rows: all } = await value<Rows>('session.rows', { from: 0, count: 1000, names: false, columns: [column] })
  return all.map(({ number, cells }) => ({ number, text: cells[0]! }))
}
/** Numbers by value, addresses by value, others by letters; none first. */
function compare(a: string, b: string): number {
  const kind = (text: string): number =>
    text === '' ? 0 : /^-?\d+(\.\d+)?$/.test(text) ? 1 : /^\d+\.\d+\.\d+\.\d+$/.test(text) ? 2 : 3
  const size = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  if (kind(a) !== kind(b)) return kind(a) - kind(b)
  if (kind(a) === 1) return Number(a) - Number(b)
  if (kind(a) === 2) return size(a) - size(b)
  const [x, y] = [a.slice(0, 80), b.slice(0, 80)]
  return x < y ? -1 : x > y ? 1 : 0
}

it('a merge sort of many keys is a stable sort, both ways, and can be stopped', async () => {
  let seed = 7
  const keys = Float64Array.from({ length: 50_000 }, () => (seed = (seed * 48_271) % 2_147_483_647) % 100)
  const session = { closed: false } as never
  const plain = (sign: number): number[] => [...keys.keys()].sort((a, b) => sign * (keys[a]! - keys[b]!))
  expect([...(await sortedPlaces(session, keys, false))]).toEqual(plain(1))
  expect([...(await sortedPlaces(session, keys, true))]).toEqual(plain(-1))
  // Neither whole nor close together: these are compared.
  keys.forEach((key, i) => (keys[i] = key + 0.5))
  expect([...(await sortedPlaces(session, keys, false))]).toEqual(plain(1))
  expect([...(await sortedPlaces(session, keys, true))]).toEqual(plain(-1))
  expect([...(await sortedPlaces(session, Float64Array.of(1.5, 2.5, 4), true))]).toEqual([2, 1, 0])
  expect([...(await sortedPlaces(session, new Float64Array(0), true))]).toEqual([])
  const many = Float64Array.from({ length: 3_000_000 }, () => (seed = (seed * 48_271) % 2_147_483_647) + 0.5)
  const stop = new AbortController()
  const onProgress = (): void => stop.abort()
  await expect(sortedPlaces(session, many, false, { signal: stop.signal, onProgress })).rejects.toThrow('stopped')
})

needs(sharedFolder() !== undefined, '../shared is not there').describe('a real capture', () => {
  beforeAll(async () => {
    await decoder.load(join(sharedFolder()!, 'seed', 'seed-tcp-handshake.pcapng'), {})
    await decoder.settled()
  })

  it.each(['number', 'time', 'source', 'destination', 'protocol', 'length', 'info', 'tcp.dstport', 'udp'])(
    'by %s',
    async (column) => {
      await value('session.sort', {})
      const captured = await rows(column)
      for (const descending of [false, true]) {
        await value('session.sort', { by: { column, descending } })
        const sign = descending ? -1 : 1
        // JavaScript's own sort is stable.
        const expected = [...captured].sort((a, b) => sign * compare(a.text, b.text))
        expect(await rows(column)).toEqual(expected)
      }
      const { sort } = await value<CaptureStatus>('session.status')
      expect(sort).toEqual({ column, descending: true })
    },
  )

  it('a row leads to its packet and back, also under a filter, which is sorted as well', async () => {
    await value('session.sort', { by: { column: 'length', descending: true } })
    await value<FilterAnswer>('session.filter', { text: 'tcp' })
    await expect.poll(async () => (await rows('length'))[0]!.text).toBe('79')
    const all = await rows('length')
    expect(all.map(({ text }) => Number(text))).toEqual(all.map(({ text }) => Number(text)).sort((a, b) => b - a))
    for (const [row, { number }] of all.entries()) {
      expect(await value<Place>('session.place', { number })).toEqual({ number, row, shown: true })
      expect(await value<Place>('session.place', { row })).toMatchObject({ number })
    }
    // Ranges of rows are the packets in them, not numbers like theirs.
    const numbers = await value<number[][]>('session.numbers', { rows: [[0, 1]] })
    expect(numbers.flat()).toContain(all[0]!.number)
    await value('session.filter', { text: '' })
    await expect.poll(async () => (await rows('length')).length).toBe(35)
    await expect.poll(async () => decoder.filter.arranged).toBe(35)
    await value('session.sort', {})
    expect((await rows('number')).map(({ number }) => number)).toEqual(Array.from({ length: 35 }, (_, i) => i + 1))
  })

  it('a column that is none is refused, and the order stays', async () => {
    await value('session.sort', { by: { column: 'length', descending: false } })
    const before = await rows('length')
    expect(await ask('session.sort', { by: { column: 'no.such', descending: false } })).toMatchObject({
      error: { code: 'no-such-column' },
    })
    expect(await rows('length')).toEqual(before)
    expect((await value<CaptureStatus>('session.status')).sort).toEqual({ column: 'length', descending: false })
  })

  it('another capture is in its own order', async () => {
    await value('session.sort', { by: { column: 'length', descending: false } })
    await decoder.load('samples/tcp-hello.pcapng', {})
    await decoder.settled()
    expect((await value<CaptureStatus>('session.status')).sort).toBeNull()
    expect((await rows('number'))[0]!.number).toBe(1)
  })
})
