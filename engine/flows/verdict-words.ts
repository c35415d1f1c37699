/** Verdicts of the TCP analysis and the facts behind them, in every language. */
import { inAll, spoken } from '../words/language'
import type { FactName } from './tcp-rules'
import { en, factsEn } from './verdict-words.en'
import { factsKo, ko } from './verdict-words.ko'

/** How each condition reads when it holds, and when it does not. */
export type FactTexts = Readonly<Record<FactName, readonly [holds: string, fails: string]>>

export const words = inAll(en, { ko })
const facts = { en: factsEn satisfies FactTexts, ko: factsKo } as const

/** What is true of a condition: `it carries no data`. */
export const factText = (name: FactName, holds: boolean): string => facts[spoken()][name][holds ? 0 : 1]
