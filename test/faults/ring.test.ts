// A ring of files seen as one capture: numbers go on from file to file, what the ring deletes is said, and what is left can be saved.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, expect, it } from 'vitest'
import type { CaptureStatus, PacketDetails, Rows } from '../../engine/api/shapes'
import { countPackets, flood, noCapture, scene } from '../support/capturing'
import { needs } from '../support/skip'
import { helperInside, packetsIn, sleep, until, withHost, type Stage } from './scene'

const absent = noCapture || (existsSync('dist/decoder/decoder.js') ? '' : 'dist/ is not built: `npm test` builds it')
const files = (home: string): string[] =>
  readdirSync(join(home, 'captures'))
    .filter((name) => name.endsWith('.pcapng'))
    .sort()
    .map((name) => join(home, 'captures', name))
const info = async ({ ask }: Stage, number: number): Promise<string> =>
  (await ask<Rows>('session.rows', { from: number - 1, count: 1 })).rows[0]!.cells[6]!
afterEach(() => {
  delete process.env['WIRELENS_HELPER']
})

needs(!absent, absent).describe('a ring of files', () => {
  it(
    'is one capture in the window while it is captured, and is saved whole',
    scene(async (net, folder) => {
      helperInside(net.left, net, folder)
      await withHost(async (stage) => {
        const { ask, home } = stage
        await ask('capture.start', { adapter: net.left.interface, ring: { bytes: 200_000 } })
        await flood(net, net.right, 10_000, 20_000)
        await until(async () => (await ask<CaptureStatus>('session.status')).packets > 9000)
        expect(files(home).length).toBeGreaterThan(3)
        expect((await ask<CaptureStatus>('session.status')).live).toBe(true)
        await ask('capture.stop')
        const status = await ask<CaptureStatus>('session.settled')
        expect(status).toMatchObject({ packets: 10_000, complete: true, problem: null })
        expect(
          files(home)
            .map(countPackets)
            .reduce((a, b) => a + b),
        ).toBe(10_000)
        // The last packet of the first file and the first of the second are neighbours.
        const border = countPackets(files(home)[0]!)
        const { number, tree } = await ask<PacketDetails>('session.packet', { number: border + 1 })
        expect([number, tree[0]!.text]).toEqual([border + 1, expect.stringMatching(`^Frame ${border + 1}:`)])
        const path = join(folder, 'all.pcapng')
        await ask('files.save', { path, format: 'pcapng' })
        expect(countPackets(path)).toBe(10_000)
        expect(statSync(path).size).toBe(files(home).reduce((sum, file) => sum + statSync(file).size, 0))
        // A fresh decoder gets all of it again.
        process.kill(stage.host.decoder.running!.pid!, 'SIGKILL')
        await until(() => stage.states().includes('ready'))
        expect((await ask<CaptureStatus>('session.settled')).packets).toBe(10_000)
        await ask('files.close')
        expect(files(home)).toEqual([])
      })
    }),
    60_000,
  )

  it(
    'that deletes its oldest files keeps the numbers, says what is gone, and saves the rest',
    scene(async (net, folder) => {
      helperInside(net.left, net, folder)
      await withHost(async (stage) => {
        const { ask, home } = stage
        await ask('capture.start', { adapter: net.left.interface, ring: { bytes: 200_000, files: 3 } })
        await flood(net, net.right, 20_000, 20_000)
        await sleep(300)
        await ask('capture.stop')
        const { packets, problem } = await ask<CaptureStatus>('session.settled')
        expect([packets, problem]).toEqual([20_000, null])
        const left = files(home).map((file) => packetsIn(file))
        expect(left.length).toBe(3)
        const there = left.reduce((a, b) => a + b)
        expect(await info(stage, 1)).toContain('the ring of files has let go of this packet')
        expect(await info(stage, packets - there)).toContain('has let go')
        expect(await info(stage, packets - there + 1)).not.toContain('has let go')
        expect((await ask<PacketDetails>('session.packet', { number: 1 })).sources[0]!.bytes.length).toBe(0)
        expect((await ask<PacketDetails>('session.packet', { number: packets })).sources[0]!.bytes.length).toBe(64)
        await ask('session.comment', { number: packets, text: 'the last one' })
        const path = join(folder, 'rest.pcapng')
        expect(await ask<{ packets: number }>('files.save', { path, format: 'pcapng' })).toMatchObject({
          packets: there,
        })
        expect(countPackets(path)).toBe(there)
        await ask('files.open', { path })
        await ask('session.settled')
        expect((await ask<PacketDetails>('session.packet', { number: there })).comments).toEqual(['the last one'])
      })
    }),
    60_000,
  )
})
