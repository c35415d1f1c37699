// Numbers, sizes, times and shares as people of the chosen language write them.
import { getLocale } from '../paraglide/runtime.js'

const made = new Map<string, Intl.NumberFormat>()

function numberFormat(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${getLocale()} ${key}`
  let format = made.get(name)
  if (!format) made.set(name, (format = new Intl.NumberFormat(getLocale(), options)))
  return format
}

/** 1,234,567 */
export const number = (value: number): string => numberFormat('number', { maximumFractionDigits: 0 }).format(value)

/** 42%, from a share of 1 */
export const percent = (share: number): string =>
  numberFormat('percent', { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** 0.4%: one digit behind the point below ten percent, so that few of many are not none. */
export function percentOf(part: number, whole: number): string {
  const share = whole ? part / whole : 0
  const digits = share > 0 && share < 0.1 ? 1 : 0
  return numberFormat(`percent ${digits}`, { style: 'percent', maximumFractionDigits: digits }).format(share)
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** 320 MB: powers of ten, at most three figures */
export function size(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  const digits = power === 0 || value >= 100 ? 0 : 1
  return numberFormat(`size ${power} ${digits}`, {
    style: 'unit',
    unit: sizes[power]!,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(value)
}

const unit = (value: number, name: string, digits = 0): string =>
  numberFormat(`${name} ${digits}`, {
    style: 'unit',
    unit: name,
    unitDisplay: 'narrow',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)

const named = (value: number, name: string): string =>
  numberFormat(`long ${name}`, { style: 'unit', unit: name, unitDisplay: 'long', maximumFractionDigits: 1 }).format(
    value,
  )
const years = 365.25 * 24 * 60

/** 12.3s, 4m 05s, 2h 13m, 3 days 4h, 23.6 years: a time span as it is told to people */
export function span(seconds: number): string {
  if (seconds < 60) return unit(seconds, 'second', seconds < 10 ? 3 : 1)
  const whole = Math.round(seconds)
  if (whole < 3600) return `${unit(Math.floor(whole / 60), 'minute')} ${unit(whole % 60, 'second')}`
  const minutes = Math.round(whole / 60)
  if (minutes < 48 * 60) return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`
  if (minutes < years) {
    const hours = Math.round(minutes / 60)
    return `${named(Math.floor(hours / 24), 'day')} ${unit(hours % 24, 'hour')}`
  }
  return named(minutes / years, 'year')
}

/** A moment in milliseconds since 1970: the clock today, the date otherwise */
export function moment(milliseconds: number): string {
  const date = new Date(milliseconds)
  const today = new Date().toDateString() === date.toDateString()
  return new Intl.DateTimeFormat(getLocale(), today ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(date)
}

/** A moment with date and clock, for file dialogs */
export const dateAndTime = (milliseconds: number): string =>
  new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds)
