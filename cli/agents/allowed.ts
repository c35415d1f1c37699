/** Which files an agent may open: those under the folders that `--allow` names, links followed. */
import { realpathSync, statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { Refused } from '../../engine/refused'

/** Folders as the system has them. Throws Refused for one that is none. */
export function folders(given: readonly string[]): string[] {
  return given.map((name) => {
    try {
      const path = realpathSync(name)
      if (statSync(path).isDirectory()) return path
    } catch {
      // Said below.
    }
    throw new Refused('usage', `--allow ${name}: there is no such folder.`, 'Name a folder that holds captures.')
  })
}

/** The path of a capture as the system has it; relative ones are taken from the first folder. Throws Refused when it lies elsewhere. */
export function allowedPath(path: string, allowed: readonly string[]): string {
  let real: string
  try {
    real = realpathSync(resolve(allowed[0]!, path))
  } catch {
    // Whether a file is there is not told of places that may not be looked at.
    const asked = resolve(allowed[0]!, path)
    if (allowed.some((folder) => within(asked, folder)))
      throw new Refused('no-such-file', `There is no file ${path}.`, `Captures may lie under ${allowed.join(', ')}.`)
    throw elsewhere(path, allowed)
  }
  if (!allowed.some((folder) => within(real, folder))) throw elsewhere(path, allowed)
  return real
}

const within = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

const elsewhere = (path: string, allowed: readonly string[]): Refused =>
  new Refused('not-allowed', `${path} is not under a folder that may be read.`, `Allowed: ${allowed.join(', ')}.`)
