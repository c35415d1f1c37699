// Set-up that every command does for itself on a fresh clone: Node's version, node_modules, one build at a time.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, root } from './run.mjs'

/** The first Node that every tool in package.json accepts (vite 8: 20.19). */
export const oldestNode = [20, 19]

/** The message for a Node that is too old, or undefined when it is new enough. */
export function nodeComplaint(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needMajor, needMinor] = oldestNode
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return undefined
  return (
    `Wirelens needs Node.js ${needMajor}.${needMinor} or newer; this is ${version}. ` +
    'Install a current version from https://nodejs.org and try again.'
  )
}

/** Ends the process with a message when Node is too old. */
export function requireNode() {
  const complaint = nodeComplaint()
  if (!complaint) return
  console.error(complaint)
  process.exit(1)
}

/**
 * Why node_modules has to be installed anew, or undefined when it is what package-lock.json asks for.
 * Contents are compared and not times: git sets the lock file's time at every checkout.
 */
export function dependencyGap(folder = root) {
  const wanted = readLock(join(folder, 'package-lock.json'))
  if (!wanted) return undefined
  const installed = readLock(join(folder, 'node_modules', '.package-lock.json'))
  if (!installed) return 'node_modules is missing'
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const here = installed[path]
    if (!here) {
      if (entry.optional || entry.peer) continue
      return `${path} is missing`
    }
    if (here.version !== entry.version) return `${path} is ${here.version}, the lock file says ${entry.version}`
  }
  return undefined
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return undefined
  }
}

/** Runs `npm ci` when node_modules is missing or older than the lock file. Ends the process when that fails. */
export async function ensureDependencies() {
  if (!dependencyGap()) return
  await oneAtATime('install', async () => {
    const gap = dependencyGap()
    if (!gap) return
    console.log(`Installing packages with npm ci, because ${gap}. This takes a minute or two.`)
    const started = Date.now()
    const { code, output } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      onWait: (seconds) => console.log(`  still installing (${seconds} s)`),
    })
    if (code !== 0) {
      console.error(output.trim())
      console.error('npm ci failed: the packages could not be installed. Check the network and the message above.')
      process.exit(1)
    }
    console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  })
}

/**
 * Runs `work` while no other process of this checkout runs work of the same name. The lock is a folder under dist/
 * with the owner's process id; a dead owner's lock is taken over.
 */
export async function oneAtATime(name, work, folder = join(root, 'dist')) {
  const lock = join(folder, `.${name}.lock`)
  const ownerFile = join(lock, 'pid')
  mkdirSync(folder, { recursive: true })
  let said = false
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(ownerFile, String(process.pid))
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (ownerIsGone(ownerFile)) {
      rmSync(lock, { recursive: true, force: true })
      continue
    }
    if (!said) console.log(`Waiting: another process is busy with "${name}" in this folder.`)
    said = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const release = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

function ownerIsGone(ownerFile) {
  for (let turn = 0; turn < 20 && !existsSync(ownerFile); turn++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  }
  let pid
  try {
    pid = Number(readFileSync(ownerFile, 'utf8'))
  } catch {
    return true
  }
  if (!(pid > 0)) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
