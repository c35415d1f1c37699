/** `wirelens serve [FILE] [--port N] [--open]`: starts the browser shell, which lies beside this program. */
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
export function serve(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [serverPath(), ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? exitCode.usage))
  })
}
