/** Protocols of text lines that take what a segment holds, as soon as its first line is whole. */
import { MORE } from '../../dissect/protocol'
import type { Messages } from '../../dissect/protocol'

export const firstLineWhole: Messages = {
  cut(p, ask) {
    const found = p.bytes.indexOf(10, p.at)
    if (found >= 0 && found < p.end) return ask.from + p.left
    ask.from += p.left
    return MORE
  },
}

/** Splits `text` at its first blank: the word before it, and what stands behind it. */
export function firstWord(text: string): [word: string, rest: string] {
  const blank = text.indexOf(' ')
  return blank < 0 ? [text, ''] : [text.slice(0, blank), text.slice(blank + 1)]
}
