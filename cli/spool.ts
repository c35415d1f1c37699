/** `-r -`: a pipe cannot be read twice, so what comes through it goes into a temporary file first. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { Refused } from '../engine/refused'
import { temporaryPlace } from './temporary'
import type { TemporaryPlace } from './temporary'

/** Copies standard input to its end. */
export async function spoolInput(): Promise<TemporaryPlace> {
  const place = temporaryPlace('standard-input')
  const file = openSync(place.path, 'wx', 0o600)
  try {
    for await (const piece of process.stdin) {
      const bytes = piece as Buffer
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
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
