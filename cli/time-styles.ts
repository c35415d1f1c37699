/** The forms of the Time column that `-t` chooses, by tshark's letters. */
import { epochText, secondsText } from '../engine/bytes/time'
import type { Packet } from '../engine/dissect/packet'

export const timeStyles = {
  r: 'seconds since the first packet',
  a: 'time of day here',
  ad: 'date and time here, YYYY-MM-DD',
  adoy: 'date and time here, YYYY/day of the year',
  d: 'seconds since the packet before',
  dd: 'seconds since the displayed packet before',
  e: 'seconds since 1970',
  u: 'time of day in UTC',
  ud: 'date and time in UTC, YYYY-MM-DD',
  udoy: 'date and time in UTC, YYYY/day of the year',
} as const
export type TimeStyle = keyof typeof timeStyles

const two = (n: number): string => String(n).padStart(2, '0')
const day = 86_400_000

/** `1h  0m  5.250000s`: lengths of time as `-u hms` writes them. */
export function hoursText(nanoseconds: number | bigint, digits: number): string {
  const text = secondsText(nanoseconds, digits)
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text)!
  const seconds = Number(whole)
  if (seconds < 60) return `${text}s`
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const before = hours ? `${hours}h ${String(minutes).padStart(2)}m` : `${minutes}m`
  return `${sign}${before} ${String(seconds % 60).padStart(2)}${rest}s`
}

/** The Time column of a packet with this many decimals; '' where the packet has no time. */
export function timeText({ frame }: Packet, style: TimeStyle, digits: number, hours = false): string {
  if (!frame.hasTime) return ''
  const lengthText = hours ? hoursText : secondsText
  switch (style) {
    case 'r':
      return lengthText(frame.sinceFirst, digits)
    case 'd':
      return lengthText(frame.sincePrevious, digits)
    case 'dd':
      return lengthText(frame.sinceDisplayed, digits)
    case 'e':
      return epochText(frame.seconds, frame.nanos, digits)
    default:
      return dateText(style, frame.seconds, frame.nanos, digits)
  }
}

function dateText(style: TimeStyle, seconds: number, nanos: number, digits: number): string {
  const at = new Date(seconds * 1000)
  if (Number.isNaN(at.getTime())) return 'Not representable'
  // Shifted so that the UTC parts of the date are those of the place.
  const shown = style.startsWith('a') ? new Date(at.getTime() - at.getTimezoneOffset() * 60_000) : at
  const clock = [shown.getUTCHours(), shown.getUTCMinutes(), shown.getUTCSeconds()].map(two).join(':')
  const time = digits ? `${clock}.${String(nanos).padStart(9, '0').slice(0, digits)}` : clock
  const year = String(shown.getUTCFullYear()).padStart(4, '0')
  if (style.endsWith('doy')) {
    const number = Math.floor((shown.getTime() - Date.UTC(shown.getUTCFullYear(), 0, 1)) / day) + 1
    return `${year}/${String(number).padStart(3, '0')} ${time}`
  }
  return style.endsWith('d') ? `${year}-${two(shown.getUTCMonth() + 1)}-${two(shown.getUTCDate())} ${time}` : time
}
