// Saving as pcapng: blocks of an opened pcapng file as they are, packets of a pcap file as new blocks.
import { block, option } from './block-types'
import { PcapngWriter, type BytesOut } from './pcapng-writer'
import { withComments, withSectionText } from './rewrite'
import type { Saving, SaveOptions } from './saving'
import type { CaptureScanner } from './scanner'

/** pcapng to pcapng: blocks go over as they are, in their byte order. */
export class CopyBlocks implements Saving {
  packets = 0
  readonly commentsLost = 0
  private copy: CaptureScanner | null = null
  /** Whether section lengths in the file may no longer be true. */
  private readonly changes: boolean

  constructor(
    private readonly options: SaveOptions,
    private readonly out: BytesOut,
  ) {
    const { keep, comments, section, scanner, source } = options
    this.changes = !!(keep ?? comments ?? section ?? scanner.problem) || source.size() > scanner.offset
  }

  from(copy: CaptureScanner): void {
    this.copy = copy
  }

  block(type: number, bytes: Uint8Array, at: number, length: number, _blockOffset: number, isPacket: boolean): void {
    const { options, copy } = this
    let whole = bytes.subarray(at, at + length)
    const section = copy?.sections.at(-1)
    if (!copy || !section) return
    const little = section.byteOrder === 'little'
    if (isPacket) {
      if (options.keep && !options.keep(copy.packets)) return
      this.packets++
      const comments = options.comments?.get(copy.packets)
      if (comments) whole = withComments(whole, little, this.capturedOf(type, whole, little), comments)
    } else if (type === block.section && this.changes) {
      whole = withSectionText(whole, little, section.index === 0 ? (options.section ?? {}) : {})
    }
    this.out(whole)
  }

  packet(): void {}
  end(): void {}

  /** Captured bytes of a Simple Packet Block, the only kind that does not say. */
  private capturedOf(type: number, whole: Uint8Array, little: boolean): number {
    if (type !== block.simplePacket) return 0
    const onWire = new DataView(whole.buffer, whole.byteOffset).getUint32(8, little)
    const first = this.copy?.sections.at(-1)?.firstInterface ?? 0
    const snap = this.copy?.interfaces[first]?.snapLength ?? 0
    return snap > 0 ? Math.min(onWire, snap) : onWire
  }
}

/** pcap to pcapng: one section, one interface. */
export class AsPcapng implements Saving {
  packets = 0
  readonly commentsLost = 0
  private readonly writer: PcapngWriter
  private copy: CaptureScanner | null = null

  constructor(
    private readonly options: SaveOptions,
    out: BytesOut,
  ) {
    this.writer = new PcapngWriter(out)
    this.writer.section(options.section)
    for (const it of options.scanner.interfaces) {
      const { linkType, snapLength, fcsLength } = it
      const nanoseconds = options.nanoseconds ?? it.tsPrecisionDigits === 9
      this.writer.interface({
        linkType,
        snapLength,
        tsDigits: nanoseconds ? 9 : 6,
        ...(fcsLength === undefined ? {} : { options: [{ code: option.fcsLength, value: Uint8Array.of(fcsLength) }] }),
      })
    }
  }

  from(copy: CaptureScanner): void {
    this.copy = copy
  }

  packet(bytes: Uint8Array, at: number, captured: number, length: number, seconds: number, nanos: number): void {
    const number = this.copy?.packets ?? 0
    if (this.options.keep && !this.options.keep(number)) return
    const comments = this.options.comments?.get(number)
    const data = bytes.subarray(at, at + captured)
    this.writer.packet({ bytes: data, length, seconds, nanos, ...(comments ? { comments } : {}) })
    this.packets++
  }

  end(): void {}
}
