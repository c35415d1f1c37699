/** `wirelens explain FILE --frame N [--field NAME]`: what the fields of a packet are, why they have their values, what follows from them. */
import { explain, explainFrame } from '../engine/explain/explain'
import { explainFormats, printExplanations } from '../engine/explain/print'
import type { ExplainFormat } from '../engine/explain/print'
import type { Language } from '../engine/words/language'
import { exitCode } from './exit-codes'
import { languageNamed, presetLanguage } from './language'
import { Output } from './output'
import { safe } from './terminal-text'
import { usage } from './usage-error'
import { withWhole } from './whole-session'

export const explainHelp = `Usage: wirelens explain FILE --frame N [--field NAME] [--lang ko|en] [--format text|md|json]

  --frame N       number of the packet, counted from 1
  --field NAME    filter name of one field (tcp.seq); else all fields of the packet are explained
  --lang LANG     en or ko; else the language of WIRELENS_LANG or LANG, else English
  --format FORMAT text, md (Markdown) or json: an array of {frame, field, label, line, what, why: [{rule, text, frames, fields}], noReason,
                  follows: [{rule, text, frames, fields, state}]}
`

interface Wish {
  path: string
  frame: number
  field: string
  language: Language
  format: ExplainFormat
}

/** @returns the exit code */
export async function explainCommand(args: readonly string[]): Promise<number> {
  const out = new Output()
  if (args.includes('--help') || args.includes('-h')) out.write(explainHelp)
  else {
    const wish = readWish(args)
    await withWhole(wish.path, (session) => {
      const list = wish.field
        ? [explain(session, wish.frame, wish.field, wish.language)]
        : explainFrame(session, wish.frame, wish.language)
      out.write(terminalSafe(printExplanations(list, wish.format, wish.language)))
    })
  }
  out.flush()
  return exitCode.done
}

/** Lines stay; nothing else of that kind reaches the terminal. */
const terminalSafe = (text: string): string => text.split('\n').map(safe).join('\n')

function readWish(args: readonly string[]): Wish {
  const wish: Wish = { path: '', frame: 0, field: '', language: presetLanguage(), format: 'text' }
  for (let i = 0; i < args.length; i++) {
    const [name = '', attached] = args[i]!.startsWith('--') ? args[i]!.split('=', 2) : [args[i]]
    const value = (): string =>
      attached ?? args[++i] ?? usage(`The option ${name} needs a value.`, 'See wirelens explain --help.')
    switch (name) {
      case '--frame': {
        const text = value()
        if (!/^[1-9]\d{0,8}$/.test(text)) usage(`"${text}" is no frame number.`, 'Frames are counted from 1.')
        wish.frame = Number(text)
        break
      }
      case '--field':
        wish.field = value()
        break
      case '--lang':
        wish.language = languageNamed(value())
        break
      case '--format': {
        const text = value()
        wish.format =
          explainFormats.find((f) => f === text) ??
          usage(`There is no format "${text}".`, `Known: ${explainFormats.join(', ')}.`)
        break
      }
      default:
        if (name.startsWith('-') && name !== '-') usage(`There is no option ${name}.`, 'See wirelens explain --help.')
        if (wish.path) usage(`"${name}" is one file too many.`, 'See wirelens explain --help.')
        wish.path = name
    }
  }
  if (!wish.path) usage('No file was named.', 'wirelens explain FILE --frame 1')
  if (!wish.frame) usage('No frame was named.', `wirelens explain ${wish.path} --frame 1`)
  return wish
}
