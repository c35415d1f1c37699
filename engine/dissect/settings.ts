/** What a user has set for one open capture: preferences, and which protocol reads what (Decode As). A change re-reads the capture. */
import type { Preference, PreferenceValue } from './preference'
import type { Protocol } from './protocol'

/** One rule of Decode As: what hangs in `table` under `key`. */
export interface DecodeAs {
  readonly table: string
  readonly key: number | string
  /** Undefined: nobody reads it. */
  readonly protocol: Protocol | undefined
}

export class Settings {
  private readonly values = new Map<string, PreferenceValue>()
  private readonly rules = new Map<string, Map<number | string, Protocol | undefined>>()
  /** Lines of key logs (SSLKEYLOGFILE) that the user gave; those in the file are added by the protocol that reads them. */
  keyLog = ''

  /** Preferences by name; names that no protocol declares change nothing. */
  constructor(values: Iterable<readonly [string, PreferenceValue]> = [], decodeAs: Iterable<DecodeAs> = []) {
    for (const [name, value] of values) this.values.set(name, value)
    for (const { table, key, protocol } of decodeAs) {
      let keys = this.rules.get(table)
      if (!keys) this.rules.set(table, (keys = new Map()))
      keys.set(key, protocol)
    }
  }
  /** The value of a preference: what the user set, else its preset. */
  value<T extends PreferenceValue>(p: Preference<T>): T {
    const value = this.values.get(p.name)
    return value === undefined ? p.preset : (value as T)
  }
  get hasRules(): boolean {
    return this.rules.size > 0
  }
  /** Keys of a table that rules speak of. */
  keys(table: string): (number | string)[] {
    return [...(this.rules.get(table)?.keys() ?? [])]
  }
  /** What reads `key` where, without a rule, `child` does. */
  ruled(table: string, key: number | string, child: Protocol | undefined): Protocol | undefined {
    const rule = this.rule(table, key)
    return rule === null ? child : rule
  }
  /** The rule for a key: a protocol, undefined for "nobody", null for none. */
  rule(table: string, key: number | string): Protocol | undefined | null {
    const keys = this.rules.get(table)
    return keys?.has(key) ? keys.get(key) : null
  }
}

export const presets = new Settings()
