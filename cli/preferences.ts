/** `-o name:value` and `-d table==key,protocol`: what a user sets for a capture, checked against what the protocols declare. */
import { readDecodeAs as readRule } from '../engine/dissect/decode-as'
import type { Preference, PreferenceValue } from '../engine/dissect/preference'
import { readPreference as readValue } from '../engine/dissect/preference'
import { Settings } from '../engine/dissect/settings'
import type { DecodeAs } from '../engine/dissect/settings'
import { registry } from '../engine/protocols'
import { Refused } from '../engine/refused'
import { readKeyLog } from '../engine/session/key-log'
import type { Options } from './options'
import { say } from './output'
import { safe } from './terminal-text'
import { usage } from './usage-error'

/** Preferences of the command line itself; our own begin with ours. */
const own: Readonly<Record<string, (o: Options, value: boolean) => void>> = {
  'nameres.mac_name': (o, value) => (o.names = value),
  'wirelens.evidence': (o, value) => (o.evidence = value),
}

/** What Wireshark has preferences for besides protocols: they change nothing here. */
const elsewhere =
  /^(gui|capture|statistics|nameres|protocols|taps|extcap|console|filter_expressions|uat|print|rtp_player)\./

/** One `-o`. A preference that Wireshark may know and that means nothing here is a note, not a stop. */
export function readPreference(o: Options, text: string): void {
  const [, name = '', value = ''] = /^([^:\s]+)\s*:\s*(.*)$/.exec(text) ?? usage(`-o takes name:value, not "${text}".`)
  if (Object.hasOwn(own, name)) {
    if (!/^(true|false)$/i.test(value)) usage(`The preference ${name} is TRUE or FALSE, not "${value}".`)
    own[name]!(o, value.toLowerCase() === 'true')
    return
  }
  const preference = registry.preferences.get(name)
  if (!preference) {
    if (!elsewhere.test(name) && !registry.protocolByName.has(name.split('.')[0]!))
      usage(`There is no preference "${name}" (-o ${text}).`, 'wirelens -G currentprefs lists them.')
    say(`wirelens: the preference ${safe(name)} has no effect in Wirelens.`)
    return
  }
  const read = readValue(preference, value)
  if (read === undefined) usage(`The preference ${name} is ${kinds(preference)}, not "${value}".`)
  o.preferences.push([name, read])
}

function kinds({ kind, choices }: Preference): string {
  switch (kind) {
    case 'flag':
      return 'TRUE or FALSE'
    case 'number':
      return 'a whole number'
    case 'choice':
      return `one of ${choices!.join(', ')}`
    default:
      return 'a text'
  }
}

/** One `-d`: `tcp.port==8888,http`, `udp.port==5000-5010,rtp`. */
export function readDecodeAs(o: Options, text: string): void {
  const [, table = '', key = '', protocol = ''] =
    /^([\w.]+)==([^,]+),([\w.-]+)$/.exec(text) ??
    usage(`-d takes TABLE==KEY,PROTOCOL, not "${text}".`, 'For example: -d tcp.port==8888,http')
  try {
    o.decodeAs.push(...readRule(registry, { table, key, protocol }))
  } catch (error) {
    if (error instanceof Refused) usage(`${error.message.slice(0, -1)} (-d ${text}).`, error.hint)
    throw error
  }
}

export type Given = [name: string, value: PreferenceValue]

/** What the options say, for `Session.open`; key logs are read here. */
export function settingsOf(o: { preferences: readonly Given[]; decodeAs: readonly DecodeAs[] }): Settings {
  const settings = new Settings(o.preferences, o.decodeAs)
  for (const preference of registry.preferences.values()) {
    const path = preference.kind === 'file' ? String(settings.value(preference)) : ''
    if (path) settings.keyLog += `${readKeyLog(path)}\n`
  }
  return settings
}
