// What the file says about one packet besides its bytes: comments, flags, verdicts. Read when somebody looks.
import { limits } from '../limits'
import { block, option } from './block-types'
import { firstUnsigned, padded, readOptions, texts } from './options'
import { readPacket } from './packet-reader'
import type { ByteOrder, ByteSource, CaptureFormat, PacketOptions, Section } from './types'

/** Of a scanner: what is needed to find and read a block. */
export interface ScannedFile {
  readonly format: CaptureFormat | null
  readonly sections: readonly Section[]
}

/** The section that a place in the file belongs to: the last that starts at or before it. */
export function sectionAt(sections: readonly Section[], offset: number): Section | undefined {
  let low = 0
  let high = sections.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sections[middle]?.offset ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return sections[low - 1]
}

/** The block at `blockOffset`, whole, header and trailer included; empty where there is none. */
export function readBlock(source: ByteSource, order: ByteOrder, blockOffset: number): Uint8Array {
  const header = readPacket(source, blockOffset, 8)
  if (header.length < 8) return header.subarray(0, 0)
  const declared = new DataView(header.buffer, header.byteOffset).getUint32(4, order === 'little')
  if (declared < 12 || declared > limits.blockLength) return header.subarray(0, 0)
  const whole = readPacket(source, blockOffset, padded(declared))
  return whole.length === padded(declared) ? whole : header.subarray(0, 0)
}

/** Where the options of a packet block start; undefined for blocks without. */
export function packetOptionsStart(bytes: Uint8Array, little: boolean): number | undefined {
  if (bytes.length < 32) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const type = view.getUint32(0, little)
  if (type !== block.enhancedPacket && type !== block.packet) return undefined
  const captured = view.getUint32(20, little)
  return captured <= bytes.length - 32 ? 28 + padded(captured) : undefined
}

/**
 * Options of the packet whose block starts at `blockOffset`. pcap and Simple Packet Blocks have none. The drop count of an
 * old Packet Block stands in its header and is given too. Never throws for what is in the file.
 */
export function packetOptions(source: ByteSource, scanned: ScannedFile, blockOffset: number): PacketOptions {
  const none: PacketOptions = { comments: [], hashes: [], verdicts: [], raw: [] }
  const section = sectionAt(scanned.sections, blockOffset)
  if (scanned.format?.kind !== 'pcapng' || !section) return none
  const little = section.byteOrder === 'little'
  const bytes = readBlock(source, section.byteOrder, blockOffset)
  const start = packetOptionsStart(bytes, little)
  if (start === undefined) return none
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const raw = readOptions(bytes, view, start, bytes.length - 4, little)
  const flags = firstUnsigned(raw, option.flags, 4, little)
  let dropCount = firstUnsigned(raw, option.dropCount, 8, little)
  const packetId = firstUnsigned(raw, option.packetId, 8, little)
  const queue = firstUnsigned(raw, option.queue, 4, little)
  const oldDrops = view.getUint16(10, little)
  if (view.getUint32(0, little) === block.packet && oldDrops !== 0xffff) dropCount ??= BigInt(oldDrops)
  const values = (code: number): Uint8Array[] => raw.filter((it) => it.code === code).map((it) => it.value)
  return {
    comments: texts(raw, option.comment),
    hashes: values(option.hash),
    verdicts: values(option.verdict),
    raw,
    ...(flags === undefined ? {} : { flags: Number(flags) }),
    ...(dropCount === undefined ? {} : { dropCount }),
    ...(packetId === undefined ? {} : { packetId }),
    ...(queue === undefined ? {} : { queue: Number(queue) }),
  }
}
