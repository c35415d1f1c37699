// The log and the diagnostics: what stands in them, what does not, and that they stay small.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { answer } from '../../engine/api/call'
import { shellCalls } from '../../shell/calls'
import { Host } from '../../shell/host'
import { Log } from '../../shell/log'
import { releasesOf } from '../../shell/places'

const home = mkdtempSync(join(tmpdir(), 'wirelens-log-'))
process.env['WIRELENS_HOME'] = home
afterAll(() => rmSync(home, { recursive: true, force: true }))
const hostWith = (releases: string | null, opened?: string[]): Host =>
  new Host({
    info: { kind: 'desktop', version: '1.2.3', platform: 'test', ownDialogs: true, releases },
    startDecoder: () => ({ post: () => undefined, kill: () => undefined }),
    ...(opened ? { openOutside: (address: string) => void opened.push(address) } : {}),
  })
const ask = async (host: Host, call: string): Promise<unknown> =>
  ((await answer(shellCalls, host, { id: 1, call, args: {} })) as { value: unknown }).value

it('writes a line with its time, on one line, without the name of the user', () => {
  const log = new Log(home)
  log.write('failed x', `cannot open ${homedir()}/a\nb\u001b[31m`)
  expect(log.tail(1)[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z failed x: cannot open ~\/a b \[31m$/)
  expect(statSync(log.path).mode & 0o777).toBe(0o600)
})
it('turns at its bound, and keeps two files', () => {
  const log = new Log(home)
  for (let n = 0; n < 1500; n++) log.write(`line ${n}`, 'x'.repeat(600))
  expect(statSync(log.path).size).toBeLessThanOrEqual(256 * 1024)
  expect(statSync(`${log.path}.old`).size).toBeLessThanOrEqual(256 * 1024)
  expect(log.tail(3).map((line) => /line \d+/.exec(line)![0])).toEqual(['line 1497', 'line 1498', 'line 1499'])
  rmSync(log.path)
  rmSync(`${log.path}.old`)
})
it('says nothing when it cannot be written', () => {
  new Log(join(home, 'not', 'there')).write('x')
  expect(existsSync(join(home, 'not'))).toBe(false)
})
it('keeps what happened, and neither filters nor packets', async () => {
  const host = hostWith(null)
  host.settings.change({ theme: 'dark', capture: { promiscuous: true, filter: 'host 192.0.2.77' } })
  const capture = { adapter: 'eth0', filter: 'host 192.0.2.77', driver: 'libpcap 1.10', dropped: 2, problem: null }
  host.tell('capture', { ...capture, running: true, packets: 0 })
  host.tell('capture', { ...capture, running: true, packets: 5 })
  host.tell('capture', { ...capture, running: false, packets: 7, problem: { code: 'IFGONE', message: '' } })
  host.tell('decoder', { state: 'restarting', message: 'signal SIGKILL' })
  host.tell('status', { path: '/secret' })
  const text = (await ask(host, 'shell.diagnostics')) as string
  expect(text).toMatch(/^Wirelens 1\.2\.3, desktop shell\n/)
  expect(text).toContain('capture started: libpcap 1.10')
  expect(text).toContain('capture ended IFGONE: 7 packets, 2 dropped')
  expect(text).toContain('decoder restarting: signal SIGKILL')
  expect(text).toContain('theme "dark"')
  expect(text).not.toMatch(/192\.0\.2|secret/)
  expect(text.match(/capture started/g)).toHaveLength(1)
  await host.close()
})
it('says that settings were set aside, once to a window and in the log', async () => {
  const path = join(home, 'settings', 'settings.json')
  writeFileSync(path, '{"version": 7}')
  const host = hostWith(null)
  expect(await ask(host, 'shell.info')).toMatchObject({ problems: [expect.stringContaining(`${path}.broken`)] })
  expect(await ask(host, 'shell.info')).toMatchObject({ problems: [] })
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"version": 7}')
  expect(host.log.tail(5).join('\n')).toContain('set aside')
  await host.close()
})
it('opens the page of the releases when it is asked to, and only then', async () => {
  const opened: string[] = []
  const host = hostWith('https://example.org/releases', opened)
  await ask(host, 'shell.info')
  expect(opened).toEqual([])
  expect(await ask(host, 'shell.openReleases')).toBe(true)
  expect(opened).toEqual(['https://example.org/releases'])
  await host.close()
})
it('opens nothing in a build that names no page', async () => {
  const opened: string[] = []
  const host = hostWith(null, opened)
  expect(await ask(host, 'shell.openReleases')).toBe(false)
  expect(opened).toEqual([])
  expect(releasesOf('https://wirelens.invalid/')).toBeNull()
  expect(releasesOf('https://example.org/wirelens/')).toBe('https://example.org/wirelens/releases')
  await host.close()
})
