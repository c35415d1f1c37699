// Compressed files (gzip, zstd, lz4): decompressed in the background into a temporary file, which is then read like any other capture.
import { randomBytes } from 'node:crypto'
import { openSync, rmSync, write } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { limits } from '../limits'
import { Refused } from '../refused'
import { FileSource } from './file-source'
import { refusedFromSystem } from './system-errors'
import { CannotUnpack, unpackFrames } from './framed'
import type { ByteSource, Compression, FileProblem } from './types'

export interface Decompressed {
  source: ByteSource
  /** Fulfilled at the end, with what is wrong with the compressed file. Never rejected. */
  whole: Promise<FileProblem | null>
  /** Ends decompressing; what is there stays readable until `source.close`. */
  stop: () => void
}

const readLength = 64 * 1024
/** Decompressed bytes to wait for: the first screen of packets. */
const enoughToBegin = 256 * 1024

/**
 * Begins to decompress `from`, which may be closed when this returns only if `whole` is fulfilled: so a second descriptor
 * is opened. Returns when the first part is there. A cut or damaged file gives what can be read of it.
 * @throws Refused when the temporary file cannot be made, or on cancel
 */
export async function decompress(
  from: ByteSource,
  kind: Compression,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<Decompressed> {
  const input = FileSource.open(from.path)
  let output: TemporarySource
  try {
    output = new TemporarySource(from.path)
  } catch (error) {
    input.close()
    throw refusedFromSystem(error, 'decompress', from.path)
  }
  let stopped = false
  let begun = (): void => {}
  const enough = new Promise<void>((resolve) => (begun = resolve))
  const cancelled = (): boolean => stopped || signal?.aborted === true

  const run = async (): Promise<FileProblem | null> => {
    try {
      const most = Math.min(limits.gunzipped, await roomFor(tmpdir()))
      const job: Job = {
        input,
        output,
        most,
        cancelled,
        begun,
        total: input.size(),
        at: 0,
        from: 0,
        slowFrom: Infinity,
        onProgress,
      }
      if (kind !== 'gzip') {
        const wrong = await unframe(job)
        return wrong === null ? null : problem(kind, wrong, output.written)
      }
      let wrong = await inflate(job)
      // A stream that fails throws away what came out of its last piece. Once more, byte by byte through that piece.
      if (wrong === damaged) wrong = await inflate({ ...job, slowFrom: job.from })
      return wrong === null ? null : problem(kind, wrong, output.written)
    } catch (error) {
      const refused = refusedFromSystem(error, 'decompress', from.path)
      return problem(kind, refused instanceof Refused ? refused.message : String(error), output.written)
    } finally {
      input.close()
      begun()
    }
  }
  const whole = run()
  await Promise.race([enough, whole])
  if (signal?.aborted) {
    await whole
    output.close()
    throw new Refused('cancelled', 'Opening was cancelled.')
  }
  return { source: output, whole, stop: () => (stopped = true) }
}

interface Job {
  input: FileSource
  output: TemporarySource
  most: number
  cancelled: () => boolean
  begun: () => void
  total: number
  /** Bytes of the compressed file that have been taken. */
  at: number
  /** Where the last piece began. */
  from: number
  /** From here on one byte at a time. */
  slowFrom: number
  onProgress: ((done: number, total: number) => void) | undefined
}

const damaged = 'its data is damaged'

/** zstd and lz4, from the beginning. Returns null, or what is wrong. */
async function unframe(job: Job): Promise<string | null> {
  const { input, output, cancelled } = job
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const buffer = new Uint8Array(readLength)
      const count = await input.readAsync(buffer, job.at)
      if (count === 0) return
      job.at += count
      yield buffer.subarray(0, count)
      job.onProgress?.(job.at, job.total)
    }
  }
  try {
    for await (const fresh of unpackFrames(pieces())) {
      if (cancelled()) return 'decompressing was cancelled'
      if (output.written + fresh.length > job.most) return `more than ${output.written} bytes are not decompressed`
      await output.append(fresh)
      if (output.written >= enoughToBegin) job.begun()
    }
    return null
  } catch (error) {
    if (error instanceof CannotUnpack) return error.message
    throw error
  }
}

/** Decompresses from the beginning. Returns null, or what is wrong. Output that is there already is not written again. */
async function inflate(job: Job): Promise<string | null> {
  const { input, output, cancelled } = job
  const stream = createGunzip({ chunkSize: readLength })
  const pieces: Buffer[] = []
  let failure: string | null = null
  let wake = (): void => {}
  let ended = false // bytes that are no gzip behind the end are left aside: the stream then ends before it is told to
  stream.on('end', () => {
    ended = true
    wake()
  })
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error.code === 'Z_BUF_ERROR' ? 'it is cut off' : damaged
    wake()
  })
  /** Gives one piece, or the end, and waits until all that comes of it has been handed out. */
  const give = (piece: Uint8Array | null): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
      if (piece) stream.write(piece, () => setImmediate(resolve))
      else {
        stream.end()
        if (ended) resolve()
      }
    })
  let produced = 0
  const buffer = new Uint8Array(readLength)
  try {
    for (job.at = 0; !failure;) {
      if (cancelled()) return 'decompressing was cancelled'
      const slow = job.at >= job.slowFrom
      job.from = job.at
      const count = await input.readAsync(slow ? buffer.subarray(0, 1) : buffer, job.at)
      job.at += count
      await give(count > 0 ? buffer.slice(0, count) : null)
      for (const piece of pieces.splice(0)) {
        const fresh = piece.subarray(Math.max(0, output.written - produced))
        if (output.written + fresh.length > job.most) return `more than ${output.written} bytes are not decompressed`
        if (fresh.length > 0) await output.append(fresh)
        produced += piece.length
      }
      if (output.written >= enoughToBegin) job.begun()
      if (!slow) job.onProgress?.(job.at, job.total)
      if (count === 0) break
    }
    return failure
  } finally {
    stream.destroy()
  }
}

function problem(kind: Compression, why: string, offset: number): FileProblem {
  const message = `The ${kind} file could not be decompressed to its end: ${why}. ${offset} bytes were read from it.`
  return { code: 'compression', message, offset, packet: 0, needed: 0, present: 0 }
}

async function roomFor(folder: string): Promise<number> {
  const disk = await statfs(folder)
  return Math.max(0, disk.bavail * disk.bsize - limits.gunzipFreeSpace)
}

/** A file in the temporary folder, mode 0600, for this process alone: where the system allows it, its name goes at once. */
class TemporarySource extends FileSource {
  written = 0
  private readonly unlinked: boolean

  constructor(unpacked: string) {
    const path = join(tmpdir(), `wirelens-${randomBytes(12).toString('hex')}.tmp`)
    super(path, openSync(path, 'wx+', 0o600), `${unpacked}, decompressed`)
    this.unlinked = process.platform !== 'win32'
    if (this.unlinked) rmSync(path)
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const count = await new Promise<number>((resolve, reject) => {
        const { descriptor, written } = this
        write(descriptor, bytes, done, bytes.length - done, written, (error, n) => (error ? reject(error) : resolve(n)))
      })
      done += count
      this.written += count
    }
  }

  override size(): number {
    return this.written
  }

  override close(): void {
    super.close()
    if (!this.unlinked) rmSync(this.path, { force: true })
  }
}
