/** The shapes of what is remembered, checked to the leaf: for a window that changes settings, and for a file that somebody wrote by hand. */
import { integer, list, object, oneOf, optional, text, truth } from '../engine/api/check'
import type { Check } from '../engine/api/check'
import { macroList } from '../engine/api/macros'
import { decodeAsList, preferenceList } from '../engine/api/preference-shapes'
import { Refused } from '../engine/refused'
import { languages } from '../engine/words/language'
import type { RecentList } from './folders'
import type { Settings } from './shapes'

export const ring = object({
  files: optional(integer(1, 99_999)),
  bytes: optional(integer(1024, 2 ** 48)),
  seconds: optional(integer(1, 10_000_000)),
})

const time: Check<number> = (value, at) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new Refused('bad-request', `${at} must be a time.`)
}
export const recentCheck: Check<Partial<RecentList>> = object({
  files: optional(list(object({ path: text(), opened: time }), 20)),
})

/** Any subset of the settings; each member in its shape. */
export function settingsCheck(): Check<Partial<Settings>> {
  const column = object({
    id: text(200),
    width: integer(10, 5000),
    shown: truth,
    title: optional(text(100)),
    align: optional(oneOf('left', 'center', 'right')),
  })
  return object({
    theme: optional(oneOf('system', 'light', 'dark')),
    language: optional(oneOf('system', ...languages)),
    timeFormat: optional(oneOf('relative', 'delta', 'absolute', 'absolute-date', 'epoch')),
    timeDigits: optional(integer(-1, 9)),
    preferences: optional(preferenceList),
    decodeAs: optional(decodeAsList),
    keyLog: optional(text()),
    columns: optional(list(column, 200)),
    names: optional(truth),
    followNewest: optional(truth),
    capture: optional(
      object({
        promiscuous: optional(truth),
        snapLength: optional(integer(0, 262_144)),
        filter: optional(text()),
        buffer: optional(integer(1, 2048)),
        stopAfter: optional(
          object({
            packets: optional(integer(1, 2 ** 48)),
            seconds: optional(integer(1, 10_000_000)),
            bytes: optional(integer(1, 2 ** 48)),
          }),
        ),
        ring: optional(ring),
      }),
    ),
    filterHistory: optional(list(text(), 100)),
    savedFilters: optional(list(object({ name: text(200), text: text() }), 200)),
    macros: optional(macroList),
    colours: optional(
      list(object({ id: text(100), name: text(200), filter: text(), on: truth, back: text(7), ink: text(7) }), 500),
    ),
    panes: optional((value, at) => {
      if (typeof value !== 'object' || value === null) throw new Refused('bad-request', `${at} must be an object.`)
      const out: Record<string, number[]> = {}
      const share = list((v, where) => {
        if (typeof v === 'number' && v >= 0 && v <= 100) return v
        throw new Refused('bad-request', `${where} must be a share in percent.`)
      }, 8)
      for (const [key, sizes] of Object.entries(value).slice(0, 50))
        out[key.slice(0, 50)] = share(sizes, `${at}.${key}`)
      return out
    }),
  })
}
