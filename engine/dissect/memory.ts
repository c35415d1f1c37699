/** State that protocols keep while a capture is open: conversations, counters, tables. Declared by the protocol, held by the session. */

/** A kind of state; `create` makes it when it is first asked for. */
export interface Memory<T> {
  readonly id: number
  readonly create: () => T
}

let count = 0

/** Declares state of one capture. Call at module level. */
export const memory = <T>(create: () => T): Memory<T> => ({ id: count++, create })

/** All state of one capture. */
export class Memories {
  private readonly slots: unknown[] = []
  get<T>(kind: Memory<T>): T {
    return (this.slots[kind.id] ??= kind.create()) as T
  }
}

/**
 * A number per packet, for protocols that must remember in the first pass what later decodings of the same packet need.
 * The first layer of a packet uses an array; further layers of the same protocol (tunnels, quotations) a map.
 */
export class PacketNumbers {
  private first: Uint32Array
  private readonly further = new Map<number, number>()
  /** How many packets the capture being indexed is likely to have: one allocation instead of many copies. Set by the session. */
  static expected = 0
  constructor(size = 1024) {
    this.first = new Uint32Array(size)
  }
  /** Frame numbers count from 1; `nth` layers from 0. Zero means: nothing remembered. */
  get(frame: number, nth = 0): number {
    return nth === 0 ? (this.first[frame] ?? 0) : (this.further.get(frame * 32 + nth) ?? 0)
  }
  set(frame: number, value: number, nth = 0): void {
    if (nth > 0) {
      this.further.set(frame * 32 + nth, value)
      return
    }
    if (frame >= this.first.length) {
      const wider = new Uint32Array(
        Math.max(frame + 1, Math.ceil(this.first.length * 1.5), Math.min(PacketNumbers.expected, frame * 64)),
      )
      wider.set(this.first)
      this.first = wider
    }
    this.first[frame] = value
  }
}
