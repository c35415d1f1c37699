// The packet list against the fake shell: ten million rows, selection, marks, columns, time formats, a live capture.
import { expect, test } from '@playwright/test'
import { openWindow, row } from './ui-window'

test('goes to row 10,000,000 by keyboard and back', async ({ page }) => {
  await openWindow(page, { open: true })
  await page.keyboard.press('End')
  await expect(row(page, 10_000_000)).toHaveAttribute('aria-selected', 'true')
  await expect(row(page, 10_000_000)).toContainText('10000000')
  await expect(row(page, 9_999_990)).toContainText('[SYN]')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Home')
  await expect(row(page, 1)).toHaveAttribute('aria-selected', 'true')
})

test('goes to the last row by scrollbar, and the wheel moves by pixels there', async ({ page }) => {
  await openWindow(page, { open: true })
  const grid = page.getByRole('grid', { name: 'Packets' })
  await grid.evaluate((element) => (element.scrollTop = element.scrollHeight))
  await expect(row(page, 10_000_000)).toBeInViewport()
  await expect(row(page, 9_999_999)).toContainText('TCP')
  await row(page, 9_999_995).hover()
  await page.mouse.wheel(0, -100)
  await expect(row(page, 9_999_995)).toBeInViewport()
  await expect(row(page, 10_000_000)).not.toBeInViewport()
  await page.mouse.wheel(0, 100)
  await expect(row(page, 10_000_000)).toBeInViewport()
})

test('keeps about fifty rows and asks for at most four blocks at a time', async ({ page }) => {
  const shell = await openWindow(page, { open: true })
  const asked = (): number => shell.calls.filter(({ call }) => call === 'session.rows').length
  const before = asked()
  // However slow the machine: what is asked while nothing is answered is at most what is under way at a time.
  const release = shell.hold('session.rows')
  await page.getByRole('grid', { name: 'Packets' }).evaluate(async (element) => {
    for (let i = 0; i < 60; i++) {
      element.scrollTop = (i / 60) * element.scrollHeight
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    element.scrollTop = element.scrollHeight
  })
  await expect.poll(asked).toBeGreaterThan(before)
  expect(asked() - before).toBeLessThanOrEqual(4)
  release()
  await expect(row(page, 10_000_000)).toContainText('TCP')
  expect(await page.locator('[data-row]').count()).toBeLessThan(60)
  // The places passed meanwhile are of no interest any more.
  expect(asked() - before).toBeLessThan(12)
})

test('picks several packets and marks them', async ({ page }) => {
  const shell = await openWindow(page, { open: true })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await row(page, 7).click({ modifiers: ['Control'] })
  await expect(page.locator('[role=row][aria-selected=true]')).toHaveCount(4)
  await page.keyboard.press('Control+m')
  await expect(page.getByRole('img', { name: 'Marked' })).toHaveCount(4)
  expect([...shell.marked].sort()).toEqual([2, 3, 4, 7])
  await page.keyboard.press('Home')
  await page.keyboard.press('Control+Shift+ArrowDown')
  await expect(row(page, 2)).toHaveAttribute('data-colour', 'selected')
})

test('stays at the packet when a filter is applied and taken away, far down a long list', async ({ page }) => {
  await openWindow(page, { open: true })
  const apply = async (text: string): Promise<void> => {
    await page.keyboard.press('Control+/')
    await page.keyboard.press('Control+a')
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  await apply('frame.number % 1000 == 0')
  await expect(page.getByRole('contentinfo')).toContainText('10,000')
  await page.getByRole('grid', { name: 'Packets' }).focus()
  await page.keyboard.press('End')
  await expect(page.locator('#packet-10000000')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('#packet-9999000')).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('button', { name: 'Show all packets' }).click()
  await expect(row(page, 9_999_000)).toHaveAttribute('aria-selected', 'true')
  await expect(row(page, 9_999_000)).toBeInViewport()
  await apply('frame.number % 9 == 0')
  await expect(page.locator('#packet-9999000')).toBeInViewport()
})

test('changes the time format of all rows', async ({ page }) => {
  const shell = await openWindow(page, { open: true })
  await page.keyboard.press('Control+Alt+1')
  await expect(row(page, 3)).toContainText('2023-11-14')
  await expect.poll(() => shell.settings['timeFormat']).toBe('absolute-date')
})

test('hides, moves and sizes columns, and remembers it', async ({ page }) => {
  const shell = await openWindow(page, { open: true })
  const title = (name: string) => page.getByRole('columnheader', { name })
  await title('Protocol').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Hide “Protocol”' }).click()
  await expect(title('Protocol')).toHaveCount(0)
  await title('Length').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move left' }).click()
  await expect(page.getByRole('columnheader')).toHaveText(['No.', 'Time', 'Source', 'Length', 'Destination', 'Info'])
  const edge = (await title('Source').boundingBox())!
  await page.mouse.move(edge.x + edge.width - 2, edge.y + 8)
  await page.mouse.down()
  await page.mouse.move(edge.x + edge.width + 98, edge.y + 8)
  await page.mouse.up()
  expect((await title('Source').boundingBox())!.width).toBe(edge.width + 100)
  await expect
    .poll(() => (shell.settings['columns'] as { id: string; width: number }[]).find(({ id }) => id === 'source')?.width)
    .toBe(edge.width + 100)
})

test('follows a live capture until somebody looks at a packet', async ({ page }) => {
  await openWindow(page, {})
  await page.getByRole('button', { name: 'Capture on Ethernet enp0s3' }).click()
  await expect(page.getByText('Capturing on enp0s3')).toBeVisible()
  const follow = page.getByRole('button', { name: 'Follow newest packet' })
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  await expect
    .poll(() => page.locator('[data-row]').first().getAttribute('data-row').then(Number))
    .toBeGreaterThan(5000)
  await page.getByRole('grid', { name: 'Packets' }).focus()
  await page.keyboard.press('Home')
  await expect(follow).toHaveAttribute('aria-pressed', 'false')
  await expect(row(page, 1)).toBeInViewport()
  await page.keyboard.press('Control+e')
  await expect(page.getByRole('button', { name: 'Start capture', exact: true })).toBeEnabled()
  await expect(page.getByText('not saved')).toBeVisible()
})
