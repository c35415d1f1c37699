// The reporters behind `npm test`: counts, failures and skip reasons as real runs of both runners tell them.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..')
const skip = pathToFileURL(join(root, 'test', 'support', 'skip.ts')).href

interface Tally {
  passed: number
  failed: number
  crashed: boolean
  failures: string[]
  repeated: string[]
  skipped: { name: string; reason?: string }[]
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-reporters-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function start(program: string, args: string[], env: Record<string, string> = {}): Tally {
  const tally = join(folder, 'tally.json')
  spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', SystemRoot: process.env.SystemRoot ?? '', WIRELENS_TALLY: tally, ...env },
  })
  return JSON.parse(readFileSync(tally, 'utf8')) as Tally
}

function vitest(source: string): Tally {
  writeFileSync(join(folder, 'vitest.config.js'), "export default { test: { include: ['*.test.ts'] } }")
  writeFileSync(join(folder, 'a.test.ts'), `import { beforeAll, describe, expect, it } from 'vitest'\n${source}`)
  return start('vitest/vitest.mjs', ['run', `--reporter=${join(root, 'build', 'vitest-tally.mjs')}`])
}

function playwright(source: string, args: string[] = [], env = {}): Tally {
  mkdirSync(join(folder, 'e2e'))
  writeFileSync(join(folder, 'playwright.config.js'), "export default { testDir: 'e2e' }")
  writeFileSync(join(folder, 'e2e', 'a.spec.ts'), `import { expect, test } from '@playwright/test'\n${source}`)
  const reporter = `--reporter=${join(root, 'build', 'playwright-tally.mjs')}`
  return start('@playwright/test/cli.js', ['test', reporter, ...args], env)
}

it('vitest: counts what passed and failed', () => {
  const tally = vitest("it('a', () => {})\nit('b', () => {})\nit('c', () => expect(1).toBe(2))")
  expect(tally).toMatchObject({ passed: 2, failed: 1, failures: [expect.stringContaining('a.test.ts > c')] })
})

it('vitest: names what passed only when repeated; what fails twice has failed', () => {
  const tally = vitest(
    "let turn = 0\nit('a', { retry: 1 }, () => expect(++turn).toBe(2))\nit('b', { retry: 1 }, () => expect(1).toBe(2))",
  )
  expect(tally).toMatchObject({ passed: 1, failed: 1, repeated: [expect.stringContaining('a.test.ts > a')] })
})

it('vitest: keeps the note of ctx.skip', () => {
  expect(vitest("it('a', (ctx) => ctx.skip('no tshark'))").skipped).toMatchObject([{ reason: 'no tshark' }])
})

it('vitest: keeps the reason of needs() for a test and for a whole suite', () => {
  const tally = vitest(
    `import { needs } from '${skip}'
     const missing = needs(false, 'no adapter')
     missing.it('a', () => { throw new Error() })
     missing.describe('d', () => { beforeAll(() => { throw new Error() }); describe('e', () => { it('b', () => {}) }) })
     needs(true, 'never').it('c', () => {})`,
  )
  expect(tally).toMatchObject({ passed: 1, failed: 0, skipped: [{ reason: 'no adapter' }, { reason: 'no adapter' }] })
})

it('vitest: shows a skip without a reason as such', () => {
  expect(vitest("it.skip('a', () => {})").skipped).toMatchObject([{ name: expect.stringContaining('a') as string }])
})

it('vitest: counts a file that cannot be loaded as a failure', () => {
  expect(vitest("throw new Error('broken file')")).toMatchObject({
    failed: 1,
    failures: [expect.stringContaining('broken file')],
  })
})

it('vitest: counts an error outside of any test as a failure', () => {
  const tally = vitest(
    "it('a', () => { setTimeout(() => { throw new Error('late') }) })\nit('b', () => new Promise((r) => setTimeout(r, 50)))",
  )
  expect(tally).toMatchObject({ passed: 2, failed: 1, failures: [expect.stringContaining('late')] })
})

it('vitest: counts a failing beforeAll as a failure', () => {
  expect(
    vitest("describe('d', () => { beforeAll(() => { throw new Error('no') }); it('a', () => {}) })").failed,
  ).toBeGreaterThan(0)
})

it('Playwright: counts, and keeps the reason of a skip', () => {
  const tally = playwright(
    "test('a', () => {})\ntest('b', () => { expect(1).toBe(2) })\ntest('c', () => { test.skip(true, 'no Electron') })",
  )
  expect(tally).toMatchObject({
    passed: 1,
    failed: 1,
    skipped: [{ name: expect.stringContaining('c') as string, reason: 'no Electron' }],
  })
})

it('Playwright: names what passed only when repeated; what fails twice has failed', () => {
  const tally = playwright(
    "test('a', ({}, info) => { expect(info.retry).toBe(1) })\ntest('b', () => { expect(1).toBe(2) })",
    ['--retries=1'],
  )
  expect(tally).toMatchObject({ passed: 1, failed: 1, repeated: [expect.stringContaining('a')] })
})

it('Playwright: without a browser every test is skipped with that reason', () => {
  const tally = playwright("test('a', () => {})\ntest('b', () => {})", ['--list'], { WIRELENS_E2E_SKIP: 'no Chromium' })
  expect(tally).toMatchObject({ passed: 0, failed: 0, skipped: [{ reason: 'no Chromium' }, { reason: 'no Chromium' }] })
})

it('Playwright: counts a file that cannot be loaded as a failure', () => {
  expect(playwright("throw new Error('broken file')").failures).toContainEqual(expect.stringContaining('broken file'))
})
