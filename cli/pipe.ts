/** Packets through a pipe: what comes is kept in a temporary file that grows, and shown from there as it comes. */
import { once } from 'node:events'
import { closeSync, constants, fstatSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { createGunzip } from 'node:zlib'
import { CannotUnpack, magicOf, onDisk, unpackFrames } from '../engine/capture-file'
import { limits } from '../engine/limits'
import { Refused } from '../engine/refused'
import { temporaryPlace } from './temporary'

/** Bytes of the longest first header that says what the file is. */
const headerLength = 28

/** Whether a name stands for a pipe: standard input, a FIFO, or what a shell makes of `<(…)`. */
export function isPipe(path: string): boolean {
  if (path === '-') return true
  try {
    const stat = statSync(onDisk(path))
    return stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}

/** Bytes of a pipe as they come. The descriptor of a shell's `<(…)` is taken as it is: opened anew, it would miss a writer that has ended. */
function openPipe(path: string): NodeJS.ReadStream | Socket {
  if (path === '-' || path === '/dev/stdin') {
    if (fstatSync(0).isDirectory()) throw new Refused('not-a-file', 'Cannot read standard input: it is a folder.')
    return process.stdin
  }
  const given = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)
  const fd = given ? Number(given[1]) : openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  return new Socket({ fd, readable: true, writable: false })
}

type Pieces = AsyncIterable<Uint8Array>

/** The same bytes, decompressed where they begin as gzip, zstd or lz4 does. */
async function* unpacked(stream: Pieces): Pieces & AsyncGenerator<Uint8Array> {
  const rest = stream[Symbol.asyncIterator]()
  let start = Buffer.alloc(0)
  let ended = false
  while (start.length < 4 && !ended) {
    const { value, done } = await rest.next()
    if (done) ended = true
    else start = Buffer.concat([start, value])
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (start.length) yield start
    if (!ended) yield* { [Symbol.asyncIterator]: () => rest }
  }
  const magic = magicOf(start)
  if (magic.is !== 'compressed') return yield* all()
  if (magic.by !== 'gzip') return yield* unpackFrames(all())
  const gunzip = createGunzip()
  const feed = async (): Promise<void> => {
    for await (const piece of all()) if (!gunzip.write(piece)) await once(gunzip, 'drain')
    gunzip.end()
  }
  feed().catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))))
  yield* gunzip as AsyncIterable<Buffer>
}

export interface Pipe {
  /** The temporary file. */
  readonly path: string
  /** Bytes that are in it. */
  readonly size: number
  /** What was wrong with the compressed bytes, or null. */
  readonly problem: string | null
  /** Takes the name away where the system allows it: nothing can leave the file behind then. */
  unname(): void
  /** Takes no more. */
  stop(): void
  /** Copies the pipe to its end and calls `grown` after each piece, once there is a header to read; stops when it says false. */
  run(grown: () => Promise<boolean>): Promise<void>
  remove(): void
}

/** Begins to keep what comes through a pipe. Throws Refused when it cannot be opened. */
export function keepPipe(path: string, title: string): Pipe {
  const place = temporaryPlace('pipe')
  const stream = openPipe(path)
  const file = openSync(place.path, 'wx', 0o600)
  let size = 0
  let problem: string | null = null
  let stopped = false
  let named = true
  const write = (bytes: Uint8Array): void => {
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error
      throw new Refused(
        'disk-full',
        `Cannot keep ${title} in ${place.path}: the disk is full.`,
        'Make room, or set TMPDIR.',
      )
    }
    size += bytes.length
    if (size > limits.gunzipped)
      throw new Refused(
        'too-large',
        `More than ${limits.gunzipped} bytes of ${title} are not kept.`,
        'Stop earlier with -c.',
      )
  }
  return {
    path: place.path,
    get size() {
      return size
    },
    get problem() {
      return problem
    },
    unname: () => {
      if (named && process.platform !== 'win32') unlinkSync(place.path)
      named = false
    },
    stop: () => {
      stopped = true
      stream.destroy()
    },
    run: async (grown) => {
      try {
        for await (const piece of unpacked(stream as Pieces)) {
          write(piece)
          if (size >= headerLength && !(await grown())) break
        }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (stopped) return
        const own = error instanceof CannotUnpack
        if (!own && !code.startsWith('Z_')) throw error
        problem = own
          ? `The compressed data could not be read to its end: ${error.message}.`
          : code === 'Z_BUF_ERROR'
            ? 'The compressed data is cut off.'
            : 'The compressed data is damaged.'
      } finally {
        stream.destroy()
        closeSync(file)
      }
    },
    remove: () => place.remove(),
  }
}
