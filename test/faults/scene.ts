// What the fault tests share: how often, captures to break, a host with a home of its own, and the helper inside a network of the test's.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { CaptureScanner, MemorySource } from '../../engine/capture-file'
import { startDecoder } from '../../server/start-decoder'
import type { StartProcess } from '../../shell/decoder-link'
import { Host } from '../../shell/host'
import { helper } from '../support/capturing'
import type { Network, Side } from '../support/namespaces'
import { epb, idb, joined, shb } from '../capture-file/wire'

/** `few` in `npm test`; WIRELENS_FAULTS says how many in a long run. */
export const times = (few: number): number => Number(process.env['WIRELENS_FAULTS'] ?? 0) || few

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 5000): Promise<number> {
  const began = performance.now()
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(5))
    if (await holds()) return performance.now() - began
  throw new Error(`it did not come within ${milliseconds} ms: ${holds.toString()}`)
}

/** A pcapng file of so many Ethernet packets of 1,000 bytes that hold UDP; `mark` puts four bytes at the start of a payload. */
export function makeCapture(count: number, mark: (n: number) => number = () => 0): Uint8Array {
  const packets = Array.from({ length: count }, (_, n) => {
    const bytes = new Uint8Array(1000)
    const view = new DataView(bytes.buffer)
    bytes.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0])
    view.setUint16(16, 986)
    bytes.set([64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2], 22)
    view.setUint16(34, 40000)
    view.setUint16(36, 40001)
    view.setUint16(38, 966)
    view.setUint32(42, mark(n + 1))
    view.setUint32(46, n)
    return epb({ bytes })
  })
  return joined(shb(), idb(), ...packets)
}

/** How many whole packets a file holds, as far as `end`; reads a torn file as the app does. */
export function packetsIn(path: string, end?: number): number {
  let count = 0
  const scanner = new CaptureScanner(new MemorySource(readFileSync(path)), { packet: () => void count++ })
  scanner.stepSync(end)
  return count
}

export interface Heard {
  event: string
  value: unknown
  at: number
}
export interface Stage {
  host: Host
  home: string
  heard: Heard[]
  ask<T>(call: string, args?: unknown): Promise<T>
  states(): string[]
}

/** A host whose settings and temporary captures are in a folder of its own; closed and removed whatever happens. */
export async function withHost(
  work: (stage: Stage) => Promise<void>,
  { start = startDecoder as StartProcess, home = mkdtempSync(join(tmpdir(), 'wirelens-faults-')) } = {},
): Promise<void> {
  process.env['WIRELENS_HOME'] = home
  const host = new Host({
    info: { kind: 'browser', version: '0', platform: 'test', ownDialogs: false, releases: null },
    startDecoder: start,
  })
  const heard: Heard[] = []
  host.listen((event, value) => heard.push({ event, value, at: performance.now() }))
  let id = 0
  const ask = async <T>(call: string, args: unknown = {}): Promise<T> => {
    const reply = (await host.handle({ id: ++id, call, args })) as { value?: T; error?: { message: string } }
    if (reply.error) throw Object.assign(new Error(reply.error.message), reply.error)
    return reply.value as T
  }
  const states = (): string[] =>
    heard.filter((h) => h.event === 'decoder').map((h) => (h.value as { state: string }).state)
  try {
    await work({ host, home, heard, ask, states })
  } finally {
    await host.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Lets hosts of this process capture inside a namespace: the helper is found through a script that goes there first. */
export function helperInside(at: Side, net: Network, folder: string): void {
  const { command, args } = net.inside(at, resolve(helper.command), [])
  const script = join(folder, 'helper-inside')
  writeFileSync(script, `#!/bin/sh\nexec ${[command, ...args].join(' ')} "$@"\n`)
  chmodSync(script, 0o755)
  process.env['WIRELENS_HELPER'] = script
}
