// The windows of statistics: their numbers are those of the command line, they follow the display filter, and lead to filters and packets.
import AxeBuilder from '@axe-core/playwright'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'

let app: AppServer
test.afterEach(() => app?.close())

const sample = (name: string): string => join('samples', name)
async function open(page: Page, name: string): Promise<void> {
  app = await startApp(sample(name))
  await page.goto(app.address)
  await expect(page.locator('#packet-1')).toBeVisible()
}
const command = (name: string, statistic: string): string[] =>
  execFileSync(process.execPath, ['dist/cli/wirelens.js', '-n', '-q', '-r', sample(name), '-z', statistic], {
    encoding: 'utf8',
  }).split('\n')
const panel = (page: Page, name: string) => page.getByRole('region', { name })
async function filter(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+/')
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}
const cells = async (page: Page, name: string): Promise<string[][]> =>
  (await panel(page, name).getByRole('grid').getByRole('row').all()).length
    ? panel(page, name)
        .getByRole('grid')
        .locator('.row')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.trim())),
        )
    : []

test('endpoints are those of the command line, follow the filter, and are searched', async ({ page }) => {
  await open(page, 'tcp-hello.pcapng')
  await page.keyboard.press('Control+Alt+e')
  const told = command('tcp-hello.pcapng', 'endpoints,ip')
    .filter((line) => /^\d/.test(line))
    .map((line) => line.trim().split(/\s+/))
  expect(told).toHaveLength(2)
  const rows = panel(page, 'Endpoints').getByRole('grid').locator('.row')
  await expect(rows).toHaveCount(2)
  expect((await cells(page, 'Endpoints')).sort()).toEqual(told.sort())
  await panel(page, 'Endpoints').getByRole('tab', { name: 'TCP' }).click()
  await expect(rows.filter({ hasText: '9230' })).toHaveCount(1)
  await panel(page, 'Endpoints').getByLabel('Search the table').fill('9230')
  await expect(rows).toHaveCount(1)
  await panel(page, 'Endpoints').getByLabel('Search the table').fill('nothing like it')
  await expect(panel(page, 'Endpoints')).toContainText('No row holds this text.')
  await panel(page, 'Endpoints').getByLabel('Search the table').fill('')
  await filter(page, 'tcp.flags.syn == 1')
  await panel(page, 'Endpoints').getByLabel('Only what is shown').check()
  await expect(rows.first().getByRole('gridcell').nth(2)).toHaveText('2')
})

test('the hierarchy counts as the command line does; a block of the picture filters', async ({ page }) => {
  await open(page, 'tcp-hello.pcapng')
  await page.keyboard.press('Control+Alt+p')
  const told = command('tcp-hello.pcapng', 'io,phs')
    .map((line) => /^\s*(\S+)\s+frames:(\d+)/.exec(line))
    .filter((found) => found !== null)
    .map(([, , frames]) => frames!)
  const rows = panel(page, 'Protocol hierarchy').getByRole('grid').locator('.row')
  await expect(rows).toHaveCount(told.length)
  expect((await cells(page, 'Protocol hierarchy')).map((row) => row[3])).toEqual(told)
  await panel(page, 'Protocol hierarchy').getByRole('button', { name: 'data', exact: true }).click()
  await expect(page.getByRole('contentinfo')).toContainText('Displayed')
  await panel(page, 'Protocol hierarchy').getByLabel('Only what is shown').check()
  await expect(rows.first().getByRole('gridcell').nth(2)).toHaveText('100%')
  const data = Number(told.at(-1))
  await expect(rows.first().getByRole('gridcell').nth(3)).toHaveText(String(data))
})

test('traffic over time: values of the command line, a field that is none is told, a click leads to a packet', async ({
  page,
}) => {
  await open(page, 'tcp-hello.pcapng')
  await page.keyboard.press('Control+Alt+i')
  const region = panel(page, 'Traffic over time')
  await region.getByLabel('Filter of line 2').fill('tcp.len > 0')
  await region.getByLabel('Filter of line 2').press('Enter')
  await expect(region.locator('.u-over')).toBeVisible()
  const download = page.waitForEvent('download')
  await region.getByLabel('Interval').selectOption('3600')
  await expect(region.getByRole('img')).toHaveAttribute('aria-label', /tcp\.len > 0/)
  await region.getByRole('button', { name: 'Save or copy the table' }).click()
  await page.getByRole('menuitem', { name: /CSV/ }).first().click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n')
  const table = command('tcp-hello.pcapng', 'io,stat,0,FRAMES,FRAMES tcp.len > 0').find((line) => /<>/.test(line))!
  expect(lines).toHaveLength(2)
  expect(lines[1]!.split(',').slice(1)).toEqual(
    table
      .split('|')
      .slice(2, 4)
      .map((cell) => cell.trim()),
  )
  await region.getByLabel('What line 2 counts').selectOption('SUM')
  await region.getByLabel('Field of line 2').fill('tcp.nothing')
  await region.getByLabel('Field of line 2').press('Enter')
  await expect(region.getByRole('alert')).toContainText('There is no field “tcp.nothing”.')
  await region.getByLabel('Field of line 2').fill('tcp.len')
  await region.getByLabel('Field of line 2').press('Enter')
  await expect(region.getByRole('alert')).toBeHidden()
  await region.locator('.u-over').click({ position: { x: 4, y: 20 } })
  await expect(page.locator('#packet-1')).toHaveAttribute('aria-selected', 'true')
})

test('properties of the file, and counters that say why they are empty', async ({ page }) => {
  await open(page, 'tcp-hello.pcapng')
  await page.keyboard.press('Control+Alt+Shift+c')
  const hash = createHash('sha256')
    .update(readFileSync(sample('tcp-hello.pcapng')))
    .digest('hex')
  await expect(panel(page, 'Capture properties')).toContainText(hash)
  await page.keyboard.press('Control+Shift+P')
  await page.keyboard.type('Counters')
  await page.keyboard.press('Enter')
  const counters = panel(page, 'Counters')
  await expect(counters.getByRole('grid').locator('.row').first()).toContainText('Packet Lengths')
  await counters.getByRole('tab', { name: 'DNS' }).click()
  await expect(counters).toContainText('The capture has no messages of this kind.')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the statistics, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await open(page, 'tcp-hello.pcapng')
    for (const [key, name] of [
      ['Control+Alt+e', 'Endpoints'],
      ['Control+Alt+p', 'Protocol hierarchy'],
      ['Control+Alt+i', 'Traffic over time'],
      ['Control+Alt+Shift+c', 'Capture properties'],
    ] as const) {
      await page.keyboard.press(key)
      await expect(panel(page, name).locator('.waiting')).toBeHidden()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`)).toEqual([])
    }
    await page.keyboard.press('Control+Shift+P')
    await page.keyboard.type('Counters')
    await page.keyboard.press('Enter')
    await expect(panel(page, 'Counters').locator('.row').first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `Counters: ${id}: ${nodes[0]?.html}`)).toEqual([])
  })
