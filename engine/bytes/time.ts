/** Times and durations as text. Nanoseconds throughout; numbers where they are exact, bigint beyond 2^53. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number): string => String(n).padStart(2, '0')

/** `9.206812203`: seconds with nine digits. */
export function secondsText(nanoseconds: number | bigint, digits = 9): string {
  if (typeof nanoseconds === 'bigint') {
    const negative = nanoseconds < 0n
    const n = negative ? -nanoseconds : nanoseconds
    return joined(negative, String(n / 1_000_000_000n), Number(n % 1_000_000_000n), digits)
  }
  const negative = nanoseconds < 0
  const n = Math.abs(nanoseconds)
  const seconds = Math.floor(n / 1e9)
  return joined(negative, String(seconds), Math.round(n - seconds * 1e9), digits)
}

const joined = (negative: boolean, seconds: string, nanos: number, digits: number): string =>
  (negative ? '-' : '') + seconds + (digits ? '.' + String(nanos).padStart(9, '0').slice(0, digits) : '')

/** `1557300009.206812203` from whole seconds and nanoseconds. */
export const epochText = (seconds: number, nanos: number, digits = 9): string =>
  seconds < 0 && nanos > 0
    ? joined(true, String(-(seconds + 1)), 1e9 - nanos, digits)
    : joined(seconds < 0, String(Math.abs(seconds)), nanos, digits)

/** `May  8, 2019 07:20:09.206812203 UTC`. */
export function dateText(seconds: number, nanos: number): string {
  const d = new Date(seconds * 1000)
  if (Number.isNaN(d.getTime())) return 'Not representable'
  return `${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2, ' ')}, ${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}.${String(nanos).padStart(9, '0')} UTC`
}

/** Seconds and nanoseconds out of nanoseconds since 1970. */
export function split(nanoseconds: number | bigint): [seconds: number, nanos: number] {
  const n = BigInt(nanoseconds)
  let seconds = n / 1_000_000_000n
  let nanos = n % 1_000_000_000n
  if (nanos < 0n) {
    seconds -= 1n
    nanos += 1_000_000_000n
  }
  return [Number(seconds), Number(nanos)]
}
