/** `wirelens forge SCENARIO -o FILE`: an exercise capture; `wirelens forge --list`: what there is. */
import { forge, scenarioList } from '../engine/forge/forge'
import type { ForgeWish } from '../engine/forge/forge'
import type { Language } from '../engine/words/language'
import { exitCode } from './exit-codes'
import { languageNamed, presetLanguage } from './language'
import { checkNew, writeNew } from './new-file'
import { Output, say } from './output'
import { usage } from './usage-error'

export const forgeHelp = `Usage: wirelens forge SCENARIO -o FILE [options]
       wirelens forge --list

  -o FILE             pcapng file to write; - is standard output
  --seed N            another number makes another capture of the same kind (else 1)
  --client ADDRESS    IPv4 address of the client, and of the server
  --server ADDRESS
  --client-port N     ports of both
  --port N
  --payload TEXT      what applications say
  --rtt MS            round trip in milliseconds (else 12)
  --start SECONDS     time of the first packet, in seconds since 1970
  --lang LANGUAGE     en or ko: of the list, and of the comment in the file
  --overwrite         FILE may take the place of one that is there
`
const seeHelp = 'See wirelens forge --help.'

/** @returns the exit code */
export async function forgeCommand(args: readonly string[]): Promise<number> {
  let language: Language = presetLanguage()
  const wish: ForgeWish = { seed: 1 }
  let [scenario, out, overwrite, isList] = ['', '', false, false]
  for (let i = 0; i < args.length; i++) {
    const [name = '', attached] = args[i]!.startsWith('--') ? splitAt(args[i]!) : [args[i]]
    const value = (): string => attached ?? args[++i] ?? usage(`The option ${name} needs a value.`, seeHelp)
    const number = (low: number, high: number): number => {
      const given = value()
      const n = Number(given)
      return /^\d+(\.\d+)?$/.test(given) && n >= low && n <= high
        ? n
        : usage(`"${given}" is no number from ${low} to ${high} (${name}).`, seeHelp)
    }
    switch (name) {
      case '--help':
      case '-h':
        print(forgeHelp)
        return exitCode.done
      case '--list':
        isList = true
        break
      case '-o':
      case '--output':
        out = value()
        break
      case '--seed':
        wish.seed = Math.floor(number(0, 0xffff_ffff))
        break
      case '--client':
        wish.client = value()
        break
      case '--server':
        wish.server = value()
        break
      case '--client-port':
        wish.clientPort = Math.floor(number(1, 65_535))
        break
      case '--port':
        wish.serverPort = Math.floor(number(1, 65_535))
        break
      case '--payload':
        wish.payload = value()
        break
      case '--rtt':
        wish.rtt = number(0.001, 10_000)
        break
      case '--start':
        wish.start = Math.floor(number(0, 0xffff_ffff))
        break
      case '--lang':
        language = languageNamed(value())
        break
      case '--overwrite':
        overwrite = true
        break
      default:
        if (name.startsWith('-') && name !== '-') usage(`There is no option ${name}.`, seeHelp)
        if (scenario) usage(`"${name}" is one scenario too many.`, seeHelp)
        scenario = name
    }
  }
  if (isList) {
    const list = scenarioList(language)
    const width = Math.max(...list.map((s) => s.name.length))
    print(list.map((s) => `${s.name.padEnd(width + 2)}${s.text}\n`).join(''))
    return exitCode.done
  }
  if (!scenario) usage('No scenario was named.', 'wirelens forge --list says what there is.')
  if (!out) usage('No file was named.', `Add -o ${scenario}.pcapng.`)
  checkNew(out, overwrite)
  const { file, packets } = forge(scenario, wish, language)
  await writeNew(out, file, overwrite)
  if (out !== '-') say(`${packets} packets written to ${out}`)
  return exitCode.done
}

const splitAt = (word: string): [string, string | undefined] => {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

function print(text: string): void {
  const out = new Output()
  out.write(text)
  out.flush()
}
