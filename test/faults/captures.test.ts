// A live capture of the app to which the machine happens: a full disk, an adapter that is pulled out, a shell that is killed.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, expect, it } from 'vitest'
import type { CaptureStatus } from '../../engine/api/shapes'
import type { CaptureState, Leftover } from '../../shell/shapes'
import { flood, noCapture, sayHello, scene } from '../support/capturing'
import { needs } from '../support/skip'
import { helperInside, packetsIn, sleep, until, withHost, type Stage } from './scene'

const absent = noCapture || (existsSync('dist/decoder/decoder.js') ? '' : 'dist/ is not built: `npm test` builds it')
const captureFile = (home: string): string => {
  const name = readdirSync(join(home, 'captures')).find((entry) => entry.endsWith('.pcapng'))
  if (name === undefined) throw new Error('there is no temporary capture')
  return join(home, 'captures', name)
}
const stopped = async ({ ask, heard }: Stage): Promise<{ state: CaptureState; after: number }> => {
  await until(async () => !(await ask<CaptureState>('capture.state')).running, 20_000)
  const told = heard.filter((h) => h.event === 'capture')
  return { state: await ask('capture.state'), after: told.at(-1)!.at - told.at(-2)!.at }
}
afterEach(() => {
  delete process.env['WIRELENS_HELPER']
})

needs(!absent, absent).describe('a live capture', () => {
  it(
    'stops within a second on a full disk, and keeps every packet that was counted',
    scene(async (net, folder) => {
      const home = join(folder, 'small')
      mkdirSync(home)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', home])
      try {
        helperInside(net.left, net, folder)
        await withHost(
          async (stage) => {
            await stage.ask('capture.start', { adapter: net.left.interface })
            await flood(net, net.right, 40_000, 40_000)
            const { state, after } = await stopped(stage)
            expect(state.problem).toMatchObject({ code: 'DISKFULL' })
            const file = captureFile(home)
            expect(state.problem!.message).toContain(file)
            expect(packetsIn(file)).toBe(state.packets)
            expect((await stage.ask<CaptureStatus>('session.settled')).packets).toBe(state.packets)
            console.log(`disk full: stopped ${after.toFixed(0)} ms after the last good line, ${state.packets} packets`)
            expect(after).toBeLessThan(1000)
            // A disk without room is no reason not to save elsewhere.
            const saved = await stage.ask<{ packets: number }>('files.save', {
              path: join(folder, 'elsewhere.pcapng'),
              format: 'pcapng',
            })
            expect(saved.packets).toBe(state.packets)
          },
          { home },
        ).catch((error: unknown) => {
          // A mount point cannot be removed by whoever cleans up.
          if ((error as { code?: string }).code !== 'EBUSY') throw error
        })
      } finally {
        execFileSync('umount', ['-l', home])
      }
    }),
    60_000,
  )

  it(
    'says that its adapter was pulled out, and keeps its packets',
    scene(async (net, folder) => {
      helperInside(net.left, net, folder)
      await withHost(async (stage) => {
        await stage.ask('capture.start', { adapter: net.left.interface })
        await sayHello(net)
        await until(async () => (await stage.ask<CaptureState>('capture.state')).packets > 8)
        await net.run(net.left, 'ip', ['link', 'del', net.left.interface])
        const { state } = await stopped(stage)
        expect(state.problem).toMatchObject({
          code: 'IFGONE',
          message: expect.stringContaining(net.left.interface) as string,
        })
        expect((await stage.ask<CaptureStatus>('session.settled')).packets).toBe(state.packets)
        // The list of adapters no longer has it, and the next start says so.
        await expect(stage.ask('capture.start', { adapter: net.left.interface })).rejects.toMatchObject({
          code: 'NODEV',
        })
        expect(await stage.ask<CaptureStatus>('session.status')).toMatchObject({ packets: state.packets })
      })
    }),
    60_000,
  )

  it(
    'of a shell that is killed ends by itself, with a whole file',
    scene(async (net, folder) => {
      helperInside(net.left, net, folder)
      const home = mkdtempSync(join(tmpdir(), 'wirelens-killed-'))
      const script = `
        import { serve } from ${JSON.stringify(new URL('../../dist/server/wirelens-server.js', import.meta.url).href)}
        const { host } = await serve({})
        await host.handle({ id: 1, call: 'capture.start', args: { adapter: '${net.left.interface}' } })
        host.listen((event, value) => event === 'capture' && console.log(value.packets))
        console.log('up ' + host.capture.pid + ' ' + host.decoder.running.pid)`
      const file = join(folder, 'shell.mjs')
      writeFileSync(file, script)
      const shell = spawn(process.execPath, [file], {
        env: { ...process.env, WIRELENS_HOME: home },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      shell.stdout.on('data', (text: Buffer) => (said += text.toString()))
      await until(() => said.includes('up '), 10_000)
      const pids = /up (\d+) (\d+)/.exec(said)!.slice(1).map(Number)
      const flooding = flood(net, net.right, 20_000, 20_000)
      await sleep(500)
      shell.kill('SIGKILL')
      await flooding
      const alive = (pid: number): boolean => {
        try {
          return process.kill(pid, 0)
        } catch {
          return false
        }
      }
      await until(() => !pids.some(alive), 4000)
      const reported = Number(said.trim().split('\n').at(-1))
      expect(reported).toBeGreaterThan(1000)
      const left = packetsIn(captureFile(home))
      expect(left).toBeGreaterThanOrEqual(reported)
      // The next start offers it, opens it as a capture that is not saved, and removes it once it was saved.
      await withHost(
        async ({ ask }) => {
          const [offered] = await ask<Leftover[]>('files.leftovers')
          expect(offered).toMatchObject({ bytes: statSync(captureFile(home)).size })
          expect(await ask<CaptureStatus>('files.recover', { id: offered!.id })).toMatchObject({ temporary: true })
          expect((await ask<CaptureStatus>('session.settled')).packets).toBe(left)
          expect(await ask('files.leftovers')).toEqual([])
          await ask('files.save', { path: join(folder, 'rescued.pcapng'), format: 'pcapng' })
          await ask('files.close')
          expect(() => captureFile(home)).toThrow('there is no temporary capture')
          expect(packetsIn(join(folder, 'rescued.pcapng'))).toBe(left)
        },
        { home },
      )
    }),
    60_000,
  )
})
