// Golden text: what a test produces is compared with a file; `npm run golden -- NAME` writes those files anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Written along with any text, because every new field changes it. */
const ALWAYS = 'docs/fields.md'

/** Whether `npm run golden -- NAME` is under way and means the file at `path` (relative to the project). */
export function isWritten(path: string): boolean {
  const only = process.env.WIRELENS_GOLDEN_ONLY ?? ''
  return process.env.WIRELENS_GOLDEN === 'write' && (path.includes(only) || path === ALWAYS)
}

/**
 * Compares `text` with the golden file at `path` (absolute, a file URL, or relative to the project). Lines end with \n
 * on every system. With WIRELENS_GOLDEN=write nothing is compared: the file is written when its path holds
 * WIRELENS_GOLDEN_ONLY, and left alone otherwise; never on a build server (CI).
 */
export function golden(path: string | URL, text: string): void {
  const file = resolve(root, typeof path === 'string' && !path.startsWith('file:') ? path : fileURLToPath(path))
  const name = relative(root, file).replaceAll('\\', '/')
  if (process.env.WIRELENS_GOLDEN === 'write') {
    if (process.env.CI) throw new Error(`${name} is not written when CI is set: goldens are made by hand and reviewed.`)
    if (!isWritten(name)) return
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return
  }
  if (!existsSync(file))
    throw new Error(`${name} does not exist yet. Write it with "npm run golden", then read what it says.`)
  expect(text, `differs from ${name}; if the new text is right, rewrite it with "npm run golden"`).toBe(
    readFileSync(file, 'utf8').replaceAll('\r\n', '\n'),
  )
}
