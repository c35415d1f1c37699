/** `-w` with a file that was read, and `-F` for a capture that has ended: packets go into another file. */
import { closeSync, openSync, readSync } from 'node:fs'
import { saveCapture } from '../engine/capture-file'
import type { Session } from '../engine/session/session'
import type { Options } from './options'
import { writeAll } from './output'
import type { Selection } from './filter'
import { onSignal, temporaryPlace } from './temporary'

/** Writes the packets of a session to `-w`. The file is whole or not there. */
export async function writePackets(o: Options, session: Session, selection: Selection | undefined): Promise<void> {
  if (o.write !== '-') return save(o, session, selection, o.write!)
  const place = temporaryPlace('standard-output')
  try {
    await save(o, session, selection, place.path)
    copyOut(place.path)
  } finally {
    place.remove()
  }
}

async function save(o: Options, session: Session, selection: Selection | undefined, path: string): Promise<void> {
  const stop = new AbortController()
  let ended = 0
  const release = onSignal((code) => {
    ended = code
    stop.abort()
  })
  try {
    await saveCapture({
      source: session.opened.source,
      scanner: session.scanner,
      path,
      format: o.fileFormat === 'pcapng' ? 'pcapng' : 'pcap',
      ...(o.fileFormat === 'pcapng' ? {} : { nanoseconds: o.fileFormat === 'nsecpcap' }),
      ...(selection ? { keep: (i: number) => selection(session, i) } : {}),
      signal: stop.signal,
    })
  } catch (error) {
    if (ended) process.exit(ended)
    throw error
  } finally {
    release()
  }
}

/** Sends a file to standard output. */
function copyOut(path: string): void {
  const file = openSync(path, 'r')
  try {
    const piece = new Uint8Array(1024 * 1024)
    for (let count = readSync(file, piece); count > 0; count = readSync(file, piece))
      writeAll(1, piece.subarray(0, count))
  } finally {
    closeSync(file)
  }
}
