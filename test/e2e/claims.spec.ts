// Statements of a text checked in the window: what is false is told rightly, each leads to its packets, in both languages.
import AxeBuilder from '@axe-core/playwright'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startApp } from '../support/app-server'
import type { AppServer } from '../support/app-server'

let app: AppServer
let folder = ''
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-claims-'))
})
test.afterEach(async () => {
  await app?.close()
  rmSync(folder, { recursive: true, force: true })
})
const capture = join('samples', 'tcp-hello.pcapng')

const statements = `Frame 1 is a SYN.
Frame 2 is a FIN.
An IPv4 address is 32 bytes long.
Perhaps the network was slow that day.
28번이 아니라 1번 프레임이 SYN이다.`

test('true, false with what is right, and not checkable; the same as the command line says', async ({ page }) => {
  const file = join(folder, 'report.txt')
  writeFileSync(file, statements)
  const told = JSON.parse(
    execFileSync(
      process.execPath,
      ['dist/cli/wirelens.js', 'check', file, capture, '--format', 'json', '--lang', 'en'],
      {
        encoding: 'utf8',
      },
    ),
  ) as { text: string; verdict: string; right: string; frames: number[] }[]
  const of = (verdict: string) => told.filter((claim) => claim.verdict === verdict)
  expect([of('true').length, of('false').length]).toEqual([2, 2])
  app = await startApp(capture)
  await page.goto(app.address)
  await expect(page.locator('#packet-1')).toBeVisible()
  await page.keyboard.press('Control+Alt+k')
  const panel = page.getByRole('region', { name: 'Check statements' })
  await panel.getByLabel('Text to check').fill(statements)
  await page.keyboard.press('Control+Enter')
  const items = panel.getByRole('listitem')
  await expect(items).toHaveCount(4)
  await expect(panel.getByRole('status')).toHaveText('False 2 True 2 Not checkable 1')
  for (const { text, right } of of('false')) await expect(items.filter({ hasText: text })).toContainText(right)
  const wrong = items.filter({ hasText: 'Frame 2 is a FIN' })
  await wrong
    .getByRole('button', { name: /Packet 2|2/ })
    .last()
    .click()
  await expect(page.locator('#packet-2')).toHaveAttribute('aria-selected', 'true')
  await wrong.getByRole('button', { name: 'Frame 2 is a FIN.' }).click()
  expect(
    await panel
      .getByLabel('Text to check')
      .evaluate((box: HTMLTextAreaElement) => [box.selectionStart, box.selectionEnd]),
  ).toEqual([18, 35])
  await panel.getByLabel('Also what cannot be checked').check()
  await expect(items).toHaveCount(5)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await panel.getByLabel('Text to check').press('End')
  await page.keyboard.type('!')
  await expect(panel).toContainText('has changed since')
})

test('a file, here in Korean, is read in place of the text; one that is no text says so', async ({ page }) => {
  app = await startApp(capture)
  await page.goto(app.address)
  await expect(page.locator('#packet-1')).toBeVisible()
  await page.keyboard.press('Control+Alt+k')
  const panel = page.getByRole('region', { name: 'Check statements' })
  await panel.locator('input[type=file]').setInputFiles({
    name: 'report.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('# 보고서\n\n2번 프레임은 FIN 패킷입니다.\n'),
  })
  await expect(panel.getByRole('listitem')).toHaveCount(1)
  await expect(panel.getByRole('status')).toContainText('False 1')
  await panel.locator('input[type=file]').setInputFiles({
    name: 'report.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4'),
  })
  await expect(page.getByRole('alert')).toContainText('report.pdf is none of them')
  await expect(panel.getByLabel('Text to check')).toHaveValue(/FIN/)
})
