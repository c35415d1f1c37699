/** Calls about what a user sets for captures: preferences of protocols and Decode As. `preferences.*` */
import { readDecodeAs } from '../dissect/decode-as'
import { readPreference } from '../dissect/preference'
import type { PreferenceValue } from '../dissect/preference'
import { Settings } from '../dissect/settings'
import type { DecodeAs } from '../dissect/settings'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { readKeyLog } from '../session/key-log'
import { spoken } from '../words/language'
import { callsOf } from './call'
import { nothing, object, text } from './check'
import type { Decoder } from './decoder'
import { preferencesInKorean } from './preference-words'
import { decodeAsList, preferenceList } from './preference-shapes'
import type { DecodeAsChoices, DecodeAsText, PreferenceInfo, SettingProblem } from './preference-shapes'

const call = callsOf<Decoder>()

/** Every preference, by protocol. A key log is no such value: it is a file of its own (`use`). */
export const table = call(nothing, (): PreferenceInfo[] =>
  [...registry.preferences.values()]
    .filter(({ kind }) => kind !== 'file')
    .map(({ name, kind, preset, help, choices }) => {
      const protocol = registry.protocolByName.get(name.split('.')[0]!)
      return {
        name,
        protocol: protocol?.name ?? '',
        title: protocol?.title ?? '',
        kind: kind === 'file' ? 'text' : kind,
        preset: kind === 'flag' ? String(preset).toUpperCase() : String(preset),
        help: (spoken() === 'ko' ? preferencesInKorean[name] : undefined) ?? help,
        choices: [...(choices ?? [])],
      }
    }),
)

/** What rules of Decode As can be made of. */
export const decodeAsChoices = call(nothing, (): DecodeAsChoices => {
  const tables = [...registry.tableNames].sort()
  const protocols = registry.protocols
    .filter(({ name }) => !name.startsWith('_'))
    .map(({ name, title }) => ({ name, title }))
  return { tables, protocols }
})

/** What is wrong with rules, at most one sentence for each. */
export const checkDecodeAs = call(object({ rules: decodeAsList }), (_, { rules }) => rulesOf(rules).problems)

/**
 * For shells: what the user has set. It holds for captures that are opened from now on; the answer says what could not be used, and the rest
 * of it is.
 */
export const use = call(
  object({ preferences: preferenceList, decodeAs: decodeAsList, keyLog: text() }),
  (d, { preferences, decodeAs, keyLog }): SettingProblem[] => {
    const values: [string, PreferenceValue][] = []
    for (const { name, value } of preferences) {
      const preference = registry.preferences.get(name)
      const read = preference && preference.kind !== 'file' ? readPreference(preference, value) : undefined
      // One that this version does not know, or that takes other values now: the preset holds.
      if (read !== undefined) values.push([name, read])
    }
    const { rules, problems } = rulesOf(decodeAs)
    const settings = new Settings(values, rules)
    try {
      if (keyLog) settings.keyLog = readKeyLog(keyLog)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      problems.push({ at: -1, message: error.message })
    }
    d.settings = settings
    return problems
  },
)

function rulesOf(texts: readonly DecodeAsText[]): { rules: DecodeAs[]; problems: SettingProblem[] } {
  const rules: DecodeAs[] = []
  const problems: SettingProblem[] = []
  for (const [at, rule] of texts.entries())
    try {
      const read = readDecodeAs(registry, rule)
      if (rules.length + read.length > limits.decodeAsKeys)
        throw new Refused('too-many', `All rules together may speak of ${limits.decodeAsKeys} values.`)
      rules.push(...read)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      problems.push({ at, message: error.message })
    }
  return { rules, problems }
}
