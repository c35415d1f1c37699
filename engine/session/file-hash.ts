/** What tells a capture file from every other: its size and its SHA-256. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { onDisk } from '../capture-file'

/** Size and SHA-256 of a file that is read once, in pieces; empty where it cannot be read any more. */
export async function hashOf(path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  let size = 0
  try {
    const file = await open(onDisk(path), 'r')
    try {
      const piece = new Uint8Array(1024 * 1024)
      for (;;) {
        const { bytesRead } = await file.read(piece)
        if (!bytesRead) break
        size += bytesRead
        hash.update(piece.subarray(0, bytesRead))
      }
    } finally {
      await file.close()
    }
  } catch {
    return { size: 0, sha256: '' }
  }
  return { size, sha256: hash.digest('hex') }
}
