// The index pass: reads a capture from front to back once, and goes on where it stopped when the file has grown.
import { limits } from '../limits'
import { magicOf } from './magic'
import { NetmonFrames } from './netmon-frames'
import { PcapngBlocks } from './pcapng-blocks'
import { PcapRecords } from './pcap-records'
import { SnoopRecords } from './snoop-records'
import type {
  ByteSource,
  CaptureFormat,
  Compression,
  FileProblem,
  FileProblemCode,
  Interface,
  PacketSink,
  ResolvedName,
  Secrets,
  Section,
} from './types'
import { ScanWindow } from './window'

/** Parses what a window holds. */
export interface Parser {
  /**
   * Takes whole blocks from the window, moving its `start`. Returns the bytes that the next block needs, more than there
   * are; 0 when the file is wrong at `start` (the scanner has been told why).
   */
  scan(window: ScanWindow): number
}

/** Bytes that tell the format. */
const magicLength = 12
/** Smallest read of a step with a budget. */
const leastRead = 64 * 1024

/**
 * Sequential and incremental reader of pcap and pcapng. `step` hands every whole packet to the sink, in file order and
 * once. It never throws for what is in the file: that ends up in `problem`, and packets before it stand. It throws what
 * the source throws (a disk error), and what the sink throws.
 */
export class CaptureScanner {
  /** Global numbering over all sections. */
  readonly interfaces: Interface[] = []
  readonly sections: Section[] = []
  /** From Name Resolution Blocks, in file order. */
  readonly names: ResolvedName[] = []
  /** Decryption Secrets Blocks. */
  readonly secrets: Secrets[] = []
  /** Known once the file header has been read. */
  format: CaptureFormat | null = null
  /** Torn end (goes away when the rest arrives) or a lie (stays). */
  problem: FileProblem | null = null
  /** Everything before this place in the file has been taken. */
  offset = 0
  /** Packets taken; during the call of `sink.packet`, the number of that packet from 0. */
  packets = 0
  /** Something odd that does not stop reading, told when it has been read to its end; null mostly. */
  hint: FileProblem | null = null
  /** During `sink.packet`: false where the file has no time for it (Simple Packet Blocks). */
  hasTime = true
  /** During `sink.packet`: how many comments its block carries. */
  commentCount = 0
  /** Packets handed over without a time so far. */
  packetsWithoutTime = 0

  private readonly window: ScanWindow
  private parser: Parser | null = null
  private limit = 0
  private endOfFile = false
  private budgetEnd = 0
  private metadata = 0
  private stopped = false

  /** @param compressed only repeated in `format` */
  constructor(
    private readonly source: ByteSource,
    readonly sink: PacketSink,
    private readonly compressed: Compression | false = false,
  ) {
    const { taker } = sink
    this.window = new ScanWindow(taker && (() => taker.home()))
  }

  /**
   * Takes whole blocks that lie before `limit` (default: the size now), stopping after about `budgetBytes`.
   * `done` says that nothing more can be taken now. One call at a time.
   */
  async step(limit?: number, budgetBytes = Infinity): Promise<{ offset: number; done: boolean }> {
    this.begin(limit, budgetBytes)
    for (let room = this.advance(); room; room = this.advance()) {
      this.sink.pause?.()
      this.filled(await this.source.readAsync(room, this.window.origin + this.window.end))
    }
    return this.finish()
  }

  /** The same, blocking. */
  stepSync(limit?: number, budgetBytes = Infinity): { offset: number; done: boolean } {
    this.begin(limit, budgetBytes)
    for (let room = this.advance(); room; room = this.advance()) {
      this.filled(this.source.read(room, this.window.origin + this.window.end))
    }
    return this.finish()
  }

  /** Bytes [from, from+length) of the file where the last read still has them in memory, to be used at once; else undefined. */
  recent(from: number, length: number): Uint8Array | undefined {
    this.window.sync()
    const { bytes, origin, end } = this.window
    const at = from - origin
    return at >= 0 && at + length <= end ? bytes.subarray(at, at + length) : undefined
  }

  private begin(limit: number | undefined, budgetBytes: number): void {
    const size = this.source.size()
    this.limit = Math.min(limit ?? size, size)
    this.endOfFile = this.limit === size
    this.budgetEnd = this.offset + budgetBytes
    if (!this.stopped) this.problem = null
    this.window.restart(this.offset)
  }

  /** Parses what is there; returns the room to read into next, or null when this step is over. */
  private advance(): Uint8Array | null {
    if (this.stopped) return null
    const { window } = this
    const needed = this.parse()
    this.offset = window.at
    if (this.stopped || this.offset >= this.budgetEnd) return null
    const unread = this.limit - this.offset - window.available
    if (needed > window.available + unread) {
      if (this.endOfFile && window.available + unread > 0) this.torn(needed, window.available + unread)
      return null // a length that the file does not hold is never allocated
    }
    const wish = Math.max(leastRead, Math.min(limits.scanChunk - window.available, this.budgetEnd - this.offset))
    return window.room(Math.min(unread, Math.max(needed - window.available, wish)))
  }

  private filled(count: number): void {
    this.window.end += count
    if (count === 0) this.limit = this.window.origin + this.window.end // the file has shrunk
  }

  private finish(): { offset: number; done: boolean } {
    const done = this.stopped || this.problem !== null || this.offset < this.budgetEnd || this.offset >= this.limit
    this.window.restart(this.offset)
    this.sink.pause?.()
    return { offset: this.offset, done }
  }

  private parse(): number {
    if (!this.parser) {
      const { window } = this
      if (window.available < magicLength) return magicLength
      const magic = magicOf(window.bytes.subarray(window.start, window.start + magicLength))
      if (magic.is === 'pcapng') this.parser = new PcapngBlocks(this, this.sink)
      else if (magic.is === 'pcap') this.parser = new PcapRecords(this, this.sink, magic.variant, magic.byteOrder)
      else if (magic.is === 'snoop') this.parser = new SnoopRecords(this, this.sink)
      else if (magic.is === 'netmon') this.parser = new NetmonFrames(this, this.sink)
      else {
        const what = magic.is === 'compressed' ? `compressed with ${magic.by}` : magic.what
        return this.stop('not-a-capture', this.offset, 0, 0, what ? `This is ${what}.` : 'This is no capture file.')
      }
    }
    return this.parser.scan(this.window)
  }

  private torn(needed: number, present: number): void {
    const where = this.format ? `inside packet or block ${this.packets + 1}` : 'inside the file header'
    this.problem = {
      code: 'torn',
      message: `The file ends ${where} at byte ${this.offset}: ${needed} bytes are needed, ${present} are there.`,
      offset: this.offset,
      packet: this.packets + 1,
      needed,
      present,
    }
  }

  /** For parsers: the file is wrong at `offset`; nothing behind it can be trusted. Returns 0 for `Parser.scan`. */
  stop(code: FileProblemCode, offset: number, needed: number, present: number, message: string): 0 {
    this.stopped = true
    this.problem = { code, message, offset, packet: this.packets + 1, needed, present }
    return 0
  }

  /** For parsers: `length` bytes elsewhere in the file, bounded by whoever asks; null when they are not there. */
  look(at: number, length: number): Uint8Array | null {
    if (at + length > this.source.size()) return null
    const bytes = new Uint8Array(length)
    let done = 0
    for (let count = 1; count > 0 && done < length; done += count)
      count = this.source.read(bytes.subarray(done), at + done)
    return done === length ? bytes : null
  }

  /** For parsers: counts what is kept in memory; false when the file wants too much. */
  mayKeep(bytes: number): boolean {
    this.metadata += bytes + 256
    return this.metadata <= limits.captureMetadata
  }

  /** For parsers: the header of the (first) section has been read. */
  begins(format: Omit<CaptureFormat, 'compressed'>): void {
    this.format ??= { ...format, compressed: this.compressed }
  }

  /** For parsers: a section and, in pcap, its interface. */
  describes(it: Interface): void {
    this.interfaces.push(it)
    this.sink.interface?.(it.index, it)
  }
}
