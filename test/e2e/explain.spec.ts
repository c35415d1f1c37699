// The Explain strip and the header diagram: what is selected is what they speak of, whichever way it was selected.
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { startApp, type AppServer } from '../support/app-server'

let app: AppServer
test.beforeAll(async () => {
  app = await startApp('samples/tcp-hello.pcapng')
})
test.afterAll(() => app.close())

test('the strip follows the keyboard though the pointer rests on a line, and the diagram both', async ({ page }) => {
  await page.goto(app.address)
  const tree = page.getByRole('tree')
  const strip = page.getByRole('region', { name: 'Explain' })
  await tree.getByRole('treeitem').last().click()
  await expect(strip).toContainText('Transmission Control Protocol')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(strip.locator('code').first()).toHaveText('tcp.srcport')
  await expect(strip).toContainText('Port of the sender')
  await page.keyboard.press('Control+Alt+h')
  const diagram = page.getByRole('region', { name: 'Header diagram' })
  await expect(diagram.getByRole('button', { name: /^Source Port/ })).toHaveAttribute('aria-pressed', 'true')
  await diagram
    .getByRole('button', { name: /^Window/ })
    .first()
    .click()
  await expect(strip.locator('code').first()).toHaveText(/^tcp\.window_size/)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
  await page.keyboard.press('F9')
  await expect(strip).toHaveCount(0)
})
