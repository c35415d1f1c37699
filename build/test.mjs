// `npm test [-- NAME...]`: sets everything up, builds, runs vitest and Playwright, and ends with one line of counts.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listFiles } from './fingerprint.mjs'
import { root, tool } from './run.mjs'
import { ensureDependencies, requireNode } from './setup.mjs'
import { ensureChromium, ensureTestPrograms } from './system.mjs'
import { verdict } from './tally.mjs'

/** Runs one runner with its own reporter beside ours; resolves to what verdict() takes. */
async function run(runner, start, tallyFile, env = {}) {
  const code = await start({ env: { ...process.env, WIRELENS_TALLY: tallyFile, ...env } })
  const tally = existsSync(tallyFile) ? JSON.parse(readFileSync(tallyFile, 'utf8')) : undefined
  return { runner, code, tally }
}

/** The end-to-end test files that the names on the command line mean; all of them without names. */
export function chosenSpecs(files, names) {
  const specs = files.filter((file) => file.endsWith('.spec.ts'))
  if (!names.length) return specs
  const clean = names.map((name) => name.replace(/^\.\//, ''))
  return specs.filter((file) => clean.some((name) => file.includes(name)))
}

/** The names, and the test of all samples where a sample file is meant by one of them. */
export function withSamples(files, names) {
  const clean = names.map((name) => name.replace(/^\.\//, ''))
  const isMeant = files.some((file) => file.endsWith('.sample.ts') && clean.some((name) => file.includes(name)))
  return isMeant ? [...names, 'test/protocols/samples.test.ts'] : names
}

async function buildForTests() {
  const { buildAll } = await import('./build.mjs')
  if ((await buildAll()).failed) return false
  const helper = join(root, 'native', 'build.mjs')
  if (!existsSync(helper)) return true
  try {
    const { buildHelper } = await import(pathToFileURL(helper).href)
    const { status, message } = await buildHelper({ force: false })
    if (status === 'missing-compiler') console.log(message)
  } catch (error) {
    console.error(`The capture helper could not be compiled: ${error.message}`)
    return false
  }
  return true
}

async function test(names) {
  await ensureDependencies()
  await ensureTestPrograms()
  const specs = chosenSpecs(listFiles(root, ['test/e2e']), names)
  const noBrowser = specs.length ? await ensureChromium() : undefined
  const built = await buildForTests()

  const folder = mkdtempSync(join(tmpdir(), 'wirelens-test-'))
  const runs = []
  try {
    const paths = withSamples(listFiles(root, ['test/protocols']), names)
    const vitest = ['run', ...paths, '--reporter=default', '--reporter=./build/vitest-tally.mjs']
    runs.push(
      await run('vitest', (options) => tool('vitest', 'vitest.mjs', vitest, options), join(folder, 'vitest.json')),
    )
    if (specs.length) {
      const playwright = [
        'test',
        ...specs,
        '--reporter=list,./build/playwright-tally.mjs',
        ...(noBrowser ? ['--list'] : []),
      ]
      runs.push(
        await run(
          'Playwright',
          (options) => tool('@playwright/test', 'cli.js', playwright, options),
          join(folder, 'playwright.json'),
          noBrowser ? { WIRELENS_E2E_SKIP: noBrowser } : {},
        ),
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const { lines, exitCode } = verdict(runs)
  if (!built) lines.splice(-1, 0, 'The build failed: see its message above the tests.')
  console.log(`\n${lines.join('\n')}`)
  return built ? exitCode : 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  process.exitCode = await test(process.argv.slice(2))
}
