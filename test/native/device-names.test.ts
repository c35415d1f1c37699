// An adapter's name is a name out of the list and nothing else: libpcap takes `dbus://unixexec:…` for a device, and runs what it says.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkFilter, listAdapters } from '../../native/drivers'
import { Host } from '../../shell/host'
import { eachDriver, helper, noCapture } from '../support/capturing'
import { needs } from '../support/skip'

let folder = ''
let marker = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-'))
  marker = join(folder, 'ran')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bus = (): string => `unixexec:path=/usr/bin/touch,argv1=${marker}`
const names = (): string[] => [`dbus://${bus()}`, 'dbus-session', 'dbus-system', 'rpcap://127.0.0.1:1/lo', 'nflog:7']

function run(command: string, words: string[], env: Record<string, string> = {}) {
  return spawnSync(command, words, { encoding: 'utf8', timeout: 20_000, env: { ...process.env, ...env } })
}
const hostileBus = () => ({ DBUS_SESSION_BUS_ADDRESS: bus(), DBUS_SYSTEM_BUS_ADDRESS: bus() })

for (const { name, driver, absent } of eachDriver)
  needs(!absent, absent).describe(name, () => {
    it('opens no device that it does not list, and runs no command', () => {
      for (const device of names())
        for (const words of [['check'], ['capture', '--seconds', '1', '--out', join(folder, 'x.pcapng')]]) {
          const all = [...driver.args, ...words, '--interface', device]
          const { stdout, status } = run(driver.command, all, hostileBus())
          expect(JSON.parse(stdout), `${words[0]} ${device}`).toMatchObject({ code: 'NODEV' })
          expect(status).toBe(5)
        }
      expect(existsSync(marker)).toBe(false)
    })
    it('lists no D-Bus, and does not ask the one of the environment', () => {
      const { adapters } = JSON.parse(run(driver.command, [...driver.args, 'list'], hostileBus()).stdout) as {
        adapters: { name: string }[]
      }
      expect(adapters.map((a) => a.name)).toContain('lo')
      expect(adapters.filter((a) => a.name.startsWith('dbus'))).toEqual([])
      expect(existsSync(marker)).toBe(false)
    })
  })

needs(!noCapture, noCapture).describe('what hands names to a driver', () => {
  it('refuses them in the host, for a check and for a capture', async () => {
    process.env['WIRELENS_HELPER'] = helper.command
    process.env['WIRELENS_HOME'] = folder
    const host = new Host({
      info: { kind: 'browser', version: '0', platform: 'test', ownDialogs: false, releases: null },
      startDecoder: () => ({ post: () => {}, kill: () => {}, pid: 0 }),
    })
    try {
      for (const adapter of names()) {
        expect(await host.handle({ id: 1, call: 'capture.check', args: { adapter, filter: 'tcp' } })).toMatchObject({
          value: { ok: false, message: expect.stringContaining('no such interface') },
        })
        expect(await host.handle({ id: 2, call: 'capture.start', args: { adapter } })).toMatchObject({
          error: { code: 'NODEV' },
        })
      }
      expect(existsSync(marker)).toBe(false)
    } finally {
      await host.close()
      delete process.env['WIRELENS_HELPER']
      delete process.env['WIRELENS_HOME']
    }
  })
  it('takes those of the list', async () => {
    expect((await listAdapters()).adapters.map((a) => a.name)).toContain('lo')
    expect(await checkFilter({ interface: 'lo', filter: 'tcp' })).toMatchObject({ ok: true })
  })
  needs(existsSync('dist/cli/wirelens.js'), 'dist/ is not built: `npm test` builds it').it(
    'refuses them on the command line',
    () => {
      const { stderr, status } = run(process.execPath, ['dist/cli/wirelens.js', '-i', names()[0]!, '-c', '1'])
      expect(stderr).toContain('no such interface')
      expect(status).not.toBe(0)
      expect(existsSync(marker)).toBe(false)
    },
  )
})
