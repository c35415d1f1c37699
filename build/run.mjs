// Runs other programs for the scripts in this folder, the same way on Linux, macOS and Windows.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, without a trailing separator. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

export const onWindows = process.platform === 'win32'

/** The file that `name` means on PATH, or undefined. */
export function findProgram(name, path = process.env.PATH ?? '') {
  const endings = onWindows ? ['.exe', '.cmd', ''] : ['']
  const system = onWindows ? [] : ['/usr/local/sbin', '/usr/sbin', '/sbin']
  for (const folder of [...path.split(delimiter).filter(Boolean), ...system]) {
    for (const ending of endings) {
      const file = join(folder, name + ending)
      if (existsSync(file)) return file
    }
  }
  return undefined
}

/** How npm is started from a Node script: [program, first arguments, needs a shell]. */
function npmCommand() {
  const cli = process.env.npm_execpath
  if (cli && /npm-cli\.(c|m)?js$/.test(cli) && existsSync(cli)) return [process.execPath, [cli], false]
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  if (existsSync(beside)) return [process.execPath, [beside], false]
  return onWindows ? ['npm.cmd', [], true] : ['npm', [], false]
}

/** Runs to the end with its output on ours; resolves to the exit code (1 when a signal ended it). */
export function show(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options })
    child.on('error', (error) => {
      console.error(`${program} could not be started: ${error.message}.`)
      resolve(1)
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs to the end keeping its output; resolves to {code, output}. `onWait` is called every ten seconds meanwhile. */
export function keep(program, args, { onWait, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    const started = Date.now()
    const timer = onWait && setInterval(() => onWait(Math.round((Date.now() - started) / 1000)), 10_000)
    let output = ''
    child.stdout.on('data', (piece) => (output += piece))
    child.stderr.on('data', (piece) => (output += piece))
    const end = (code) => {
      clearInterval(timer)
      resolve({ code, output })
    }
    child.on('error', (error) => {
      output += `${program} could not be started: ${error.message}.`
      end(1)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/** `npm` with arguments, output kept. */
export function npm(args, options = {}) {
  const [program, first, shell] = npmCommand()
  return keep(program, [...first, ...args], { ...options, shell })
}

/** A tool of node_modules, started by its JavaScript file: no shell, no .cmd, no lookup over the network. */
export function tool(packageName, file, args, options = {}) {
  return show(process.execPath, [join(root, 'node_modules', packageName, file), ...args], options)
}

/** True when the program starts and ends with 0 within `timeout` ms. */
export function works(program, args, { timeout = 10_000, env = process.env } = {}) {
  const result = spawnSync(program, args, { stdio: 'ignore', timeout, env })
  return result.status === 0
}
