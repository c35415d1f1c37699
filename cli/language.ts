/** In which language a command speaks: `--lang`, else `WIRELENS_LANG`, else that of the system. */
import { languageOf, languages } from '../engine/words/language'
import type { Language } from '../engine/words/language'
import { usage } from './usage-error'

/** The first of the variables that says something decides, as for every program. */
export function presetLanguage(env: NodeJS.ProcessEnv = process.env): Language {
  const said = env['WIRELENS_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return languageOf(said) ?? 'en'
}

/** What `--lang` was given. */
export const languageNamed = (text: string): Language =>
  languages.find((l) => l === text) ?? usage(`There is no language "${text}".`, `Known: ${languages.join(', ')}.`)
