// What the capture tests share: the built drivers, a folder of their own, traffic, and tshark's view of a file.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { buildHelper } from '../../native/build.mjs'
import { startCapture } from '../../native/drivers'
import type { CaptureHandlers, CaptureOptions, CaptureProcess, Driver } from '../../native/drivers'
import { canUseNamespaces, withNamespaces } from './namespaces'
import type { Network, Side } from './namespaces'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

const built = buildHelper()

export const helper: Driver = { kind: 'helper', command: built.path, args: [] }
export const cap: Driver = { kind: 'cap', command: process.execPath, args: [join(root, 'native', 'cap-driver.mjs')] }

function has(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Why live captures cannot be tested here; empty when they can. */
export const noCapture = ((): string => {
  if (built.status === 'missing-compiler') return built.message
  const namespaces = canUseNamespaces()
  if (namespaces !== true) return namespaces
  return has('tshark') ? '' : 'tshark is not installed'
})()

/** Why `cap` cannot be tested here; empty when it can. */
export const noCap = ((): string => {
  try {
    createRequire(import.meta.url)('cap')
    return ''
  } catch (error) {
    return `the cap package cannot be loaded: ${(error as Error).message.split('\n')[0]}`
  }
})()

/** The driver as it runs in one of the namespaces. */
export function driverAt(net: Network, side: Side, driver: Driver = helper): Driver {
  return { kind: driver.kind, ...net.inside(side, driver.command, driver.args) }
}

/** Starts a capture on a side's interface, and waits until it runs or has failed. */
export async function captureAt(
  net: Network,
  side: Side,
  options: Partial<CaptureOptions> & { out: string },
  handlers: CaptureHandlers = {},
  driver: Driver = helper,
): Promise<CaptureProcess> {
  const capture = startCapture(driverAt(net, side, driver), { interface: side.interface, ...options }, handlers)
  await capture.started
  return capture
}

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Fields of all packets, a row each. */
export function tshark(file: string, fields: string[], ...more: string[]): string[][] {
  const words = ['-n', '-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field]), ...more]
  const text = execFileSync('tshark', words, {
    encoding: 'utf8',
    maxBuffer: 256 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'))
}

/** Packets in a file that capinfos reads without complaint; throws when the file is cut short. */
export function countPackets(file: string): number {
  const text = execFileSync('capinfos', ['-c', '-M', file], { encoding: 'utf8', stdio: 'pipe' })
  return Number(/Number of packets:\s*(\d+)/.exec(text)?.[1])
}

/** Builds the generator beside the helper, where needed. */
function floodPath(): string {
  const source = join(root, 'test', 'native', 'flood.cpp')
  const path = join(root, 'dist', 'native', 'flood')
  if (!existsSync(path) || statSync(path).mtimeMs < statSync(source).mtimeMs)
    execFileSync('c++', ['-std=c++17', '-O2', '-Wall', '-Wextra', '-o', path, source])
  return path
}

/** Sends `count` frames of 64 bytes from a side; `rate` per second, 0: as fast as it goes. */
export async function flood(net: Network, side: Side, count: number, rate: number, size = 64): Promise<void> {
  const words = [side.interface, String(count), String(rate), String(size)]
  const ran = await net.run(side, floodPath(), words)
  if (ran.status !== 0) throw new Error(ran.stderr)
}

const server = `require('net').createServer((s) => s.end('Hello World!\\0')).listen(9230, () => console.log('up'))`

/** A real TCP exchange on port 9230: the right side greets and closes. */
export async function sayHello(net: Network): Promise<string> {
  const serving = net.start(net.right, process.execPath, ['-e', server])
  await new Promise((resolve) => serving.stdout?.once('data', resolve))
  const client = `require('net').connect(9230, '${net.right.address}').on('data', (b) => process.stdout.write(b))`
  const ran = await net.run(net.left, process.execPath, ['-e', client])
  serving.kill('SIGKILL')
  return ran.stdout
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Both drivers, with why one of them cannot be tested here. */
export const eachDriver = [
  { name: 'the helper', driver: helper, absent: noCapture },
  { name: 'cap', driver: cap, absent: noCapture || noCap },
]

/** A test in a network and a folder of its own. */
export function scene(work: (net: Network, folder: string) => Promise<void>): () => Promise<void> {
  return () => withNamespaces((net) => withFolder((folder) => work(net, folder)))
}
