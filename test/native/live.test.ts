// A real TCP exchange and ARP between two namespaces, captured by both drivers and read by tshark.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaptureEnd, Started, Written } from '../../native/drivers'
import { cap, captureAt, countPackets, noCap, noCapture, sayHello, tshark, withFolder } from '../support/capturing'
import { needs } from '../support/skip'
import { withNamespaces } from '../support/namespaces'

interface Seen {
  file: string
  started: Started
  written: Written[]
  end: CaptureEnd
}

const fields = [
  'arp.opcode',
  'arp.src.proto_ipv4',
  'tcp.srcport',
  'tcp.flags',
  'ip.id',
  'tcp.seq_raw',
  'frame.len',
  'tcp.payload',
]

needs(!noCapture, noCapture).describe('a TCP exchange on port 9230', () => {
  let byHelper: Seen
  let byCap: Seen | null = null
  let greeting = ''
  let leave = () => {}
  let over: Promise<unknown> = Promise.resolve()

  beforeAll(async () => {
    await new Promise<void>((ready, failed) => {
      const hold = new Promise<void>((resolve) => (leave = resolve))
      over = withFolder(async (folder) => {
        await withNamespaces(async (net) => {
          const watch = async (name: string, driver?: typeof cap) => {
            const written: Written[] = []
            const out = join(folder, `${name}.pcapng`)
            const capture = await captureAt(net, net.left, { out }, { written: (line) => written.push(line) }, driver)
            const started = await capture.started
            if (!started) throw new Error((await capture.ended).problem?.message)
            return async (): Promise<Seen> => ({ file: out, started, end: await capture.stop(), written })
          }
          const stopHelper = await watch('helper')
          const stopCap = noCap ? null : await watch('cap', cap)
          greeting = await sayHello(net)
          byHelper = await stopHelper()
          byCap = stopCap && (await stopCap())
        })
        ready()
        await hold
      }).catch(failed)
    })
  }, 20_000)
  afterAll(async () => {
    leave()
    await over
  })

  it('carried the greeting', () => expect(greeting).toBe('Hello World!\0'))

  it('begins with ARP request and reply', () => {
    const rows = tshark(byHelper.file, ['arp.opcode', 'arp.src.proto_ipv4', 'arp.dst.proto_ipv4'])
    expect(rows.slice(0, 2)).toEqual([
      ['1', '10.92.30.1', '10.92.30.2'],
      ['2', '10.92.30.2', '10.92.30.1'],
    ])
  })

  it('has the three packets of a handshake', () => {
    const rows = tshark(byHelper.file, ['ip.src', 'tcp.flags'], '-Y', 'tcp.port == 9230')
    expect(rows.slice(0, 3)).toEqual([
      ['10.92.30.1', '0x0002'],
      ['10.92.30.2', '0x0012'],
      ['10.92.30.1', '0x0010'],
    ])
  })

  it('holds the payload', () => {
    const rows = tshark(byHelper.file, ['tcp.payload'], '-Y', 'tcp.len > 0')
    expect(rows).toEqual([[Buffer.from('Hello World!\0').toString('hex')]])
  })

  it('was reported packet for packet', () => expect(byHelper.end.packets).toBe(countPackets(byHelper.file)))

  it('was stopped cleanly by closing stdin', () =>
    expect(byHelper.end).toMatchObject({ reason: 'stdin', problem: null }))

  it('ends where the file ends', () => expect(byHelper.end.end).toBe(statSync(byHelper.file).size))

  it('was reported before the stop', () => expect(byHelper.written.at(-1)?.packets).toBeGreaterThan(0))

  it('has nanosecond times in order', () => {
    const times = tshark(byHelper.file, ['frame.time_epoch']).map(([time = '']) => time)
    expect(times.every((time) => /\.\d{9}$/.test(time))).toBe(true)
    expect([...times].sort()).toEqual(times)
  })

  it('is in a file that only its owner reads', () => expect(statSync(byHelper.file).mode & 0o777).toBe(0o600))

  it('started with the link type and the driver', () => {
    expect(byHelper.started).toMatchObject({ linkType: { value: 1, name: 'EN10MB' }, interface: 'wl' })
    expect(byHelper.started.driver).toMatch(/^libpcap \d/)
  })

  needs(!noCap, noCap).describe('by cap', () => {
    it('holds the same packets', () => {
      expect(tshark(byCap?.file ?? '', fields)).toEqual(tshark(byHelper.file, fields))
    })
    it('was reported packet for packet', () => expect(byCap?.end.packets).toBe(countPackets(byCap?.file ?? '')))
    it('says that cap was at work', () => expect(byCap?.started.driver).toMatch(/^cap \d/))
    it('has times within 50 ms of the kernel’s', () => {
      const times = (file: string) => tshark(file, ['frame.time_epoch']).map(([time = '0']) => Number(time))
      const kernel = times(byHelper.file)
      const apart = times(byCap?.file ?? '').map((time, i) => Math.abs(time - (kernel[i] ?? 0)))
      expect(Math.max(...apart)).toBeLessThan(0.05)
    })
  })
})
