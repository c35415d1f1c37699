// The shapes that reading and writing capture files share.

import type { FileChange } from './file-changes'

/** Where bytes come from: random access, may grow while it is read. */
export interface ByteSource {
  readonly path: string
  /** Bytes there now: asks the file system again at each call. */
  size(): number
  /** Fills `into` from file offset `at`; returns the bytes read, 0 at the end. */
  read(into: Uint8Array, at: number): number
  /** The same without blocking the event loop. */
  readAsync(into: Uint8Array, at: number): Promise<number>
  close(): void
  /** Where the bytes are those of a file that others can change: what has become of them. `readTo`: so far they were read. */
  changes?(readTo: number): FileChange | null
}

export type ByteOrder = 'little' | 'big'

/** One option of a pcapng block: code and value without its padding. Several may have the same code. */
export interface RawOption {
  code: number
  value: Uint8Array
}

/** What an Interface Statistics Block says; counts are exact up to 2^53. */
export interface InterfaceStatistics {
  received?: number
  dropped?: number
  filterAccepted?: number
  droppedBySystem?: number
  delivered?: number
  comments: string[]
  options: RawOption[]
}

/** One Interface Description Block. A pcap file has one that is implied by its header. */
export interface Interface {
  /** Number over all sections of the file: what the packets refer to here. */
  index: number
  /** Section it belongs to, from 0. */
  section: number
  /** Number inside its section: what stands in the file, and Wireshark's frame.interface_id. */
  id: number
  /** LINKTYPE_ value: the low 16 bits of the field in the file. */
  linkType: number
  /** The field as it stands in a pcap header: FCS length and other high bits included. */
  linkTypeField: number
  /** Bytes of a packet that are kept at most; 0 = not limited. */
  snapLength: number
  /** Ticks of the timestamps per second (if_tsresol): 1e6 unless said otherwise. */
  tsUnitsPerSecond: number
  /** Added to every timestamp (if_tsoffset). */
  tsOffsetSeconds: number
  /** Decimals worth showing. */
  tsPrecisionDigits: 0 | 3 | 6 | 9
  name?: string
  description?: string
  /** Capture filter in pcap syntax. */
  filter?: string
  os?: string
  hardware?: string
  /** Bits per second. */
  speed?: number
  /** Bytes of frame check sequence at the end of each packet. */
  fcsLength?: number
  comments: string[]
  options: RawOption[]
  /** From the last ISB that names this interface; arrives late in a file. */
  statistics?: InterfaceStatistics
}

/** One section of a pcapng file; a pcap file counts as one section. */
export interface Section {
  index: number
  byteOrder: ByteOrder
  version: [major: number, minor: number]
  /** Where its header block starts in the (decompressed) file. */
  offset: number
  /** Its index into `interfaces` of its first interface. */
  firstInterface: number
  hardware?: string
  os?: string
  application?: string
  comments: string[]
  options: RawOption[]
}

/** What may be said of a section when one is written. */
export interface SectionText {
  hardware?: string
  os?: string
  application?: string
  comments?: string[]
}

/** One record of a Name Resolution Block. */
export interface ResolvedName {
  /** 4 or 16 bytes (6 or 8 for EUI-48 and EUI-64). */
  address: Uint8Array
  names: string[]
}

/** A Decryption Secrets Block: its type (`TLSK` = 0x544c534b …) and where its data lies. */
export interface Secrets {
  type: number
  offset: number
  length: number
}

export type Compression = 'gzip' | 'zstd' | 'lz4'

export interface CaptureFormat {
  kind: 'pcap' | 'pcapng' | 'snoop' | 'netmon'
  /** Of pcap: `microseconds`, `nanoseconds`, `modified` (24-byte record headers), `suse`, `nokia`, `ixia`; else the kind. */
  variant: PcapVariant | 'pcapng' | 'snoop' | 'netmon'
  /** Of the first section. */
  byteOrder: ByteOrder
  version: [major: number, minor: number]
  /** Read from a compressed file. */
  compressed: Compression | false
}

export type PcapVariant = 'microseconds' | 'nanoseconds' | 'modified' | 'ixia' | 'suse' | 'red-hat' | 'nokia'

export type FileProblemCode =
  | 'changed' // by another program, while it was open
  | 'torn' // ends inside a block or record; more bytes may still be coming
  | 'not-a-capture'
  | 'version'
  | 'byte-order'
  | 'block-length'
  | 'block-too-large'
  | 'packet-too-large'
  | 'packet-length' // more packet bytes than the block holds
  | 'interface' // a packet names one that was not described
  | 'too-many'
  | 'option'
  | 'name-record'
  | 'nanoseconds' // fractions of a second that the magic number does not allow: only a hint
  | 'compression' // the compressed file is cut or damaged

/** Why reading ended before the end of the file, and where. Packets before it are good. */
export interface FileProblem {
  code: FileProblemCode
  /** A sentence for the user, with the numbers. */
  message: string
  /** Of the block or record that is wrong, in the (decompressed) file. */
  offset: number
  /** Number, from 1, of the packet that could not be read. */
  packet: number
  /** Bytes that the block needed, and bytes that were there. */
  needed: number
  present: number
}

/**
 * Receives packets in file order. Called up to millions of times a second: allocates nothing, keeps no view.
 * What is not in the arguments stands on the scanner during the call: `hasTime`, `commentCount`, `packets`.
 */
export interface PacketSink {
  /**
   * bytes[at .. at+captured) is the packet, inside a shared buffer that is valid only during the call.
   * @param length bytes on the wire; may be smaller than `captured` in odd files
   * @param seconds since 1970; integral, may be negative or beyond 2^32, exact up to 2^53
   * @param nanos 0 … 999,999,999, finer digits cut off
   * @param interfaceIndex global, over all sections; 0 for pcap
   * @param offset of the packet data in the (decompressed) file
   * @param blockOffset of its block or record, for `packetOptions`
   */
  packet(
    bytes: Uint8Array,
    at: number,
    captured: number,
    length: number,
    seconds: number,
    nanos: number,
    interfaceIndex: number,
    offset: number,
    blockOffset: number,
  ): void
  /** Others may look at what has been taken: the scanner waits for the disk, or is done with a step. */
  pause?(): void
  /** A new section: its interfaces follow. */
  section?(): void
  /** A new interface, before its first packet. */
  interface?(index: number, it: Interface): void
  /** Takes packets without being called for each of them. */
  readonly taker?: PacketTaker
  /**
   * Every block or record whole, before its packet: type (0 for a pcap record), its bytes, its place in the file.
   * `isPacket` says that `packet` follows for the same bytes.
   */
  block?(type: number, bytes: Uint8Array, at: number, length: number, blockOffset: number, isPacket: boolean): void
}

/** Takes packets straight from the window, as long as their blocks are of a kind that it knows. */
export interface PacketTaker {
  /** Memory for the window; another array once it has grown, which happens only in the calls below. */
  home(): Uint8Array
  /** Before each packet that is not taken here: makes room for what may come of it. */
  reserve(): void
  /** Packets that the last call took. */
  readonly taken: number
  /**
   * Blocks of a little-endian section in [start, end) of the window; `origin` is the file offset of the window. Returns where it stopped: before
   * something that is not whole, or is to be looked at by itself.
   */
  blocks(start: number, end: number, origin: number): number
  /** The same for records of a little-endian pcap file with headers of 16 bytes. */
  records(start: number, end: number, origin: number): number
}

/** What `packetOptions` reads from a packet's block. */
export interface PacketOptions {
  comments: string[]
  /** epb_flags: direction, reception, FCS length, link-layer errors. */
  flags?: number
  /** epb_hash values: one byte algorithm, then the hash. */
  hashes: Uint8Array[]
  /** Packets lost between this one and the one before on the same interface. */
  dropCount?: bigint
  packetId?: bigint
  queue?: number
  /** epb_verdict values: one byte kind, then the verdict. */
  verdicts: Uint8Array[]
  /** All of them, also those above. */
  raw: RawOption[]
}
