/** What is remembered between two starts: one versioned JSON file, written whole or not at all; a broken one is set aside. */
import { closeSync, copyFileSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from '../engine/api/check'
import type { Settings } from './shapes'

const version = 1

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  timeFormat: 'relative',
  timeDigits: -1,
  columns: [
    { id: 'number', width: 70, shown: true },
    { id: 'time', width: 120, shown: true },
    { id: 'source', width: 150, shown: true },
    { id: 'destination', width: 150, shown: true },
    { id: 'protocol', width: 80, shown: true },
    { id: 'length', width: 70, shown: true },
    { id: 'info', width: 600, shown: true },
  ],
  names: true,
  followNewest: true,
  capture: { promiscuous: true, snapLength: 0, filter: '', buffer: 32 },
  preferences: [],
  decodeAs: [],
  keyLog: '',
  panes: {},
  filterHistory: [],
  savedFilters: [],
  macros: [],
  colours: [],
}

/** What of the settings decides how packets are read. */
export const readWith = ({ preferences, decodeAs, keyLog }: Settings): string =>
  JSON.stringify([preferences, decodeAs, keyLog])

/** A JSON file with defaults. Reading never fails: what cannot be read is set aside under the name `….broken`. */
export class JsonFile<T extends object> {
  private value: T
  /** What happened when the file was read, for the user; null when all was well. */
  readonly problem: string | null = null

  constructor(
    folder: string,
    name: string,
    private readonly defaults: T,
    /** Is told, in a sentence, why a change could not be written. */
    private readonly failed: (sentence: string) => void = () => {},
    /** Refuses a member whose shape is wrong anywhere inside; such a member gets its default. */
    check: Check<Partial<T>> = (value) => value as Partial<T>,
  ) {
    this.path = join(folder, name)
    this.value = structuredClone(defaults)
    let text: string
    try {
      text = readFileSync(this.path, 'utf8')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') this.problem = `${this.path} could not be read (${code}): the defaults are used.`
      return // else it is the first start
    }
    try {
      const read = JSON.parse(text) as { version?: unknown; value?: unknown }
      if (read.version !== version || typeof read.value !== 'object' || read.value === null)
        throw new Error('unknown version')
      const { sound, broken } = soundMembers(read.value as Partial<T>, defaults, check)
      this.value = sameShape(sound, defaults)
      if (broken.length) {
        const aside = `${this.path}.broken`
        this.problem = `${this.path} has a part that cannot be read (${broken.join(', ')}): the defaults are used for it. The file as it was is ${aside}.`
        copyFileSync(this.path, aside)
      }
    } catch (error) {
      const aside = `${this.path}.broken`
      this.problem = `${this.path} could not be read (${(error as Error).message}); it is now ${aside}, and the defaults are used.`
      try {
        renameSync(this.path, aside)
      } catch {
        // It will be overwritten by the next change.
      }
    }
  }
  readonly path: string

  get(): T {
    return this.value
  }
  /** Changes some members and writes the file. A disk that refuses leaves the old file, and is told of; the change holds for this run. */
  change(changes: Partial<T>): T {
    this.value = sameShape({ ...this.value, ...changes }, this.defaults)
    const temporary = `${this.path}.new`
    try {
      const file = openSync(temporary, 'w', 0o600)
      try {
        writeFileSync(file, JSON.stringify({ version, value: this.value }, null, 1))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(temporary, this.path)
    } catch (error) {
      const cause = (error as NodeJS.ErrnoException).code ?? (error as Error).message
      this.failed(`${this.path} could not be written (${cause}): what was changed holds until Wirelens is closed.`)
    }
    return this.value
  }
}

/** The members that pass, and the names of those that do not. */
function soundMembers<T extends object>(value: Partial<T>, defaults: T, check: Check<Partial<T>>) {
  const sound: Partial<T> = {}
  const broken: string[] = []
  for (const [key, member] of Object.entries(value)) {
    if (!Object.hasOwn(defaults, key)) continue // of another version
    try {
      Object.assign(sound, check({ [key]: member }, 'value'))
    } catch {
      broken.push(key)
    }
  }
  return { sound, broken }
}

/** Members of the right type, defaults for the others. */
function sameShape<T extends object>(value: Partial<T>, defaults: T): T {
  const out = structuredClone(defaults)
  for (const key of Object.keys(defaults) as (keyof T)[]) {
    const given = value[key]
    if (
      given !== undefined &&
      typeof given === typeof defaults[key] &&
      Array.isArray(given) === Array.isArray(defaults[key])
    )
      out[key] = given as T[keyof T]
  }
  return out
}
