/** The only place that turns bytes into numbers and text. All multi-byte reads are in network order unless the name says `le`. */

/** Thrown when a read would pass the captured bytes. Frozen and without a stack: it is thrown often, and only its identity counts. */
export const Truncated: Readonly<{ name: 'Truncated' }> = Object.freeze({ name: 'Truncated' as const })

export const u8 = (b: Uint8Array, at: number): number => b[at]!
export const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!
export const u24 = (b: Uint8Array, at: number): number => (b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!
export const u32 = (b: Uint8Array, at: number): number =>
  ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0
/** The same bits as a signed number. */
export const i32 = (b: Uint8Array, at: number): number =>
  (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
export const u48 = (b: Uint8Array, at: number): number => u16(b, at) * 0x1_0000_0000 + u32(b, at + 2)
export const u64 = (b: Uint8Array, at: number): bigint => (BigInt(u32(b, at)) << 32n) | BigInt(u32(b, at + 4))
export const u16le = (b: Uint8Array, at: number): number => b[at]! | (b[at + 1]! << 8)
export const u24le = (b: Uint8Array, at: number): number => b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16)
export const u32le = (b: Uint8Array, at: number): number =>
  (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0
export const u64le = (b: Uint8Array, at: number): bigint => (BigInt(u32le(b, at + 4)) << 32n) | BigInt(u32le(b, at))

/** An unsigned integer of 1 to 8 bytes; exact up to 2^53, see `uintBig` beyond. */
export function uint(b: Uint8Array, at: number, size: number, little = false): number {
  switch (size) {
    case 1:
      return b[at]!
    case 2:
      return little ? u16le(b, at) : u16(b, at)
    case 3:
      return little ? u24le(b, at) : u24(b, at)
    case 4:
      return little ? u32le(b, at) : u32(b, at)
    default: {
      let value = 0
      for (let i = 0; i < size; i++) value = value * 256 + b[little ? at + size - 1 - i : at + i]!
      return value
    }
  }
}

/** The same for any size, exactly. */
export function uintBig(b: Uint8Array, at: number, size: number, little = false): bigint {
  let value = 0n
  for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(b[little ? at + size - 1 - i : at + i]!)
  return value
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/** Two lower-case digits per byte, joined by `separator`. */
export function hex(b: Uint8Array, at: number, length: number, separator = ''): string {
  let text = ''
  for (let i = 0; i < length; i++) text += (i && separator ? separator : '') + HEX[b[at + i]!]!
  return text
}

export const ether = (b: Uint8Array, at: number): string => hex(b, at, 6, ':')

export const ipv4 = (b: Uint8Array, at: number): string => `${b[at]}.${b[at + 1]}.${b[at + 2]}.${b[at + 3]}`

/** RFC 5952: lower case, the longest run of two or more zero groups as `::`, the first of equal runs. */
export function ipv6(b: Uint8Array, at: number): string {
  let best = -1
  let bestLength = 1
  for (let i = 0, run = 0; i < 8; i++) {
    run = u16(b, at + 2 * i) === 0 ? run + 1 : 0
    if (run > bestLength) {
      bestLength = run
      best = i - run + 1
    }
  }
  const mapped =
    best === 0 && ((bestLength === 5 && u16(b, at + 10) === 0xffff) || (bestLength === 6 && u16(b, at + 12) !== 0))
  let text = ''
  for (let i = 0; i < 8; i++) {
    if (i === best) {
      text += '::'
      i += bestLength - 1
      continue
    }
    if (mapped && i === 6) return text + (text.endsWith(':') ? '' : ':') + ipv4(b, at + 12)
    text += (text && !text.endsWith(':') ? ':' : '') + u16(b, at + 2 * i).toString(16)
  }
  return text
}
