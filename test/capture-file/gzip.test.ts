// gzip: found by magic, decompressed beside, cut files give what could be read.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fstatSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCapture, readPacket } from '../../engine/capture-file'
import { Refused } from '../../engine/refused'
import { data, epb, idb, joined, pcap, record, scan, shb } from './wire'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-gzip-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'capture.pcap') // the name says nothing

// A temporary folder of its own, to see what is left in it.
const temporary = join(folder, 'tmp')
beforeEach(() => {
  vi.stubEnv('TMPDIR', mkdtempSync(`${temporary}-`))
})
afterEach(() => vi.unstubAllEnvs())
const leftBehind = (): string[] => readdirSync(process.env.TMPDIR ?? '')

const noise = (seed: number): Uint8Array => data.map((it, i) => (it * 31 + seed * 17 + ((i * seed) >> 3)) & 255)
const many = joined(
  shb(),
  idb(),
  ...Array.from({ length: 20_000 }, (_, i) => epb({ ticks: BigInt(i), bytes: noise(i) })),
)

async function read(file: Uint8Array): Promise<{ rows: number; problem: string | null; data: Uint8Array }> {
  writeFileSync(path, file)
  const capture = await openCapture(path)
  const cut = await capture.whole
  let rows = 0
  const scanner = capture.scan({ packet: () => rows++ })
  await scanner.step()
  const bytes = readPacket(capture.source, 0, capture.source.size())
  capture.close()
  return { rows, problem: cut?.code ?? scanner.problem?.code ?? null, data: bytes }
}

describe('a gzip file', () => {
  it.each([
    ['pcap', joined(pcap(), record(), record())],
    ['pcapng', joined(shb(), idb(), epb(), epb())],
  ])('of %s is read whatever its name is', async (_name, bytes) => {
    expect(await read(gzipSync(bytes))).toEqual({ rows: 2, problem: null, data: bytes })
    expect(leftBehind()).toEqual([])
  })

  it('of several members is one capture', async () => {
    const parts = [many.subarray(0, 1000), many.subarray(1000)].map((it) => gzipSync(it))
    expect((await read(joined(...parts))).rows).toBe(20_000)
  })

  it('can be read while it is decompressed, with progress', async () => {
    writeFileSync(path, gzipSync(many, { level: 0 }))
    const progress: number[] = []
    const capture = await openCapture(path, { onProgress: (done, total) => progress.push(done / total) })
    expect(capture.format).toMatchObject({ kind: 'pcapng', compressed: 'gzip' })
    let rows = 0
    const scanner = capture.scan({ packet: () => rows++ })
    await scanner.step()
    expect(rows).toBeGreaterThan(0)
    expect(await capture.whole).toBeNull()
    await scanner.step()
    expect(rows).toBe(20_000)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
    capture.close()
  })

  it('is decompressed where only the user can read it', async () => {
    writeFileSync(path, gzipSync(many))
    const capture = await openCapture(path)
    const { descriptor } = capture.source as unknown as { descriptor: number }
    expect(fstatSync(descriptor).mode & 0o777).toBe(0o600)
    await capture.whole
    capture.close()
    expect(leftBehind()).toEqual([])
  })

  it('cut anywhere gives a beginning of it', async () => {
    const whole = gzipSync(many)
    const { rows } = scan(many)
    let last = 0
    const slice = Math.ceil(whole.length / 25)
    for (let cut = slice; cut < whole.length; cut += slice) {
      const got = await read(whole.subarray(0, cut))
      expect(got.problem).toBe('compression')
      expect(got.rows).toBeGreaterThanOrEqual(last)
      expect(Buffer.compare(many.subarray(0, got.data.length), got.data)).toBe(0)
      last = got.rows
    }
    expect(last).toBeGreaterThan(rows.length * 0.9)
  })

  it('with a wrong checksum gives all of it, and says so', async () => {
    const file = gzipSync(many)
    file[file.length - 6]! ^= 0xff
    expect(await read(file)).toMatchObject({ rows: 20_000, problem: 'compression' })
  })

  it('damaged inside gives what comes before', async () => {
    const file = gzipSync(many)
    file.fill(0xff, file.length >> 1, (file.length >> 1) + 16)
    const got = await read(file)
    expect(got.problem).not.toBeNull()
    expect(got.rows).toBeGreaterThan(5_000)
  })

  it.each([
    ['a header and nothing', gzipSync(many).subarray(0, 12), 'damaged'],
    ['an empty file', gzipSync(''), 'empty-file'],
    ['a text', gzipSync('hello, this is no capture'), 'not-a-capture'],
    ['another gzip file', gzipSync(gzipSync(many)), 'not-a-capture'],
  ])('of %s is refused', async (_name, file, code) => {
    writeFileSync(path, file)
    await expect(openCapture(path)).rejects.toMatchObject({ name: 'Refused', code })
    expect(leftBehind()).toEqual([])
  })

  it('can be cancelled', async () => {
    writeFileSync(path, gzipSync(many, { level: 0 }))
    const stop = new AbortController()
    const opening = openCapture(path, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
    await expect(opening).rejects.toBeInstanceOf(Refused)
    expect(leftBehind()).toEqual([])
  })

  it('can be closed while it is decompressed', async () => {
    writeFileSync(path, gzipSync(joined(many, many, many), { level: 0 }))
    const capture = await openCapture(path)
    capture.close()
    expect((await capture.whole)?.code).toBe('compression')
  })
})
