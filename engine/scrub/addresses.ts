/**
 * Replacements of addresses. One address always becomes the same other one; those that share a prefix share one afterwards; broadcast, multicast,
 * loopback, link-local, private and unspecified addresses stay of their kind. An IPv6 address that was made from a MAC address is made
 * from its replacement, and a solicited-node group from the address that it asks for.
 */
import { limits } from '../limits'
import { mapOctet, octetPermutation, permutation } from './permute'
import type { Oracle } from './permute'

/** IPv4 ranges that lead to themselves: first octets and bits. */
const kept4: readonly (readonly [number, number])[] = [
  [0x0a000000, 8],
  [0x7f000000, 8],
  [0x64400000, 10],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0xe0000000, 3],
  [0, 8],
]
const uint4 = (b: Uint8Array): number => ((b[0]! << 24) | (b[1]! << 16) | (b[2]! << 8) | b[3]!) >>> 0

/** Whether the first `length` bits of an address are a way to one of the ranges that stay where they are. */
const leadsToKept = (address: number, length: number): boolean =>
  kept4.some(([range, bits]) => length < bits && (length === 0 || (address ^ range) >>> (32 - length) === 0))

/** IPv4 addresses that are the same in every network: unspecified, loopback, groups, broadcast, masks. */
export function isPlain4(b: Uint8Array): boolean {
  return b[0] === 0 || b[0] === 127 || b[0]! >= 224
}

export class ScrubbedAddresses {
  private readonly known = new Map<string, Uint8Array>()
  private readonly octets = new Map<string, Uint8Array>()
  private readonly vendor: (x: number) => number
  private readonly low: (x: number) => number
  private readonly high: (x: number) => number

  constructor(private readonly oracle: Oracle) {
    this.vendor = permutation(this.oracle, 'vendor', 11)
    this.low = permutation(this.oracle, 'low', 12)
    this.high = permutation(this.oracle, 'high', 20)
  }

  /** @param b 6 bytes */
  mac = (b: Uint8Array): Uint8Array => this.once('m', b, () => this.newMac(b))
  /** @param b 4 bytes */
  ipv4 = (b: Uint8Array): Uint8Array => this.once('4', b, () => this.newIpv4(b))
  /** @param b 16 bytes */
  ipv6 = (b: Uint8Array): Uint8Array => this.once('6', b, () => this.newIpv6(b))

  private once(kind: string, b: Uint8Array, make: () => Uint8Array): Uint8Array {
    const key = kind + String.fromCharCode(...b)
    let made = this.known.get(key)
    if (!made) {
      // What is forgotten is made again, and the same.
      if (this.known.size >= limits.scrubbedHeld) this.known.clear()
      this.known.set(key, (made = make()))
    }
    return made
  }

  private newMac(b: Uint8Array): Uint8Array {
    const out = b.slice()
    if (b[0]! & 1) {
      // 33:33:ff and the end of an IPv6 address; other groups belong to protocols.
      if (b[0] === 0x33 && b[1] === 0x33 && b[2] === 0xff) putLow(out, 3, this.low(low24(b, 3)))
      return out
    }
    if (b.every((x) => x === 0)) return out
    this.putVendor(out, 0, b[0]! & 3)
    putLow(out, 3, this.low(low24(b, 3)))
    return out
  }

  /** The upper half of a MAC address at `at`; its two flags become `flags`. */
  private putVendor(out: Uint8Array, at: number, flags: number): void {
    const old = ((out[at]! >> 2) << 16) | (out[at + 1]! << 8) | out[at + 2]!
    const now = this.vendor(old)
    out[at] = ((now >> 16) << 2) | flags
    out[at + 1] = (now >> 8) & 255
    out[at + 2] = now & 255
  }

  private newIpv4(b: Uint8Array): Uint8Array {
    const out = b.slice()
    if (isPlain4(b)) return out
    const address = uint4(b)
    for (let i = 0; i < 3; i++)
      out[i] = mapOctet(this.oracle, `4 ${b.subarray(0, i).join('.')}`, b[i]!, (_bits, n) => {
        const length = 8 * i + n
        return leadsToKept(address, length)
      })
    // The last octet of its own: .0 and .255, the names of networks and of all in them, stay.
    const net = b.subarray(0, 3).join('.')
    let table = this.octets.get(net)
    if (!table) {
      if (this.octets.size >= limits.scrubbedNetworks) this.octets.clear()
      this.octets.set(net, (table = octetPermutation(this.oracle, 'host', net)))
    }
    out[3] = table[b[3]!]!
    return out
  }

  private newIpv6(b: Uint8Array): Uint8Array {
    const out = b.slice()
    if (b[0] === 0xff) {
      if (b[1]! === 2 && b[11] === 1 && b[12] === 0xff && b.subarray(2, 11).every((x) => x === 0))
        putLow(out, 13, this.low(low24(b, 13)))
      return out
    }
    const zeros = b.findIndex((x) => x !== 0)
    if (zeros < 0 || (zeros === 15 && b[15] === 1)) return out
    const mapped = zeros === 10 && b[10] === 0xff && b[11] === 0xff
    const translated = b[0] === 0 && b[1] === 0x64 && b[2] === 0xff && b[3] === 0x9b
    if (zeros >= 12 || mapped || translated) {
      out.set(this.ipv4(b.subarray(12)), 12)
      return out
    }
    if (b[0] === 0x20 && b[1] === 2) {
      out.set(this.ipv4(b.subarray(2, 6)), 2)
      this.prefix(out, b, 6, 0)
    } else if (b[0] === 0xfe && (b[1]! & 0xc0) === 0x80) this.prefix(out, b, 2, 0)
    else if ((b[0]! & 0xfe) === 0xfc) this.prefix(out, b, 1, 0)
    else this.prefix(out, b, 0, 3)
    this.interfaceId(out, b)
    return out
  }

  /** Octets from `first` to the end of the network's half; the first `bits` bits stay. A network of zeros stays one. */
  private prefix(out: Uint8Array, b: Uint8Array, first: number, bits: number): void {
    if (b.subarray(first, 8).every((x) => x === 0)) return
    for (let i = first; i < 8; i++)
      out[i] = mapOctet(this.oracle, `6 ${b.subarray(0, i).join('.')}`, b[i]!, (_bits, n) => 8 * (i - first) + n < bits)
  }

  private interfaceId(out: Uint8Array, b: Uint8Array): void {
    putLow(out, 13, this.low(low24(b, 13)))
    const fromMac = (x: Uint8Array): boolean => x[11] === 0xff && x[12] === 0xfe
    if (fromMac(b)) return this.putVendor(out, 8, b[8]! & 3)
    // Never one that looks as if it were made from a MAC address.
    do {
      const old = out.subarray(8, 13).reduce((sum, x) => sum * 256 + x, 0)
      let now = this.high(old)
      for (let i = 12; i >= 8; i--) {
        out[i] = now % 256
        now = Math.floor(now / 256)
      }
    } while (fromMac(out))
  }
}

const low24 = (b: Uint8Array, at: number): number => (b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!
function putLow(out: Uint8Array, at: number, value: number): void {
  out[at] = value >> 16
  out[at + 1] = (value >> 8) & 255
  out[at + 2] = value & 255
}
