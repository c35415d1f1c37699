// An exercise capture: found by words, made, opened; the same number makes the same one.
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'

let app: AppServer
test.afterEach(() => app?.close())

test('is found by words, and opened', async ({ page }) => {
  app = await startApp()
  await page.goto(app.address)
  await page.getByRole('menuitem', { name: 'File', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Exercises…' }).click()
  const list = page.getByRole('list', { name: 'Exercises' })
  await expect(list.getByRole('button')).toHaveCount(41)
  await page.getByLabel('Search').fill('zero window')
  await expect(list.getByRole('button')).toHaveCount(1)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)).toEqual([])
  await page.getByLabel('Number').fill('5')
  await list.getByRole('button').click()
  await expect(page.locator('#packet-1')).toContainText('[SYN]')
  await expect(page.getByText('zero-window-5.pcapng').first()).toBeVisible()
  await expect(page.locator('#packet-6')).toContainText('[TCP ZeroWindow]')
})
