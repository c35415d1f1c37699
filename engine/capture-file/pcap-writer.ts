// Writes pcap, version 2.4: one link type, no comments, times from 1970 to 2106.
import { Refused } from '../refused'
import { pcapMagic } from './block-types'
import type { BytesOut, PacketToWrite } from './pcapng-writer'
import type { ByteOrder } from './types'

export interface PcapHeader {
  /** The header's whole field: FCS bits may be set. */
  linkType: number
  snapLength?: number
  /** Nanoseconds instead of microseconds. */
  nanoseconds?: boolean
  byteOrder?: ByteOrder
}

/** Streaming writer; the file header goes out at once. */
export class PcapWriter {
  packets = 0
  private readonly little: boolean
  private readonly nanosPerTick: number
  private readonly record = new Uint8Array(16)
  private readonly view = new DataView(this.record.buffer)

  constructor(
    private readonly out: BytesOut,
    header: PcapHeader,
  ) {
    this.little = header.byteOrder !== 'big'
    this.nanosPerTick = header.nanoseconds ? 1 : 1000
    const view = new DataView(new ArrayBuffer(24))
    view.setUint32(0, header.nanoseconds ? pcapMagic.nanoseconds : pcapMagic.microseconds, this.little)
    view.setUint16(4, 2, this.little)
    view.setUint16(6, 4, this.little)
    view.setUint32(16, header.snapLength ?? 262_144, this.little)
    view.setUint32(20, header.linkType, this.little)
    out(new Uint8Array(view.buffer))
  }

  /** Writes one packet; interface, comments and flags have no place in pcap. @throws Refused for a time before 1970 or after 2106 */
  packet({ bytes, length, seconds, nanos }: Pick<PacketToWrite, 'bytes' | 'length' | 'seconds' | 'nanos'>): void {
    const number = this.packets + 1
    if (seconds < 0 || seconds > 0xffffffff) {
      const message = `Packet ${number} has a time that pcap cannot hold: ${seconds} seconds since 1970.`
      throw new Refused('time-out-of-range', message, 'Save as pcapng.')
    }
    const { view, little } = this
    view.setUint32(0, seconds, little)
    view.setUint32(4, Math.floor(nanos / this.nanosPerTick), little)
    view.setUint32(8, bytes.length, little)
    view.setUint32(12, length ?? bytes.length, little)
    this.out(this.record)
    this.out(bytes)
    this.packets = number
  }
}
