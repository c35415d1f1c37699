// The report of the open capture: looked at, left out in parts, in both languages, saved in every format.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'

let app: AppServer
let folder: string
const complaints: string[] = []
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-e2e-report-'))
})
test.afterEach(async () => {
  await app?.close()
  rmSync(folder, { recursive: true, force: true })
  expect(complaints.splice(0)).toEqual([])
})

/** Opens the dialog over a sample. */
async function openReport(page: Page, sample: string): Promise<void> {
  page.on('console', (message) => {
    // Playwright tries to put its own scripts into every frame; that they are blocked in this one is as it should be.
    const isPlaywright = message.text().startsWith("Blocked script execution in 'about:blank'")
    if (message.type() === 'error' && !isPlaywright && !message.text().includes('WebSocket'))
      complaints.push(message.text())
  })
  app = await startApp(join('samples', sample))
  await page.goto(app.address)
  await expect(page.locator('#packet-1')).toBeVisible()
  await page.keyboard.press('Control+Alt+r')
}

/** What a selector finds in the preview, asked from outside: nothing runs inside of it, not even for a test. */
const inPreview = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate((wanted) => {
    const inside = document.querySelector('iframe')?.contentDocument
    return [...(inside?.querySelectorAll(wanted) ?? [])].map((element) => element.textContent ?? '')
  }, selector)
const title = async (page: Page): Promise<string> => (await inPreview(page, 'h1')).join()

test('shows what it will be, without the parts that are not wanted, in both languages', async ({ page }) => {
  await openReport(page, 'tcp-hello.pcapng')
  const dialog = page.getByRole('dialog', { name: 'Report' })
  await expect.poll(() => title(page)).toContain('TCP connection report: stream 0')
  expect((await inPreview(page, 'td')).join()).toContain('The initial sequence number is chosen by the sender')
  // Its style came through the page's policy, and its ladder is a drawing.
  const background = await page.evaluate(() => {
    const frame = document.querySelector('iframe')!
    return frame.contentWindow!.getComputedStyle(frame.contentDocument!.querySelector('th')!).backgroundColor
  })
  expect(background).toBe('rgb(238, 241, 245)')
  expect((await inPreview(page, 'svg line')).length).toBeGreaterThan(4)

  expect(await inPreview(page, 'h2')).toContain('States')
  await dialog.getByLabel('States').uncheck()
  await expect.poll(() => inPreview(page, 'h2')).not.toContain('States')

  await dialog.getByLabel('Language').selectOption('ko')
  await expect.poll(() => title(page)).toContain('TCP 연결 보고서')
  await dialog.getByLabel('About').selectOption('overview')
  await expect.poll(() => title(page)).toContain('캡처 개요')
  // In legacy mode axe leaves frames alone; it then counts what lies behind the dialog, too.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .disableRules(['landmark-no-duplicate-banner', 'landmark-no-duplicate-contentinfo', 'landmark-unique'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)).toEqual([])
})

test('is saved in every format, and asks before it takes the place of a file', async ({ page }) => {
  test.setTimeout(120_000)
  await openReport(page, 'tcp-hello.pcapng')
  const dialog = page.getByRole('dialog', { name: 'Report' })
  const starts = { docx: 'PK', html: '<!DOCTYPE html>', md: '# TCP connection report', pdf: '%PDF-' } as const
  for (const [format, start] of Object.entries(starts)) {
    await expect.poll(() => title(page)).toContain('TCP')
    await dialog.getByLabel('Save as').selectOption(format)
    await dialog.getByRole('button', { name: 'Save…' }).click()
    const path = join(folder, `mine.${format}`)
    await dialog.getByLabel('Name').fill(path)
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(dialog).toBeHidden({ timeout: 30_000 })
    await expect(page.getByText(`The report is saved as ${path}.`)).toBeVisible()
    expect(existsSync(path)).toBe(true)
    expect(readFileSync(path).subarray(0, start.length).toString('latin1')).toBe(start)
    await page.keyboard.press('Control+Alt+r')
  }
})
