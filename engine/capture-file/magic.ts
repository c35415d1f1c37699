// What kind of file begins with these bytes: by magic number, never by name.
import { block, byteOrderMagic, pcapMagic } from './block-types'
import type { ByteOrder, Compression, PcapVariant } from './types'

export type Magic =
  | { is: 'pcapng' }
  | { is: 'pcap'; variant: PcapVariant; byteOrder: ByteOrder }
  | { is: 'snoop' }
  | { is: 'netmon' }
  | { is: 'compressed'; by: Compression }
  | { is: 'other'; what: string | null }

const variants = new Map<number, PcapVariant>([
  [pcapMagic.microseconds, 'microseconds'],
  [pcapMagic.nanoseconds, 'nanoseconds'],
  [pcapMagic.modified, 'modified'],
  [pcapMagic.ixiaHardware, 'ixia'],
  [pcapMagic.ixiaSoftware, 'ixia'],
])

/** Files that people try to open. The text completes "This is …". */
const others: [start: number[] | string, what: string][] = [
  [[0x02, 0x21, 0x4c, 0x18], 'compressed with the old kind of lz4, which is not supported: decompress it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz, which is not supported: decompress it first'],
  ['BZh', 'compressed with bzip2, which is not supported: decompress it first'],
  ['PK\x03\x04', 'a ZIP archive: unpack it and open the capture inside'],
  ['7z\xbc\xaf', 'a 7-Zip archive: unpack it and open the capture inside'],
  ['RTSS', 'a capture of Microsoft Network Monitor 1, which is not supported: convert it with editcap'],
  ['TRSNIFF data', 'a Sniffer capture, which is not supported: convert it with editcap'],
  ['%PDF', 'a PDF document'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a program'],
]

const startsWith = (bytes: Uint8Array, start: number[] | string): boolean => {
  const wanted = typeof start === 'string' ? Array.from(start, (it) => it.charCodeAt(0)) : start
  return wanted.every((it, i) => bytes[i] === it)
}

const looksLikeText = (bytes: Uint8Array): boolean =>
  bytes.length > 0 && bytes.every((it) => (it >= 0x20 && it !== 0x7f) || (it >= 9 && it <= 13))

/** Needs 12 bytes to be sure of pcapng and 4 for the others; fewer are judged by what is there. */
export function magicOf(bytes: Uint8Array): Magic {
  if (bytes.length >= 4) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const big = view.getUint32(0)
    const little = view.getUint32(0, true)
    if (big === block.section) {
      const isPcapng = bytes.length < 12 || [view.getUint32(8), view.getUint32(8, true)].includes(byteOrderMagic)
      return isPcapng ? { is: 'pcapng' } : { is: 'other', what: null }
    }
    const littleVariant = variants.get(little)
    if (littleVariant) return { is: 'pcap', variant: littleVariant, byteOrder: 'little' }
    const bigVariant = variants.get(big)
    if (bigVariant) return { is: 'pcap', variant: bigVariant, byteOrder: 'big' }
  }
  if (startsWith(bytes, [0x1f, 0x8b])) return { is: 'compressed', by: 'gzip' }
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) return { is: 'compressed', by: 'zstd' }
  if (startsWith(bytes, [0x04, 0x22, 0x4d, 0x18])) return { is: 'compressed', by: 'lz4' }
  if (startsWith(bytes, 'snoop\0\0\0')) return { is: 'snoop' }
  if (startsWith(bytes, 'GMBU')) return { is: 'netmon' }
  const known = others.find(([start]) => startsWith(bytes, start))
  return { is: 'other', what: known?.[1] ?? (looksLikeText(bytes) ? 'a text file' : null) }
}
