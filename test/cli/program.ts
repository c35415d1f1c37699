// The command line as users run it: one bundle, started as a process of its own.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { sharedFolder } from '../support/reference'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** When the youngest source of a folder was changed. */
function youngest(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (latest, entry) =>
      entry.isFile() ? Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs) : latest,
    0,
  )
}

/** A program of `dist` where it is fresh (the test runner built it), else a bundle of this run's own: its path. */
function bundle(modes: readonly string[], path: readonly [folder: string, file: string]): string {
  const built = join(root, 'dist', ...path)
  const sources = ['cli', 'engine', 'native', 'shell'].map((folder) => youngest(join(root, folder)))
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return built
  const folder = temporaryFolder()
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const mode of modes) {
    const words = [vite, 'build', '-c', 'build/vite.node.config.ts', '--mode', mode, '--outDir', join(folder, path[0])]
    const done = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`${path[1]} cannot be bundled:\n${done.stderr}`)
  }
  return join(folder, ...path)
}

/** The program for agents. */
export const agentsProgram = (): string => bundle(['agents'], ['agents', 'wirelens-mcp.js'])
/** The program for data sets. */
export const datasetProgram = (): string => bundle(['dataset'], ['dataset', 'wirelens-dataset.js'])

const folders: string[] = []

/** A folder that is gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-test-cli-'))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** `dist/cli/wirelens.js`; WIRELENS_CLI names another. */
export const program = process.env['WIRELENS_CLI'] ?? bundle(['cli-program', 'cli'], ['cli', 'wirelens.js'])

/** The helper lies in the project's dist; a bundle elsewhere would not find it. */
const helper = join(root, 'dist', 'native', 'wirelens-capture')
export const environment = { ...process.env, TZ: 'UTC', ...(existsSync(helper) ? { WIRELENS_HELPER: helper } : {}) }

export interface Ran {
  out: string
  messages: string
  code: number | null
}

/** Runs `wirelens` to its end. */
export const wirelens = (args: readonly string[], input?: Uint8Array | string, env = environment): Ran =>
  runs(program, args, input, env)

/** Runs one of our programs to its end. */
export function runs(path: string, args: readonly string[], input?: Uint8Array | string, env = environment): Ran {
  const done = spawnSync(process.execPath, [path, ...args], {
    input: input ?? '',
    env,
    maxBuffer: 1 << 30,
    timeout: 120_000,
  })
  if (done.error) throw done.error
  return { out: done.stdout.toString('utf8'), messages: done.stderr.toString('utf8'), code: done.status }
}

/** A shell line in which `$W` is the program: for pipes and redirections. */
export function shellLine(line: string): Ran {
  const done = spawnSync('bash', ['-c', `set -o pipefail; ${line}`], {
    env: { ...environment, W: `${process.execPath} ${program}` },
    maxBuffer: 1 << 30,
    timeout: 60_000,
  })
  if (done.error) throw done.error
  return { out: done.stdout.toString('utf8'), messages: done.stderr.toString('utf8'), code: done.status }
}

export const shared = sharedFolder()
export const seed = shared ? join(shared, 'seed', 'seed-tcp-handshake.pcapng') : ''
export const seedArp = shared ? join(shared, 'seed', 'seed-arp-pairs.pcapng') : ''
/** A file of the corpus. */
export const corpusFile = (folder: string, name: string): string => (shared ? join(shared, 'corpus', folder, name) : '')
