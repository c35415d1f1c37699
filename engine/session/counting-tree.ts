/** A tree of counters over time: how many, values with their average and extremes, and how many came at once. What `-z …,tree` shows. */
import { limits } from '../limits'

/** Packets are said to come at once within twenty slots of five milliseconds. */
const slot = 5
const slots = 20
const burst = slot * slots
const slotOf = (at: number): number => Math.floor(at / slot)

/** What names beyond the limit are counted as: packets can hold any number of them. */
const others = 'Others'

export class Counter {
  count = 0
  /** Of values; meaningless where none were counted. */
  sum = 0
  least = Infinity
  most = -Infinity
  readonly children: Counter[] = []
  private readonly byName = new Map<string, Counter>()
  /** Packets per millisecond of the busiest tenth of a second, and when that began (seconds); −1: never. */
  burstRate = 0
  burstStart = -1
  /** Times of the last packets, from `oldest` on those of the last tenth of a second. */
  private recent: number[] = []
  private oldest = 0

  constructor(
    readonly name: string,
    /** none: it counts; whole and fraction: of values that have an average. */
    readonly values: 'none' | 'whole' | 'fraction' = 'none',
  ) {}

  /** The counter of this name under this one, made when it is not there; names beyond `limits.counterNames` are counted together. */
  under(name: string, values: Counter['values'] = 'none'): Counter {
    const known = this.byName.get(name)
    if (known) return known
    if (this.children.length >= limits.counterNames && name !== others) return this.under(others, values)
    const child = new Counter(name, values)
    this.children.push(child)
    this.byName.set(name, child)
    return child
  }

  /** Counts one packet. @param at milliseconds since the first packet of the capture */
  add(at: number, value?: number): void {
    this.count++
    if (value !== undefined) {
      this.sum += value
      this.least = Math.min(this.least, value)
      this.most = Math.max(this.most, value)
    }
    this.recent.push(at)
    while (slotOf(at) - slotOf(this.recent[this.oldest]!) >= slots) this.oldest++
    const rate = (this.recent.length - this.oldest) / burst
    if (rate > this.burstRate) {
      this.burstRate = rate
      // The first tenth of a second begins with the capture, whenever its first packet came.
      this.burstStart = at < burst ? 0 : this.recent[this.oldest]! / 1000
    }
    if (this.oldest < 1024) return
    this.recent = this.recent.slice(this.oldest)
    this.oldest = 0
  }
}

export interface CountingTree {
  title: string
  roots: Counter[]
  /** The children of the roots stand in their own order; otherwise the largest come first. */
  ordered: boolean
  /** Milliseconds from the first packet that was counted to the last. */
  span: number
}

/** The largest first; those of one size from the last name to the first. */
const larger = (a: Counter, b: Counter): number => b.count - a.count || (a.name < b.name ? 1 : -1)

/** What stands under a counter, in the order in which it is shown. */
export const childrenOf = (node: Counter, ordered: boolean): readonly Counter[] =>
  ordered ? node.children : [...node.children].sort(larger)
