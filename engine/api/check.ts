/** Checks of what comes through a port: each turns an unknown value into a typed one, or refuses it with the place that is wrong. */
import { Refused } from '../refused'

/** Returns the value when it is right; throws Refused('bad-request') naming `at` otherwise. */
export type Check<T> = (value: unknown, at: string) => T

/** The type that a check lets through. */
export type Checked<C> = C extends Check<infer T> ? T : never

const wrong = (at: string, wanted: string): never => {
  throw new Refused('bad-request', `${at} must be ${wanted}.`)
}

export const text =
  (longest = 4096): Check<string> =>
  (value, at) =>
    typeof value === 'string' && value.length <= longest ? value : wrong(at, `text of at most ${longest} characters`)

export const integer =
  (low: number, high: number): Check<number> =>
  (value, at) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? (value as number)
      : wrong(at, `a whole number from ${low} to ${high}`)

export const number =
  (low: number, high: number): Check<number> =>
  (value, at) =>
    typeof value === 'number' && value >= low && value <= high ? value : wrong(at, `a number from ${low} to ${high}`)

export const truth: Check<boolean> = (value, at) => (typeof value === 'boolean' ? value : wrong(at, 'true or false'))

export const oneOf =
  <const T extends string>(...allowed: readonly T[]): Check<T> =>
  (value, at) =>
    allowed.includes(value as T) ? (value as T) : wrong(at, `one of ${allowed.join(', ')}`)

export const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value, at) =>
    value === undefined || value === null ? undefined : check(value, at)

export const list =
  <T>(check: Check<T>, longest: number): Check<T[]> =>
  (value, at) =>
    Array.isArray(value) && value.length <= longest
      ? value.map((item, i) => check(item, `${at}[${i}]`))
      : wrong(at, `a list of at most ${longest}`)

export const bytes =
  (longest: number): Check<Uint8Array> =>
  (value, at) =>
    value instanceof Uint8Array && value.length <= longest ? value : wrong(at, `at most ${longest} bytes`)

type Shape = Readonly<Record<string, Check<unknown>>>
type Optional<S extends Shape> = { [K in keyof S]: undefined extends Checked<S[K]> ? K : never }[keyof S]
export type Fields<S extends Shape> = { [K in Exclude<keyof S, Optional<S>>]: Checked<S[K]> } & {
  [K in Optional<S>]?: Exclude<Checked<S[K]>, undefined>
}

/** An object with these members and no others. */
export const object =
  <const S extends Shape>(shape: S): Check<Fields<S>> =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at, 'an object')
    for (const key of Object.keys(value))
      if (!Object.hasOwn(shape, key)) wrong(`${at}.${key}`, 'left out: it is not known')
    const out: Record<string, unknown> = {}
    for (const [key, check] of Object.entries(shape)) {
      // Own members only: what stands in a prototype was not sent.
      const own = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
      const checked = check(own, `${at}.${key}`)
      if (checked !== undefined) out[key] = checked
    }
    return out as Fields<S>
  }

/** Nothing at all. */
export const nothing: Check<Record<string, never>> = object({})
