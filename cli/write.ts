/** `-w` with a file that was read, and `-F` for a capture that has ended: packets go into another file. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { GrowingCopy, onDisk, saveCapture } from '../engine/capture-file'
import { Refused } from '../engine/refused'
import type { Session } from '../engine/session/session'
import type { Options } from './options'
import { writeAll } from './output'
import type { Selection } from './filter'
import { onSignal, temporaryPlace } from './temporary'

/** Writes the packets of a session to `-w`. The file is whole or not there. */
export async function writePackets(o: Options, session: Session, selection: Selection | undefined): Promise<void> {
  if (!isStream(o.write!)) return save(o, session, selection, o.write!)
  const place = temporaryPlace('standard-output')
  try {
    await save(o, session, selection, place.path)
    copyOut(place.path, o.write!)
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
    await saveCapture({ ...whatToSave(o, session, selection), path, signal: stop.signal })
  } catch (error) {
    if (ended) process.exit(ended)
    throw error
  } finally {
    release()
  }
}

function whatToSave(
  o: Options,
  session: Session,
  selection: Selection | undefined,
): Omit<Parameters<typeof saveCapture>[0], 'path'> {
  return {
    source: session.opened.source,
    scanner: session.scanner,
    format: o.fileFormat === 'pcapng' ? 'pcapng' : 'pcap',
    ...(o.fileFormat === 'pcapng' ? {} : { nanoseconds: o.fileFormat === 'nsecpcap' }),
    ...(selection ? { keep: (i: number) => selection(session, i) } : {}),
  }
}

/** `-w` of what comes through a pipe: written as it comes, so that others can read along and nothing is lost when the writer never ends. */
export class LiveWriting {
  private readonly target: number
  private readonly copy: GrowingCopy
  constructor(o: Options, session: Session, selection: Selection | undefined) {
    this.target = isStream(o.write!) ? openStream(o.write!) : openFresh(o.write!)
    this.copy = new GrowingCopy(whatToSave(o, session, selection), (bytes) => writeAll(this.target, bytes))
  }
  grown(): void {
    this.copy.grown()
  }
  end(): void {
    this.copy.end()
    if (this.target !== 1) closeSync(this.target)
  }
}

/** A new file, or one that begins anew. */
function openFresh(path: string): number {
  try {
    return openSync(onDisk(path), 'w', 0o600)
  } catch (error) {
    throw new Refused('output', `Cannot write "${path}": ${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** Whether what is written there is gone at once: standard output, a FIFO, a device. No file can take its place. */
export function isStream(path: string): boolean {
  if (path === '-') return true
  try {
    const stat = statSync(onDisk(path))
    return !stat.isFile() && !stat.isDirectory()
  } catch {
    return false
  }
}

/** Opens such a place; a FIFO waits for its reader. */
export function openStream(path: string): number {
  if (path === '-') return 1
  try {
    return openSync(onDisk(path), 'w')
  } catch (error) {
    throw new Refused('output', `Cannot write to "${path}": ${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** Sends a file to such a place. */
function copyOut(path: string, to: string): void {
  const target = openStream(to)
  const file = openSync(path, 'r')
  try {
    const piece = new Uint8Array(1024 * 1024)
    for (let count = readSync(file, piece); count > 0; count = readSync(file, piece))
      writeAll(target, piece.subarray(0, count))
  } finally {
    closeSync(file)
    if (target !== 1) closeSync(target)
  }
}
