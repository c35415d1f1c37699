// Decides which shell `npm start` opens: Electron where its binary can run, else the browser shell; and says why.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root, works } from './run.mjs'

/**
 * Electron's executable, found without require('electron'), which would try to download it.
 * Returns {path} or {reason}.
 */
export function findElectron(from = root, env = process.env) {
  let folder
  try {
    folder = dirname(createRequire(join(from, 'package.json')).resolve('electron/package.json'))
  } catch {
    return { reason: 'the electron package is not installed' }
  }
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : defaultName()
  const path = env.ELECTRON_OVERRIDE_DIST_PATH
    ? join(env.ELECTRON_OVERRIDE_DIST_PATH, name)
    : join(folder, 'dist', name)
  if (!existsSync(path)) return { reason: "Electron's binary has not been downloaded", missing: true }
  try {
    accessSync(path, constants.X_OK)
  } catch {
    return { reason: "Electron's binary is not executable" }
  }
  return { path }
}

function defaultName() {
  if (process.platform === 'win32') return 'electron.exe'
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return 'electron'
}

/**
 * {shell: 'electron', path, reason} or {shell: 'browser', reason}. `facts` holds what was found out about the machine:
 * platform, root, display, forced (--browser), electron (findElectron's answer), runs (path → can it be started),
 * built (is dist/electron/main.js there).
 */
export function chooseShell({ platform, root: isRoot, display, forced, electron, runs, built }) {
  const browser = (reason) => ({ shell: 'browser', reason })
  if (forced) return browser('--browser was given')
  if (!built) return browser('the Electron shell has not been built')
  if (platform === 'linux' && !display) return browser('there is no display')
  if (platform === 'linux' && isRoot) return browser('Electron does not run as root')
  if (!electron.path) return browser(electron.reason)
  if (!runs(electron.path)) return browser("Electron's binary does not start on this system")
  return { shell: 'electron', path: electron.path, reason: 'its binary is there and starts' }
}

/** Starts Electron's binary as plain Node: proves that its libraries are all there without opening a window. */
export function electronRuns(path) {
  return works(path, ['-e', '0'], { timeout: 15_000, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
}
