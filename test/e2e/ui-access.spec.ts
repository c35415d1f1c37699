// axe on every state of the window, light and dark.
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { FakeOptions, FakeShell } from '../renderer/fake-shell.mjs'
import { openWindow } from './ui-window'

interface State {
  name: string
  options: FakeOptions
  act?(page: Page, shell: FakeShell): Promise<unknown>
}

const open = { open: true }
const dialog = async (page: Page, keys: string): Promise<void> => {
  await page.keyboard.press(keys)
  await expect(page.getByRole('dialog')).toBeVisible()
}

const states: State[] = [
  { name: 'welcome', options: {} },
  { name: 'no permission to capture', options: { noCapture: true } },
  { name: 'list', options: open },
  {
    name: 'rows of all kinds, everything expanded',
    options: open,
    act: async (page) => {
      await page.keyboard.press('Control+m')
      await page.keyboard.press('Control+ArrowRight')
      await page.getByRole('treeitem', { name: /^Source Address/ }).click()
      await page.locator('#byte-50').hover()
    },
  },
  {
    name: 'live',
    options: {},
    act: (page) => page.getByRole('button', { name: 'Capture on Ethernet enp0s3' }).click(),
  },
  { name: 'reading', options: { open: true, indexing: 0.001 } },
  { name: 'capture options', options: {}, act: (page) => dialog(page, 'Control+k') },
  { name: 'open', options: {}, act: (page) => dialog(page, 'Control+o') },
  { name: 'save', options: open, act: (page) => dialog(page, 'Control+Shift+s') },
  { name: 'go to', options: open, act: (page) => dialog(page, 'Control+g') },
  { name: 'comment', options: open, act: (page) => dialog(page, 'Control+Alt+c') },
  { name: 'keyboard', options: open, act: (page) => dialog(page, 'F1') },
  { name: 'palette', options: open, act: (page) => dialog(page, 'Control+Shift+P') },
  {
    name: 'find',
    options: open,
    act: async (page) => {
      await page.keyboard.press('Control+f')
      await page.keyboard.type('nothing')
      await page.keyboard.press('Enter')
      await expect(page.getByText('No packet holds this.')).toBeVisible()
    },
  },
  { name: 'menu', options: open, act: (page) => page.getByRole('menuitem', { name: 'View' }).click() },
  {
    name: 'menu of a field',
    options: open,
    act: (page) => page.getByRole('treeitem', { name: /^Transmission/ }).click({ button: 'right' }),
  },
  {
    name: 'filter with a mistake',
    options: open,
    act: async (page) => {
      await page.keyboard.press('Control+/')
      await page.keyboard.type('nonsense')
      await expect(page.locator('.complaint')).toBeVisible()
    },
  },
  {
    name: 'completion',
    options: open,
    act: async (page) => {
      await page.keyboard.press('Control+/')
      await page.keyboard.type('tcp')
      await expect(page.getByRole('option').first()).toBeVisible()
      await page.keyboard.press('ArrowDown')
    },
  },
  {
    name: 'filtered, explained',
    options: open,
    act: async (page) => {
      await page.keyboard.press('Control+/')
      await page.keyboard.type('frame.number % 3 == 0')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Explain' }).click()
      await expect(page.getByText('The number can be divided.')).toBeVisible()
    },
  },
  {
    name: 'settings, found by a word',
    options: open,
    act: async (page) => {
      await dialog(page, 'Control+,')
      await page.keyboard.type('storm')
      await expect(page.getByText('arp.detect_storm_period')).toBeVisible()
    },
  },
  { name: 'settings', options: {}, act: (page) => dialog(page, 'Control+,') },
  {
    name: 'decode as',
    options: open,
    act: async (page) => {
      await dialog(page, 'Control+Shift+U')
      await page.getByRole('button', { name: 'Add rule' }).click()
      await page.getByLabel('Number or range').last().fill('1')
      await page.getByLabel('Number or range').last().fill('')
      await expect(page.getByText('A value of tcp.port is missing.')).toBeVisible()
    },
  },
  {
    name: 'columns in the settings',
    options: open,
    act: async (page) => {
      await dialog(page, 'Control+,')
      await page.getByRole('tab', { name: 'Columns' }).click()
      await page.getByLabel('New column of field').fill('nonsense')
      await page.keyboard.press('Enter')
      await expect(page.getByText('There is no field “nonsense”.')).toBeVisible()
    },
  },
  { name: 'saved filters', options: open, act: (page) => page.getByRole('button', { name: 'Saved filters' }).click() },
  {
    name: 'colouring rules',
    options: open,
    act: async (page) => {
      await page.getByRole('menuitem', { name: 'View' }).click()
      await page.getByRole('menuitem', { name: 'Colouring rules…' }).click()
      await expect(page.getByRole('textbox', { name: 'Filter of the rule' }).first()).toBeVisible()
    },
  },
  {
    name: 'menu of a row',
    options: open,
    act: async (page) => {
      await page.locator('[data-row="4"]').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Apply as filter' }).click()
    },
  },
  {
    name: 'notices',
    options: open,
    act: async (page, shell) => {
      shell.tell('failed', {
        code: 'x',
        message: 'The capture helper was stopped.',
        hint: 'What was captured is kept.',
      })
      shell.tell('decoder', { state: 'restarting', message: 'Packet 4711 took too long.' })
      await expect(page.getByRole('alert')).toHaveCount(2)
    },
  },
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    for (const { name, options, act } of states) {
      test(`axe finds nothing: ${name}`, async ({ page }) => {
        const shell = await openWindow(page, options)
        await act?.(page, shell)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)).toEqual([])
      })
    }
  })
}
