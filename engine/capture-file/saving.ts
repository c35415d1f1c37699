// What saving is asked for, and the shape of what does it.
import type { CaptureScanner } from './scanner'
import type { ByteSource, PacketSink, SectionText } from './types'

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

/** A sink that writes what it is given. */
export interface Saving extends PacketSink {
  packets: number
  commentsLost: number
  /** Tells which scanner gives the packets. */
  from(copy: CaptureScanner): void
  end(): void
}
