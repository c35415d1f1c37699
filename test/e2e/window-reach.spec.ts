// What the hand expects: copying a row, a double click, a click on a column's head, the row's menu, and room for each panel.
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { type AppServer, startApp } from '../support/app-server'

let app: AppServer
const complaints: string[] = []
test.afterEach(async () => {
  await app?.close()
  expect(complaints.splice(0)).toEqual([])
})
async function open(page: Page): Promise<void> {
  app = await startApp(join('samples', 'tcp-hello.pcapng'))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) complaints.push(message.text())
  })
  await page.goto(app.address)
  await expect(row(page, 1)).toHaveAttribute('aria-selected', 'true')
}
const row = (page: Page, number: number): Locator => page.locator(`#packet-${number}`)

test('a row is copied, opened aside, followed and drawn; its comment is seen', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page)
  await expect(row(page, 4).getByRole('img', { name: 'Has a comment' })).toBeVisible()
  await row(page, 4).click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+c')
  await expect(page.getByText('2 rows are on the clipboard.')).toBeVisible()
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n')
  expect(lines.map((line) => line.split('\t').slice(0, 3))).toEqual([
    ['4', '0.000910000', '192.168.56.10'],
    ['5', '0.001000000', '192.168.56.20'],
  ])
  await row(page, 4).dblclick()
  const aside = page.getByRole('region', { name: 'Packet 4' })
  await row(page, 2).click()
  await expect(aside.getByRole('treeitem', { name: /^Frame 4/ })).toBeVisible()
  await expect(page.getByRole('tree', { name: 'Packet details' })).toContainText('Frame 2')
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await row(page, 3).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Show flow as a ladder' }).click()
  await expect(page.getByRole('region', { name: 'Flow' })).toContainText('TCP stream 0')
  await page.getByRole('columnheader', { name: 'Protocol' }).click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Hide “Protocol”' })).toBeVisible()
})

test('the ladder is offered by name, until it has been seen', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Show the handshake as a ladder' }).click()
  const flow = page.getByRole('region', { name: 'Flow' })
  await expect(flow).toContainText('Opened by the client')
  await expect(page.locator('.offer')).toHaveCount(0)
})

test('a panel has its own room, goes below or beside, or has the whole window; Info is never gone', async ({
  page,
}) => {
  await open(page)
  const list = page.getByRole('grid', { name: 'Packets' })
  const box = async (it: Locator) => (await it.boundingBox())!
  await page.keyboard.press('Control+Alt+f')
  const flow = page.getByRole('region', { name: 'Flow' })
  await expect(flow).toContainText('Opened by the client')
  expect((await box(flow)).x).toBeGreaterThan(500)
  const room = async (): Promise<number> => {
    const right = (await box(list)).x + (await box(list)).width
    return right - (await box(page.getByRole('columnheader', { name: 'Info' }))).x
  }
  await expect.poll(room).toBeGreaterThan(100)
  await page.getByRole('button', { name: 'Give it the whole window' }).click()
  await expect(list).toBeHidden()
  await page.getByRole('button', { name: 'Give it the whole window' }).click()
  await page.getByRole('button', { name: 'Move below the list' }).click()
  expect((await box(flow)).x).toBeLessThan(20)
  await page.keyboard.press('Control+Alt+n')
  const table = page.getByRole('region', { name: 'Conversations' })
  await expect(table).toBeVisible()
  expect((await box(table)).width).toBeGreaterThan(1200)
  await page.getByRole('button', { name: 'Move beside the list' }).click()
  await page.keyboard.press('Control+Alt+f')
  expect((await box(flow)).x).toBeLessThan(20)
})
