// Set-up that every command does for itself on a fresh clone: Node's version, node_modules, one build at a time.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
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

/** A lock whose owner shows no sign of life for so long is taken over (milliseconds). */
const patience = 10_000

/**
 * Runs `work` while no other process of this checkout runs work of the same name. The lock is a folder under dist/ that
 * names its owner, who touches it several times in `patience`. Taken over are the lock of a process of this machine that
 * is gone, at once, and any lock that nobody touches: its owner may have been on another machine, or its number may be
 * another program's by now.
 */
export async function oneAtATime(name, work, folder = join(root, 'dist'), wait = patience) {
  const lock = join(folder, `.${name}.lock`)
  const ownerFile = join(lock, 'owner')
  mkdirSync(folder, { recursive: true })
  let said = false
  /** The owner's last sign of life, and when it was first seen. Clocks of two machines are not compared. */
  let sign = ''
  let seen = Date.now()
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(ownerFile, `${hostname()} ${process.pid}`)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const now = lastSign(ownerFile)
    if (now !== sign) [sign, seen] = [now, Date.now()]
    if (Date.now() - seen > wait || isGone(ownerFile)) {
      rmSync(lock, { recursive: true, force: true })
      sign = ''
      continue
    }
    if (!said) console.log(`Waiting: another process is busy with "${name}" in this folder.`)
    said = true
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, wait / 5)))
  }
  // In a thread of its own: the work may keep this one busy.
  const touch = `const { utimesSync } = require('node:fs'), { file, every } = require('node:worker_threads').workerData
    setInterval(() => { try { utimesSync(file, new Date(), new Date()) } catch {} }, every)`
  const touching = new Worker(touch, { eval: true, execArgv: [], workerData: { file: ownerFile, every: wait / 10 } })
  touching.unref()
  const release = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    await touching.terminate()
    process.removeListener('exit', release)
    release()
  }
}

function lastSign(file) {
  try {
    return String(statSync(file).mtimeMs)
  } catch {
    return 'none'
  }
}

/** Whether the owner was a process of this machine that has ended. */
function isGone(ownerFile) {
  let owner
  try {
    owner = readFileSync(ownerFile, 'utf8')
  } catch {
    return false
  }
  const [host, pid] = owner.split(' ')
  if (host !== hostname() || !(Number(pid) > 0)) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
