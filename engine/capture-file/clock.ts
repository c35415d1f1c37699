// Timestamps of one interface: ticks to seconds and nanoseconds, exactly, without allocating.

/**
 * Turns the 64-bit tick counts of pcapng into `seconds` and `nanos`.
 *
 * A count of nanoseconds since 1970 does not fit a double. For decimal units up to 10^9 the quotient is estimated in doubles
 * (wrong by one at most) and the remainder computed modulo 2^32, where it is exact; that puts the quotient right. Everything
 * else is rare and goes through BigInt.
 */
export class Clock {
  seconds = 0
  nanos = 0
  private readonly fast: boolean
  private readonly perUnit: number
  private readonly units: number

  /**
   * @param wideUnits ticks per second, as an integer
   * @param offset seconds added to each timestamp
   */
  constructor(
    private readonly wideUnits: bigint,
    private readonly offset: number,
  ) {
    this.units = Number(wideUnits)
    this.perUnit = 1e9 / this.units
    this.fast = this.units <= 1e9 && Number.isInteger(this.perUnit)
  }

  /** Sets `seconds` and `nanos` from the upper and lower half of a tick count; finer than nanoseconds is cut off. */
  set(high: number, low: number): void {
    const { units } = this
    let whole = Math.floor((high * 0x100000000 + low) / units)
    if (!this.fast || whole > 0x8000000000000) return this.setWide(high, low)
    let rest = (low - Math.imul(whole, units)) | 0
    if (rest < 0) {
      rest += units
      whole--
    } else if (rest >= units) {
      rest -= units
      whole++
    }
    this.seconds = whole + this.offset
    this.nanos = rest * this.perUnit
  }

  /** Seconds of 2^63 and more count backwards from 1970, as they do in Wireshark. */
  private setWide(high: number, low: number): void {
    const ticks = (BigInt(high) << 32n) | BigInt(low)
    this.seconds = Number(BigInt.asIntN(64, ticks / this.wideUnits)) + this.offset
    this.nanos = Number(((ticks % this.wideUnits) * 1_000_000_000n) / this.wideUnits)
  }
}

/** Ticks per second from an if_tsresol byte: the high bit chooses powers of 2, else of 10. */
export function unitsFromResolution(resolution: number): bigint {
  return resolution & 0x80 ? 1n << BigInt(resolution & 0x7f) : 10n ** BigInt(resolution)
}

/** Decimals worth showing for an if_tsresol byte: in steps of three, as times are read. */
export function precisionDigits(resolution: number): 0 | 3 | 6 | 9 {
  const exponent = resolution & 0x7f
  if (resolution & 0x80) return exponent >= 30 ? 9 : exponent >= 20 ? 6 : exponent >= 10 ? 3 : 0
  return exponent > 6 ? 9 : exponent > 3 ? 6 : exponent > 0 ? 3 : 0
}
