/** Special-purpose addresses: the IANA registries behind RFC 6890, for the ip_… functions. */
import { asBytes } from './values'
import type { Value } from './values'

export interface SpecialBlock {
  name: string
  /** 16 source, 8 destination, 4 forwardable, 2 globally reachable, 1 reserved by protocol. */
  mask: number
}

const S = 16
const D = 8
const F = 4
const G = 2
const R = 1

/** Address, prefix length, name, flags; a smaller block inside a larger one comes first. */
const blocks4: readonly [address: readonly number[], bits: number, name: string, mask: number][] = [
  [[255, 255, 255, 255], 32, 'Limited Broadcast', D | R],
  [[192, 0, 0, 170], 32, 'NAT64/DNS64 Discovery', R],
  [[192, 0, 0, 171], 32, 'NAT64/DNS64 Discovery', R],
  [[192, 0, 0, 8], 32, 'IPv4 Dummy Address', S],
  [[192, 0, 0, 9], 32, 'Port Control Protocol Anycast', S | D | F | G],
  [[192, 0, 0, 10], 32, 'Traversal Using Relays around NAT Anycast', S | D | F | G],
  [[192, 0, 0, 0], 29, 'IPv4 Service Continuity Prefix', S | D | F],
  [[192, 0, 0, 0], 24, 'IETF Protocol Assignments', 0],
  [[0, 0, 0, 0], 32, '"This host on this network"', S | R],
  [[0, 0, 0, 0], 8, '"This network"', S | R],
  [[10, 0, 0, 0], 8, 'Private-Use', S | D | F],
  [[100, 64, 0, 0], 10, 'Shared Address Space', S | D | F],
  [[127, 0, 0, 0], 8, 'Loopback', R],
  [[169, 254, 0, 0], 16, 'Link Local', S | D | R],
  [[172, 16, 0, 0], 12, 'Private-Use', S | D | F],
  [[192, 0, 2, 0], 24, 'Documentation (TEST-NET-1)', 0],
  [[192, 31, 196, 0], 24, 'AS112-v4', S | D | F | G],
  [[192, 52, 193, 0], 24, 'AMT', S | D | F | G],
  [[192, 88, 99, 0], 24, 'Deprecated (6to4 Relay Anycast)', S | D | F | G],
  [[192, 168, 0, 0], 16, 'Private-Use', S | D | F],
  [[192, 175, 48, 0], 24, 'Direct Delegation AS112 Service', S | D | F | G],
  [[198, 18, 0, 0], 15, 'Benchmarking', S | D | F],
  [[198, 51, 100, 0], 24, 'Documentation (TEST-NET-2)', 0],
  [[203, 0, 113, 0], 24, 'Documentation (TEST-NET-3)', 0],
  [[240, 0, 0, 0], 4, 'Reserved', R],
]

/** The same for IPv6: the first 16-bit groups. */
const blocks6: readonly [groups: readonly number[], bits: number, name: string, mask: number][] = [
  [[0, 0, 0, 0, 0, 0, 0, 1], 128, 'Loopback Address', R],
  [[0], 128, 'Unspecified Address', S | R],
  [[0, 0, 0, 0, 0, 0xffff], 96, 'IPv4-mapped Address', R],
  [[0x64, 0xff9b], 96, 'IPv4-IPv6 Translation', S | D | F | G],
  [[0x64, 0xff9b, 1], 48, 'IPv4-IPv6 Translation', S | D | F],
  [[0x100], 64, 'Discard-Only Address Block', S | D | F],
  [[0x2001, 1, 0, 0, 0, 0, 0, 1], 128, 'Port Control Protocol Anycast', S | D | F | G],
  [[0x2001, 1, 0, 0, 0, 0, 0, 2], 128, 'Traversal Using Relays around NAT Anycast', S | D | F | G],
  [[0x2001, 2], 48, 'Benchmarking', S | D | F],
  [[0x2001, 3], 32, 'AMT', S | D | F | G],
  [[0x2001, 4, 0x112], 48, 'AS112-v6', S | D | F | G],
  [[0x2001, 0x10], 28, 'Deprecated (previously ORCHID)', 0],
  [[0x2001, 0x20], 28, 'ORCHIDv2', S | D | F | G],
  [[0x2001, 0], 32, 'TEREDO', S | D | F],
  [[0x2001, 0xdb8], 32, 'Documentation', 0],
  [[0x2001], 23, 'IETF Protocol Assignments', 0],
  [[0x2002], 16, '6to4', S | D | F],
  [[0x2620, 0x4f, 0x8000], 48, 'Direct Delegation AS112 Service', S | D | F | G],
  [[0xfc00], 7, 'Unique-Local', S | D | F],
  [[0xfe80], 10, 'Link-Local Unicast', S | D | R],
]

const prepared4 = blocks4.map(([a, bits, name, mask]) => ({ bytes: Uint8Array.from(a), bits, name, mask }))
const prepared6 = blocks6.map(([groups, bits, name, mask]) => {
  const bytes = new Uint8Array(16)
  groups.forEach((g, i) => {
    bytes[2 * i] = g >> 8
    bytes[2 * i + 1] = g & 255
  })
  return { bytes, bits, name, mask }
})

const bytesOf = (v: Value): Uint8Array =>
  typeof v === 'number' ? Uint8Array.of(v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255) : asBytes(v)

function inside(address: Uint8Array, block: Uint8Array, bits: number): boolean {
  for (let i = 0; 8 * i < bits; i++) {
    const rest = bits - 8 * i
    const mask = rest >= 8 ? 0xff : (0xff00 >> rest) & 0xff
    if ((address[i]! ^ block[i]!) & mask) return false
  }
  return true
}

/** The block that an address (IPv4 as a number) lies in. */
export function special(v: Value): SpecialBlock | undefined {
  const address = bytesOf(v)
  return (address.length === 4 ? prepared4 : prepared6).find((b) => inside(address, b.bytes, b.bits))
}

export function linkLocal(v: Value): boolean {
  const b = bytesOf(v)
  return b.length === 4 ? b[0] === 169 && b[1] === 254 : b[0] === 0xfe && (b[1]! & 0xc0) === 0x80
}
export function multicast(v: Value): boolean {
  const b = bytesOf(v)
  return b.length === 4 ? b[0]! >> 4 === 14 : b[0] === 0xff
}
export function privateUse(v: Value): boolean {
  const b = bytesOf(v)
  return b[0] === 10 || (b[0] === 172 && b[1]! >> 4 === 1) || (b[0] === 192 && b[1] === 168)
}
export const uniqueLocal = (v: Value): boolean => (bytesOf(v)[0]! & 0xfe) === 0xfc
