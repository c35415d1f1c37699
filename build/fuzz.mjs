/**
 * `npm run fuzz [-- --minutes N] [--only packets|streams|files|calls|filters] [--seed S]`: mutated packets and files, random calls and filters, for as long
 * as is said (1 minute), then a table. A failure names its seed; `--seed` runs that one round again.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { root } from './run.mjs'
import { ensureDependencies, requireNode } from './setup.mjs'

export const kinds = ['packets', 'streams', 'files', 'calls', 'filters']
/** Seconds without a new round after which one counts as endless. */
const patience = 60

/** The words of the command line, or a sentence that says what is wrong with them. */
export function readWords(words) {
  try {
    const { values } = parseArgs({
      args: words,
      options: { minutes: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string' } },
    })
    const minutes = Number(values.minutes ?? 1)
    const seed = values.seed === undefined ? undefined : Number(values.seed)
    if (!(minutes > 0 && minutes <= 10_000)) return 'fuzz: --minutes takes a number above 0.'
    if (values.only !== undefined && !kinds.includes(values.only)) return `fuzz: --only takes ${kinds.join(', ')}.`
    if (seed !== undefined && !(Number.isInteger(seed) && seed > 0))
      return 'fuzz: --seed takes a number that a failure named.'
    if (seed !== undefined && values.only === undefined) return 'fuzz: --seed needs --only: a seed is of one kind.'
    return { minutes, only: values.only, seed }
  } catch (error) {
    return `fuzz: ${error.message}`
  }
}

/** One line per kind. */
export function tableOf(tallies) {
  const rows = Object.values(tallies).map((t) => [
    t.kind,
    t.count.toLocaleString('en'),
    `${Math.round(t.count / Math.max(1e-3, t.seconds)).toLocaleString('en')}/s`,
    `${t.slowest.toFixed(1)} ms`,
    String(t.slowestSeed),
    `+${Math.round(t.memory / 2 ** 20)} MiB`,
  ])
  const all = [['kind', 'count', 'rate', 'slowest', 'its seed', 'memory'], ...rows]
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)))
  return all
    .map((row) => row.map((cell, n) => (n ? cell.padStart(widths[n]) : cell.padEnd(widths[n]))).join('  '))
    .join('\n')
}

/** Runs vitest over one kind; resolves with its exit code, 124 when a round never ended. */
function fuzz(kind, { minutes, seed }, table) {
  const env = {
    ...process.env,
    WIRELENS_FUZZ_ONLY: kind,
    WIRELENS_FUZZ_MINUTES: String(minutes),
    WIRELENS_FUZZ_TABLE: table,
    ...(seed === undefined ? {} : { WIRELENS_FUZZ_SEED: String(seed) }),
  }
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', `test/fuzz/${kind}.test.ts`, '--reporter=dot'],
    {
      cwd: root,
      env,
      stdio: 'inherit',
      detached: process.platform !== 'win32', // its workers end with it
    },
  )
  return new Promise((resolve) => {
    let endless = false
    const began = Date.now()
    const watch = setInterval(() => {
      const last = existsSync(table) ? statSync(table).mtimeMs : began
      if (Date.now() - Math.max(last, began) < patience * 1000) return
      endless = true
      if (process.platform === 'win32') child.kill('SIGKILL')
      else process.kill(-child.pid, 'SIGKILL')
    }, 1000)
    child.on('exit', (code) => {
      clearInterval(watch)
      resolve(endless ? 124 : (code ?? 1))
    })
  })
}

async function main() {
  requireNode()
  const words = readWords(process.argv.slice(2))
  if (typeof words === 'string') {
    console.error(words)
    return 2
  }
  await ensureDependencies()
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-fuzz-'))
  const table = join(folder, 'table.json')
  const share = { packets: 0.3, streams: 0.1, files: 0.25, calls: 0.2, filters: 0.15 }
  let failed = 0
  try {
    for (const kind of words.only ? [words.only] : kinds) {
      const minutes = words.minutes * (words.only ? 1 : share[kind])
      const code = await fuzz(kind, { ...words, minutes }, table)
      if (code) failed = 1
      if (code !== 124) continue
      const { seed } = JSON.parse(readFileSync(table, 'utf8'))[kind]
      console.error(
        `${kind}: a round did not end in ${patience} s. Run it again: npm run fuzz -- --only ${kind} --seed ${seed}`,
      )
    }
    if (existsSync(table)) console.log(`\n${tableOf(JSON.parse(readFileSync(table, 'utf8')))}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return failed
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main()
