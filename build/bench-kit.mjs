// For benchmarks: two commands run in turn, whole processes, medians of wall time and peak memory, and their ratio.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * What both commands of a pair run in: this environment, but for the certificates that Node is told to read whenever it starts. They are a
 * setting of the machine, and would count as a fifteenth of the time of a command that takes half a second.
 */
const environment = { ...process.env }
delete environment.NODE_EXTRA_CA_CERTS

/** GNU time: the only way to read the peak memory of a child process that has ended. */
const gnuTime = '/usr/bin/time'

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The value below which `share` (0 … 1) of all values lie. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/**
 * Runs `command` ([program, ...arguments]) once. Resolves to {seconds, megabytes, output}: wall time of the whole
 * process, peak resident memory (undefined where GNU time is missing), standard output when `keepOutput` is set.
 * Rejects with the error text when the exit code is not 0.
 */
export function once(command, { env = environment, cwd, keepOutput = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-bench-'))
  const note = join(folder, 'time')
  const measured = existsSync(gnuTime)
  const [program, ...args] = measured ? [gnuTime, '-q', '-f', '%M', '-o', note, ...command] : command
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint()
    const child = spawn(program, args, { env, cwd, stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', 'pipe'] })
    let errors = ''
    let output = ''
    child.stderr.on('data', (piece) => (errors = (errors + piece).slice(-4000)))
    child.stdout?.on('data', (piece) => (output += piece))
    child.on('error', reject)
    child.on('close', (code) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      const kilobytes =
        measured && existsSync(note) ? Number(readFileSync(note, 'utf8').trim().split('\n').at(-1)) : NaN
      rmSync(folder, { recursive: true, force: true })
      if (code !== 0) return reject(new Error(`${command.join(' ')} ended with ${code}: ${errors.trim()}`))
      resolve({ seconds, megabytes: Number.isNaN(kilobytes) ? undefined : kilobytes / 1024, output })
    })
  })
}

function summary(runs) {
  const memory = runs.map((run) => run.megabytes).filter((value) => value !== undefined)
  return {
    seconds: median(runs.map((run) => run.seconds)),
    megabytes: memory.length ? Math.max(...memory) : undefined,
    runs: runs.map((run) => run.seconds),
  }
}

/**
 * Runs `ours` and `theirs` alternately, `n` times each after one unmeasured run of both (file cache, disk), so that a
 * busy machine slows both alike. Resolves to {ours, theirs, ratio}: medians, and how many times faster ours is.
 */
export async function pairs(ours, theirs, n = 5, options = {}) {
  await once(ours, options)
  await once(theirs, options)
  const our = []
  const their = []
  for (let turn = 0; turn < n; turn++) {
    our.push(await once(ours, options))
    their.push(await once(theirs, options))
  }
  const result = { ours: summary(our), theirs: summary(their) }
  return { ...result, ratio: result.theirs.seconds / result.ours.seconds }
}

/**
 * Prints one row for `npm run bench` to collect: {name, ours, theirs, ratio, unit, goal}. `goal` is a text that says
 * what is wanted ('≥ 15×', '≤ 250 MB'), `met` says whether it was reached (leave it out when there is no goal).
 */
export function row({ name, ours, theirs, ratio, unit, goal, met }) {
  process.stdout.write(`${JSON.stringify({ name, ours, theirs, ratio, unit, goal, met })}\n`)
}
