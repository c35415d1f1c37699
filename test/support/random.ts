// Random numbers that can be repeated: a failure prints its seed.
export class Random {
  private state: number
  constructor(readonly seed: number) {
    this.state = seed >>> 0 || 1
  }
  /** A whole number from 0 to below `n`. */
  below(n: number): number {
    // xorshift32
    let x = this.state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.state = x >>> 0
    return this.state % n
  }
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!
  }
}

/** Bytes changed the way broken and hostile packets are: flipped bits, lying numbers, cuts, repeats. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  let out = bytes.slice()
  for (let n = 1 + random.below(4); n; n--) {
    if (!out.length) return out
    const at = random.below(out.length)
    switch (random.below(7)) {
      case 0:
        out[at]! ^= 1 << random.below(8)
        break
      case 1:
        out[at] = random.pick([0, 1, 0x7f, 0x80, 0xc0, 0xfe, 0xff])
        break
      case 2:
        out.fill(random.pick([0, 0xff]), at, at + 1 + random.below(4))
        break
      case 3:
        out = out.slice(0, at)
        break
      case 4:
        out.copyWithin(at, random.below(out.length), random.below(out.length))
        break
      case 5: {
        const more = new Uint8Array(out.length + 1 + random.below(64))
        more.set(out)
        out = more
        break
      }
      default:
        out[at] = random.below(256)
    }
  }
  return out
}
