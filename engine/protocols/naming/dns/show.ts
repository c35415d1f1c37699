/** How numbers in DNS messages read: flags, seconds as a length of time, places on the globe (RFC 1876). */
import { dnsErrors, dnsOpcodes } from '../../../names/dns-values'

/** `0x8183 Standard query response, No such name`. */
export function flagsText(flags: number): string {
  const what = `0x${flags.toString(16).padStart(4, '0')} ${dnsOpcodes[(flags >> 11) & 15] ?? 'Unknown operation'}`
  return flags < 0x8000 ? what : `${what} response, ${dnsErrors[flags & 15] ?? 'Unknown error'}`
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

/** `90061 (1 day, 1 hour, 1 minute, 1 second)`. */
export function seconds(value: number): string {
  if (value === 0) return '0 (0 seconds)'
  const parts: string[] = []
  let rest = value
  for (const [size, unit] of UNITS) {
    const n = Math.floor(rest / size)
    rest %= size
    if (n) parts.push(`${n} ${unit}${n === 1 ? '' : 's'}`)
  }
  return `${value} (${parts.join(', ')})`
}

/** At most six digits, as C's %g writes a number. */
function short(value: number): string {
  if (value === 0) return '0'
  const [digits = '', exponent = '0'] = value.toExponential(5).split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)))
  return `${Number(digits)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** A size or precision: four bits of mantissa, four of a power of ten, in centimetres. */
export const metres = (value: number): string => `${value} (${short(((value >> 4) * 10 ** (value & 15)) / 100)} m)`

/** Centimetres above a point 100 km below the reference spheroid. */
export const altitude = (value: number): string => `${value} (${short((value - 10_000_000) / 100)} m)`

/** Thousandths of an arc second, counted from 2^31. */
function angle(value: number, positive: string, negative: string): string {
  const way = value < 2 ** 31 ? negative : positive
  const total = Math.abs(value - 2 ** 31)
  const milliseconds = total % 60_000
  const minutes = Math.floor(total / 60_000)
  return `${value} (${Math.floor(minutes / 60)} deg ${minutes % 60} min ${(milliseconds / 1000).toFixed(3)} sec ${way})`
}
export const latitude = (value: number): string => angle(value, 'N', 'S')
export const longitude = (value: number): string => angle(value, 'E', 'W')
