// Golden text: what a test produces is compared with a file; `npm run golden -- NAME` writes those files anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * Compares `text` with the golden file at `path` (absolute, a file URL, or relative to the project). Lines end with \n
 * on every system. With WIRELENS_GOLDEN=write the file is written instead, when its path holds WIRELENS_GOLDEN_ONLY;
 * never on a build server (CI).
 */
export function golden(path: string | URL, text: string): void {
  const file = resolve(root, typeof path === 'string' && !path.startsWith('file:') ? path : fileURLToPath(path))
  const name = relative(root, file).replaceAll('\\', '/')
  const only = process.env.WIRELENS_GOLDEN_ONLY ?? ''
  const writing = process.env.WIRELENS_GOLDEN === 'write' && name.includes(only)
  if (writing) {
    if (process.env.CI) throw new Error(`${name} is not written when CI is set: goldens are made by hand and reviewed.`)
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
