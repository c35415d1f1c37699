/** Series for the graphs of one TCP conversation: time on x, made segment by segment, thinned to a bound without losing peaks. */
import { widerF64 } from './columns'
import type { End, StreamSegment } from './stream-segment'
import { ahead, endOf, FLAG, isBeyond } from './stream-segment'

export type GraphKind = 'sequence' | 'rtt' | 'throughput' | 'window'

export interface Series {
  name: string
  /** Seconds since the first packet of the conversation. */
  x: Float64Array
  y: Float64Array
}

export class GrowingSeries {
  count = 0
  private x = new Float64Array(64)
  private y = new Float64Array(64)
  constructor(readonly name: string) {}
  add(x: number, y: number): void {
    if (this.count >= this.x.length) {
      this.x = widerF64(this.x, this.count + 1)
      this.y = widerF64(this.y, this.count + 1)
    }
    this.x[this.count] = x
    this.y[this.count++] = y
  }
  /** At most `most` points: of each run of neighbours the lowest and the highest, in their order. */
  thinned(most: number): Series {
    const { count, x, y, name } = this
    if (count <= most) return { name, x: x.slice(0, count), y: y.slice(0, count) }
    const runs = Math.max(1, Math.floor(most / 2))
    const outX = new Float64Array(runs * 2)
    const outY = new Float64Array(runs * 2)
    let n = 0
    for (let r = 0; r < runs; r++) {
      const start = Math.floor((r * count) / runs)
      const stop = Math.floor(((r + 1) * count) / runs)
      let low = start
      let high = start
      for (let i = start; i < stop; i++) {
        if (y[i]! < y[low]!) low = i
        if (y[i]! > y[high]!) high = i
      }
      for (const i of low === high ? [low] : low < high ? [low, high] : [high, low]) {
        outX[n] = x[i]!
        outY[n++] = y[i]!
      }
    }
    return { name, x: outX.slice(0, n), y: outY.slice(0, n) }
  }
}

/** About so many steps of time make up the graph of the throughput. */
const BINS = 500

/** Collects one kind of graph for the data that `end` sends. */
export class StreamGraph {
  readonly series: GrowingSeries[]
  private readonly binSeconds: number
  private bins = new Float64Array(64)
  private lastBin = -1
  private highest = NaN
  private acknowledged = NaN

  /** @param duration of the conversation in seconds: the bins of the throughput are chosen by it */
  constructor(
    readonly kind: GraphKind,
    private readonly end: End,
    duration: number,
  ) {
    const names: Readonly<Record<GraphKind, readonly string[]>> = {
      sequence: ['sequence', 'acknowledged', 'window end'],
      rtt: ['round-trip time'],
      throughput: ['bits per second', 'new data, bits per second'],
      window: ['receive window', 'bytes in flight'],
    }
    this.series = names[kind].map((name) => new GrowingSeries(name))
    // Whole steps that a person can read: 1, 2 or 5 times a power of ten.
    const step = Math.max(duration / BINS, 1e-4)
    const power = 10 ** Math.floor(Math.log10(step))
    this.binSeconds = power * ([1, 2, 5, 10].find((m) => power * m >= step) ?? 10)
  }

  take(s: StreamSegment): void {
    const t = s.time / 1e9
    const mine = s.from === this.end
    const [first, second, third] = this.series
    switch (this.kind) {
      case 'sequence':
        if (mine && (s.length > 0 || s.flags & (FLAG.syn | FLAG.fin))) first!.add(t, s.relativeSequence + s.length)
        if (!mine && s.flags & FLAG.ack) {
          second!.add(t, s.relativeAcknowledgment)
          third!.add(t, s.relativeAcknowledgment + s.scaledWindow)
        }
        return
      case 'rtt':
        if (!mine && s.acks) first!.add(t, s.rtt / 1e6)
        return
      case 'window':
        if (!mine) {
          first!.add(t, s.scaledWindow)
          if (s.flags & FLAG.ack && !Number.isNaN(this.highest))
            second!.add(t, Math.max(0, ahead(this.highest, s.acknowledgment)))
          this.acknowledged = s.flags & FLAG.ack ? s.acknowledgment : this.acknowledged
        } else {
          if (isBeyond(endOf(s), this.highest)) this.highest = endOf(s)
          if (s.length > 0 && !Number.isNaN(this.acknowledged))
            second!.add(t, Math.max(0, ahead(this.highest, this.acknowledged)))
        }
        return
      case 'throughput':
        if (mine && s.length > 0) this.count(t, s)
    }
  }

  /** Ends the graph; throughput is made of its bins now. */
  finish(most: number): Series[] {
    if (this.kind === 'throughput' && this.lastBin >= 0) {
      const scale = 8 / this.binSeconds
      for (let b = 0; b <= this.lastBin; b++) {
        this.series[0]!.add(b * this.binSeconds, this.bins[2 * b]! * scale)
        this.series[1]!.add(b * this.binSeconds, this.bins[2 * b + 1]! * scale)
      }
    }
    return this.series.map((s) => s.thinned(most))
  }

  private count(t: number, s: StreamSegment): void {
    const bin = Math.max(0, Math.min(Math.floor(t / this.binSeconds), 100_000))
    if (2 * bin + 2 > this.bins.length) this.bins = widerF64(this.bins, 2 * bin + 2)
    this.bins[2 * bin]! += s.length
    const fresh = Number.isNaN(this.highest) ? s.length : Math.max(0, Math.min(s.length, ahead(endOf(s), this.highest)))
    this.bins[2 * bin + 1]! += fresh
    if (fresh > 0) this.highest = endOf(s)
    this.lastBin = Math.max(this.lastBin, bin)
  }
}
