/** How protocols write points in time and lengths of time, as nanoseconds since 1970 and as text. */
import { u32, u64, u64le } from '../../bytes/read'

const BILLION = 1_000_000_000n
/** Seconds from 1900 and from 2036 (when 32 bits are used up, RFC 4330 section 3) to 1970. */
const NTP_FIRST = -2_208_988_800n
const NTP_SECOND = 2_085_978_496n
/** Steps of 100 ns between 1601 and 1970. */
const FILETIME_EPOCH = 116_444_736_000_000_000n

/** An NTP timestamp of eight bytes: nanoseconds since 1970. */
export function ntpTime(b: Uint8Array, at: number): bigint {
  const seconds = u32(b, at)
  const epoch = seconds >= 0x8000_0000 ? NTP_FIRST : NTP_SECOND
  // The fraction is a part of 2^32; what is left over is cut off.
  return (BigInt(seconds) + epoch) * BILLION + ((BigInt(u32(b, at + 4)) * BILLION) >> 32n)
}

/** Whole seconds since 1900: nanoseconds since 1970. */
export const ntpSeconds = (seconds: number): bigint =>
  (BigInt(seconds) + (seconds >= 0x8000_0000 ? NTP_FIRST : NTP_SECOND)) * BILLION

/** A Windows FILETIME of eight bytes, little-endian: nanoseconds since 1970. */
export const fileTime = (b: Uint8Array, at: number): bigint => (u64le(b, at) - FILETIME_EPOCH) * 100n

/** Seconds since 1970, in four or eight bytes: nanoseconds. */
export const unixTime = (b: Uint8Array, at: number, size: 4 | 8 = 4): bigint =>
  (size === 8 ? u64(b, at) : BigInt(u32(b, at))) * BILLION

const UNITS: readonly [seconds: number, name: string][] = [
  [86400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]
const many = (n: number, name: string): string => `${n} ${name}${n === 1 ? '' : 's'}`

/** `3 days, 11 hours, 20 minutes`: whole seconds in words; units of which there are none are left out. */
export function spanText(seconds: number): string {
  if (!seconds) return '0 seconds'
  let rest = Math.abs(seconds)
  const parts: string[] = []
  for (const [size, name] of UNITS) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (n) parts.push(many(n, name))
  }
  return (seconds < 0 ? '-' : '') + parts.join(', ')
}
