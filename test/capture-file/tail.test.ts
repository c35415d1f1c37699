// A file that another process is still writing: every packet once, in order, whatever the slices are.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CaptureScanner, FileSource, PacketReader } from '../../engine/capture-file'
import { data, epb, idb, joined, pcap, record, shb } from './wire'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-tail-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Appends in slices of 1 to 997 bytes, with a pause now and then. */
const appender = `
const fs = require('node:fs')
const [from, to] = process.argv.slice(1)
const bytes = fs.readFileSync(from)
const file = fs.openSync(to, 'a')
let at = 0
const turn = () => {
  for (let n = 0; n < 20 && at < bytes.length; n++) at += fs.writeSync(file, bytes, at, Math.min(1 + ((at * 7919) % 997), bytes.length - at))
  if (at < bytes.length) setTimeout(turn, 1)
}
turn()
`

const packet = (i: number): Uint8Array => data.map((it) => (it + i) & 255)
const count = 3000
const captures: [string, Uint8Array][] = [
  [
    'pcapng',
    joined(shb(), idb(), ...Array.from({ length: count }, (_, i) => epb({ ticks: BigInt(i), bytes: packet(i) }))),
  ],
  ['pcap', joined(pcap(), ...Array.from({ length: count }, (_, i) => record({ fraction: i, bytes: packet(i) })))],
]

describe.each(captures)('a growing %s file', (name, whole) => {
  it('gives every packet once', async () => {
    const from = join(folder, `${name}.whole`)
    const to = join(folder, name)
    writeFileSync(from, whole)
    writeFileSync(to, '')
    const writer = spawn(process.execPath, ['-e', appender, from, to], { stdio: 'inherit' })
    const ended = new Promise((resolve) => writer.on('exit', resolve))
    let running = true
    void ended.then(() => (running = false))

    const source = FileSource.open(to)
    const reader = new PacketReader(source)
    let next = 0
    let torn = 0
    const scanner = new CaptureScanner(source, {
      packet: (bytes, at, captured, _length, _seconds, nanos, _interface, offset) => {
        expect(nanos).toBe(next * 1000)
        expect(Buffer.compare(bytes.subarray(at, at + captured), packet(next))).toBe(0)
        if (next % 7 === 0) expect(Buffer.compare(reader.read(offset, captured), packet(next))).toBe(0)
        next++
      },
    })
    for (let last = false; !last;) {
      last = !running
      await scanner.step()
      if (scanner.problem) {
        expect(scanner.problem.code).toBe('torn')
        torn++
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    source.close()
    expect([next, scanner.problem, scanner.offset]).toEqual([count, null, whole.length])
    expect(torn).toBeGreaterThan(0)
    expect(await ended).toBe(0)
  })
})

describe('a step', () => {
  it('stops after its budget and goes on', () => {
    const path = join(folder, 'budget')
    const whole = joined(shb(), idb(), ...Array.from({ length: 20_000 }, () => epb()))
    writeFileSync(path, whole)
    const source = FileSource.open(path)
    let packets = 0
    const scanner = new CaptureScanner(source, { packet: () => packets++ })
    let steps = 0
    for (let done = false; !done; steps++) {
      const before = scanner.offset
      ;({ done } = scanner.stepSync(undefined, 100_000))
      expect(scanner.offset - before).toBeLessThan(200_000)
    }
    source.close()
    expect([packets, scanner.offset]).toEqual([20_000, whole.length])
    expect(steps).toBeGreaterThan(10)
  })
})
