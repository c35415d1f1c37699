/** Calls about what a user sets for captures: preferences of protocols and Decode As. `preferences.*` */
import { readDecodeAs } from '../dissect/decode-as'
import { noNames } from '../dissect/format'
import { readPreference } from '../dissect/preference'
import type { PreferenceValue } from '../dissect/preference'
import { Settings } from '../dissect/settings'
import type { DecodeAs } from '../dissect/settings'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { cellPlan, cellSource, cellTexts } from '../session/cells'
import { readKeyLog } from '../session/key-log'
import { spoken } from '../words/language'
import { callsOf } from './call'
import { integer, nothing, object, text } from './check'
import type { Decoder } from './decoder'
import { preferencesInKorean } from './preference-words'
import { decodeAsList, preferenceList } from './preference-shapes'
import type { DecodeAsChoices, DecodeAsOffer, DecodeAsText, PreferenceInfo, SettingProblem } from './preference-shapes'

const call = callsOf<Decoder>()

/** Every preference, by protocol. */
export const table = call(nothing, (): PreferenceInfo[] =>
  [...registry.preferences.values()].map(({ name, kind, preset, help, choices }) => {
    const protocol = registry.protocolByName.get(name.split('.')[0]!)
    return {
      name,
      protocol: protocol?.name ?? '',
      title: protocol?.title ?? '',
      kind,
      preset: kind === 'flag' ? String(preset).toUpperCase() : String(preset),
      help: (spoken() === 'ko' ? preferencesInKorean[name] : undefined) ?? help,
      choices: [...(choices ?? [])],
    }
  }),
)

/** What rules of Decode As can be made of. */
export const decodeAsChoices = call(nothing, (): DecodeAsChoices => {
  const protocols = registry.protocols.filter(({ name }) => !name.startsWith('_'))
  const tables = [...registry.tableNames].sort().map((name) => {
    const carrier = name.split('.')[0]!
    const usual = protocols.filter(({ over, heuristic }) => over?.[name] || heuristic?.includes(carrier))
    return { name, usual: usual.map((p) => p.name) }
  })
  return { tables, protocols: protocols.map(({ name, title }) => ({ name, title })) }
})

/** Ports and types of a packet that say who reads what is inside: of the innermost layer that has any, the likeliest first. */
export const decodeAsOffers = call(object({ number: integer(1, 0xffff_ffff) }), (d, { number }): DecodeAsOffer[] => {
  const session = d.open
  const p = session.decode(number - 1, cellPlan(carriers.map(([, field]) => field)))
  const cells = cellTexts(
    p,
    carriers.map(([, field]) => field),
    { time: 'relative', names: noNames, digits: 0 },
  )
  const offers = carriers.flatMap(([name], at): DecodeAsOffer[] =>
    [...new Set(cells[at])].map((text) => {
      const key = Number(text)
      const reader = session.settings.ruled(name, key, registry.find(name, key))
      return { table: name, key: String(key), protocol: reader?.name ?? '' }
    }),
  )
  const innermost = offers.filter((offer) => offer.table === offers[0]?.table)
  // Servers have the lower ports; one that somebody reads already is likelier still.
  return innermost.sort(
    (a, b) => Number(a.protocol === '') - Number(b.protocol === '') || Number(a.key) - Number(b.key),
  )
})

const carriers = (
  [
    ['tcp.port', 'tcp.srcport'],
    ['tcp.port', 'tcp.dstport'],
    ['udp.port', 'udp.srcport'],
    ['udp.port', 'udp.dstport'],
    ['sctp.port', 'sctp.srcport'],
    ['sctp.port', 'sctp.dstport'],
    ['ip.proto', 'ip.proto'],
    ['ethertype', 'eth.type'],
  ] as const
).map(([name, field]) => [name, cellSource(field)] as const)

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
