// Tells whether a build target's inputs changed: a hash over the contents of its files, kept under dist/.stamps/.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

// project.inlang: paraglide keeps its own notes there; its settings are named as inputs one by one.
const left = new Set(['node_modules', 'dist', 'paraglide', 'project.inlang', 'golden', '.git'])

/** All files below `paths` (files or folders, relative to `folder`), sorted, with generated folders left out. */
export function listFiles(folder, paths) {
  const found = []
  const walk = (path) => {
    const full = join(folder, path)
    if (!existsSync(full)) return
    if (!statSync(full).isDirectory()) return void found.push(path)
    for (const name of readdirSync(full)) if (!left.has(name)) walk(`${path}/${name}`)
  }
  for (const path of paths) walk(path)
  return found.sort()
}

/** One hash for the contents and names of all files below `paths`, and for `more` (versions, settings). */
export function fingerprint(folder, paths, more = '') {
  const hash = createHash('sha256').update(process.version).update('\0').update(more)
  for (const path of listFiles(folder, paths)) {
    hash.update(`\0${path}\0`).update(readFileSync(join(folder, path)))
  }
  return hash.digest('hex')
}

const stampFile = (folder, name) => join(folder, 'dist', '.stamps', name)

/** True when `name` was last made from inputs with this print. */
export function isFresh(folder, name, print) {
  try {
    return readFileSync(stampFile(folder, name), 'utf8') === print
  } catch {
    return false
  }
}

export function keepStamp(folder, name, print) {
  const file = stampFile(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, print)
}
