/** Temporary files of the command line: for the user alone, and gone when the program ends, by whatever signal it ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders = new Set<string>()
let watching = false

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** Removes every folder that is still there. */
function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
}

const endings = new Set<(code: number) => void>()

/** Calls `end` in place of ending at once when a signal arrives; the result takes that back. */
export function onSignal(end: (code: number) => void): () => void {
  watch()
  endings.add(end)
  return () => endings.delete(end)
}

function watch(): void {
  if (watching) return
  watching = true
  process.on('exit', removeAll)
  for (const [name, code] of Object.entries(signals)) {
    process.on(name, () => {
      if (endings.size) for (const end of endings) end(code)
      else process.exit(code)
    })
  }
}

export interface TemporaryPlace {
  /** Where the file is to be: in a folder that only the user may enter. */
  readonly path: string
  remove(): void
  /** The file stays: something went wrong, and it holds what was captured. */
  keep(): void
}

/** A place for one file. */
export function temporaryPlace(name: string): TemporaryPlace {
  watch()
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-cli-'))
  folders.add(folder)
  return {
    path: join(folder, name),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
      folders.delete(folder)
    },
    keep: () => folders.delete(folder),
  }
}
