// Where a capture stops by itself, and rings of files.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { FileTurned } from '../../native/drivers'
import {
  captureAt,
  countPackets,
  eachDriver,
  flood,
  noCapture,
  sayHello,
  scene,
  sleep,
  tshark,
} from '../support/capturing'
import { needs } from '../support/skip'

for (const { name, driver, absent } of eachDriver)
  needs(!absent, absent).describe(name, () => {
    it(
      'stops after exactly so many packets',
      scene(async (net, folder) => {
        const out = join(folder, 'x.pcapng')
        const capture = await captureAt(net, net.left, { out, packets: 137 }, {}, driver)
        await flood(net, net.right, 500, 0)
        expect(await capture.ended).toMatchObject({ reason: 'packets', packets: 137, problem: null })
        expect(countPackets(out)).toBe(137)
      }),
    )

    it(
      'stops with the packet that reaches so many bytes',
      scene(async (net, folder) => {
        const out = join(folder, 'x.pcapng')
        const capture = await captureAt(net, net.left, { out, bytes: 20_000 }, {}, driver)
        await flood(net, net.right, 500, 0)
        expect(await capture.ended).toMatchObject({ reason: 'bytes', problem: null })
        expect(Math.abs(statSync(out).size - 20_000)).toBeLessThan(200) // a packet, and the statistics
      }),
    )

    it(
      'stops after so many seconds',
      scene(async (net, folder) => {
        const began = Date.now()
        const capture = await captureAt(net, net.left, { out: join(folder, 'x.pcapng'), seconds: 1 }, {}, driver)
        expect(await capture.ended).toMatchObject({ reason: 'seconds', problem: null })
        expect(Date.now() - began).toBeLessThan(2500)
      }),
    )

    it(
      'keeps so many bytes of a packet, and its length',
      scene(async (net, folder) => {
        const out = join(folder, 'x.pcapng')
        const capture = await captureAt(net, net.left, { out, snap: 40, packets: 1 }, {}, driver)
        await flood(net, net.right, 1, 0, 900)
        await capture.ended
        expect(tshark(out, ['frame.cap_len', 'frame.len'])).toEqual([['40', '900']])
      }),
    )

    it(
      'captures only what the filter lets through',
      scene(async (net, folder) => {
        const out = join(folder, 'x.pcapng')
        const capture = await captureAt(net, net.left, { out, filter: 'arp' }, {}, driver)
        await flood(net, net.right, 20, 0)
        await sayHello(net)
        await capture.stop()
        expect(new Set(tshark(out, ['eth.type']).flat())).toEqual(new Set(['0x0806']))
      }),
    )

    it(
      'fills a ring of files and keeps the last ones',
      scene(async (net, folder) => {
        const turns: FileTurned[] = []
        const options = { out: join(folder, 'x.pcapng'), ring: { files: 2, bytes: 20_000 } }
        const capture = await captureAt(net, net.left, options, { file: (line) => turns.push(line) }, driver)
        await flood(net, net.right, 1000, 20_000)
        await sleep(300)
        const end = await capture.stop()
        const left = readdirSync(folder).sort()
        expect(end.packets).toBe(1000)
        expect(left).toHaveLength(2)
        expect(left.every((name) => /^x_\d{5}_\d{14}\.pcapng$/.test(name))).toBe(true)
        expect(turns.length).toBeGreaterThan(3)
        expect(turns.filter((line) => line.removed).every((line) => !existsSync(line.removed ?? ''))).toBe(true)
        for (const name of left) expect(countPackets(join(folder, name))).toBeGreaterThan(0)
      }),
    )
  })

needs(!noCapture, noCapture).describe('the helper', () => {
  it(
    'loses no packet between the files of a ring',
    scene(async (net, folder) => {
      const capture = await captureAt(net, net.left, { out: join(folder, 'x.pcapng'), ring: { bytes: 100_000 } })
      await flood(net, net.right, 20_000, 100_000)
      const end = await capture.stop()
      const files = readdirSync(folder).map((name) => join(folder, name))
      expect(end).toMatchObject({ packets: 20_000, dropped: 0 })
      expect(files.map(countPackets).reduce((a, b) => a + b)).toBe(20_000)
    }),
  )

  it(
    'turns to another file after so many seconds',
    scene(async (net, folder) => {
      const capture = await captureAt(net, net.left, { out: join(folder, 'x.pcapng'), ring: { seconds: 1 } })
      await flood(net, net.right, 300, 200)
      await capture.stop()
      expect(readdirSync(folder).length).toBeGreaterThan(1)
    }),
  )

  it(
    'loses none of 100,000 packets a second',
    scene(async (net, folder) => {
      const out = join(folder, 'x.pcapng')
      const capture = await captureAt(net, net.left, { out })
      await flood(net, net.right, 200_000, 100_000)
      expect(await capture.stop()).toMatchObject({ packets: 200_000, dropped: 0 })
    }),
  )
})
