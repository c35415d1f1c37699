/** Preferences: what a user may set for a capture, declared beside the protocol that reads it, under Wireshark's names. */

export type PreferenceValue = boolean | number | string

export interface Preference<T extends PreferenceValue = PreferenceValue> {
  /** `tcp.check_checksum`: protocol, dot, name. */
  readonly name: string
  readonly kind: 'flag' | 'number' | 'text' | 'choice' | 'file'
  readonly preset: T
  readonly help: string
  /** Of a choice: its words. */
  readonly choices?: readonly string[]
}

/** A switch: TRUE or FALSE. */
export const flag = (name: string, preset: boolean, help: string): Preference<boolean> => ({
  name,
  kind: 'flag',
  preset,
  help,
})
/** A whole number ≥ 0. */
export const number = (name: string, preset: number, help: string): Preference<number> => ({
  name,
  kind: 'number',
  preset,
  help,
})
/** Any text. */
export const text = (name: string, preset: string, help: string): Preference<string> => ({
  name,
  kind: 'text',
  preset,
  help,
})
/** The path of a file that the user chose; its content is read by whoever opens the capture, never by a protocol. */
export const file = (name: string, help: string): Preference<string> => ({ name, kind: 'file', preset: '', help })
/** One word of several. */
export const choice = (name: string, choices: readonly string[], preset: string, help: string): Preference<string> => ({
  name,
  kind: 'choice',
  preset,
  choices,
  help,
})

/** Reads a value as `-o` gives it; undefined when it is none of this preference. */
export function readPreference(p: Preference, value: string): PreferenceValue | undefined {
  switch (p.kind) {
    case 'flag':
      return /^(true|1)$/i.test(value) ? true : /^(false|0)$/i.test(value) ? false : undefined
    case 'number':
      return /^\d{1,10}$/.test(value)
        ? Number(value)
        : /^0x[0-9a-f]{1,8}$/i.test(value)
          ? parseInt(value, 16)
          : undefined
    case 'choice':
      return p.choices?.find((word) => word.toLowerCase() === value.toLowerCase())
    default:
      return value
  }
}
