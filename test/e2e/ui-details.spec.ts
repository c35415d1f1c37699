// Details tree and bytes against the fake shell: highlighting both ways, expansion, jumps, copying, comments.
import { expect, test } from '@playwright/test'
import { openWindow, row } from './ui-window'

test('a field highlights its bytes, and a byte selects its innermost field', async ({ page }) => {
  await openWindow(page, { open: true })
  const tree = page.getByRole('tree')
  await tree.getByRole('treeitem', { name: /^Data/ }).click()
  await expect(page.locator('.byte.in')).toHaveCount(13)
  await expect(page.locator('#byte-66')).toHaveClass(/\bin\b/)
  await page.locator('#byte-27').click()
  const source = tree.getByRole('treeitem', { name: 'Source Address: 192.168.56.242' })
  await expect(source).toHaveAttribute('aria-selected', 'true')
  await expect(tree.getByRole('treeitem', { name: /^Internet Protocol/ })).toHaveAttribute('aria-expanded', 'true')
  await expect(page.locator('.byte.in')).toHaveCount(4)
  await expect(page.getByRole('contentinfo')).toContainText('ip.src')
  await expect(page.getByRole('contentinfo')).toContainText('4 bytes, 26 to 29')
})

test('hovering shows the other side without selecting', async ({ page }) => {
  await openWindow(page, { open: true })
  // A packet that is still being filled in may move under the pointer, as under a hand: point again.
  await expect(async () => {
    await page.mouse.move(5, 5)
    await page.locator('#byte-3').hover()
    await expect(page.locator('.byte.over')).toHaveCount(6, { timeout: 1000 })
  }).toPass()
  await expect(page.getByRole('treeitem', { name: /^Ethernet/ })).toHaveClass(/hovered/)
  await expect(page.locator('.byte.in')).toHaveCount(0)
})

test('expansion and the selected field stay from packet to packet', async ({ page }) => {
  await openWindow(page, { open: true })
  await page.getByRole('tree').focus()
  for (const key of ['End', 'ArrowUp', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
  await expect(page.getByRole('treeitem', { name: 'Source Port: 9230' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+ArrowDown')
  await expect(page.getByRole('treeitem', { name: /^Frame 2/ })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: 'Source Port: 9230' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('treeitem')).toHaveCount(5)
})

test('a line that names a packet leads to it', async ({ page }) => {
  await openWindow(page, { open: true })
  await page.keyboard.press('End')
  await expect(page.getByRole('treeitem', { name: /^Frame 10000000/ })).toBeVisible()
  await page.getByRole('tree').focus()
  await page.keyboard.press('Control+ArrowRight')
  await page.keyboard.press('End')
  await page
    .getByRole('treeitem', { name: /in frame: 9999997/ })
    .locator('.jump')
    .click()
  await expect(row(page, 9_999_997)).toHaveAttribute('aria-selected', 'true')
})

test('copies a line, a filter name and a value from the menu of a field', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openWindow(page, { open: true })
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await page.locator('#byte-27').click()
  const field = page.getByRole('treeitem', { name: /^Source Address/ })
  await field.click({ button: 'right' })
  await expect(page.getByRole('menu').getByText('ip.src')).toBeVisible()
  await page.getByRole('menuitem', { name: 'Copy value' }).click()
  await expect.poll(copied).toBe('192.168.56.242')
  await page.keyboard.press('Control+Shift+F')
  await expect.poll(copied).toBe('ip.src')
})

test('the bytes are walked by keyboard, and other sources have tabs', async ({ page }) => {
  await openWindow(page, { open: true })
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('tab')).toHaveCount(2)
  await page.getByRole('grid', { name: 'Packet bytes' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('grid', { name: 'Packet bytes' })).toHaveAttribute('aria-activedescendant', 'byte-17')
  await expect(page.getByRole('treeitem', { selected: true })).toHaveText(/Internet Protocol/)
  await page.getByRole('tab', { name: /Reassembled/ }).click()
  await expect(page.locator('#byte-0')).toHaveText('41')
})

test('a comment is written, shown and removed', async ({ page }) => {
  const shell = await openWindow(page, { open: true })
  await page.keyboard.press('Control+Alt+c')
  await page.keyboard.type('Here it begins')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Here it begins')).toBeVisible()
  expect(shell.comments.get(1)).toEqual(['Here it begins'])
  await expect(page.getByText('not saved')).toBeVisible()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByRole('button', { name: 'Remove comment' }).click()
  await expect(page.getByText('Here it begins')).toBeHidden()
})
