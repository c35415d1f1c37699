// Saving a capture: all of it or some packets, as pcapng or pcap, whole or not at all.
import { limits } from '../limits'
import { Refused } from '../refused'
import { PcapWriter } from './pcap-writer'
import { PcapngWriter } from './pcapng-writer'
import { ReplacementFile } from './replacement-file'
import { withComments, withSectionText } from './rewrite'
import { CaptureScanner } from './scanner'
import { block } from './block-types'
import type { ByteSource, Interface, PacketSink, SectionText } from './types'

export interface SaveOptions {
  source: ByteSource
  /** What has been read: saving takes the packets it has taken, also when the file is still growing. */
  scanner: Pick<CaptureScanner, 'format' | 'offset' | 'interfaces' | 'problem'>
  /** Target; may be the file that is open. */
  path: string
  format: 'pcapng' | 'pcap'
  /** For pcap, and for pcapng made from pcap: nanoseconds instead of microseconds. Left out: as precise as the source. */
  nanoseconds?: boolean
  /** Which packets, by their number from 0. Left out: all. */
  keep?: (packetNumber0: number) => boolean
  /** Comments that take the place of a packet's own, by its number from 0; an empty list removes them. */
  comments?: ReadonlyMap<number, readonly string[]>
  /** Texts that take the place of those of the first section. */
  section?: SectionText
  /** Bytes of the source. */
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

export interface Saved {
  packets: number
  /** Length of the new file. */
  bytes: number
  /** Packet comments that have no place in the format. */
  commentsLost: number
}

/**
 * Saves. A pcapng file saved as pcapng keeps every block and option; packets that are left out are the only ones missing,
 * and a copy of everything is the same bytes. A torn end is left out.
 * @throws Refused: mixed-link-types, time-out-of-range, disk-full, no-permission, no-such-file, cancelled …; the target is then as it was.
 */
export async function saveCapture(options: SaveOptions): Promise<Saved> {
  const { source, scanner, path, onProgress, signal } = options
  const file = await ReplacementFile.create(path)
  const out = (bytes: Uint8Array): void => file.write(bytes)
  try {
    const saving = begin(options, out)
    const copy = new CaptureScanner(source, saving)
    saving.from(copy)
    const total = scanner.offset
    for (let done = false; !done;) {
      if (signal?.aborted) throw new Refused('cancelled', 'Saving was cancelled.')
      ;({ done } = await copy.step(total, limits.scanChunk))
      await file.flush()
      onProgress?.(copy.offset, total)
    }
    if (copy.offset < total)
      throw new Refused('source-changed', `Cannot save "${path}": the open file has been changed by another program.`)
    saving.end()
    if (signal?.aborted) throw new Refused('cancelled', 'Saving was cancelled.')
    await file.commit()
    return { packets: saving.packets, bytes: file.length, commentsLost: saving.commentsLost }
  } catch (error) {
    await file.abandon()
    throw error
  }
}

/** A sink that writes what it is given. */
interface Saving extends PacketSink {
  packets: number
  commentsLost: number
  /** Tells which scanner gives the packets. */
  from(copy: CaptureScanner): void
  end(): void
}

function begin(options: SaveOptions, out: (bytes: Uint8Array) => void): Saving {
  if (options.format === 'pcap') return new AsPcap(options, out)
  return options.scanner.format?.kind === 'pcapng' ? new CopyBlocks(options, out) : new AsPcapng(options, out)
}

/** pcapng to pcapng: blocks go over as they are, in their byte order. */
class CopyBlocks implements Saving {
  packets = 0
  readonly commentsLost = 0
  private copy: CaptureScanner | null = null
  /** Whether section lengths in the file may no longer be true. */
  private readonly changes: boolean

  constructor(
    private readonly options: SaveOptions,
    private readonly out: (bytes: Uint8Array) => void,
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
class AsPcapng implements Saving {
  packets = 0
  readonly commentsLost = 0
  private readonly writer: PcapngWriter
  private copy: CaptureScanner | null = null

  constructor(
    private readonly options: SaveOptions,
    out: (bytes: Uint8Array) => void,
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
        ...(fcsLength === undefined ? {} : { options: [{ code: 13, value: Uint8Array.of(fcsLength) }] }),
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

/** Anything to pcap: one link type for the whole file. */
class AsPcap implements Saving {
  packets = 0
  commentsLost = 0
  private writer: PcapWriter | null = null
  private on: Interface | null = null
  private copy: CaptureScanner | null = null

  constructor(
    private readonly options: SaveOptions,
    private readonly out: (bytes: Uint8Array) => void,
  ) {}

  from(copy: CaptureScanner): void {
    this.copy = copy
  }

  packet(
    bytes: Uint8Array,
    at: number,
    captured: number,
    length: number,
    seconds: number,
    nanos: number,
    interfaceIndex: number,
  ): void {
    const { options, copy } = this
    if (!copy || (options.keep && !options.keep(copy.packets))) return
    const from = copy.interfaces[interfaceIndex] ?? null
    const writer = (this.writer ??= this.header(from))
    if (from !== this.on && from?.linkType !== this.on?.linkType) this.refuseMixed(copy.packets + 1, from)
    this.commentsLost += options.comments?.get(copy.packets)?.length ?? copy.commentCount
    writer.packet({ bytes: bytes.subarray(at, at + captured), length, seconds, nanos })
    this.packets++
  }

  end(): void {
    this.writer ??= this.header(this.options.scanner.interfaces[0] ?? null)
  }

  /** The header, when the first packet has shown which link type it is. */
  private header(it: Interface | null): PcapWriter {
    const { scanner, nanoseconds } = this.options
    this.on = it
    const precise = scanner.interfaces.some((any) => any.tsPrecisionDigits === 9)
    const snaps = scanner.interfaces.map((any) => any.snapLength || limits.capturedLength)
    return new PcapWriter(this.out, {
      linkType: it?.linkTypeField ?? 1, // no interface at all: Ethernet, as everybody writes
      snapLength: snaps.reduce((most, snap) => Math.max(most, snap), 0) || limits.capturedLength,
      nanoseconds: nanoseconds ?? precise,
      byteOrder: scanner.format?.kind === 'pcap' ? scanner.format.byteOrder : 'little',
    })
  }

  private refuseMixed(packet: number, from: Interface | null): never {
    const message =
      `Cannot save "${this.options.path}" as pcap: packet ${packet} has link type ${from?.linkType}, ` +
      `packets before it have ${this.on?.linkType}, and a pcap file has one for all.`
    throw new Refused('mixed-link-types', message, 'Save as pcapng, or save the packets of one interface.')
  }
}
