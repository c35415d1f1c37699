// How the desktop shell starts: not as root, once only, and the file it is given.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { needs } from '../support/skip'
import { app, BrowserWindow } from './stand-in/electron'

vi.mock('electron', () => import('./stand-in/electron'))
const { fileOf } = await import('../../electron/open-files')

beforeEach(() => {
  app.exits.length = 0
  vi.resetModules()
  vi.restoreAllMocks()
})
const startAs = async (uid: number): Promise<void> => {
  vi.spyOn(process, 'getuid').mockReturnValue(uid)
  await import('../../electron/main')
}

describe('the start', () => {
  it('refuses root and says what to do instead', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    await startAs(0)
    expect(app.exits).toEqual([1])
    expect(said.mock.calls[0]![0]).toMatch('Start it as yourself')
    expect(BrowserWindow.all).toEqual([])
  })
  it('leaves when another one runs', async () => {
    app.first = false
    await startAs(1000)
    expect(app.exits).toEqual(['quit'])
    expect(BrowserWindow.all).toEqual([])
  })
})

describe('the file of a command line', () => {
  it('is the last word that is no option', () => {
    expect(fileOf(['wirelens', '--no-sandbox', 'a.pcap', '--flag'], true)).toBe('a.pcap')
    expect(fileOf(['electron', '.', 'a.pcap'], false)).toBe('a.pcap')
  })
  it('may begin with a dash behind --', () => expect(fileOf(['wirelens', '--', '-a.pcap'], true)).toBe('-a.pcap'))
  it('is none without one', () => {
    expect(fileOf(['wirelens', '--flag'], true)).toBeUndefined()
    expect(fileOf(['electron', '.'], false)).toBeUndefined()
  })
})

needs(existsSync('dist/electron/decoder.js'), 'dist/ is not built: `npm test` builds it').describe(
  'the decoder',
  () => {
    const start = (words: string[], uid: string) =>
      spawnSync(process.execPath, words, {
        encoding: 'utf8',
        timeout: 10_000,
        env: { ...process.env, WIRELENS_TEST_UID: uid },
      })

    it('does not run as root', () => {
      const { status, stderr } = start(['test/electron/stand-in/parent-port.mjs', 'dist/electron/decoder.js'], '0')
      expect([status, stderr]).toEqual([1, expect.stringMatching('does not run as root') as string])
    })
    it('does not run by itself', () => {
      const { status, stderr } = start(['dist/electron/decoder.js'], '1000')
      expect([status, stderr]).toEqual([1, expect.stringMatching('started by Wirelens itself') as string])
    })
  },
)
