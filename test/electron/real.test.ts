// The desktop shell in the real Electron, by Playwright: starts it, opens a file, sees rows, tries what the guards refuse.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron } from 'playwright'
import type { ElectronApplication, Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findElectron } from '../../build/shell-choice.mjs'
import { hasDisplay } from '../../build/system.mjs'
import { needs } from '../support/skip'

/** A packaged app in place of the checkout: its executable, from the workflow. */
const packaged = process.env['WIRELENS_PACKAGED_APP']
const electron: { path?: string; reason?: string } = packaged ? { path: packaged } : findElectron()
const reason = !electron.path
  ? (electron.reason ?? 'there is no Electron')
  : process.platform === 'linux' && process.getuid?.() === 0
    ? 'Electron does not run as root'
    : !hasDisplay
      ? 'there is no display'
      : ''

needs(!reason, reason).describe('the desktop app in the real Electron', () => {
  let folder = ''
  let app: ElectronApplication
  let page: Page

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wirelens-real-'))
    app = await _electron.launch({
      executablePath: electron.path!,
      args: [...(packaged ? [] : [resolve('.')]), resolve('samples/tcp-hello.pcapng')],
      env: { ...(process.env as Record<string, string>), WIRELENS_HOME: folder },
    })
    page = await app.firstWindow()
  }, 60_000)
  afterAll(async () => {
    await app?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  it('opens the file of its command line and shows rows', async () => {
    await page.getByText('40512 → 9230 [SYN]').first().waitFor()
  })
  it('is on its own page, without Node', async () => {
    expect(page.url()).toBe('app://wirelens/')
    expect(await page.evaluate(() => [typeof globalThis.process, Object.keys(window.wirelens ?? {})])).toEqual([
      'undefined',
      ['port'],
    ])
  })
  it('does not leave its page, open a window, or reach the network', async () => {
    await page.evaluate(() => void (window.location.href = 'https://example.com/'))
    expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull()
    expect(await page.evaluate(() => fetch('https://example.com/').catch(() => 'refused'))).toBe('refused')
    expect(page.url()).toBe('app://wirelens/')
  })
  it('runs no inline script', async () => {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.evil = true'
      document.body.append(script)
      return 'evil' in window
    })
    expect(ran).toBe(false)
  })
  it('denies permissions', async () => {
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
  })
  it('runs packaged where it should, with one window', async () => {
    const facts = await app.evaluate(({ app, BrowserWindow }) => ({
      packaged: app.isPackaged,
      windows: BrowserWindow.getAllWindows().length,
    }))
    expect(facts).toEqual({ packaged: Boolean(packaged), windows: 1 })
  })
  needs(
    process.env['WIRELENS_TEST_CAPTURE'],
    'WIRELENS_TEST_CAPTURE is not set: only the packages workflow captures here',
  ).it(
    'captures the traffic that it makes',
    async () => {
      await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('make-traffic')?.click())
      await page.getByText('[SYN, ACK]').first().waitFor({ timeout: 30_000 })
    },
    60_000,
  )
})
