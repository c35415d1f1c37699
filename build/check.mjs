// `npm run check`: format, lint (with the layers rule), types, Svelte. Every check runs, even after one has failed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listFiles } from './fingerprint.mjs'
import { root, tool } from './run.mjs'
import { ensureDependencies, requireNode } from './setup.mjs'

/** name, what it proves, how it is run; `fix` is what a reader of the failure can do. */
const checks = [
  {
    name: 'format',
    run: () => tool('prettier', 'bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
    fix: 'npx prettier --write .',
  },
  {
    name: 'lint',
    run: () => tool('eslint', 'bin/eslint.js', ['--max-warnings=0', '.']),
    fix: 'read each message; "npx eslint --fix ." mends some of them',
  },
  { name: 'types', run: () => tool('typescript', 'bin/tsc', ['--noEmit', '--pretty']), fix: 'read each message' },
  {
    name: 'svelte',
    run: () => tool('svelte-check', 'bin/svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']),
    fix: 'read each message',
    absent: () => !listFiles(root, ['renderer']).some((file) => file.endsWith('.svelte')),
  },
]

/** Message functions are generated, and the renderer's types come from them. */
async function prepare() {
  await ensureDependencies()
  if (!existsSync(join(root, 'renderer'))) return undefined
  const { compileMessages } = await import('./messages.mjs')
  try {
    await compileMessages()
  } catch (error) {
    return error.message
  }
  return undefined
}

async function check() {
  const outcomes = []
  const problem = await prepare()
  if (problem) {
    console.error(problem)
    outcomes.push({ name: 'messages', ok: false, fix: 'mend renderer/messages' })
  }
  for (const { name, run, fix, absent } of checks) {
    if (absent?.()) continue
    const started = performance.now()
    console.log(`— ${name}`)
    const ok = (await run()) === 0
    outcomes.push({ name, ok, fix, seconds: ((performance.now() - started) / 1000).toFixed(1) })
  }
  console.log('')
  for (const { name, ok, fix, seconds } of outcomes) {
    console.log(ok ? `${name}: passed (${seconds} s)` : `${name}: FAILED. To mend it: ${fix}`)
  }
  return outcomes.every((outcome) => outcome.ok) ? 0 : 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  process.exitCode = await check()
}
