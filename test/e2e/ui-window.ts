// Opens the window against the fake shell, closes it after the test, and fails on anything that the console complains about.
import { expect, test, type Locator, type Page } from '@playwright/test'
import { type FakeOptions, FakeShell } from '../renderer/fake-shell.mjs'

const open: FakeShell[] = []
const complaints: string[] = []

test.afterEach(async () => {
  await Promise.all(open.splice(0).map((shell) => shell.close()))
  expect(complaints.splice(0)).toEqual([])
})

export async function openWindow(page: Page, options: FakeOptions): Promise<FakeShell> {
  const shell = await new FakeShell(options).listen()
  open.push(shell)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A connection that the test itself cuts is no complaint; a breach of the content security policy is.
    if (message.type() === 'error' && !message.text().includes('WebSocket')) complaints.push(message.text())
  })
  await page.goto(shell.address)
  if (options.open) await expect(row(page, 1)).toContainText(/\d/)
  else await expect(page.getByRole('heading', { name: 'Capture' })).toBeVisible()
  return shell
}

/** The row of a packet in the list. */
export const row = (page: Page, number: number): Locator => page.locator(`[role=row][data-row="${number - 1}"]`)
