/** `-r -`: a pipe cannot be read twice, so what comes through it goes into a temporary file first. */
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { Refused } from '../engine/refused'
import { temporaryPlace } from './temporary'
import type { TemporaryPlace } from './temporary'

/**
 * Copies standard input to its end.
 * @param grown called after each piece with the bytes that are in the file
 */
export async function spoolInput(grown?: (bytes: number, path: string) => Promise<void>): Promise<TemporaryPlace> {
  const place = temporaryPlace('standard-input')
  const file = openSync(place.path, 'wx', 0o600)
  let length = 0
  try {
    for await (const piece of createReadStream('', { fd: 0, autoClose: false, highWaterMark: 1024 * 1024 })) {
      const bytes = piece as Buffer
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
      length += bytes.length
      if (grown) await grown(length, place.path)
    }
    return place
  } catch (error) {
    place.remove()
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new Refused(
        'disk-full',
        `Cannot keep standard input in ${place.path}: the disk is full.`,
        'Make room, or set TMPDIR.',
      )
    if (code === 'EISDIR') throw new Refused('not-a-file', 'Cannot read standard input: it is a folder.')
    throw error
  } finally {
    closeSync(file)
  }
}
