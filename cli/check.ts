/** `wirelens check REPORT CAPTURE`: the statements of a report, judged against a capture. */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { judgeText } from '../engine/claims/judge'
import { claimFormats, printClaims } from '../engine/claims/print'
import type { ClaimFormat } from '../engine/claims/print'
import { reportText } from '../engine/claims/read-report'
import { limits } from '../engine/limits'
import { Refused } from '../engine/refused'
import type { Language } from '../engine/words/language'
import { exitCode } from './exit-codes'
import { languageNamed, presetLanguage } from './language'
import { Output } from './output'
import { usage } from './usage-error'
import { withWhole } from './whole-session'

export const checkHelp = `Usage: wirelens check REPORT.(txt|md|docx) CAPTURE [--format FORMAT] [--lang en|ko]

Finds what a report states about packets and protocols, and says of each statement whether it is true.

  --format FORMAT text, json or html (else text)
  --lang LANG     language of what Wirelens says: en or ko (else that of LANG)
`

/** @returns the exit code */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const out = new Output()
  if (args.includes('--help') || args.includes('-h')) {
    out.write(checkHelp)
    out.flush()
    return exitCode.done
  }
  const paths: string[] = []
  let format: ClaimFormat = 'text'
  let language: Language = presetLanguage()
  for (let i = 0; i < args.length; i++) {
    const [name = '', attached] = args[i]!.startsWith('--') ? args[i]!.split('=', 2) : [args[i]]
    const value = (): string =>
      attached ?? args[++i] ?? usage(`The option ${name} needs a value.`, 'See wirelens check --help.')
    if (name === '--format') {
      const text = value()
      format =
        claimFormats.find((f) => f === text) ??
        usage(`There is no format "${text}".`, `Known: ${claimFormats.join(', ')}.`)
    } else if (name === '--lang') language = languageNamed(value())
    else if (name.startsWith('-')) usage(`There is no option ${name}.`, 'See wirelens check --help.')
    else paths.push(name)
  }
  const [report, capture] = paths
  if (!report || !capture || paths.length > 2)
    usage('A report and a capture are needed.', 'wirelens check REPORT.txt CAPTURE.pcapng')
  const text = reportText(basename(report), fileBytes(report))
  return withWhole(capture, (session) => {
    out.write(printClaims(judgeText(session, text, language), format, language, text))
    out.flush()
    return exitCode.done
  })
}

/** @throws Refused: too large, or it cannot be read */
function fileBytes(path: string): Uint8Array {
  try {
    if (statSync(path).size > limits.claimReport)
      throw new Refused(
        'report-too-large',
        `${path} has more than ${limits.claimReport / 1024 / 1024} MiB.`,
        'Check the report in parts.',
      )
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Refused) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new Refused(
      'no-report',
      `The report ${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`,
    )
  }
}
