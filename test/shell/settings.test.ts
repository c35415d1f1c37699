// Settings that somebody wrote by hand: what is of the wrong shape, at whatever depth, is set aside, and the rest is used.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Host } from '../../shell/host'
import { defaultSettings } from '../../shell/settings'

/** A host over these two files. */
async function withFiles(settings: object, recent: object, look: (host: Host, folder: string) => unknown) {
  const home = mkdtempSync(join(tmpdir(), 'wirelens-settings-'))
  const before = process.env['WIRELENS_HOME']
  process.env['WIRELENS_HOME'] = home
  try {
    const info = { kind: 'browser', version: '0', platform: 'test', ownDialogs: false, releases: null } as const
    const start = () => ({ post: () => {}, kill: () => {}, pid: 0 })
    const first = new Host({ info, startDecoder: start }) // makes the folder
    await first.close()
    const folder = join(home, 'settings')
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ version: 1, value: settings }))
    writeFileSync(join(folder, 'recent.json'), JSON.stringify({ version: 1, value: recent }))
    const host = new Host({ info, startDecoder: start })
    await look(host, folder)
    await host.close()
  } finally {
    rmSync(home, { recursive: true, force: true })
    if (before === undefined) delete process.env['WIRELENS_HOME']
    else process.env['WIRELENS_HOME'] = before
  }
}

it('uses defaults for members of the wrong inner shape, and says so', () =>
  withFiles(
    { theme: 'dark', columns: [null, 5], filterHistory: [{}], capture: { snapLength: 'all' } },
    { files: [null] },
    (host, folder) => {
      expect(host.settings.get()).toEqual({ ...defaultSettings, theme: 'dark' })
      expect(host.recent.list()).toEqual([])
      expect(host.problems.join(' ')).toMatch(/columns, filterHistory, capture.*files/)
      expect(readFileSync(join(folder, 'settings.json.broken'), 'utf8')).toContain('[null,5]')
    },
  ))
it('uses what is right', () =>
  withFiles(
    { theme: 'light', filterHistory: ['tcp'], columns: [{ id: 'info', width: 100, shown: true }] },
    { files: [{ path: '/nosuch/a.pcap', opened: 5.5 }] },
    (host) => {
      expect(host.settings.get()).toMatchObject({ theme: 'light', filterHistory: ['tcp'], columns: [{ id: 'info' }] })
      expect(host.recent.list()).toMatchObject([{ path: '/nosuch/a.pcap', missing: true }])
      expect(host.problems).toEqual([])
    },
  ))
