/** Who talks with whom on the link and network layers: pairs of addresses and single ones with their counters, in typed columns. */
import type { AddressKind } from '../dissect/ends'
import { Addresses } from './addresses'
import { widerF64, widerU32 } from './columns'
import { limits } from '../limits'

export class AddressPairs {
  readonly addresses = new Addresses()
  /** Pairs so far, in order of appearance. */
  count = 0
  /** Packets whose pair was not kept because there were too many. */
  dropped = 0
  private ends = new Uint32Array(128)
  private packetCounts = new Uint32Array(128)
  private byteCounts = new Float64Array(128)
  private frames = new Uint32Array(128)
  /** Earliest and latest packet, and their times: the clock of a capture may go back. */
  private times = new Float64Array(128)
  private timed = new Uint32Array(128)
  private table = new Uint32Array(256)

  /** Counts a packet from the address at `source` to that at `destination`. */
  see(
    kind: AddressKind,
    bytes: Uint8Array,
    source: number,
    destination: number,
    frame: number,
    length: number,
    time: number,
  ): void {
    const from = this.addresses.intern(kind, bytes, source)
    const to = this.addresses.intern(kind, bytes, destination)
    const flow = this.find(from, to, frame)
    if (flow < 0) {
      this.dropped++
      return
    }
    this.packetCounts[flow]!++
    this.byteCounts[flow]! += length
    this.frames[flow | 1] = frame
    const first = flow & ~1
    const opens = this.timed[first] === 0
    if (opens || time < this.times[first]!) {
      this.times[first] = time
      this.timed[first] = frame
    }
    if (opens || time > this.times[first + 1]!) {
      this.times[first + 1] = time
      this.timed[first + 1] = frame
    }
  }

  /** Number in `addresses` of end 0 (who sent the first packet) or end 1. */
  address(pair: number, end: number): number {
    return this.ends[pair * 2 + end]!
  }
  packets(pair: number, end: number): number {
    return this.packetCounts[pair * 2 + end]!
  }
  bytes(pair: number, end: number): number {
    return this.byteCounts[pair * 2 + end]!
  }
  /** The packet with the earliest time, and with the latest. */
  earliest(pair: number): number {
    return this.timed[pair * 2]!
  }
  latest(pair: number): number {
    return this.timed[pair * 2 + 1]!
  }
  firstFrame(pair: number): number {
    return this.frames[pair * 2]!
  }
  lastFrame(pair: number): number {
    return this.frames[pair * 2 + 1]!
  }

  /** Pair × 2 + direction. */
  private find(from: number, to: number, frame: number): number {
    const { table, ends } = this
    const mask = table.length - 1
    let slot = hash(from, to) & mask
    for (;;) {
      const n = table[slot]! - 1
      if (n < 0) break
      if (ends[2 * n] === from && ends[2 * n + 1] === to) return 2 * n
      if (ends[2 * n] === to && ends[2 * n + 1] === from) return 2 * n + 1
      slot = (slot + 1) & mask
    }
    if (this.count >= limits.addressPairs) return -1
    const n = this.count++
    if (2 * n + 2 > this.ends.length) {
      this.ends = widerU32(this.ends, 2 * n + 2)
      this.packetCounts = widerU32(this.packetCounts, this.ends.length)
      this.frames = widerU32(this.frames, this.ends.length)
      this.timed = widerU32(this.timed, this.ends.length)
      this.times = widerF64(this.times, this.ends.length)
      this.byteCounts = widerF64(this.byteCounts, this.ends.length)
    }
    this.ends[2 * n] = from
    this.ends[2 * n + 1] = to
    this.frames[2 * n] = this.frames[2 * n + 1] = frame
    table[slot] = n + 1
    if (this.count * 2 > table.length) this.rehash()
    return 2 * n
  }

  private rehash(): void {
    const table = (this.table = new Uint32Array(this.table.length * 2))
    const mask = table.length - 1
    for (let n = 0; n < this.count; n++) {
      let slot = hash(this.ends[2 * n]!, this.ends[2 * n + 1]!) & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = n + 1
    }
  }
}

/** The same for both directions. Address numbers are given in order of appearance, so nobody can choose them. */
function hash(a: number, b: number): number {
  let h = Math.imul(Math.min(a, b), 0x9e3779b1) ^ Math.imul(Math.max(a, b), 0x85ebca6b)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 13)
}
