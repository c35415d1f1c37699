/** What is kept of every packet of an open capture: 40 bytes each, in columns, so that any packet can be found and decoded again. */

import type { PacketColumns } from '../flows/pass-core'

type Column = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array

export const HAS_TIME = 1
export const HAS_COMMENT = 2
export const MARKED = 4
export const IGNORED = 8

export class PacketIndex {
  /** Packets so far. Packet `i` (from 0) is frame number i + 1. */
  count = 0
  /** Where the packet's bytes start in the file. */
  offset = new Float64Array(1024)
  /** Bytes from the start of its block to its bytes: 28 in an Enhanced Packet Block, 16 in a pcap record. */
  header = new Uint8Array(1024)
  /** Seconds since 1970, and nanoseconds within the second. */
  seconds = new Float64Array(1024)
  nanos = new Uint32Array(1024)
  captured = new Uint32Array(1024)
  /** Length on the wire. */
  length = new Uint32Array(1024)
  /** Number of its interface over all sections. */
  interface = new Uint16Array(1024)
  /** Which set of layers it has: a number of `Stacks`. */
  stack = new Uint16Array(1024)
  /** Conversation × 2 + direction, −1 for none. */
  flow = new Int32Array(1024)
  /** HAS_TIME, HAS_COMMENT, MARKED, IGNORED, and the highest expert severity in the upper bits (rank << 4). */
  flags = new Uint8Array(1024)
  /** The twelve flags of its last TCP layer, and TCP_KNOWN: what filters ask for most. */
  tcpFlags = new Uint16Array(1024)

  /** Appends the first `count` entries of each column. `expected` is how many packets the file is likely to have. */
  append(batch: PacketColumns, count: number, expected: number): void {
    this.reserve(this.count + count, expected)
    const place = this.count
    const put = <T extends Column>(into: T, from: T): void =>
      into.set(count < from.length ? from.subarray(0, count) : from, place)
    put(this.offset, batch.offset)
    put(this.header, batch.header)
    put(this.seconds, batch.seconds)
    put(this.nanos, batch.nanos)
    put(this.captured, batch.captured)
    put(this.length, batch.length)
    put(this.interface, batch.interface)
    put(this.stack, batch.stack)
    put(this.flow, batch.flow)
    put(this.flags, batch.flags)
    put(this.tcpFlags, batch.tcpFlags)
    this.count = place + count
  }

  private reserve(need: number, expected: number): void {
    if (need <= this.offset.length) return
    const size = Math.ceil(Math.max(need * 1.25, Math.min(expected, need * 64)))
    const wider = <T extends Column>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    this.offset = wider(this.offset, new Float64Array(size))
    this.header = wider(this.header, new Uint8Array(size))
    this.seconds = wider(this.seconds, new Float64Array(size))
    this.nanos = wider(this.nanos, new Uint32Array(size))
    this.captured = wider(this.captured, new Uint32Array(size))
    this.length = wider(this.length, new Uint32Array(size))
    this.interface = wider(this.interface, new Uint16Array(size))
    this.stack = wider(this.stack, new Uint16Array(size))
    this.flow = wider(this.flow, new Int32Array(size))
    this.flags = wider(this.flags, new Uint8Array(size))
    this.tcpFlags = wider(this.tcpFlags, new Uint16Array(size))
  }

  /** Nanoseconds from packet `a` to packet `b`; a bigint where a number would not be exact. */
  elapsed(a: number, b: number): number | bigint {
    return elapsed(this.seconds[a]!, this.nanos[a]!, this.seconds[b]!, this.nanos[b]!)
  }
}

/** Nanoseconds between two times, exact. */
export function elapsed(fromSeconds: number, fromNanos: number, toSeconds: number, toNanos: number): number | bigint {
  const seconds = toSeconds - fromSeconds
  return Math.abs(seconds) < 9_000_000
    ? seconds * 1e9 + (toNanos - fromNanos)
    : BigInt(seconds) * 1_000_000_000n + BigInt(toNanos - fromNanos)
}
