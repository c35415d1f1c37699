/** Dates and lengths of time as they are written in filters. Results are nanoseconds: numbers where exact, bigint beyond. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Hours from UTC, for the names that strptime knows. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  UT: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
}
const EXAMPLE = 'Example: "Nov 12, 1999 08:55:44.123" or "2011-07-04 12:34:56"'

const exact = (nanoseconds: bigint): number | bigint =>
  nanoseconds <= 9_007_199_254_740_991n && nanoseconds >= -9_007_199_254_740_991n ? Number(nanoseconds) : nanoseconds

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?/
const LEGACY = /^([A-Za-z]{3})\s+(\d{1,2}),\s*(\d{1,4})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})/

/** A point in time; a string that is returned says what is wrong with the text. Without a zone it is local time. */
export function parseTime(text: string): number | bigint | { problem: string } {
  const invalid = { problem: `"${text}" is not a valid absolute time. ${EXAMPLE}` }
  const plain = /^\s*(-?\d+)\.(\d{1,9})\s*$/.exec(text) ?? /^\s*(-?\d{5,})()\s*$/.exec(text)
  if (plain) return parseDuration(text.trim()) ?? invalid
  const trimmed = text.trim()
  const iso = ISO.exec(trimmed)
  const legacy = iso ? null : LEGACY.exec(trimmed)
  const found = iso ?? legacy
  if (!found) return invalid
  const year = Number(iso ? found[1] : found[3])
  const month = iso ? Number(found[2]) - 1 : MONTHS.indexOf(found[1]!.toLowerCase())
  const day = Number(iso ? found[3] : found[2])
  const hour = Number(found[4] ?? 0)
  const minute = Number(found[5] ?? 0)
  const hasSeconds = found[6] !== undefined
  const second = Number(found[6] ?? 0)
  if (month < 0 || month > 11 || day < 1 || day > 31) return invalid
  if (hour > 23 || minute > 59 || second > 60) return { problem: 'Unexpected data after time value.' }
  let rest = trimmed.slice(found[0].length)
  let nanos = 0n
  const fraction = /^\.(\d+)/.exec(rest)
  if (fraction) {
    if (!hasSeconds) return { problem: 'Subsecond precision requires a seconds field.' }
    if (fraction[1]!.length > 9) return { problem: 'Subseconds value is invalid.' }
    nanos = BigInt(fraction[1]!.padEnd(9, '0'))
    rest = rest.slice(fraction[0].length)
  }
  const offset = zoneOffset(rest.trim())
  if (offset === undefined) return { problem: 'Unexpected data after time value.' }
  const parts = [year, month, day, hour, minute, second] as const
  const utc = new Date(0)
  if (offset === 'local') {
    utc.setFullYear(year, month, day)
    utc.setHours(hour, minute, second, 0)
  } else {
    utc.setUTCFullYear(parts[0], parts[1], parts[2])
    utc.setUTCHours(hour, minute, second, 0)
  }
  const shift = offset === 'local' ? 0 : offset
  return exact((BigInt(utc.getTime()) - BigInt(shift) * 60_000n) * 1_000_000n + nanos)
}

/** Minutes ahead of UTC. */
function zoneOffset(text: string): number | 'local' | undefined {
  if (!text) return 'local'
  const named = Object.hasOwn(ZONES, text) ? ZONES[text] : undefined
  if (named !== undefined) return named * 60
  const digits = /^([+-])(\d{2}):?(\d{2})$/.exec(text)
  if (digits) return (digits[1] === '-' ? -1 : 1) * (Number(digits[2]) * 60 + Number(digits[3]))
  // Nautical zones: A…M without J are ahead of UTC, N…Y behind.
  if (!/^[A-IK-Y]$/.test(text)) return undefined
  const code = text.charCodeAt(0) - 64
  return (code >= 14 ? -(code - 13) : code > 9 ? code - 1 : code) * 60
}

/** `inf`, `infinity`, `nan`, with or without a sign, in any case: as strtod reads them. Undefined for anything else. */
export function specialNumber(text: string): number | undefined {
  const found = /^([+-]?)(?:(inf|infinity)|nan)$/i.exec(text)
  if (!found) return undefined
  return found[2] ? (found[1] === '-' ? -Infinity : Infinity) : NaN
}

/** Seconds with up to nine decimals, or `inf` and `nan`. */
export function parseDuration(text: string): number | bigint | undefined {
  const special = specialNumber(text)
  if (special !== undefined) return special
  const found = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text)
  if (!found || found[2]!.length > 12) return undefined
  const size = BigInt(found[2]!) * 1_000_000_000n + BigInt((found[3] ?? '').padEnd(9, '0'))
  return exact(found[1] ? -size : size)
}
