// What surrounds capturing: the doctor, captures that were left behind, several files, diagnostics. In a real browser over the real server.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { helloExchange } from '../../shell/hello-exchange'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'

const mayCapture = process.getuid?.() === 0 && existsSync('dist/native/wirelens-capture')
let app: AppServer
test.afterEach(async () => app?.close())

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('menuitem', { name: menu, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('the doctor looks, says each thing in a sentence, and proves it on loopback', async ({ page }) => {
  app = await startApp()
  await page.goto(app.address)
  await choose(page, 'Capture', 'Capture doctor…')
  const dialog = page.getByRole('dialog', { name: 'Capture doctor' })
  await expect(dialog.getByRole('button', { name: 'Look again' })).toBeEnabled({ timeout: 20_000 })
  await expect(dialog.getByRole('listitem').first()).toBeVisible()
  await expect(dialog).toContainText(mayCapture ? 'Capturing works.' : 'Capturing does not work yet.')
  if (mayCapture) await expect(dialog).toContainText(/A packet sent on lo arrived in a capture after \d/)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toBeHidden()
})

test('the doctor offers what it can mend, and says why it could not', async ({ page }) => {
  test.skip(!mayCapture, 'the library is hidden from the built helper, as root')
  app = await startApp(undefined, { WIRELENS_LIBPCAP: '/nowhere/libpcap.so' })
  await page.goto(app.address)
  await choose(page, 'Capture', 'Capture doctor…')
  const dialog = page.getByRole('dialog', { name: 'Capture doctor' })
  await expect(dialog).toContainText(/In the way:|To be known:/, { timeout: 20_000 })
  await expect(dialog).toContainText('libpcap is not installed.')
})

test('a capture that was left behind is offered, opened, and can be deleted', async ({ page }) => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  app = await startApp()
  const folder = join(app.home, 'captures')
  mkdirSync(folder, { recursive: true })
  for (const n of [1, 2])
    copyFileSync('samples/tcp-hello.pcapng', join(folder, `wirelens-20260101-101112-${gone}-${n}.pcapng`))
  await page.goto(app.address)
  const section = page.getByRole('region', { name: 'Not saved yet' })
  await expect(section.getByRole('listitem')).toHaveCount(2)
  await section.getByRole('button', { name: 'Delete' }).first().click()
  await expect(section.getByRole('listitem')).toHaveCount(1)
  await section.getByRole('button', { name: 'Open' }).click()
  await expect(page.getByRole('grid', { name: 'Packets' })).toContainText('40512 → 9230')
  // It is a capture that was not saved: closing asks.
  await choose(page, 'File', 'Close')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Don’t save' }).click()
  await expect(section).toBeHidden()
  await expect.poll(() => readdirSync(folder).filter((name) => name.endsWith('.pcapng'))).toEqual([])
})

test('diagnostics go to the clipboard, and no release page is opened by itself', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  app = await startApp()
  await page.goto(app.address)
  await choose(page, 'Help', 'Copy diagnostics')
  await expect(page.getByText('The diagnostics are on the clipboard')).toBeVisible({ timeout: 15_000 })
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Wirelens \d.*browser shell\n/)
  await choose(page, 'Help', 'Look for updates…')
  await expect(page.getByText('This build names no page of releases')).toBeVisible()
  expect(context.pages()).toHaveLength(1)
})

test('a window that crashes is back as soon as a first one opens, and the capture has gone on', async ({
  page,
  context,
}) => {
  test.skip(!mayCapture, 'capturing needs the built helper and root')
  app = await startApp()
  const opened = Date.now()
  await page.goto(app.address)
  await expect(page.getByRole('button', { name: 'Start capture', exact: true })).toBeEnabled() // the adapters are known
  const first = Date.now() - opened
  await choose(page, 'Capture', 'Capture options…')
  const dialog = page.getByRole('dialog', { name: 'Capture options' })
  await dialog.getByLabel('Adapter').selectOption('lo')
  await dialog.getByRole('button', { name: 'Start capture' }).click()
  await expect(page.getByRole('button', { name: 'Stop capture' })).toBeEnabled()
  await helloExchange()
  await expect(page.getByRole('grid', { name: 'Packets' })).toContainText('[SYN, ACK]')
  const crashed = page.waitForEvent('crash')
  await page.goto('chrome://crash').catch(() => undefined)
  await crashed
  await helloExchange() // nobody looks
  const again = await context.newPage()
  const began = Date.now()
  await again.goto(app.address)
  await expect(again.getByRole('grid', { name: 'Packets' })).toContainText('[SYN, ACK]')
  const took = Date.now() - began
  await expect(again.getByRole('button', { name: 'Stop capture' })).toBeEnabled()
  await again.getByRole('button', { name: 'Stop capture' }).click()
  await expect.poll(() => again.getByRole('row').filter({ hasText: '[SYN, ACK]' }).count()).toBe(2)
  console.log(`a crashed window was back after ${took} ms; the first one had opened in ${first} ms`)
  expect(took).toBeLessThan(3 * first + 1000)
})
