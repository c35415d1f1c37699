/** Addresses of a capture as small numbers: each distinct one is kept once, 16 bytes wide, and found by open addressing. Nothing is allocated per packet. */
import { u16, u32 } from '../bytes/read'
import type { AddressKind } from '../dissect/ends'
import { widerI32, widerU8 } from './columns'

const KINDS = ['none', 'ether', 'ipv4', 'ipv6'] as const
const WIDTHS = [0, 6, 4, 16] as const

/** Random per capture, so that nobody can prepare addresses that all land in one place of the table. */
const anySeed = (): number => (Math.random() * 0x1_0000_0000) | 0

export class Addresses {
  /** Number 0 is "no address"; numbers are dense. */
  count = 1
  private kinds = new Uint8Array(64)
  private words = new Int32Array(64 * 4)
  private table = new Int32Array(256)
  private readonly seed = anySeed()

  /** The number of the address of this kind at `at`; known or new. */
  intern(kind: AddressKind, bytes: Uint8Array, at: number): number {
    switch (kind) {
      case 'ipv4':
        return this.number(2, u32(bytes, at) | 0, 0, 0, 0)
      case 'ipv6':
        return this.number(
          3,
          u32(bytes, at) | 0,
          u32(bytes, at + 4) | 0,
          u32(bytes, at + 8) | 0,
          u32(bytes, at + 12) | 0,
        )
      case 'ether':
        return this.number(1, u32(bytes, at) | 0, u16(bytes, at + 4) << 16, 0, 0)
      default:
        return 0
    }
  }

  kind(address: number): AddressKind {
    return KINDS[this.kinds[address]!]!
  }
  /** The bytes of an address in network order: 6, 4 or 16 of them, none for number 0. */
  bytes(address: number): Uint8Array {
    const out = new Uint8Array(WIDTHS[this.kinds[address]!]!)
    for (let i = 0; i < out.length; i++) out[i] = this.words[address * 4 + (i >> 2)]! >>> (24 - 8 * (i & 3))
    return out
  }

  private number(kind: number, a: number, b: number, c: number, d: number): number {
    const { words, table } = this
    const mask = table.length - 1
    let slot = this.hash(kind, a, b, c, d) & mask
    for (;;) {
      const n = table[slot]!
      if (n === 0) break
      const w = n * 4
      if (words[w] === a && words[w + 1] === b && words[w + 2] === c && words[w + 3] === d && this.kinds[n] === kind)
        return n
      slot = (slot + 1) & mask
    }
    return this.add(slot, kind, a, b, c, d)
  }

  private add(slot: number, kind: number, a: number, b: number, c: number, d: number): number {
    const n = this.count++
    if (n >= this.kinds.length) {
      this.kinds = widerU8(this.kinds, n + 1)
      this.words = widerI32(this.words, this.kinds.length * 4)
    }
    this.kinds[n] = kind
    this.words.set([a, b, c, d], n * 4)
    this.table[slot] = n
    if (this.count * 2 > this.table.length) this.rehash()
    return n
  }

  private rehash(): void {
    const table = (this.table = new Int32Array(this.table.length * 2))
    const mask = table.length - 1
    for (let n = 1; n < this.count; n++) {
      const w = n * 4
      let slot =
        this.hash(this.kinds[n]!, this.words[w]!, this.words[w + 1]!, this.words[w + 2]!, this.words[w + 3]!) & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = n
    }
  }

  private hash(kind: number, a: number, b: number, c: number, d: number): number {
    let h = Math.imul(a ^ this.seed, 0x9e3779b1)
    h = Math.imul(h ^ (h >>> 15) ^ b, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13) ^ c, 0xc2b2ae35)
    h = Math.imul(h ^ (h >>> 16) ^ d ^ kind, 0x27d4eb2f)
    return h ^ (h >>> 15)
  }
}
