// Starts the built browser shell for end-to-end tests, with a home of its own.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface AppServer {
  address: string
  /** Folder of settings and temporary captures. */
  home: string
  pid: number
  close(): Promise<void>
}

/** Starts `dist/server/wirelens-server.js`; resolves with the address that it prints. */
export async function startApp(file?: string, env: NodeJS.ProcessEnv = {}): Promise<AppServer> {
  const home = mkdtempSync(join(tmpdir(), 'wirelens-app-'))
  const child: ChildProcess = spawn(
    process.execPath,
    ['dist/server/wirelens-server.js', ...(file === undefined ? [] : [file])],
    {
      env: { ...process.env, WIRELENS_HOME: home, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (piece: Buffer) => {
      text += piece.toString()
      const found = /http:\S+/.exec(text)
      if (found) resolve(found[0])
    })
    child.once('exit', () => reject(new Error(`the server ended: ${text}`)))
  })
  return {
    address,
    home,
    pid: child.pid!,
    close: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}
