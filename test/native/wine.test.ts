// The Windows helper under wine: list, capture on loopback, a bad filter, and Npcap missing. Short: wine is slow to start.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildHelper } from '../../native/build.mjs'
import { needs } from '../support/skip'

const execute = promisify(execFile)

const wine = ['/usr/bin/wine', '/usr/lib/wine/wine64', '/usr/bin/wine64'].find((path) => existsSync(path))
/** Cross-built when its sources are newer. */
const built = wine && process.platform === 'linux' ? buildHelper({ target: 'win32' }) : null
const helper = built?.path ?? ''
const gap = ((): string => {
  if (process.platform !== 'linux') return 'wine is for Linux; on Windows the helper itself is tested'
  if (!wine) return 'wine is not installed'
  if (built?.status === 'missing-compiler') return 'mingw, which builds the Windows helper here, is not installed'
  return process.getuid?.() === 0 ? '' : 'capturing on loopback needs root'
})()

type Line = Record<string, unknown>
const folder = gap ? '' : mkdtempSync(join(tmpdir(), 'wirelens-wine-'))
/** A Windows of its own for these tests. */
const env = {
  ...process.env,
  WINEPREFIX: join(folder, 'prefix'),
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
}

async function run(words: string[], more: NodeJS.ProcessEnv = {}): Promise<{ status: number; line: Line }> {
  const read = (stdout: string): Line => JSON.parse(stdout.trim().split('\n').at(-1)!) as Line
  try {
    const { stdout } = await execute(wine!, [helper, ...words], { env: { ...env, ...more }, timeout: 60_000 })
    return { status: 0, line: read(stdout) }
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string }
    return { status: code, line: read(stdout) }
  }
}

needs(!gap, gap).describe('the Windows helper', () => {
  /** Wine's name for the loopback adapter of this machine. */
  let lo = ''
  beforeAll(
    () => void execFileSync(wine!, ['cmd', '/c', 'exit 0'], { env, stdio: 'ignore', timeout: 110_000 }),
    120_000,
  )
  afterAll(() => {
    // Its server lives on for some seconds, and writes into the folder when it ends.
    const server =
      ['/usr/lib/wine/wineserver64', '/usr/lib/wine/wineserver'].find((path) => existsSync(path)) ?? 'wineserver'
    execFileSync(server, ['-k', '-w'], { env, stdio: 'ignore', timeout: 20_000 })
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('lists adapters, and says what runs the driver', async () => {
    const { status, line } = await run(['list'])
    expect(status).toBe(0)
    expect(line).toMatchObject({ permitted: true, driver: expect.stringContaining('pcap') as string })
    const loopback = (line['adapters'] as Line[]).find((adapter) => adapter['loopback'])
    expect(loopback).toMatchObject({ friendly: 'lo', name: expect.stringMatching(/^\\Device\\NPF_\{/) as string })
    lo = loopback!['name'] as string
    expect(['running', 'stopped', 'absent']).toContain(line['service'])
  }, 60_000)

  it('refuses a bad filter in words', async () => {
    const { status, line } = await run(['check', '--interface', lo, '--filter', 'tcp portt 80'])
    expect([status, line['code']]).toEqual([8, 'BADFILTER'])
    expect(line['message']).toMatch(/syntax error/)
  }, 60_000)

  it('captures on loopback into a file with a name that is not ASCII, and stops when it is told to', async () => {
    const out = join(folder, 'Aufnahme-ü-캡처.pcapng')
    const words = [helper, 'capture', '--interface', lo, '--filter', 'udp', '--out', `Z:${out}`]
    const child = spawn(wine!, words, { env, stdio: ['pipe', 'pipe', 'ignore'] })
    const lines: Line[] = []
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n')
      rest = parts.pop()!
      for (const part of parts) lines.push(JSON.parse(part) as Line)
    })
    const ended = new Promise((done) => child.once('close', done))
    const socket = createSocket('udp4')
    for (let turn = 0; turn < 300 && !lines.some((line) => Number(line['packets']) > 0); turn++) {
      if (lines.length) socket.send('hello from wine', 9, '127.0.0.1')
      await new Promise((done) => setTimeout(done, 100))
    }
    socket.close()
    child.stdin.end()
    await ended
    const last = lines.at(-1)!
    expect(lines[0]).toMatchObject({ event: 'started', interface: lo })
    expect(last).toMatchObject({ event: 'stopped', reason: 'stdin' })
    expect(last['packets']).toBeGreaterThan(0)
    const file = readFileSync(out)
    expect(file.length).toBe(last['end'])
    expect(file.readUInt32LE(0)).toBe(0x0a0d0d0a)
    expect(file.includes('hello from wine')).toBe(true)
  }, 90_000)

  it('says that Npcap is missing, and where to get it', async () => {
    const { status, line } = await run(['list'], { WINEDLLOVERRIDES: `${env.WINEDLLOVERRIDES};wpcap=` })
    expect([status, line['code']]).toEqual([3, 'NOPCAP'])
    expect(line['hint']).toContain('https://npcap.com')
  }, 60_000)
})
