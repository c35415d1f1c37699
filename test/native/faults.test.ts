// Captures to which something happens: what was reported must be in the file, and the file must be whole.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  captureAt,
  countPackets,
  eachDriver,
  flood,
  helper,
  noCapture,
  noCap,
  cap,
  sayHello,
  scene,
  sleep,
} from '../support/capturing'
import { needs } from '../support/skip'
import { scan } from '../capture-file/wire'

/** A file system of one megabyte. */
async function withSmallDisk(folder: string, work: (disk: string) => Promise<void>): Promise<void> {
  const disk = join(folder, 'small')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])
  try {
    await work(disk)
  } finally {
    execFileSync('umount', ['-l', disk])
  }
}

for (const { name, driver, absent } of eachDriver)
  needs(!absent, absent).describe(name, () => {
    it(
      'stops on a full disk with a whole file and true counts',
      scene((net, folder) =>
        withSmallDisk(folder, async (disk) => {
          const out = join(disk, 'x.pcapng')
          const capture = await captureAt(net, net.left, { out }, {}, driver)
          await flood(net, net.right, 30_000, 50_000)
          const end = await capture.ended
          expect(end.problem).toMatchObject({ code: 'DISKFULL', message: expect.stringContaining(out) })
          expect(end.packets).toBe(countPackets(out))
          expect(end.end).toBe(statSync(out).size)
        }),
      ),
    )

    it(
      'counts over all files of a ring when the disk is full',
      scene((net, folder) =>
        withSmallDisk(folder, async (disk) => {
          const options = { out: join(disk, 'x.pcapng'), ring: { bytes: 100_000 } }
          const capture = await captureAt(net, net.left, options, {}, driver)
          await flood(net, net.right, 30_000, 50_000)
          const end = await capture.ended
          const files = readdirSync(disk).map((name) => join(disk, name))
          const whole = files.filter((file) => statSync(file).size > 0)
          expect(end.problem?.code).toBe('DISKFULL')
          expect(end.packets).toBe(whole.map(countPackets).reduce((a, b) => a + b))
        }),
      ),
    )

    it(
      'killed under load, keeps every packet that it reported; at most the last one behind them is torn, and the reader says so',
      scene(async (net, folder) => {
        const out = join(folder, 'x.pcapng')
        const capture = await captureAt(net, net.left, { out }, {}, driver)
        const flooding = flood(net, net.right, 60_000, 100_000)
        await sleep(400)
        process.kill(capture.pid ?? 0, 'SIGKILL')
        const end = await capture.ended
        await flooding
        expect(end.problem).toMatchObject({
          code: 'KILLED',
          message: expect.stringContaining(`${end.packets} packets`),
        })
        expect(end.packets).toBeGreaterThan(0)
        const file = readFileSync(out)
        const reported = scan(file.subarray(0, end.end))
        expect(reported.problem).toBeNull()
        expect(reported.rows).toHaveLength(end.packets)
        const all = scan(file)
        expect(all.rows.length).toBeGreaterThanOrEqual(end.packets)
        const torn = { code: 'torn', offset: all.scanner.offset, packet: all.rows.length + 1 }
        if (all.scanner.offset < file.length) expect(all.problem).toMatchObject(torn)
        else expect(all.problem).toBeNull()
        // The same, had the kill come just before the last byte of the last of them.
        const length = file.readUInt32LE(end.end - 4)
        const within = scan(file.subarray(0, end.end - 1))
        expect(within.rows).toHaveLength(end.packets - 1)
        expect(within.problem).toMatchObject({ code: 'torn', offset: end.end - length, packet: end.packets })
      }),
    )

    it(
      'goes on when nobody reads its lines',
      scene(async (net, folder) => {
        const out = join(folder, 'x.pcapng')
        const words = ['capture', '--interface', net.left.interface, '--out', out]
        const child = net.start(net.left, driver.command, [...driver.args, ...words])
        while (!statSync(out, { throwIfNoEntry: false })?.size) await sleep(20)
        await sleep(300)
        child.stdout?.pause()
        await flood(net, net.right, 100_000, 50_000)
        child.stdin?.end()
        await new Promise((resolve) => child.once('exit', resolve))
        expect(countPackets(out)).toBeGreaterThan(driver.kind === 'helper' ? 99_999 : 50_000)
      }),
    )
  })

needs(!noCapture, noCapture).describe('the helper', () => {
  it(
    'says that the interface is gone, and keeps the packets',
    scene(async (net, folder) => {
      const out = join(folder, 'x.pcapng')
      const capture = await captureAt(net, net.left, { out })
      await sayHello(net)
      await sleep(250)
      await net.run(net.left, 'ip', ['link', 'del', net.left.interface])
      const end = await capture.ended
      expect(end.problem).toMatchObject({ code: 'IFGONE', message: expect.stringContaining('wl') })
      expect(end.packets).toBe(countPackets(out))
      expect(end.packets).toBeGreaterThan(8)
    }),
  )

  it(
    'goes on after the interface was down for a while',
    scene(async (net, folder) => {
      const out = join(folder, 'x.pcapng')
      const capture = await captureAt(net, net.left, { out, filter: 'tcp' })
      await net.run(net.left, 'ip', ['link', 'set', net.left.interface, 'down'])
      await sleep(300)
      await net.run(net.left, 'ip', ['link', 'set', net.left.interface, 'up'])
      await sleep(300)
      await sayHello(net)
      const end = await capture.stop()
      expect(end).toMatchObject({ reason: 'stdin', problem: null })
      expect(end.packets).toBeGreaterThan(6)
    }),
  )

  it(
    'goes on when stdout is closed, and stops with stdin',
    scene(async (net, folder) => {
      const out = join(folder, 'x.pcapng')
      const words = ['capture', '--interface', net.left.interface, '--out', out]
      const child = net.start(net.left, helper.command, words)
      await new Promise((resolve) => child.stdout?.once('data', resolve))
      child.stdout?.destroy()
      await flood(net, net.right, 20_000, 50_000)
      child.stdin?.end()
      const status = await new Promise((resolve) => child.once('exit', resolve))
      expect(status).toBe(0)
      expect(countPackets(out)).toBe(20_000)
    }),
  )

  it(
    'stops on SIGTERM with all packets that came before',
    scene(async (net, folder) => {
      const out = join(folder, 'x.pcapng')
      const capture = await captureAt(net, net.left, { out })
      await flood(net, net.right, 5000, 0)
      process.kill(capture.pid ?? 0, 'SIGTERM')
      expect(await capture.ended).toMatchObject({ reason: 'signal', problem: null, packets: 5000 })
    }),
  )

  it(
    'reports a few packets within half a second',
    scene(async (net, folder) => {
      const began = Date.now()
      const seen = new Promise<number>((resolve) => {
        void captureAt(net, net.left, { out: join(folder, 'x.pcapng') }, { written: () => resolve(Date.now()) }).then(
          () => {
            sent = Date.now()
            return flood(net, net.right, 3, 0)
          },
        )
      })
      let sent = began
      expect((await seen) - sent).toBeLessThan(500)
    }),
  )

  it(
    'stops at once when stdin is closed from the start, unless told to ignore it',
    scene(async (net, folder) => {
      const run = (name: string, ...more: string[]) =>
        new Promise<string>((resolve) => {
          const words = [
            'capture',
            '--interface',
            net.left.interface,
            '--out',
            join(folder, name),
            '--seconds',
            '1',
            ...more,
          ]
          const full = net.inside(net.left, helper.command, words)
          const child = spawn(full.command, full.args, { stdio: ['ignore', 'pipe', 'inherit'] })
          let text = ''
          child.stdout.on('data', (bytes) => (text += String(bytes)))
          child.once('close', () => resolve(/"reason":"(\w+)"/.exec(text)?.[1] ?? text))
        })
      expect(await run('a.pcapng')).toBe('stdin')
      expect(await run('b.pcapng', '--stdin', 'ignore')).toBe('seconds')
    }),
  )

  it(
    'writes its statistics at the end',
    scene(async (net, folder) => {
      const out = join(folder, 'x.pcapng')
      const capture = await captureAt(net, net.left, { out, packets: 10 })
      await flood(net, net.right, 10, 0)
      await capture.ended
      const file = readFileSync(out)
      const length = file.readUInt32LE(file.length - 4)
      expect(file.readUInt32LE(file.length - length)).toBe(5)
    }),
  )
})

needs(!noCap && !noCapture, noCapture || noCap).describe('cap', () => {
  it(
    'does not survive the end of its interface: the shell says what happened',
    scene(async (net, folder) => {
      const capture = await captureAt(net, net.left, { out: join(folder, 'x.pcapng') }, {}, cap)
      await sayHello(net)
      await sleep(250)
      await net.run(net.left, 'ip', ['link', 'del', net.left.interface])
      const end = await capture.ended
      expect(end.problem).toMatchObject({ code: 'IFGONE', message: expect.stringContaining('wl') })
      expect(end.packets).toBeGreaterThan(8)
    }),
  )
})
