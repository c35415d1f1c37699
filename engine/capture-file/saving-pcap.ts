// Saving as pcap: packets only, all of one link type.
import { limits } from '../limits'
import { Refused } from '../refused'
import { PcapWriter } from './pcap-writer'
import type { BytesOut } from './pcapng-writer'
import type { Saving, SaveOptions } from './saving'
import type { CaptureScanner } from './scanner'
import type { Interface } from './types'

/** Anything to pcap: one link type for the whole file. */
export class AsPcap implements Saving {
  packets = 0
  commentsLost = 0
  private writer: PcapWriter | null = null
  private on: Interface | null = null
  private copy: CaptureScanner | null = null

  constructor(
    private readonly options: SaveOptions,
    private readonly out: BytesOut,
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
