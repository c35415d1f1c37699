// A decoder that is killed or hangs, and a shell that was asleep: how long until it answers again, and what is kept.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { assembly } from '../../build/assembly.mjs'
import type { CaptureStatus, PacketDetails, Rows } from '../../engine/api/shapes'
import { startDecoderFrom } from '../../server/start-decoder'
import { needs } from '../support/skip'
import { makeCapture, sleep, until, withHost } from './scene'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-decoder-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const hang = 0x48414e47 // "HANG"
const plain = join(folder, 'plain.pcapng')
const bad = join(folder, 'bad.pcapng')
const hanging = join(folder, 'hanging-decoder.js')

beforeAll(async () => {
  writeFileSync(plain, makeCapture(3000))
  writeFileSync(
    bad,
    makeCapture(3000, (n) => (n === 1234 ? hang : 0)),
  )
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [assembly],
    ssr: { noExternal: true },
    build: {
      ssr: resolve('test/faults/hanging-decoder.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'hanging-decoder.js', codeSplitting: false } },
    },
  })
})

needs(existsSync('dist/decoder/decoder.js'), 'dist/ is not built: `npm test` builds it').describe('a decoder', () => {
  it('that is killed is back within a second, with the marks and comments that were not saved', () =>
    withHost(async ({ host, ask, states }) => {
      await ask('files.open', { path: plain })
      await ask('session.mark', { numbers: [7, 2999], on: true })
      await ask('session.mark', { numbers: [7], on: false })
      await ask('session.comment', { number: 2500, text: 'look here' })
      process.kill(host.decoder.running!.pid!, 'SIGKILL')
      const took = await until(() => states().includes('ready'))
      const status = await ask<CaptureStatus>('session.settled')
      expect(status).toMatchObject({ path: plain, packets: 3000, marked: 1, changed: true })
      expect((await ask<Rows>('session.rows', { from: 2998, count: 1 })).rows[0]).toMatchObject({ marked: true })
      expect((await ask<PacketDetails>('session.packet', { number: 2500 })).comments).toEqual(['look here'])
      console.log(`a killed decoder was back after ${took.toFixed(0)} ms`)
      expect(took).toBeLessThan(1000)
    }))

  it('that is killed knows the macros again, and the filter that calls them', () =>
    withHost(async ({ host, ask, states }) => {
      await ask('files.open', { path: plain })
      const macros = [{ name: 'between', text: 'frame.number >= $1 && frame.number <= $2' }]
      await ask('shell.changeSettings', { changes: { macros } })
      await ask('session.filter', { text: '$between(3, 5)' })
      process.kill(host.decoder.running!.pid!, 'SIGKILL')
      await until(() => states().includes('ready'))
      const numbers = async (): Promise<number[]> =>
        (await ask<Rows>('session.rows', { from: 0, count: 9 })).rows.map((row) => row.number)
      await until(async () => (await numbers()).length === 3)
      expect(await numbers()).toEqual([3, 4, 5])
    }))

  it('that hangs on a packet is back soon, without that packet', () =>
    withHost(
      async ({ ask, heard, states }) => {
        await ask('samples.open', { id: 'tcp-hello' })
        const began = performance.now()
        const status = await ask<CaptureStatus>('files.open', { path: bad })
        const took = performance.now() - began
        expect(status.path).toBe(bad)
        expect(states()).toEqual(['restarting', 'ready'])
        expect(heard.find(({ event }) => event === 'decoder')!.value).toMatchObject({
          message: expect.stringContaining('two seconds, at packet 1234') as string,
        })
        expect((await ask<CaptureStatus>('session.settled')).packets).toBe(3000)
        const { rows } = await ask<Rows>('session.rows', { from: 1232, count: 3 })
        expect(rows.map((row) => row.cells[4])).toEqual(['UDP', '', 'UDP'])
        expect(rows[1]!.cells[6]).toContain('Skipped: this packet took too long')
        const { tree } = await ask<PacketDetails>('session.packet', { number: 1234 })
        expect(tree.map((node) => node.field)).toEqual(['frame', 'data'])
        console.log(`a decoder that hung was back after ${took.toFixed(0)} ms`)
        // Two seconds without a beat, and the start of another decoder; the machine may be busy with other tests.
        expect(took).toBeLessThan(6000)
      },
      { start: (events) => startDecoderFrom(hanging, events) },
    ))

  it('that hangs three times is not started again until the user opens something', () =>
    withHost(
      async ({ host, ask, states }) => {
        const path = join(folder, 'worse.pcapng')
        writeFileSync(
          path,
          makeCapture(300, (n) => (n % 100 === 50 ? hang : 0)),
        )
        await expect(ask('files.open', { path })).rejects.toMatchObject({ code: 'decoder-stopped' })
        expect(states()).toEqual(['restarting', 'restarting', 'gave-up'])
        await expect(ask('session.rows', { from: 0, count: 1 })).rejects.toMatchObject({ code: 'decoder-stopped' })
        expect(host.decoder.running).toBeNull()
        expect(await ask<CaptureStatus>('files.open', { path: plain })).toMatchObject({ path: plain })
      },
      { start: (events) => startDecoderFrom(hanging, events) },
    ))

  it('is left alone when it was the shell that slept', () =>
    withHost(async ({ host, ask, states }) => {
      await ask('files.open', { path: plain })
      const { pid } = host.decoder.running!
      // Both are stopped, as a suspended machine stops them; the decoder wakes a little later than the shell.
      process.kill(pid!, 'SIGSTOP')
      for (const end = Date.now() + 3000; Date.now() < end;);
      await sleep(400)
      process.kill(pid!, 'SIGCONT')
      await sleep(600)
      expect(host.decoder.running!.pid).toBe(pid)
      expect(states()).toEqual([])
    }))

  it('that is refused a file keeps the one that was open', () =>
    withHost(async ({ ask }) => {
      await ask('files.open', { path: plain })
      await expect(ask('files.open', { path: 'package.json' })).rejects.toMatchObject({ code: 'not-a-capture' })
      expect(await ask<CaptureStatus>('session.status')).toMatchObject({ path: plain })
    }))
})
