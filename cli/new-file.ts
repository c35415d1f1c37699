/** A file that a command makes: whole or not there, and never in the place of another one unless that was said. */
import { existsSync, realpathSync } from 'node:fs'
import { ReplacementFile } from '../engine/capture-file/replacement-file'
import { Refused } from '../engine/refused'
import { writeAll } from './output'

/** Refuses to write over the file that is read. */
export function checkOther(path: string, source: string): void {
  if (path !== '-' && existsSync(path) && existsSync(source) && realpathSync(path) === realpathSync(source))
    throw new Refused('same-file', `"${path}" is the capture itself.`, 'Choose another name.')
}

/** Refuses a name that is taken. Asked before the work, so that nobody waits in vain. */
export function checkNew(path: string, overwrite: boolean): void {
  if (path !== '-' && !overwrite && existsSync(path))
    throw new Refused('file-exists', `"${path}" is there already.`, 'Choose another name, or add --overwrite.')
}

/** Writes bytes to a file, or to standard output for `-`. */
export async function writeNew(path: string, bytes: Uint8Array, overwrite: boolean): Promise<void> {
  if (path === '-') return writeAll(1, bytes)
  checkNew(path, overwrite)
  const file = await ReplacementFile.create(path)
  try {
    file.write(bytes)
    await file.commit()
  } catch (error) {
    await file.abandon()
    throw error
  }
}
