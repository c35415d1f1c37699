// A lab sheet in the window: answers judged at once and with the hand-in, kept, and handed in as the command line grades them.
import AxeBuilder from '@axe-core/playwright'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'

let app: AppServer
test.afterEach(() => app?.close())
const capture = join('samples', 'tcp-hello.pcapng')
const lab = (page: Page) => page.getByRole('region', { name: 'Lab sheet' })
const box = (page: Page, name: RegExp) => page.getByRole('textbox', { name })

async function begin(page: Page): Promise<void> {
  app = await startApp(capture)
  await page.goto(app.address)
  await expect(page.locator('#packet-1')).toBeVisible()
  await page.keyboard.press('Control+Alt+l')
  await lab(page).getByRole('combobox', { name: 'Sheet' }).selectOption('tcp-handshake')
  await expect(box(page, /IP address of the client/)).toBeVisible()
}

test('right and wrong answers are told with their packets, kept, and graded as by the command line', async ({
  page,
}) => {
  await begin(page)
  const client = box(page, /IP address of the client/)
  await client.fill('192.168.56.20')
  await client.press('Tab')
  const item = lab(page).getByRole('listitem').filter({ has: client })
  await expect(item).toHaveClass(/right/)
  await expect(item.getByRole('status')).toContainText('Right.')
  const port = box(page, /port does the client use/)
  await port.fill('80')
  await port.press('Tab')
  const wrong = lab(page).getByRole('listitem').filter({ has: port })
  await expect(wrong.getByRole('status')).toContainText('40512')
  await wrong.getByRole('button', { name: /1/ }).first().click()
  await expect(page.locator('#packet-1')).toHaveAttribute('aria-selected', 'true')
  await expect(lab(page)).toContainText(/2 of \d+ answered/)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])

  await lab(page).getByRole('button', { name: 'Grade' }).click()
  const points = await lab(page)
    .getByText(/^\d+ of \d+ points$/)
    .textContent()
  const download = page.waitForEvent('download')
  await lab(page).getByRole('button', { name: 'Save the hand-in' }).click()
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-lab-'))
  try {
    const file = join(folder, 'answers.json')
    await (await download).saveAs(file)
    const graded = execFileSync(
      process.execPath,
      ['dist/cli/wirelens.js', 'lab', 'grade', 'tcp-handshake', capture, file, '--lang', 'en'],
      { encoding: 'utf8' },
    )
    expect(graded.trim().split('\n').at(-1)).toBe(points)
    expect(graded).not.toMatch(/^!/m)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

  await page.reload()
  await expect(page.locator('#packet-1')).toBeVisible()
  if (!(await lab(page).isVisible())) await page.keyboard.press('Control+Alt+l')
  await lab(page).getByRole('combobox', { name: 'Sheet' }).selectOption('tcp-handshake')
  await expect(port).toHaveValue('80')
})

test('without judging at once nothing is told before the hand-in; a file that is no sheet says so', async ({
  page,
}) => {
  await begin(page)
  await lab(page).getByLabel('Judge each answer at once').uncheck()
  const client = box(page, /IP address of the client/)
  await client.fill('10.0.0.1')
  await client.press('Tab')
  await expect(lab(page)).toContainText(/1 of \d+ answered/)
  await expect(lab(page).getByRole('listitem').filter({ has: client }).getByRole('status')).toBeHidden()
  await lab(page).getByRole('button', { name: 'Grade' }).click()
  await expect(lab(page).getByRole('listitem').filter({ has: client }).getByRole('status')).toContainText('Not right')
  await lab(page)
    .locator('input[type=file]')
    .setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{"format": "other"}') })
  await expect(page.getByRole('alert')).toContainText('“notes.json” is no lab sheet'.replaceAll(/[“”]/g, '"'))
})
