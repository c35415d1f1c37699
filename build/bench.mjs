// `npm run bench [-- NAME...]`: runs every test/bench/*.bench.mjs in turn, prints one table and keeps the numbers.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listFiles } from './fingerprint.mjs'
import { root } from './run.mjs'
import { ensureDependencies, requireNode } from './setup.mjs'
import { aptInstall, ensureTestPrograms, isRoot } from './system.mjs'

/** Runs one file; its rows are the lines of its output that are JSON objects with a name, all else is passed on. */
function runFile(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, file)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (piece) => (text += piece))
    child.on('close', (code) => {
      const rows = []
      for (const line of text.split('\n').filter(Boolean)) {
        const row = readRow(line)
        if (row) rows.push(row)
        else console.log(line)
      }
      resolve({ rows, code })
    })
  })
}

export function readRow(line) {
  if (!line.startsWith('{')) return undefined
  try {
    const row = JSON.parse(line)
    return typeof row.name === 'string' ? row : undefined
  } catch {
    return undefined
  }
}

const number = (value) =>
  typeof value === 'number'
    ? Math.abs(value) >= 100
      ? value.toFixed(0)
      : String(Number(value.toPrecision(3)))
    : (value ?? '')

/** Rows as text columns: name and goal to the left, numbers to the right. */
export function table(rows) {
  const head = ['what', 'ours', 'theirs', 'unit', 'ratio', 'goal', '']
  const cells = rows.map(({ name, ours, theirs, unit, ratio, goal, met }) => [
    name,
    number(ours),
    number(theirs),
    unit ?? '',
    ratio === undefined ? '' : `${number(ratio)}×`,
    goal ?? '',
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ])
  const widths = head.map((title, at) => Math.max(title.length, ...cells.map((line) => line[at].length)))
  const right = new Set([1, 2, 4])
  const print = (line) =>
    line
      .map((cell, at) => (right.has(at) ? cell.padStart(widths[at]) : cell.padEnd(widths[at])))
      .join('  ')
      .trimEnd()
  return [head, ...cells].map(print).join('\n')
}

/** Adds one run to the file of its day: {node, cpus, when, rows}. Nothing in it names a machine or a path. */
export function keepResults(folder, rows, now = new Date()) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${now.toISOString().slice(0, 10)}.json`)
  const runs = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  runs.push({ when: now.toISOString(), node: process.versions.node, cpus: cpus().length, rows })
  writeFileSync(file, `${JSON.stringify(runs, null, 2)}\n`)
  return file
}

async function bench(names) {
  await ensureDependencies()
  await ensureTestPrograms()
  if (isRoot && process.platform === 'linux' && !existsSync('/usr/bin/time')) {
    await aptInstall(['time'], 'reads the peak memory of a process')
  }
  const { buildAll } = await import('./build.mjs')
  if ((await buildAll()).failed) return 1
  const all = listFiles(root, ['test/bench']).filter((file) => file.endsWith('.bench.mjs'))
  const files = all.filter((file) => !names.length || names.some((name) => file.includes(name)))
  if (!files.length) {
    console.error(`There is no benchmark${names.length ? ` named ${names.join(' or ')}` : ''} under test/bench.`)
    return 1
  }
  const rows = []
  let failed = 0
  for (const file of files) {
    console.log(`— ${file}`)
    const result = await runFile(file)
    rows.push(...result.rows)
    if (result.code === 0) continue
    failed = 1
    console.error(`${file} ended with exit code ${result.code}.`)
  }
  console.log(`\n${table(rows)}`)
  if (rows.length) {
    keepResults(join(root, 'test', 'bench', 'results'), rows)
    console.log('\nKept under test/bench/results.')
  }
  return failed
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  process.exitCode = await bench(process.argv.slice(2))
}
