/** State that protocols keep while a capture is open: conversations, counters, tables. Declared by the protocol, held by the session. */

/** A kind of state; `create` makes it when it is first asked for. */
export interface Memory<T> {
  readonly id: number
  readonly create: (memories: Memories) => T
}

let count = 0

/** Declares state of one capture, which may build on other state. Call at module level. */
export const memory = <T>(create: (memories: Memories) => T): Memory<T> => ({ id: count++, create })

/** All state of one capture. */
export class Memories {
  private readonly slots: unknown[] = []
  get<T>(kind: Memory<T>): T {
    return (this.slots[kind.id] ??= kind.create(this)) as T
  }
}

/**
 * Facts of any shape about layers of packets: the first pass sets them, later decodings of the same layer read them. Declare with
 * `memory(() => new FrameFacts<Shape>())`; keep them small, and only for packets that need them.
 */
export class FrameFacts<T> {
  private readonly facts = new Map<number, T>()
  /** `nth`: which layer of its protocol in the packet, from 0 (`p.nth()`). */
  get(frame: number, nth = 0): T | undefined {
    return this.facts.get(frame * 256 + nth)
  }
  set(frame: number, value: T, nth = 0): void {
    this.facts.set(frame * 256 + nth, value)
  }
}

/**
 * State of any shape per conversation (`p.flow >> 1`) or direction (`p.flow`): made when first asked for. Declare with
 * `memory(() => new FlowState(() => new Sides()))`. Only the first pass may change it.
 */
export class FlowState<T> {
  private readonly states = new Map<number, T>()
  constructor(private readonly create: () => T) {}
  of(flow: number): T {
    let state = this.states.get(flow)
    if (state === undefined) this.states.set(flow, (state = this.create()))
    return state
  }
}

/** From this share of packets on (one in so many), and for no less than so many, a place for every packet is cheaper than a list. */
const DENSE_SHARE = 4
const DENSE_LEAST = 4096

/**
 * A number per packet, for protocols that must remember in the first pass what later decodings of the same packet need. Numbers are set
 * in the order of the packets. Protocols that few packets have get a list in that order (8 bytes each, found by halving), those of many a
 * place for every packet (4 bytes). Further layers of the same protocol in a packet (tunnels, quotations) are kept in a map.
 */
export class PacketNumbers {
  private frames = new Uint32Array(64)
  private values = new Uint32Array(64)
  private count = 0
  private dense: Uint32Array | undefined
  private readonly further = new Map<number, number>()
  /** How many packets the capture being indexed is likely to have: one allocation instead of many copies. Set by the session. */
  static expected = 0

  /** Frame numbers count from 1; `nth` layers from 0. Zero means: nothing remembered. */
  get(frame: number, nth = 0): number {
    if (nth !== 0) return this.further.get(frame * 256 + nth) ?? 0
    if (this.dense) return this.dense[frame] ?? 0
    const { frames } = this
    let low = 0
    let high = this.count - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const at = frames[middle]!
      if (at === frame) return this.values[middle]!
      if (at < frame) low = middle + 1
      else high = middle - 1
    }
    return 0
  }
  /** `frame` must not be lower than the one set last. */
  set(frame: number, value: number, nth = 0): void {
    if (nth !== 0) this.further.set(frame * 256 + nth, value)
    else if (this.dense) this.put(this.dense, frame, value)
    else this.append(frame, value)
  }

  private append(frame: number, value: number): void {
    if (this.count && this.frames[this.count - 1] === frame) this.count--
    else if (this.count >= DENSE_LEAST && this.count * DENSE_SHARE > frame) {
      const dense = (this.dense = new Uint32Array(0))
      this.put(dense, frame, value)
      for (let i = 0; i < this.count; i++) this.dense[this.frames[i]!] = this.values[i]!
      this.frames = this.values = new Uint32Array(0)
      return
    }
    if (this.count === this.frames.length) {
      this.frames = wider(this.frames, this.count * 2)
      this.values = wider(this.values, this.count * 2)
    }
    this.frames[this.count] = frame
    this.values[this.count++] = value
  }
  private put(dense: Uint32Array, frame: number, value: number): void {
    if (frame >= dense.length) {
      const size = Math.max(frame + 1, Math.ceil(dense.length * 1.5), Math.min(PacketNumbers.expected, frame * 64))
      this.dense = dense = wider(dense, size)
    }
    dense[frame] = value
  }
}

function wider(from: Uint32Array, size: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(size)
  to.set(from)
  return to
}
