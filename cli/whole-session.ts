/** Captures that a command reads to their end before it says anything of them. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { onDisk } from '../engine/capture-file'
import { Session } from '../engine/session/session'

/** Opens a capture, indexes all of it, and closes it behind `use`. */
export async function withWhole<T>(path: string, use: (session: Session) => T | Promise<T>): Promise<T> {
  const session = await openWhole(path)
  try {
    return await use(session)
  } finally {
    session.close()
  }
}

export async function openWhole(path: string): Promise<Session> {
  const session = await Session.open(path)
  try {
    await session.opened.whole
    while (!session.stepSync());
    return session
  } catch (error) {
    session.close()
    throw error
  }
}

/** Hashes of a file as it lies there, compressed or not, in hexadecimal. */
export function fileHashes(path: string, names: readonly string[]): string[] {
  const hashes = names.map((name) => createHash(name))
  const file = openSync(onDisk(path), 'r')
  try {
    const piece = new Uint8Array(1024 * 1024)
    for (let n = readSync(file, piece); n > 0; n = readSync(file, piece))
      for (const hash of hashes) hash.update(piece.subarray(0, n))
  } finally {
    closeSync(file)
  }
  return hashes.map((hash) => hash.digest('hex'))
}
