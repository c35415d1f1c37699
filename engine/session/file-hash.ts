/** What tells a capture file from every other: its size and its SHA-256. */
import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { onDisk } from '../capture-file'

/** The file that was read last: many gigabytes are not read again for every question. */
let last: { key: string; hash: Promise<{ size: number; sha256: string }> } | undefined

/** Size and SHA-256 of a file, read in pieces and once for each state of it; empty where it cannot be read any more. */
export async function hashOf(path: string): Promise<{ size: number; sha256: string }> {
  try {
    const { size, mtimeMs, ino } = await stat(onDisk(path))
    const key = JSON.stringify([path, size, mtimeMs, ino])
    if (last?.key !== key) last = { key, hash: readHash(path) }
    return await last.hash
  } catch {
    last = undefined
    return { size: 0, sha256: '' }
  }
}

async function readHash(path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  const file = await open(onDisk(path), 'r')
  try {
    let size = 0
    const piece = new Uint8Array(1024 * 1024)
    for (;;) {
      const { bytesRead } = await file.read(piece)
      if (!bytesRead) return { size, sha256: hash.digest('hex') }
      size += bytesRead
      hash.update(piece.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}
