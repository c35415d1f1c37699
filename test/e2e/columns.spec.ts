// Columns of the packet list as the settings show them: named, aligned, ordered, added and taken away.
import { expect, test } from '@playwright/test'
import { openWindow, row } from './ui-window'

test('a column is renamed, aligned, moved, added and removed in the settings, and the list follows at once', async ({
  page,
}) => {
  const shell = await openWindow(page, { open: true })
  const heads = page.getByRole('columnheader')
  await page.getByRole('columnheader', { name: 'Length' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Edit columns…' }).click()
  const settings = page.getByRole('dialog', { name: 'Settings' })
  const line = (name: string) => settings.getByRole('group', { name, exact: true })
  await line('Length').getByLabel('Title').fill('Bytes')
  await page.keyboard.press('Enter')
  await line('Bytes').getByLabel('Alignment').selectOption('center')
  await expect(row(page, 1).getByRole('gridcell').nth(5)).toHaveCSS('text-align', 'center')
  await line('Bytes').getByRole('button', { name: 'Move up' }).focus()
  for (let i = 0; i < 5; i++) await page.keyboard.press('Enter')
  // At the top there is only the way down.
  await expect(line('Bytes').getByRole('button', { name: 'Move down' })).toBeFocused()
  await expect(heads.first()).toHaveText('Bytes')
  const field = settings.getByLabel('New column of field')
  await field.fill('no such thing')
  await page.keyboard.press('Enter')
  await expect(settings.getByText('There is no field “no such thing”.')).toBeVisible()
  await field.fill('tcp.port')
  await page.keyboard.press('Enter')
  await expect(heads.filter({ hasText: 'tcp.port' })).toHaveCount(1)
  await expect
    .poll(() => shell.calls.findLast(({ call }) => call === 'session.rows')?.args['columns'])
    .toContain('tcp.port')
  await expect(line('Info').getByRole('button', { name: 'Remove this column' })).toBeDisabled()
  await line('tcp.port').getByRole('button', { name: 'Remove this column' }).click()
  await expect(heads.filter({ hasText: 'tcp.port' })).toHaveCount(0)
  await expect
    .poll(() => (shell.settings['columns'] as { id: string }[])[0])
    .toMatchObject({ id: 'length', title: 'Bytes', align: 'center', shown: true })
  await line('Bytes').getByLabel('Title').fill('')
  await page.keyboard.press('Enter')
  await expect(heads.first()).toHaveText('Length')
})
