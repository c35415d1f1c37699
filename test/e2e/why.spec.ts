// What values were derived from, in the tree; connections as bars; the ladder of what the list shows.
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'

let app: AppServer
test.afterEach(() => app?.close())

async function open(page: Page, sample: string): Promise<void> {
  app = await startApp(join('samples', sample))
  await page.goto(app.address)
  await expect(page.locator('#packet-1')).toBeVisible()
}
const line = (page: Page, name: RegExp) => page.getByRole('tree').getByRole('treeitem', { name })
async function flow(page: Page, scope: string): Promise<void> {
  await page.keyboard.press('Control+Alt+f')
  await page.getByLabel('What is drawn').selectOption({ label: scope })
}

test('a generated value says what it was derived from, and leads there', async ({ page }) => {
  await open(page, 'tcp-hello.pcapng')
  await page.locator('#packet-4').click()
  await line(page, /^Transmission Control Protocol/)
    .locator('.twist')
    .click()
  await line(page, /Calculated window size/)
    .locator('.twist')
    .click()
  const why = line(page, /× \d+ \(window scale option of frame [12]\)/)
  await expect(why).toContainText('(frame 4)')
  await why.locator('.jump').click()
  await expect(page.locator('#packet-4, #packet-1, #packet-2').and(page.locator('[aria-selected=true]'))).toBeVisible()
})

test('all connections are bars, in the order in which they began', async ({ page }) => {
  await open(page, 'tcp-hello.pcapng')
  await flow(page, 'All connections')
  const bars = page.getByRole('grid', { name: 'Connections over time' })
  await expect(bars.getByRole('row')).toHaveCount(2)
  await expect(bars.locator('.bar')).toHaveClass(/bar-done/)
  await expect(bars.getByRole('row').nth(1)).toContainText('opened and closed')
  // The bar begins where the connection does, and is as long as it.
  const [cell, bar] = await Promise.all([bars.locator('.drawn').boundingBox(), bars.locator('.bar').boundingBox()])
  expect(bar!.width).toBeGreaterThan(0.8 * (cell!.width - 16))
  await bars.press('Enter')
  await expect(page.getByRole('region', { name: 'Flow' }).getByRole('listbox')).toBeVisible()
})

test('the ladder of what the list shows follows the display filter', async ({ page }) => {
  await open(page, 'tcp-hello.pcapng')
  await flow(page, 'What the list shows')
  const arrows = page.getByRole('region', { name: 'Flow' }).getByRole('listbox').getByRole('option')
  await expect(arrows).toHaveCount(9)
  await page.keyboard.press('Control+/')
  await page.keyboard.type('tcp.flags.fin == 1')
  await page.keyboard.press('Enter')
  await expect(arrows).toHaveCount(2)
})
