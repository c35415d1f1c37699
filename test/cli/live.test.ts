// Live capture on lo by the command line: printed, written, stopped, refused.
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildHelper } from '../../native/build.mjs'
import { findDrivers } from '../../native/drivers'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { environment, program, wirelens } from './program'

const built = buildHelper()
process.env['WIRELENS_HELPER'] = built.path
const drivers = await findDrivers()
const possible = drivers.chosen?.kind === 'helper' && drivers.permitted && process.platform === 'linux'
const { describe } = needs(possible, `this user cannot capture here: ${drivers.hint || drivers.why}`)

const folder = mkdtempSync(join(tmpdir(), 'wirelens-test-live-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const env = { ...environment, WIRELENS_HELPER: built.path }

type Child = ReturnType<typeof spawn>

/** Runs until it ends. Once it captures, calls `first`, sends `datagrams` to `port`, and calls `then`. */
async function live(
  args: string[],
  port: number,
  datagrams: number,
  then?: (child: Child) => void,
  first?: (child: Child) => void,
) {
  const child = spawn(process.execPath, [program, '-i', 'lo', '-f', `udp port ${port}`, ...args], { env })
  let out = Buffer.alloc(0)
  let messages = ''
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const started = new Promise<void>((resolve) => {
    child.stderr.on('data', (text: Buffer) => {
      messages += text.toString()
      if (messages.includes('Capturing on')) resolve()
    })
    void ended.then(() => resolve())
  })
  child.stdout.on('data', (part: Buffer) => (out = Buffer.concat([out, part])))
  await started
  first?.(child)
  const socket = createSocket('udp4')
  for (let i = 0; i < datagrams; i++) {
    await new Promise((resolve) => socket.send(`datagram ${i}`, port, '127.0.0.1', resolve))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  socket.close()
  then?.(child)
  return { code: await ended, out, messages }
}

describe('a live capture on lo', () => {
  it('prints packets as they arrive, and counts them', async () => {
    const { code, out, messages } = await live(['-l', '-a', 'packets:4'], 9311, 6)
    expect(code).toBe(0)
    expect(out.toString().trimEnd().split('\n')).toHaveLength(4)
    expect(out.toString()).toMatch(/^ {4}1 0\.000000000 {4}127\.0\.0\.1 → 127\.0\.0\.1 {4}UDP 52 \d+ → 9311 Len=10$/m)
    expect(messages).toContain('4 packets captured')
  })
  it('ends cleanly on Ctrl-C', async () => {
    const { code, out, messages } = await live(['-T', 'fields', '-e', 'frame.number'], 9312, 3, (child) =>
      setTimeout(() => child.kill('SIGINT'), 500),
    )
    expect([code, out.toString()]).toEqual([0, '1\n2\n3\n'])
    expect(messages).toContain('3 packets captured')
  })
  it('writes a file that tshark reads', async () => {
    const path = join(folder, 'x.pcapng')
    const { code } = await live(['-w', path, '-c', '5'], 9313, 8)
    expect(code).toBe(0)
    const fields = [
      '-n',
      '-r',
      path,
      '-T',
      'fields',
      '-e',
      'frame.number',
      '-e',
      'frame.time_epoch',
      '-e',
      'udp.dstport',
    ]
    const ours = wirelens(fields).out
    expect(ours.trimEnd().split('\n')).toHaveLength(5)
    if (hasTshark()) expect(ours).toBe(run('tshark', fields).out)
  })
  it('writes pcap, and to standard output', async () => {
    const path = join(folder, 'x.pcap')
    await live(['-w', path, '-F', 'pcap', '-c', '2'], 9314, 3)
    expect(wirelens(['-r', path, '-T', 'fields', '-e', 'frame.number']).out).toBe('1\n2\n')
    const { out } = await live(['-w', '-', '-c', '2'], 9315, 3)
    expect(wirelens(['-r', '-', '-T', 'fields', '-e', 'frame.number'], out).out).toBe('1\n2\n')
  })
  it('ends when the reader of its output goes', async () => {
    const { code, messages } = await live(['-l'], 9316, 40, undefined, (child) => child.stdout?.destroy())
    expect(code).toBe(2)
    expect(messages).not.toMatch(/wirelens:/)
  })
  it('leaves no temporary file', () => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('wirelens-cli-'))).toEqual([])
  })
})

describe('a capture that cannot begin', () => {
  const refused = (...args: string[]) => wirelens(args, '', env)
  it.each([
    ['no such interface', ['-i', 'nosuch0'], /nosuch0: no such interface/],
    ['no such number', ['-i', '999'], /There is no interface number 999/],
    ['a bad filter', ['-i', 'lo', '-f', 'tcp prt 80'], /syntax error/],
    ['a name in a filter', ['-i', 'lo', '-f', 'host example.com'], /'example.com' is no address[^]*host 192\.0\.2\.1/],
    ['a display filter', ['-i', 'lo', '-f', 'tcp.port == 80'], /a display filter\. As a capture filter: tcp port 80/],
    [
      'one without counterpart',
      ['-i', 'lo', '-f', 'frame.number > 3'],
      /choose with -Y\. .* does not know frame.number/,
    ],
    [
      'a folder that is not there',
      ['-i', 'lo', '-w', '/nonexist/x.pcapng', '-a', 'duration:1'],
      /\/nonexist\/x\.pcapng/,
    ],
  ])('%s', (_, args, words) => {
    const { code, out, messages } = refused(...args)
    expect([code, out]).toEqual([1, ''])
    expect(messages).toMatch(words)
  })
  it('no helper', () => {
    const { code, messages } = wirelens(['-i', 'lo', '-a', 'duration:1'], '', { ...env, WIRELENS_HELPER: '/nonexist' })
    expect(existsSync('/nonexist')).toBe(false)
    const expected = messages.includes('cap driver') ? 0 : 1 // with the cap package there is a second driver
    expect([code, /native\/build\.mjs|cap driver/.test(messages)]).toEqual([expected, true])
  })
})

describe('-D', () => {
  it('lists the interfaces with their numbers', () => {
    expect(wirelens(['-D'], '', env).out).toMatch(/^\d+\. lo\b/m)
  })
})
