// Files that change behind our back: cut, emptied, replaced, overwritten with rubbish, their folder gone while a save is under way.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { decoderCalls } from '../../engine/api'
import { answer } from '../../engine/api/call'
import { Decoder } from '../../engine/api/decoder'
import type { PacketDetails, Rows } from '../../engine/api/shapes'
import { makeCapture, sleep } from './scene'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const count = 6000
const whole = makeCapture(count)
let made = 0

interface Opened {
  path: string
  decoder: Decoder
  ask<T>(call: string, args?: object): Promise<T>
  problem(call: string, args?: object): Promise<{ code: string; message: string } | null>
  told: string[]
}
/** A decoder with a file of its own, read as far as the first screen. */
async function opened(): Promise<Opened> {
  const path = join(folder, `${++made}.pcapng`)
  writeFileSync(path, whole)
  const told: string[] = []
  const decoder = new Decoder((event, value) => {
    if (event === 'failed') told.push(JSON.stringify(value))
  })
  const reply = async (
    call: string,
    args: object = {},
  ): Promise<{ value?: unknown; error?: { code: string; message: string } }> =>
    answer(decoderCalls, decoder, { id: 1, call, args })
  const ask = async <T>(call: string, args?: object): Promise<T> => {
    const { value, error } = await reply(call, args)
    if (error) throw new Error(error.message)
    return value as T
  }
  const problem: Opened['problem'] = async (call, args) => (await reply(call, args)).error ?? null
  await ask('session.open', { path })
  return { path, decoder, ask, problem, told }
}
const texts = async ({ ask }: Opened, from: number): Promise<string[]> =>
  (await ask<Rows>('session.rows', { from, count: 3 })).rows.map((row) => row.cells[6]!)

describe('a file that is open', () => {
  it('and is cut while it is read ends where it was cut, and says so', async () => {
    const it = await opened()
    truncateSync(it.path, 3_000_500)
    await it.decoder.readThrough()
    const { packets, complete, problem } = it.decoder.status()
    expect(complete).toBe(true)
    expect(packets).toBeGreaterThan(2000)
    expect(packets).toBeLessThan(count)
    expect(problem).toMatchObject({
      code: 'torn',
      message: expect.stringContaining('The file ends inside packet') as string,
    })
    it.decoder.shut()
  })

  it('and is cut after it was read shows its packets as short, and is not saved as if it were whole', async () => {
    const it = await opened()
    await it.decoder.readThrough()
    const before = readFileSync(it.path)
    truncateSync(it.path, 500_000)
    expect(it.decoder.status().packets).toBe(count)
    await texts(it, count - 3)
    const { tree } = await it.ask<PacketDetails>('session.packet', { number: count })
    expect(tree.length).toBeGreaterThan(0)
    const target = join(folder, 'of-a-cut-one.pcapng')
    expect(await it.problem('session.save', { path: target, format: 'pcapng' })).toMatchObject({
      code: 'source-changed',
    })
    // Over itself: what is left of it is not made less.
    expect(await it.problem('session.save', { path: it.path, format: 'pcapng' })).toMatchObject({
      code: 'source-changed',
    })
    expect(readFileSync(it.path).equals(before.subarray(0, 500_000))).toBe(true)
    expect(() => readFileSync(target)).toThrow('ENOENT')
    it.decoder.shut()
  })

  it('and is replaced by another program goes on being the one that was opened', async () => {
    const it = await opened()
    writeFileSync(`${it.path}.new`, 'another file')
    renameSync(`${it.path}.new`, it.path)
    await it.decoder.readThrough()
    expect(it.decoder.status().packets).toBe(count)
    const target = join(folder, 'of-the-old-one.pcapng')
    await it.ask('session.save', { path: target, format: 'pcapng' })
    expect(readFileSync(target).equals(whole)).toBe(true)
    it.decoder.shut()
  })

  it('and is overwritten with rubbish makes no fault', async () => {
    const it = await opened()
    writeFileSync(it.path, Buffer.alloc(whole.length, 0xa5))
    await it.decoder.readThrough()
    expect(it.decoder.status().complete).toBe(true)
    for (let number = 1; number <= it.decoder.status().packets; number += 97)
      expect((await it.ask<PacketDetails>('session.packet', { number })).number).toBe(number)
    expect(it.decoder.open.packet.faults).toEqual([])
    const problem = await it.problem('session.save', { path: join(folder, 'x.pcapng'), format: 'pcapng' })
    expect(problem?.code ?? 'none').not.toBe('fault')
    it.decoder.shut()
  })

  it('and is emptied keeps answering', async () => {
    const it = await opened()
    await it.decoder.readThrough()
    truncateSync(it.path, 0)
    expect((await texts(it, 0)).length).toBe(3)
    expect(await it.problem('session.save', { path: join(folder, 'y.pcapng'), format: 'pcap' })).toMatchObject({
      code: 'source-changed',
    })
    it.decoder.shut()
  })

  it('is not harmed when the folder of its target goes away while it is saved', async () => {
    const it = await opened()
    await it.decoder.readThrough()
    const gone = join(folder, 'going')
    mkdirSync(gone)
    const saving = it.problem('session.save', { path: join(gone, 'x.pcapng'), format: 'pcapng' })
    for (let n = 0; n < 200; n++) {
      rmSync(gone, { recursive: true, force: true })
      await sleep(0)
    }
    expect(await saving).toMatchObject({ code: 'no-such-file', message: expect.stringContaining(gone) as string })
    expect(it.decoder.status().packets).toBe(count)
    it.decoder.shut()
  })

  it('may be saved over itself', async () => {
    const it = await opened()
    const copy = `${it.path}.copy`
    copyFileSync(it.path, copy)
    await it.ask('session.save', { path: it.path, format: 'pcapng' })
    execFileSync('cmp', [it.path, copy])
    it.decoder.shut()
  })
})
