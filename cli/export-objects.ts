/** `--export-objects PROTOCOL,FOLDER`: writes what a capture carried as files. Nothing is overwritten, and nothing is written elsewhere. */
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '../engine/limits'
import { Refused } from '../engine/refused'
import { objectKinds, objectsOf } from '../engine/session/objects/objects'
import type { ObjectKind } from '../engine/session/objects/objects'
import { numbered, safeName } from '../engine/session/objects/safe-names'
import type { Session } from '../engine/session/session'
import { say, writeAll } from './output'
import { safe } from './terminal-text'

export interface ObjectExport {
  kind: ObjectKind
  folder: string
}

/** Reads the value of the option. @throws Refused for another protocol, or without a folder */
export function readObjectExport(text: string): ObjectExport {
  const comma = text.indexOf(',')
  const kind = objectKinds.find((it) => it === text.slice(0, comma))
  const folder = text.slice(comma + 1)
  if (comma > 0 && kind && folder) return { kind, folder }
  throw new Refused(
    'usage',
    `"${safe(text)}" is not PROTOCOL,FOLDER.`,
    `Protocols with objects that are read here: ${objectKinds.join(', ')}.`,
  )
}

export function exportObjects(session: Session, { kind, folder }: ObjectExport): void {
  try {
    mkdirSync(folder, { recursive: true })
    if (!statSync(folder).isDirectory()) throw new Error('no folder')
  } catch {
    throw new Refused('no-folder', `"${safe(folder)}" is no folder, and cannot be made one.`, 'Name another one.')
  }
  let count = 0
  let bytes = 0
  const taken = new Map<string, number>()
  for (const object of objectsOf(session, kind)) {
    if (++count > limits.carriedObjects || (bytes += object.bytes.length) > limits.carriedBytes) {
      say(
        `wirelens: There are more objects than are written at once; those from packet ${object.frame} on are left out.`,
      )
      return
    }
    const name = safeName(object.name, `object${object.frame}`)
    const file = openNew(folder, name, taken)
    try {
      writeAll(file, object.bytes)
    } finally {
      closeSync(file)
    }
  }
}

/** Opens a file that was not there before, under the first name that is free. A link in its place is not followed. */
function openNew(folder: string, name: string, taken: Map<string, number>): number {
  for (let n = taken.get(name) ?? 0; n <= limits.carriedObjects; n++) {
    try {
      const file = openSync(join(folder, numbered(name, n)), 'wx')
      taken.set(name, n + 1)
      return file
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (code === 'EEXIST') continue
      throw new Refused('output', `Cannot write an object into "${safe(folder)}": ${code || String(error)}.`)
    }
  }
  throw new Refused('output', `Every name for "${safe(name)}" is taken in "${safe(folder)}".`, 'Name an empty folder.')
}
