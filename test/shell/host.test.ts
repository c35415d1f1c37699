// The host of both shells with a real decoder process: files, live capture, and a decoder that dies.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaptureStatus, PacketDetails, Rows } from '../../engine/api/shapes'
import { startDecoder } from '../../server/start-decoder'
import { helloExchange } from '../../shell/hello-exchange'
import { Host } from '../../shell/host'
import type { AdapterList } from '../../shell/shapes'
import { hasTshark, tshark } from '../support/reference'
import { needs } from '../support/skip'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-host-'))
process.env['WIRELENS_HOME'] = folder
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mayCapture = ((): boolean => {
  try {
    execFileSync('dist/native/wirelens-capture', ['version'])
    return process.getuid?.() === 0
  } catch {
    return false
  }
})()

needs(existsSync('dist/decoder/decoder.js'), 'dist/ is not built: `npm test` builds it').describe('a host', () => {
  let host: Host
  let id = 0
  const events: { event: string; value: unknown }[] = []
  const ask = async <T>(call: string, args: unknown = {}): Promise<T> => {
    const reply = (await host.handle({ id: ++id, call, args })) as {
      value?: T
      error?: { code: string; message: string }
    }
    if (reply.error) throw Object.assign(new Error(reply.error.message), { code: reply.error.code })
    return reply.value as T
  }
  const until = async (holds: () => boolean | Promise<boolean>, milliseconds = 5000): Promise<boolean> => {
    for (const end = Date.now() + milliseconds; Date.now() < end; await new Promise((r) => setTimeout(r, 50)))
      if (await holds()) return true
    return false
  }

  beforeAll(() => {
    host = new Host({
      info: { kind: 'browser', version: '0', platform: 'test', ownDialogs: false, releases: null },
      startDecoder,
    })
    host.listen((event, value) => events.push({ event, value }))
  })
  afterAll(() => host.close())

  it('opens a sample and gives rows', async () => {
    const status = await ask<CaptureStatus>('samples.open', { id: 'tcp-hello' })
    expect(status.packets).toBe(9)
    const { rows } = await ask<Rows>('session.rows', { from: 0, count: 9 })
    expect(rows.map((r) => r.cells[4])).toEqual(Array(9).fill('TCP'))
    expect(rows[0]!.cells[6]).toMatch(/^40512 → 9230 \[SYN\] Seq=0/)
  })
  it('gives the tree and the bytes of a packet', async () => {
    const { tree, sources } = await ask<PacketDetails>('session.packet', { number: 4 })
    expect(tree.map((n) => n.field)).toEqual(['frame', 'eth', 'ip', 'tcp', 'data'])
    expect(new TextDecoder().decode(sources[0]!.bytes.slice(-13))).toBe('Hello World!\0')
  })
  it('refuses a packet that is not there', async () => {
    await expect(ask('session.packet', { number: 10 })).rejects.toMatchObject({ code: 'no-such-packet' })
  })
  it('does not let a window make the decoder open a path', async () => {
    await expect(ask('session.open', { path: '/etc/passwd' })).rejects.toMatchObject({ code: 'unknown-call' })
  })
  it('refuses what is no capture, and says so', async () => {
    await expect(ask('files.open', { path: 'package.json' })).rejects.toMatchObject({ code: 'not-a-capture' })
  })
  it('brings a killed decoder back to the same capture', async () => {
    await ask('samples.open', { id: 'arp-pairs' })
    const before = host.decoder.running!.pid
    process.kill(before!, 'SIGKILL')
    expect(
      await until(() => events.some((e) => e.event === 'decoder' && (e.value as { state: string }).state === 'ready')),
    ).toBe(true)
    const { total } = await ask<Rows>('session.rows', { from: 0, count: 1 })
    expect(total).toBe(11)
    expect(host.decoder.running!.pid).not.toBe(before)
  })
  it('saves, and remembers the file', async () => {
    const path = join(folder, 'saved.pcapng')
    await ask('samples.open', { id: 'tcp-hello' })
    await ask('files.save', { path, format: 'pcapng' })
    expect(await ask('files.recent')).toMatchObject([{ path, missing: false }])
  })
  needs(hasTshark(), 'tshark is not installed').it('saves a range that tshark reads', async () => {
    const path = join(folder, 'range.pcap')
    await ask('samples.open', { id: 'tcp-hello' })
    await ask('files.save', {
      path,
      format: 'pcap-ns',
      which: 'range',
      ranges: [
        [2, 3],
        [9, 9],
      ],
    })
    expect(tshark(['-n', '-r', path, '-T', 'fields', '-e', 'tcp.flags.str']).trim().split('\n')).toEqual([
      '·······A··S·',
      '·······A····',
      '·······A····',
    ])
  })

  const live = needs(mayCapture, 'capturing needs the built helper and root')
  live.it('lists loopback among the adapters', async () => {
    const { adapters, driver } = await ask<AdapterList>('adapters.list')
    expect(adapters.filter((a) => a.loopback).map((a) => a.name)).toContain('lo')
    expect(driver.kind).toBe('helper')
  })
  live.it('refuses a bad capture filter with the words of libpcap', async () => {
    expect(await ask('capture.check', { adapter: 'lo', filter: 'tcp portt 80' })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/syntax|portt/),
    })
  })
  live.it('makes traffic and shows the whole conversation', async () => {
    const status = await ask<CaptureStatus>('capture.makeTraffic')
    expect(status.live).toBe(false)
    const { rows } = await ask<Rows>('session.rows', { from: 0, count: 100 })
    const infos = rows.map((r) => r.cells[6]!)
    expect(infos.some((i) => i.includes('[SYN] Seq=0'))).toBe(true)
    expect(infos.some((i) => /\[PSH, ACK\].*Len=13/.test(i))).toBe(true)
    expect(infos.filter((i) => i.includes('FIN'))).toHaveLength(2)
  })
  live.it('keeps what was captured when the helper is killed', async () => {
    await ask('capture.start', { adapter: 'lo' })
    await helloExchange()
    expect(await until(async () => (await ask<{ packets: number }>('capture.state')).packets >= 6)).toBe(true)
    process.kill(host.capture.pid!, 'SIGKILL')
    expect(await until(async () => !(await ask<{ running: boolean }>('capture.state')).running)).toBe(true)
    const state = await ask<{ packets: number; problem: { message: string; hint: string } }>('capture.state')
    expect(state.problem.message).toMatch(/SIGKILL/)
    const status = await ask<CaptureStatus>('session.settled')
    expect(status.packets).toBeGreaterThanOrEqual(state.packets)
  })
  live.it('leaves one driver of two captures that are started at once', async () => {
    const helpers = (): number =>
      execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes('wirelens-capture')).length
    await Promise.all([ask('capture.start', { adapter: 'lo' }), ask('capture.start', { adapter: 'lo' })])
    expect(helpers()).toBe(1)
    await ask('capture.stop')
    expect(helpers()).toBe(0)
  })
  live.it('goes on with a live capture when the decoder is killed', async () => {
    await ask('capture.start', { adapter: 'lo' })
    await helloExchange()
    await until(async () => (await ask<{ packets: number }>('capture.state')).packets >= 4)
    events.length = 0
    process.kill(host.decoder.running!.pid!, 'SIGKILL')
    expect(
      await until(() => events.some((e) => e.event === 'decoder' && (e.value as { state: string }).state === 'ready')),
    ).toBe(true)
    await helloExchange()
    expect(await until(async () => (await ask<CaptureStatus>('session.status')).packets >= 8)).toBe(true)
    await ask('capture.stop')
  })
})
