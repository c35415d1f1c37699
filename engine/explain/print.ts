/** Explanations as text for a terminal, as Markdown, and as JSON. */
import type { Language } from '../words/language'
import type { Explanation } from './explain'
import { explainWords } from './words'

export const explainFormats = ['text', 'md', 'json'] as const
export type ExplainFormat = (typeof explainFormats)[number]

/** @returns the whole, ending with a line break */
export function printExplanations(list: readonly Explanation[], format: ExplainFormat, language: Language): string {
  if (format === 'json') return `${JSON.stringify(list, null, 2)}\n`
  const words = explainWords(language)
  if (!list.length) return `${words.noFields}\n`
  return format === 'md' ? markdown(list, language) : `${list.map((e) => plain(e, language)).join('\n')}`
}

const framesOf = (frames: readonly number[], language: Language): string =>
  frames.length ? ` [${explainWords(language).frames(frames.join(', '))}]` : ''

function plain(e: Explanation, language: Language): string {
  const words = explainWords(language)
  const lines = [`${e.line}  (${e.field})`, `  ${words.what}: ${e.what}`]
  for (const { text, frames } of e.why) lines.push(`  ${words.why}: ${text}${framesOf(frames, language)}`)
  if (e.noReason) lines.push(`  ${words.why}: ${e.noReason}`)
  for (const { text, frames } of e.follows) lines.push(`  ${words.follows}: ${text}${framesOf(frames, language)}`)
  return `${lines.join('\n')}\n`
}

/** Characters that Markdown would take for more than text. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, (c) => `\\${c}`).replace(/\s+/g, ' ')

function markdown(list: readonly Explanation[], language: Language): string {
  const words = explainWords(language)
  const out = [`# ${words.frame(list[0]!.frame)}`, '']
  for (const e of list) {
    out.push(`## ${escaped(e.line)}`, '', `\`${e.field}\``, '', `- **${words.what}**: ${escaped(e.what)}`)
    for (const { text, frames } of e.why) out.push(`- **${words.why}**: ${escaped(text + framesOf(frames, language))}`)
    if (e.noReason) out.push(`- **${words.why}**: ${e.noReason}`)
    for (const { text, frames } of e.follows)
      out.push(`- **${words.follows}**: ${escaped(text + framesOf(frames, language))}`)
    out.push('')
  }
  return out.join('\n')
}
