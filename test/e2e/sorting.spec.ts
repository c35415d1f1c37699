// Sorting the list in the real shell: by header and by keyboard, with the selected packet kept, and undone.
import { expect, test, type Page } from '@playwright/test'
import { startApp, type AppServer } from '../support/app-server'

let app: AppServer
test.afterEach(async () => app?.close())

const cellsOf = (page: Page, column: string) => page.locator(`[role=gridcell][data-cell="${column}"]`)
const lengths = async (page: Page): Promise<number[]> => (await cellsOf(page, 'length').allInnerTexts()).map(Number)
/** The rows as they are seen, from the top: slots of the list stand in no order of their own. */
const numbers = (page: Page): Promise<number[]> =>
  page
    .locator('[role=row][data-row]')
    .evaluateAll((rows) =>
      rows
        .sort((a, b) => Number(a.getAttribute('data-row')) - Number(b.getAttribute('data-row')))
        .map((row) => Number((row as HTMLElement).querySelector('[data-cell=number]')!.textContent)),
    )
const captured = [1, 2, 3, 4, 5, 6, 7, 8, 9]

test('a click on a header sorts up, then down, then not at all; the selected packet stays selected', async ({
  page,
}) => {
  app = await startApp('samples/tcp-hello.pcapng')
  await page.goto(app.address)
  await page.locator('#packet-4').click()
  const length = page.getByRole('columnheader', { name: 'Length' })
  await length.click()
  await expect(length).toHaveAttribute('aria-sort', 'ascending')
  await expect.poll(() => numbers(page)).toEqual([3, 5, 6, 7, 8, 9, 1, 2, 4])
  await expect(page.locator('#packet-4')).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('#packet-4')).toHaveAttribute('data-row', '8')
  await length.click()
  await expect.poll(() => numbers(page)).toEqual([4, 1, 2, 3, 5, 6, 7, 8, 9])
  // The next row is the next one that is seen.
  await page.getByRole('grid', { name: 'Packets' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('#packet-1')).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('treeitem', { name: /^Frame 1:/ })).toBeVisible()
  await page.keyboard.press('Control+g')
  await page.keyboard.type('9')
  await page.keyboard.press('Enter')
  await expect(page.locator('#packet-9')).toHaveAttribute('aria-selected', 'true')
  await length.click()
  await expect(length).not.toHaveAttribute('aria-sort')
  await expect.poll(() => numbers(page)).toEqual(captured)
})

test('by keyboard from the View menu, under a filter, and after the capture was read again', async ({ page }) => {
  app = await startApp('samples/tcp-hello.pcapng')
  await page.goto(app.address)
  await expect(page.locator('#packet-9')).toBeVisible()
  await page.getByRole('menuitem', { name: 'View' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Columns' }).press('ArrowRight')
  await page.getByRole('menuitem', { name: 'Sort by' }).press('ArrowRight')
  await page.getByRole('menuitemradio', { name: 'Info' }).press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Info' })).toHaveAttribute('aria-sort', 'ascending')
  const infos = async (): Promise<string[]> => {
    const rows = await page.locator('[role=row][data-row]').all()
    const texts = await Promise.all(
      rows.map(async (row) => [Number(await row.getAttribute('data-row')), await row.innerText()] as const),
    )
    return texts.sort((a, b) => a[0] - b[0]).map(([, text]) => text.slice(text.lastIndexOf('\n') + 1))
  }
  await expect.poll(async () => (await infos()).join()).toBe([...(await infos())].sort().join())
  expect((await infos())[0]).toMatch(/^40512 → 9230 \[ACK\]/)
  await page.keyboard.press('Control+/')
  await page.keyboard.type('tcp.len == 0 && ip.src == 192.168.56.10')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await lengths(page)).length).toBe(3)
  await expect.poll(async () => (await infos()).join()).toBe([...(await infos())].sort().join())
  await page.keyboard.press('Control+,')
  await page.keyboard.type('chunked')
  await page.getByRole('dialog').getByRole('checkbox').uncheck()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'Info' })).toHaveAttribute('aria-sort', 'ascending')
})
