// Compressed files made of frames of blocks: zstd (RFC 8878) and lz4 (its frame format 1.6). One block is unpacked at a time.
import { Decompress } from 'fzstd'
import { limits } from '../limits'
import { unpackBlock } from './lz4-block'

/** Why unpacking ended early; the message completes "The file could not be decompressed to its end: …". */
export class CannotUnpack extends Error {}

const cutOff = 'it is cut off'
const damaged = 'its data is damaged'
const refuse = (why: string): never => {
  throw new CannotUnpack(why)
}
const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0

const ZSTD = 0xfd2fb528
const LZ4 = 0x184d2204
/** Milliseconds of unpacking between two looks at the event loop. */
const breath = 20

/** Takes an exact number of bytes at a time from pieces of any length. */
class Input {
  private readonly pieces: AsyncIterator<Uint8Array>
  private rest: Uint8Array = new Uint8Array(0)
  private since = performance.now()

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces[Symbol.asyncIterator]()
  }

  /** `count` bytes; null where the input has ended before the first of them, if it `mayEnd` there. @throws CannotUnpack */
  async take(count: number, mayEnd = false): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = []
    let have = 0
    while (have < count) {
      if (this.rest.length === 0) {
        const { value, done } = await this.pieces.next()
        if (done) return have === 0 && mayEnd ? null : refuse(cutOff)
        this.rest = value
      }
      const part = this.rest.subarray(0, count - have)
      this.rest = this.rest.subarray(part.length)
      parts.push(part)
      have += part.length
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }
  async must(count: number): Promise<Uint8Array> {
    return (await this.take(count))!
  }
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; left -= limits.pageLength) await this.must(Math.min(left, limits.pageLength))
  }
  /** Lets others run when it has been long enough. */
  async breathe(): Promise<void> {
    if (performance.now() - this.since < breath) return
    await new Promise((resolve) => setImmediate(resolve))
    this.since = performance.now()
  }
}

/**
 * Unpacks zstd or lz4, whichever the frames are; frames in a row are one file, and ones to be skipped are. What is unpacked before
 * a damaged block is given out. @throws CannotUnpack when the input is damaged, cut off, or wants more memory than it may
 */
export async function* unpackFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new Input(pieces)
  for (let first = true; ; first = false) {
    const start = await input.take(4, !first)
    if (!start) return
    const magic = u32(start, 0)
    if (magic === ZSTD) yield* zstdFrame(input, start)
    else if (magic === LZ4) yield* lz4Frame(input)
    else if (magic >>> 4 === 0x184d2a5) await input.skip(u32(await input.must(4), 0))
    else refuse(damaged)
  }
}

async function* zstdFrame(input: Input, start: Uint8Array): AsyncGenerator<Uint8Array> {
  const flags = (await input.must(1))[0]!
  const single = (flags & 0x20) !== 0
  const idSize = [0, 1, 2, 4][flags & 3]!
  const sizeSize = flags >> 6 ? 1 << (flags >> 6) : single ? 1 : 0
  const header = await input.must((single ? 0 : 1) + idSize + sizeSize)
  if (idSize && header.subarray(single ? 0 : 1).some((it, i) => i < idSize && it !== 0))
    refuse('it needs a dictionary, which is not supported')
  let window = 0
  if (single) for (let i = sizeSize; i-- > 0;) window = window * 256 + header[idSize + i]!
  else window = 2 ** (10 + (header[0]! >> 3)) * (1 + (header[0]! & 7) / 8)
  if (window > limits.zstdWindow)
    refuse(`it looks back over ${window} bytes, and ${limits.zstdWindow} is the most that is kept`)
  let out: Uint8Array[] = []
  const decoder = new Decompress((data) => out.push(data))
  const push = (bytes: Uint8Array, last: boolean): void => {
    try {
      decoder.push(bytes, last)
    } catch {
      refuse(damaged)
    }
  }
  push(Buffer.concat([start, Uint8Array.of(flags), header]), false)
  for (let last = false; !last;) {
    const head = await input.must(3)
    const word = head[0]! | (head[1]! << 8) | (head[2]! << 16)
    last = (word & 1) === 1
    const kind = (word >> 1) & 3
    const size = word >> 3
    if (kind === 3 || size > limits.zstdBlock) refuse(damaged)
    const body = await input.must(kind === 1 ? 1 : size)
    const checksum = last && flags & 4 ? await input.must(4) : new Uint8Array(0)
    push(Buffer.concat([head, body, checksum]), last)
    for (const data of out) if (data.length) yield data
    out = []
    await input.breathe()
  }
}

/** Bytes before a block that it may refer to. */
const lz4History = 64 * 1024

async function* lz4Frame(input: Input): AsyncGenerator<Uint8Array> {
  const [flags, sizes] = await input.must(2)
  if (flags! >> 6 !== 1) refuse(damaged)
  const most = 4 ** (((sizes! >> 4) & 7) + 4) // 4: 64 KiB … 7: 4 MiB
  if (most < lz4History) refuse(damaged)
  if (flags! & 1) refuse('it needs a dictionary, which is not supported')
  await input.must((flags! & 8 ? 8 : 0) + 1)
  let history: Uint8Array = new Uint8Array(0)
  for (;;) {
    const word = u32(await input.must(4), 0)
    if (word === 0) break
    const size = word & 0x7fffffff
    if (size > most) refuse(damaged)
    const body = await input.must(size)
    if (flags! & 0x10) await input.must(4)
    const data = word >>> 31 ? body : unpackBlock(body, history, most)
    if (!data) return refuse(damaged)
    if (!(flags! & 0x20)) history = Buffer.concat([history, data.subarray(-lz4History)]).subarray(-lz4History)
    if (data.length) yield data
    await input.breathe()
  }
  if (flags! & 4) await input.must(4)
}
