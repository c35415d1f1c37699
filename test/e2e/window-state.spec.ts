// What the window shows belongs to the capture that is open and to the filter in force; what was typed stays; words say what is meant.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { type AppServer, startApp } from '../support/app-server'

let app: AppServer
const complaints: string[] = []
test.afterEach(async () => {
  await app?.close()
  expect(complaints.splice(0)).toEqual([])
})
async function open(page: Page, sample = 'tcp-hello'): Promise<void> {
  app = await startApp(join('samples', `${sample}.pcapng`))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) complaints.push(message.text())
  })
  await page.goto(app.address)
  await expect(row(page, 1)).toHaveAttribute('aria-selected', 'true')
}
const row = (page: Page, number: number): Locator => page.locator(`#packet-${number}`)
const panel = (page: Page, name: string): Locator => page.getByRole('region', { name })
async function openPath(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+o')
  const way = page.getByRole('textbox', { name: 'Folder or file' })
  await way.fill(path)
  await way.press('Enter')
}

test('panels left open show the capture that is open now', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Control+Alt+f')
  await expect(panel(page, 'Flow')).toContainText('client')
  await openPath(page, join(process.cwd(), 'samples', 'arp-pairs.pcapng'))
  await expect(row(page, 11)).toBeVisible()
  await expect(panel(page, 'Flow')).toContainText('ARP')
  await expect(panel(page, 'Flow')).not.toContainText('client')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await openPath(page, join(process.cwd(), 'samples', 'tcp-hello.pcapng'))
  await expect(panel(page, 'Flow')).toContainText('client')
  await page.keyboard.press('Control+Alt+Shift+t')
  await expect(panel(page, 'Follow')).toContainText('TCP')
  await openPath(page, join(process.cwd(), 'samples', 'dns-ping.pcapng'))
  await expect(row(page, 6)).toBeVisible()
  await expect(panel(page, 'Follow')).not.toContainText('TCP stream')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a filter that is none says so and what is still shown; Escape keeps what was typed', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Control+/')
  await page.keyboard.type('tcp.flags.syn == 1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('contentinfo')).toContainText('Displayed 2')
  await page.keyboard.press('Control+/')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('tcp.nosuch == 1')
  await page.keyboard.press('Enter')
  const said = page.locator('.refused')
  await expect(said).toContainText('Not applied')
  await expect(said).toContainText('The list still shows “tcp.flags.syn == 1”.')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  const field = page.getByRole('textbox', { name: 'Display filter' })
  await expect(field).toHaveText('tcp.nosuch == 1')
  await expect(page.getByRole('grid', { name: 'Packets' })).toBeFocused()
  await page.getByRole('button', { name: 'Back to the filter in force' }).click()
  await expect(field).toHaveText('tcp.flags.syn == 1')
  await expect(said).toHaveCount(0)
})

test('the status bar names the selected field while the pointer is elsewhere', async ({ page }) => {
  await open(page)
  const tree = page.getByRole('tree')
  await tree.getByRole('treeitem', { name: /^Transmission Control/ }).click()
  await expect(page.getByRole('contentinfo').locator('code')).toHaveText('tcp')
  await tree.getByRole('treeitem', { name: /^Ethernet/ }).hover()
  await expect(page.getByRole('contentinfo').locator('code')).toHaveText('tcp')
})

test('the time since the packet shown before follows the filter', async ({ page }) => {
  await open(page)
  await row(page, 4).click()
  const tree = page.getByRole('tree')
  await tree.getByRole('treeitem', { name: /^Frame 4/ }).press('ArrowRight')
  await tree.press('Shift+ArrowRight')
  const line = tree.getByRole('treeitem', { name: /previous displayed frame/ })
  const before = await line.textContent()
  await page.keyboard.press('Control+/')
  await page.keyboard.type('frame.number in {1, 4}')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('contentinfo')).toContainText('Displayed 2')
  await expect(line).not.toHaveText(before!)
})

test('a whole path in Open is a file or a reason; a folder without captures says what it hides', async ({ page }) => {
  await open(page)
  const folder = join(app.home, 'taken')
  mkdirSync(folder)
  copyFileSync('package.json', join(folder, 'notes.txt'))
  await openPath(page, join(folder, 'nothing.pcap'))
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('there is none of that name')
  await page.keyboard.press('Escape')
  await openPath(page, folder)
  await expect(page.getByRole('dialog')).toContainText('No captures here; one other file is not shown.')
  await page.keyboard.press('Escape')
  await openPath(page, join(process.cwd(), 'samples', 'dns-ping.pcapng'))
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(row(page, 6)).toBeVisible()
})
