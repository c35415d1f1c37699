// Files besides pcap and pcapng as their standards have them: longer record heads, snoop, Network Monitor, zstd and lz4.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openCapture, saveCapture } from '../../engine/capture-file'
import { ascii, data, joined, pcap, record, words } from './wire'
import type { Order } from './wire'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-other-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'capture')

interface Read {
  times: string[]
  lengths: number[]
  first: number[]
  variant: string
  linkTypes: number[]
  problem: string | null
  hint: string | null
}

async function read(file: Uint8Array): Promise<Read> {
  writeFileSync(path, file)
  const capture = await openCapture(path)
  const cut = await capture.whole
  const got: Read = { times: [], lengths: [], first: [], variant: '', linkTypes: [], problem: null, hint: null }
  const scanner = capture.scan({
    packet: (bytes, at, captured, length, seconds, nanos) => {
      got.times.push(`${seconds}.${String(nanos).padStart(9, '0')}`)
      got.lengths.push(captured, length)
      got.first.push(bytes[at]!)
    },
  })
  await scanner.step()
  got.variant = scanner.format?.variant ?? ''
  got.linkTypes = scanner.interfaces.map((it) => it.linkType)
  got.problem = cut?.message ?? scanner.problem?.message ?? null
  got.hint = scanner.hint?.message ?? null
  capture.close()
  return got
}

/** A record with a longer head: `more` bytes behind the usual sixteen. */
const longer = (more: number, micros: number, order: Order = 'little'): Uint8Array =>
  joined(words(order, [32, 1_700_000_000], [32, micros], [32, 60], [32, 60]), new Uint8Array(more).fill(0xa5), data)

describe('record heads longer than the magic number says', () => {
  it.each<[string, number, number, Order]>([
    ['nokia', 0xa1b2c3d4, 4, 'little'],
    ['nokia', 0xa1b2c3d4, 4, 'big'],
    ['red-hat', 0xa1b2c3d4, 8, 'little'],
    ['modified', 0xa1b2cd34, 8, 'little'],
    ['suse', 0xa1b2cd34, 12, 'little'],
    ['suse', 0xa1b2cd34, 12, 'big'],
    ['microseconds', 0xa1b2c3d4, 0, 'little'],
  ])('are those of %s (%x, %i more, %s-endian)', async (variant, magic, more, order) => {
    const got = await read(joined(pcap({ magic, order }), ...[0, 1, 2].map((n) => longer(more, 7 * n, order))))
    expect(got).toMatchObject({ variant, problem: null, hint: null, first: [0, 0, 0] })
    expect(got.times).toEqual(['1700000000.000000000', '1700000000.000007000', '1700000000.000014000'])
  })

  it('are not looked for where only one record is wrong', async () => {
    const got = await read(joined(pcap(), longer(0, 1), longer(0, 2), record({ captured: 300_000 }), longer(0, 3)))
    expect(got.times).toHaveLength(2)
    expect(got.problem).toMatch(/Packet 3 .* 300000 bytes long/)
  })
})

describe('fractions of a second', () => {
  it('beyond a million under the magic of microseconds get a hint and nothing else', async () => {
    const got = await read(joined(pcap(), longer(0, 5), longer(0, 123_456_789)))
    expect(got).toMatchObject({ variant: 'microseconds', problem: null })
    expect(got.hint).toMatch(/packet 2 .*0xa1b23c4d/)
    expect(got.times[1]).toBe('1700000123.456789000')
  })
  it.each([
    ['999,999 microseconds', pcap(), 999_999],
    ['nanoseconds that are said to be ones', pcap({ magic: 0xa1b23c4d }), 123_456_789],
  ])('of %s get none', async (_what, header, fraction) => {
    expect((await read(joined(header, longer(0, fraction)))).hint).toBeNull()
  })
})

const snoop = (type: number, version = 2): Uint8Array =>
  joined(ascii('snoop\0\0\0'), words('big', [32, version], [32, type]))
const snooped = (length: number, captured: number, pad: number, whole = 24 + captured + pad): Uint8Array =>
  joined(
    words('big', [32, length], [32, captured], [32, whole], [32, 0], [32, 1_700_000_000], [32, 250_000]),
    data.subarray(0, captured),
    new Uint8Array(pad),
  )

describe('snoop', () => {
  it('is read, padding and cut packets too', async () => {
    const got = await read(joined(snoop(4), snooped(60, 60, 0), snooped(1500, 41, 3), snooped(60, 60, 4)))
    expect(got).toMatchObject({ variant: 'snoop', linkTypes: [1], problem: null })
    expect(got.lengths).toEqual([60, 60, 41, 1500, 60, 60])
    expect(got.times[2]).toBe('1700000000.250000000')
  })
  it.each<[string, Uint8Array, RegExp]>([
    ['a record shorter than its packet', joined(snoop(4), snooped(60, 60, 0, 40)), /60 bytes, its record 40/],
    [
      'a huge packet',
      joined(snoop(4), words('big', [32, 9], [32, 0x7fffffff], [32, 9], [64, 0], [32, 0])),
      /2147483647/,
    ],
    ['a torn end', joined(snoop(4), snooped(60, 60, 0).subarray(0, 50)), /84 bytes are needed, 50 are there/],
  ])('with %s says so', async (_what, file, message) => {
    expect((await read(file)).problem).toMatch(message)
  })
  it('of another version or link type is refused', async () => {
    await expect(read(snoop(4, 3))).rejects.toMatchObject({ code: 'unsupported' })
    await expect(read(snoop(77))).rejects.toThrow(/Data link type 77/)
  })
})

/** A Network Monitor file: frames and, behind them, the table of their places. */
function netmon(minor: number, trailer: (n: number) => Uint8Array, { table = true, gap = 0 } = {}): Uint8Array {
  const frames = [0, 1, 2].map((n) =>
    joined(words('little', [64, 1_500_000 * n], [32, 100], [32, 60]), data, trailer(n), new Uint8Array(gap)),
  )
  const places = frames.map((_, n) => 128 + frames.slice(0, n).reduce((sum, it) => sum + it.length, 0))
  const at = 128 + frames.reduce((sum, it) => sum + it.length, 0)
  const date = [2023, 11, 2, 14, 22, 13, 20, 250].map((it): [16, number] => [16, it])
  const header = joined(
    ascii('GMBU'),
    words('little', [8, minor], [8, 2], [16, 1], ...date, [32, at], [32, 4 * frames.length]),
    new Uint8Array(96),
  )
  return joined(
    header,
    ...frames,
    table ? words('little', ...places.map((it): [32, number] => [32, it])) : data.subarray(0, 0),
  )
}
const started = new Date(2023, 10, 14, 22, 13, 20).getTime() / 1000

describe('Network Monitor', () => {
  it.each([
    ['2.0', netmon(0, () => new Uint8Array(0))],
    ['2.1, with gaps between frames', netmon(1, () => words('little', [16, 1]), { gap: 5 })],
    ['2.2, without its table', netmon(2, () => words('little', [16, 1], [32, 0]), { table: false })],
  ])('%s is read', async (_version, file) => {
    const got = await read(file)
    expect(got).toMatchObject({ variant: 'netmon', problem: null, linkTypes: [1] })
    expect(got.lengths).toEqual([60, 100, 60, 100, 60, 100])
    expect(got.times).toEqual([`${started}.250000000`, `${started + 1}.750000000`, `${started + 3}.250000000`])
  })
  it('2.3 has times of its own and a network for each frame', async () => {
    const ticks = (1_700_000_000n + 11_644_473_600n) * 10_000_000n + 1n
    const got = await read(netmon(3, (n) => words('little', [16, n ? 0xe071 : 1], [32, 0], [64, ticks], [8, 0])))
    expect(got.times[0]).toBe('1700000000.000000100')
    expect(got.linkTypes).toEqual([1, 0x71])
  })
  it('can be saved as pcapng', async () => {
    writeFileSync(
      path,
      netmon(0, () => new Uint8Array(0)),
    )
    const capture = await openCapture(path)
    const scanner = capture.scan({ packet: () => {} })
    await scanner.step()
    const saved = await saveCapture({ source: capture.source, scanner, path: join(folder, 'saved'), format: 'pcapng' })
    capture.close()
    expect(saved.packets).toBe(3)
  })
})

const capture = joined(pcap(), longer(0, 1), longer(0, 2))
/** One frame of zstd: a header with a window, then raw blocks of at most `size` bytes. */
function zstd(bytes: Uint8Array, { size = 100, window = 0x58, checksum = false } = {}): Uint8Array {
  const parts = [words('little', [32, 0xfd2fb528], [8, checksum ? 4 : 0], [8, window])]
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size)
    const word = (part.length << 3) | (at + size >= bytes.length ? 1 : 0)
    parts.push(words('little', [16, word & 0xffff], [8, word >> 16]), part)
  }
  if (checksum) parts.push(words('little', [32, 0]))
  return joined(...parts)
}
const skipped = joined(words('little', [32, 0x184d2a53], [32, 60]), data)
const lz4Head = (flags = 0x40): Uint8Array => words('little', [32, 0x184d2204], [8, flags], [8, 0x40], [8, 0])
const lz4Raw = (bytes: Uint8Array): Uint8Array => joined(words('little', [32, 0x80000000 + bytes.length]), bytes)
const lz4End = words('little', [32, 0])
/** A block that repeats the last `back` bytes before it `length` bytes long, then one literal. */
const lz4Copy = (back: number, length: number, literal: number): Uint8Array => {
  const block = joined(words('little', [8, 15], [16, back], [8, length - 19]), words('little', [8, 0x10], [8, literal]))
  return joined(words('little', [32, block.length]), block)
}

describe('a compressed file', () => {
  it.each([
    ['zstd', zstd(capture)],
    [
      'zstd in two frames, with checksums and one to be skipped',
      joined(zstd(capture.subarray(0, 90), { checksum: true }), skipped, zstd(capture.subarray(90))),
    ],
    ['lz4', joined(lz4Head(), lz4Raw(capture.subarray(0, 50)), lz4Raw(capture.subarray(50)), lz4End)],
    [
      'lz4 in two frames',
      joined(
        lz4Head(),
        lz4Raw(capture.subarray(0, 24)),
        lz4End,
        skipped,
        lz4Head(),
        lz4Raw(capture.subarray(24)),
        lz4End,
      ),
    ],
  ])('of %s is read', async (_kind, file) => {
    expect(await read(file)).toMatchObject({ problem: null, lengths: [60, 60, 60, 60] })
  })

  it('of lz4 refers to the block before', async () => {
    // The second record is the first one again, but for its last byte.
    const start = joined(pcap(), longer(0, 1))
    const got = await read(joined(lz4Head(), lz4Raw(start), lz4Copy(76, 75, 9), lz4End))
    expect(got).toMatchObject({ problem: null, lengths: [60, 60, 60, 60] })
  })

  it.each<[string, Uint8Array, RegExp, number]>([
    ['zstd, cut off', zstd(capture).subarray(0, -30), /zstd file .* cut off. 100 bytes/, 1],
    [
      'lz4, cut off',
      joined(lz4Head(), lz4Raw(capture.subarray(0, 120)), lz4Raw(capture.subarray(120)).subarray(0, 9)),
      /lz4 file .* cut off/,
      1,
    ],
    ['zstd, followed by something else', joined(zstd(capture), ascii('junk')), /damaged/, 2],
    [
      'zstd with a block of the reserved kind',
      joined(zstd(capture, { size: 88 }).subarray(0, 6 + 91), ascii('\x07\0\0')),
      /damaged/,
      0,
    ],
    [
      'lz4 that refers to before its beginning',
      joined(lz4Head(), lz4Raw(capture), lz4Copy(2000, 75, 9), lz4End),
      /damaged/,
      2,
    ],
  ])('of %s gives what can be read, and says so', async (_kind, file, message, packets) => {
    const got = await read(file)
    expect(got.problem).toMatch(message)
    expect(got.times).toHaveLength(packets)
  })

  it('of zstd that wants more memory than it may is refused', async () => {
    await expect(read(zstd(capture, { window: 0xf8 }))).rejects.toThrow(/looks back over \d+ bytes/)
  })
})
