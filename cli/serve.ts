/** Starts our programs that lie beside this one: `wirelens serve [FILE] [--port N] [--open]` the browser shell, `wirelens mcp` what agents ask, `wirelens dataset` tables of many captures. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refused } from '../engine/refused'
import { exitCode } from './exit-codes'

/** The server's program; `WIRELENS_SERVER` names another one. */
function serverPath(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const places = [
    process.env['WIRELENS_SERVER'],
    join(here, '..', 'server', 'wirelens-server.js'),
    join(here, '..', 'dist', 'server', 'wirelens-server.js'),
  ]
  const found = places.find((path) => path !== undefined && existsSync(path))
  if (found) return found
  throw new Refused('no-server', 'The browser shell is not built.', 'Run `npm run build` first.')
}

/** Runs until the server ends; signals go to both. */
export const serve = (args: readonly string[]): Promise<number> => beside(serverPath(), args)

/** `wirelens mcp`: the program for agents lies beside the folder of this one. */
export const agents = (args: readonly string[]): Promise<number> =>
  beside(join(dirname(fileURLToPath(import.meta.url)), '..', 'agents', 'wirelens-mcp.js'), args)

/** `wirelens dataset` and `wirelens query`. */
export const datasets = (command: 'dataset' | 'query', args: readonly string[]): Promise<number> =>
  beside(join(dirname(fileURLToPath(import.meta.url)), '..', 'dataset', 'wirelens-dataset.js'), [command, ...args])

/** Another of our programs in place of this one: what is said to it and by it goes through. */
function beside(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? exitCode.usage))
  })
}
