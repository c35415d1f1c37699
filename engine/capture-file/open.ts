// Opening a capture: what kind of file it is, decompressed where needed, refused with a reason where it cannot be read.
import { constants, fstatSync, openSync, type Stats } from 'node:fs'
import { Refused } from '../refused'
import { onDisk } from './file-names'
import { FileSource } from './file-source'
import { decompress } from './decompress'
import { magicOf } from './magic'
import { CaptureScanner } from './scanner'
import { refusedFromSystem } from './system-errors'
import type { ByteSource, CaptureFormat, Compression, FileProblem, PacketSink } from './types'

export interface OpenOptions {
  /** Called now and then while a compressed file is unpacked, also after `openCapture` has returned. Bytes of the file. */
  onProgress?: (done: number, total: number) => void
  /** Ends opening and decompressing. */
  signal?: AbortSignal
}

export interface OpenedCapture {
  /** The name that was asked for. `source.path` may be a temporary file. */
  readonly path: string
  readonly format: CaptureFormat
  readonly compressed: Compression | false
  /** The (decompressed) capture. While a compressed file is decompressed in the background, it grows. */
  readonly source: ByteSource
  /** Fulfilled when everything is in `source`, with what is wrong with the compressed file; at once if it is not compressed. */
  readonly whole: Promise<FileProblem | null>
  /** A scanner from the beginning. Each one reads for itself. */
  scan(sink: PacketSink): CaptureScanner
  /** Ends decompressing, closes the file, removes the temporary one. */
  close(): void
}

const nothing: PacketSink = { packet: () => {} }

/**
 * Opens a capture for reading. Returns as soon as the first header can be read; a compressed file goes on being decompressed in
 * the background, into a temporary file that only the user can read and that is gone with `close` or with this process.
 * @throws Refused: no-such-file, no-permission, not-a-file, empty-file, not-a-capture, truncated, unsupported, damaged, cancelled …
 */
export async function openCapture(path: string, options: OpenOptions = {}): Promise<OpenedCapture> {
  let source: ByteSource = openFile(path)
  let whole: Promise<FileProblem | null> = Promise.resolve(null)
  let stop = (): void => {}
  try {
    const start = new Uint8Array(12)
    const startLength = await source.readAsync(start, 0)
    const magic = magicOf(start.subarray(0, startLength))
    const compressed = magic.is === 'compressed' && magic.by
    if (compressed) {
      const unpacked = await decompress(source, compressed, options)
      source.close()
      ;({ source, whole, stop } = unpacked)
    }
    const format = await formatOf(source, path, compressed, whole)
    const opened = source
    return {
      path,
      format,
      compressed,
      source: opened,
      whole,
      scan: (sink) => new CaptureScanner(opened, sink, compressed),
      close: () => {
        stop()
        opened.close()
      },
    }
  } catch (error) {
    stop()
    source.close()
    throw refusedFromSystem(error, 'open', path)
  }
}

/** Opens without waiting for the other end of a pipe, and takes files only. */
function openFile(path: string): FileSource {
  let descriptor: number
  try {
    descriptor = openSync(onDisk(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    throw refusedFromSystem(error, 'open', path)
  }
  const source = new FileSource(path, descriptor)
  let stat: Stats
  try {
    stat = fstatSync(descriptor)
  } catch (error) {
    source.close()
    throw refusedFromSystem(error, 'open', path)
  }
  if (stat.isFile()) return source
  source.close()
  const what = stat.isDirectory() ? 'it is a folder' : 'it is no ordinary file'
  throw new Refused('not-a-file', `Cannot open "${path}": ${what}.`, 'Choose a capture file.')
}

/** Reads the first header. */
async function formatOf(
  source: ByteSource,
  path: string,
  compressed: Compression | false,
  whole: Promise<FileProblem | null>,
): Promise<CaptureFormat> {
  const hint = 'Wirelens reads pcap, pcapng, snoop and Network Monitor files, also compressed with gzip, zstd or lz4.'
  const probe = async (): Promise<CaptureScanner> => {
    const scanner = new CaptureScanner(source, nothing, compressed)
    await scanner.step(undefined, 1)
    return scanner
  }
  let scanner = await probe()
  if (!scanner.format && scanner.problem?.code === 'torn' && compressed) {
    await whole // a header longer than the first piece that was decompressed
    scanner = await probe()
  }
  if (scanner.format) return scanner.format
  const cut = await whole
  if (source.size() === 0) {
    const why = cut ? `: ${cut.message}` : ': it is empty.'
    throw new Refused(cut ? 'damaged' : 'empty-file', `Cannot open "${path}"${why}`, 'Nothing was captured into it.')
  }
  const start = new Uint8Array(12)
  const magic = magicOf(start.subarray(0, await source.readAsync(start, 0)))
  if (magic.is === 'other' || magic.is === 'compressed') {
    const what =
      magic.is === 'compressed'
        ? `this is a ${magic.by} file inside a ${compressed || 'compressed'} file`
        : magic.what
          ? `this is ${magic.what}`
          : 'this is not a capture file'
    throw new Refused('not-a-capture', `Cannot open "${path}": ${what}.`, hint)
  }
  const problem = scanner.problem
  const code = problem?.code === 'torn' ? 'truncated' : problem?.code === 'version' ? 'unsupported' : 'damaged'
  throw new Refused(code, `Cannot open "${path}": ${problem?.message ?? 'its header cannot be read.'}`, hint)
}
