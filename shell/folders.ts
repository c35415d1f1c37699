/** Folder contents for the file dialogs of the browser shell, and the list of files opened before. */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { nameText, onDisk } from '../engine/capture-file/file-names'
import { Refused } from '../engine/refused'
import { homeFolder } from './places'
import type { JsonFile } from './settings'
import type { FolderEntry, FolderList, RecentFile } from './shapes'

function isFile(path: string): boolean {
  try {
    return statSync(onDisk(path)).isFile()
  } catch {
    return false
  }
}
const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'there is none of that name',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

/**
 * Entries of one folder, folders first; at most 5,000. Of a file's path: the entries beside it, and which one is meant. `~` is the user's own
 * folder.
 */
export function listFolder(path = homeFolder()): FolderList {
  const folder = resolve(path.replace(/^~(?=$|[/\\])/, () => homeFolder()))
  let names
  try {
    names = readdirSync(onDisk(folder), { encoding: 'buffer' }).map(nameText)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error'
    if (isFile(folder)) return { ...listFolder(dirname(folder)), file: basename(folder) }
    throw new Refused('no-folder', `${folder} cannot be opened: ${whyNot[code] ?? code}.`)
  }
  const entries: FolderEntry[] = []
  for (const name of names.slice(0, 5000)) {
    if (name.startsWith('.')) continue
    try {
      const about = statSync(onDisk(join(folder, name)))
      if (about.isDirectory() || about.isFile())
        entries.push({ name, folder: about.isDirectory(), bytes: about.size, modified: about.mtimeMs })
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
        bytes = statSync(onDisk(path)).size
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
