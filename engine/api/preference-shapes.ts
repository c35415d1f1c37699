/** The shapes of the calls about preferences and Decode As. Plain data: they cross processes and are kept as settings. */
import type { DecodeAsText } from '../dissect/decode-as'
import { limits } from '../limits'
import { list, object, text } from './check'
import type { Check } from './check'

export type { DecodeAsText }

/** A preference that the user has set, as `-o` writes it. */
export interface PreferenceText {
  name: string
  value: string
}

/** A preference as its protocol declares it. */
export interface PreferenceInfo {
  name: string
  /** Name and title of the protocol. */
  protocol: string
  title: string
  /** A file is kept as a setting of its own: its path has to be picked. */
  kind: 'flag' | 'number' | 'text' | 'choice' | 'file'
  /** What holds when nothing is set; flags are TRUE or FALSE. */
  preset: string
  /** What it is for, in the language spoken. */
  help: string
  choices: string[]
}

export interface DecodeAsChoices {
  /** `tcp.port`, `ethertype` … each with the protocols that are made for it. */
  tables: { name: string; usual: string[] }[]
  protocols: { name: string; title: string }[]
}

/** What a rule could speak of in one packet, the likeliest first, and who reads it now ('' for nobody). */
export type DecodeAsOffer = DecodeAsText

/** Something of the settings that cannot be used. */
export interface SettingProblem {
  /** Position in the list of rules, or −1 for the key log. */
  at: number
  message: string
}

export const preferenceList = list(
  object({ name: text(100), value: text(1000) }),
  limits.preferencesSet,
) satisfies Check<PreferenceText[]>
export const decodeAsList = list(
  object({ table: text(100), key: text(100), protocol: text(100) }),
  limits.decodeAsRules,
) satisfies Check<DecodeAsText[]>
