// The whole app in a real browser over the real server: open, look, capture, save, reopen.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'
import { hasTshark, sharedFolder, tshark } from '../support/reference'

const mayCapture = process.getuid?.() === 0 && existsSync('dist/native/wirelens-capture')
let app: AppServer

test.afterEach(async () => app?.close())

async function open(page: Page, file?: string): Promise<void> {
  app = await startApp(file)
  await page.goto(app.address)
}
const row = (page: Page, number: number) => page.locator(`#packet-${number}`)
const cells = (page: Page, number: number) => row(page, number).getByRole('gridcell').allInnerTexts()

test('the seed capture shows the handshake as the report had it', async ({ page }) => {
  const shared = sharedFolder()
  test.skip(!shared, '../shared is not there')
  const file = join(shared!, 'seed', 'seed-tcp-handshake.pcapng')
  await open(page, file)
  await page.getByRole('grid', { name: 'Packets' }).focus()
  await page.keyboard.press('End')
  await expect(row(page, 35)).toHaveAttribute('aria-selected', 'true')
  const expected = [
    ['28', '9.206812203', '34008 → 9230 [SYN] Seq=0 Win=29200 Len=0 MSS=1460 SACK_PERM TSval=108469678 TSecr=0 WS=128'],
    [
      '29',
      '9.206875314',
      '9230 → 34008 [SYN, ACK] Seq=0 Ack=1 Win=28960 Len=0 MSS=1460 SACK_PERM TSval=2354559097 TSecr=108469678 WS=128',
    ],
    ['30', '9.207478072', '34008 → 9230 [ACK] Seq=1 Ack=1 Win=29312 Len=0 TSval=108469679 TSecr=2354559097'],
    ['31', '9.207765682', '9230 → 34008 [PSH, ACK] Seq=1 Ack=1 Win=29056 Len=13 TSval=2354559098 TSecr=108469679'],
    ['32', '9.207968000', '9230 → 34008 [FIN, ACK] Seq=14 Ack=1 Win=29056 Len=0 TSval=2354559098 TSecr=108469679'],
    ['33', '9.208244234', '34008 → 9230 [ACK] Seq=1 Ack=14 Win=29312 Len=0 TSval=108469679 TSecr=2354559098'],
    ['34', '9.209843547', '34008 → 9230 [FIN, ACK] Seq=1 Ack=15 Win=29312 Len=0 TSval=108469681 TSecr=2354559098'],
    ['35', '9.209878341', '9230 → 34008 [ACK] Seq=15 Ack=2 Win=29056 Len=0 TSval=2354559100 TSecr=108469681'],
  ]
  for (const [number, time, info] of expected) {
    const shown = await cells(page, Number(number))
    expect([shown[0], shown[1], shown[6]]).toEqual([number, time, info])
  }
})

test('a sample opens from the welcome screen; a field highlights its bytes', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: /TCP: hello and goodbye/ }).click()
  await expect(row(page, 4)).toContainText('[PSH, ACK] Seq=1 Ack=1')
  await row(page, 4).click()
  const tree = page.getByRole('tree', { name: 'Packet details' })
  await tree.getByRole('treeitem', { name: /^Data \(13 bytes\)/ }).click()
  const picked = page.locator('.byte.in')
  await expect(picked).toHaveCount(13)
  expect((await picked.allInnerTexts()).map((h) => String.fromCharCode(parseInt(h, 16))).join('')).toBe(
    'Hello World!\0',
  )
})

test('made traffic is captured, saved, and opened again', async ({ page }) => {
  test.skip(!mayCapture, 'capturing needs root and the built helper')
  await open(page)
  await page
    .getByRole('button', { name: /Make traffic/ })
    .first()
    .click()
  await expect(page.getByRole('grid', { name: 'Packets' })).toContainText('[PSH, ACK] Seq=1 Ack=1', { timeout: 20_000 })
  await expect(page.getByRole('grid', { name: 'Packets' })).toContainText('[FIN, ACK]')
  const total = await page.getByRole('grid', { name: 'Packets' }).getAttribute('aria-rowcount')
  await expect(page.getByRole('button', { name: 'Stop capture' })).toBeDisabled()
  await page.keyboard.press('Control+Shift+S')
  const dialog = page.getByRole('dialog', { name: 'Save capture' })
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(app.home)
  await page.keyboard.press('Enter')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('made.pcapng')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog).toBeHidden()
  const path = join(app.home, 'made.pcapng')
  await expect.poll(() => existsSync(path)).toBe(true)
  if (hasTshark())
    expect(tshark(['-n', '-r', path, '-T', 'fields', '-e', 'frame.number']).trim().split('\n')).toHaveLength(
      Number(total) - 1,
    )
  await page.reload()
  await page.keyboard.press('Control+O')
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('a decoder that is killed comes back with the same packet selected', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: /ARP: who has this address/ }).click()
  await row(page, 3).click()
  await expect(page.getByRole('tree', { name: 'Packet details' })).toContainText('Frame 3')
  const { execFileSync } = await import('node:child_process')
  const child = execFileSync('pgrep', ['-P', String(app.pid), '-f', 'decoder'])
    .toString()
    .trim()
    .split('\n')[0]
  process.kill(Number(child), 'SIGKILL')
  await expect(page.getByText(/started again|stopped/).first()).toBeVisible()
  await row(page, 2).click()
  await expect(page.getByRole('tree', { name: 'Packet details' })).toContainText('Frame 2')
})

test('what is no capture is refused with a reason', async ({ page }) => {
  await open(page, 'package.json')
  await expect(page.getByRole('alert')).toContainText(/package\.json/)
})
