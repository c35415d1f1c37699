// The window in another language: chosen in its menu, without a restart, and kept.
import { expect, test, type Page } from '@playwright/test'
import { openWindow, row } from './ui-window'

const choose = async (page: Page, menu: string, language: string): Promise<void> => {
  await page.getByRole('menuitem', { name: menu, exact: true }).click()
  await page.getByRole('menuitemradio', { name: language }).click()
}

test('another language rewrites the window, and everything stays where it was', async ({ page }) => {
  const shell = await openWindow(page, { open: true })
  await page.keyboard.press('Control+/')
  await page.keyboard.type('tcp.flags.syn == 1')
  await row(page, 4).click()
  await page.getByRole('treeitem', { name: /^Transmission/ }).click()
  const loads = await page.evaluate(() => performance.timeOrigin)

  await choose(page, 'View', '한국어')
  await expect(page.getByRole('menuitem', { name: '보기' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await expect(page.getByRole('columnheader', { name: /목적지/ })).toBeVisible()
  await expect(page.getByRole('tree', { name: '패킷 상세 정보' })).toBeVisible()
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loads)
  await expect(row(page, 4)).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('treeitem', { name: /^Transmission/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByLabel('디스플레이 필터').getByText('tcp.flags.syn == 1', { exact: true })).toBeVisible()
  await expect.poll(() => shell.settings.language).toBe('ko')
  expect(shell.calls.filter(({ call }) => call === 'shell.speak').map(({ args }) => args)).toEqual([
    { language: 'en' },
    { language: 'ko' },
  ])

  await choose(page, '보기', 'English')
  await expect(page.getByRole('tree', { name: 'Packet details' })).toBeVisible()
})

test('the language is kept, and there from the first picture on', async ({ page }) => {
  const shell = await openWindow(page, { open: true })
  await choose(page, 'View', '한국어')
  await expect.poll(() => shell.settings.language).toBe('ko')
  await page.reload()
  await expect(page.getByRole('menuitem', { name: '파일' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
})

test.describe('on a Korean system', () => {
  test.use({ locale: 'ko-KR' })
  test('Korean is spoken unless English is chosen', async ({ page }) => {
    const shell = await openWindow(page, { open: true })
    await expect(page.getByRole('menuitem', { name: '파일' })).toBeVisible()
    expect(shell.calls).toContainEqual({ call: 'shell.speak', args: { language: 'ko' } })
    await choose(page, '보기', 'English')
    await expect(page.getByRole('menuitem', { name: 'File' })).toBeVisible()
  })
})
