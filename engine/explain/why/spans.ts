/** What the line of a field says behind its name, and lengths of time in words. */
import type { Item } from '../facts'

export const said = (it: Item): string =>
  it.line
    .replace(/^[.01 ]+ = /, '')
    .replace(/^\[?[^:]*: /, '')
    .replace(/\]$/, '')

export const span = (s: number): string =>
  s >= 86400
    ? `${(s / 86400).toFixed(1)} days`
    : s >= 3600
      ? `${(s / 3600).toFixed(1)} hours`
      : s >= 60
        ? `${(s / 60).toFixed(1)} minutes`
        : `${s} seconds`
export const spanKo = (s: number): string =>
  s >= 86400
    ? `${(s / 86400).toFixed(1)}일`
    : s >= 3600
      ? `${(s / 3600).toFixed(1)}시간`
      : s >= 60
        ? `${(s / 60).toFixed(1)}분`
        : `${s}초`
