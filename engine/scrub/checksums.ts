/**
 * Checksums of a changed packet. The Internet checksum is mended by the difference (RFC 1624): one that was right is right afterwards, one that was
 * wrong stays wrong, whether or not the capture holds all that it covers.
 */
import { fold16, sum16 } from '../bytes/checksum'

/** One checksum field, and what it covers, in a packet. */
export interface Covered {
  /** Of the two bytes of the field. */
  at: number
  from: number
  to: number
  /** Addresses of the pseudo-header: where each stands, and how long it is. */
  addresses: readonly (readonly [at: number, length: number])[]
  /** 0 says that there is none, and is not a value of it (UDP). */
  zeroIsNone: boolean
}

/** Sets the checksum in `now` that fits its bytes as well as the one in `was` fitted those. True when it was changed. */
export function mend(was: Uint8Array, now: Uint8Array, { at, from, to, addresses, zeroIsNone }: Covered): boolean {
  const old = (was[at]! << 8) | was[at + 1]!
  if (zeroIsNone && old === 0) return false
  const sumOf = (b: Uint8Array): number => {
    // The field itself is left out; it begins at an even place of what it covers.
    let sum = sum16(b, from, at - from) + (to > at + 2 ? sum16(b, at + 2, to - at - 2) : 0)
    for (const [address, length] of addresses) sum += sum16(b, address, length)
    return fold16(sum)
  }
  const [before, after] = [sumOf(was), sumOf(now)]
  if (before === after) return false
  // ~HC' = ~HC + m − m'… written with the complement in place of the difference.
  let value = ~fold16((~old & 0xffff) + (~before & 0xffff) + after) & 0xffff
  if (zeroIsNone && value === 0) value = 0xffff
  now[at] = value >> 8
  now[at + 1] = value & 255
  return true
}

/** Changes the last whole word of `now[from..to)` so that the sum over it is what it was: for parts of something whose checksum stands elsewhere. */
export function keepSum(was: Uint8Array, now: Uint8Array, from: number, to: number): void {
  const length = (to - from) & ~1
  if (length < 2) return
  const at = from + length - 2
  const before = fold16(sum16(was, from, to - from))
  const rest = fold16(sum16(now, from, length - 2) + (to > from + length ? now[to - 1]! << 8 : 0))
  const word = fold16(before + (~rest & 0xffff))
  now[at] = word >> 8
  now[at + 1] = word & 255
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let x = n
  for (let k = 0; k < 8; k++) x = x & 1 ? (x >>> 1) ^ 0x82f63b78 : x >>> 1
  return x >>> 0
})

/** CRC-32C of SCTP (RFC 9260, appendix A) over `b[from..to)` with zeros in place of the field at `from + 8`, as it stands in the packet. */
export function sctpChecksum(b: Uint8Array, from: number, to: number): number {
  let crc = 0xffff_ffff
  for (let i = from; i < to; i++) crc = table[(crc ^ (i >= from + 8 && i < from + 12 ? 0 : b[i]!)) & 255]! ^ (crc >>> 8)
  crc = ~crc >>> 0
  return (((crc & 255) << 24) | ((crc & 0xff00) << 8) | ((crc >>> 8) & 0xff00) | (crc >>> 24)) >>> 0
}
