/** Folder contents for the file dialogs of the browser shell, and the list of files opened before. */
import { readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { Refused } from '../engine/refused'
import type { JsonFile } from './settings'
import type { FolderEntry, FolderList, RecentFile } from './shapes'

/** Entries of one folder, folders first; at most 5,000. */
export function listFolder(path = homedir()): FolderList {
  const folder = resolve(path)
  let names
  try {
    names = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw new Refused(
      'no-folder',
      `The folder ${folder} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'error'}.`,
    )
  }
  const entries: FolderEntry[] = []
  for (const entry of names.slice(0, 5000)) {
    if (entry.name.startsWith('.')) continue
    try {
      const about = statSync(join(folder, entry.name))
      if (about.isDirectory() || about.isFile())
        entries.push({ name: entry.name, folder: about.isDirectory(), bytes: about.size, modified: about.mtimeMs })
    } catch {
      // Gone, or a link to nowhere.
    }
  }
  entries.sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name))
  return { path: folder, parent: folder === parse(folder).root ? null : dirname(folder), entries }
}

export interface RecentList {
  files: { path: string; opened: number }[]
}

/** Files opened before, the newest first, at most 20. */
export class RecentFiles {
  constructor(private readonly file: JsonFile<RecentList>) {}

  add(path: string): void {
    this.write([{ path: resolve(path), opened: Date.now() }, ...this.others(path)].slice(0, 20))
  }
  forget(path: string): void {
    this.write(this.others(path))
  }
  list(): RecentFile[] {
    return this.file.get().files.map(({ path, opened }) => {
      let bytes = 0
      let missing = false
      try {
        bytes = statSync(path).size
      } catch {
        missing = true
      }
      return { path, name: basename(path), folder: dirname(path), bytes, opened, missing }
    })
  }

  private others(path: string): RecentList['files'] {
    return this.file.get().files.filter((f) => f.path !== resolve(path))
  }
  private write(files: RecentList['files']): void {
    this.file.change({ files })
  }
}
