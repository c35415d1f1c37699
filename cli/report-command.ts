/** `wirelens report FILE [--kind K] [--stream N] [--lang ko|en] [--format F] [-o OUT]`: a capture written up as a document. */
import { extname } from 'node:path'
import { reportKinds, partsOf } from '../engine/report/document'
import type { ReportPart } from '../engine/report/document'
import { likelyKind, makeReport } from '../engine/report/make-report'
import type { ReportWish } from '../engine/report/make-report'
import { reportBytes, reportFormats, reportText } from '../engine/report/write-report'
import type { ReportFormat } from '../engine/report/write-report'
import type { Session } from '../engine/session/session'
import { printPdf } from '../shell/print-pdf'
import { exitCode } from './exit-codes'
import { languageNamed, presetLanguage } from './language'
import { checkNew, checkOther, writeNew } from './new-file'
import { Output } from './output'
import { usage } from './usage-error'
import { withWhole } from './whole-session'

export const reportHelp = `Usage: wirelens report FILE [--kind KIND] [--stream N] [--lang LANGUAGE] [--format FORMAT] [-o OUT]

  --kind KIND       tcp (one connection), arp, or overview (else what the capture is about)
  --stream N        TCP stream that the report is about, counted from 0 (0 unless something else is said)
  --lang LANGUAGE   en or ko (else the language of the system)
  --format FORMAT   html, md, docx or pdf (else by the name of OUT; md on standard output)
  --parts A,B,…     only these parts:
                    tcp: ${partsOf.tcp.join(', ')}
                    arp: ${partsOf.arp.join(', ')}
                    overview: ${partsOf.overview.join(', ')}
  -o OUT            file to write; html and md go to standard output without it
  --overwrite       OUT may take the place of a file that is there
`
const seeHelp = 'See wirelens report --help.'

interface Wish extends ReportWish {
  path: string
  format: ReportFormat | undefined
  out: string
  overwrite: boolean
}

/** @returns the exit code */
export async function reportCommand(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    print(reportHelp)
    return exitCode.done
  }
  const wish = readWish(args)
  const format = wish.format ?? formatOf(wish.out)
  if (!wish.out && (format === 'docx' || format === 'pdf'))
    usage(`A report as ${format} needs a file to go to.`, `Add -o report.${format}.`)
  if (wish.out) {
    checkOther(wish.out, wish.path)
    checkNew(wish.out, wish.overwrite)
  }
  return withWhole(wish.path, async (session) => {
    checkParts(wish, session)
    const report = await makeReport(session, wish)
    const bytes = format === 'pdf' ? await printPdf(reportText(report, 'html')) : await reportBytes(report, format)
    await writeNew(wish.out || '-', bytes, wish.overwrite)
    return exitCode.done
  })
}

function print(text: string): void {
  const out = new Output()
  out.write(text)
  out.flush()
}

function formatOf(out: string): ReportFormat {
  if (!out || out === '-') return 'md'
  const ending = extname(out).slice(1).toLowerCase()
  const known: Readonly<Record<string, ReportFormat>> = { htm: 'html', markdown: 'md' }
  return (
    reportFormats.find((f) => f === ending) ??
    known[ending] ??
    usage(`The name "${out}" does not say what the report is to be.`, `Add --format ${reportFormats.join('|')}.`)
  )
}

function checkParts(wish: Wish, session: Session): void {
  if (!wish.parts) return
  const kind = wish.kind ?? likelyKind(session)
  const odd = wish.parts.find((part) => !partsOf[kind].includes(part))
  if (odd) usage(`A report of the kind ${kind} has no part "${odd}".`, `It has: ${partsOf[kind].join(', ')}.`)
}

function readWish(args: readonly string[]): Wish {
  const wish: Wish = { path: '', language: presetLanguage(), format: undefined, out: '', overwrite: false }
  for (let i = 0; i < args.length; i++) {
    const [name = '', attached] = args[i]!.startsWith('--') ? args[i]!.split('=', 2) : [args[i]]
    const value = (): string => attached ?? args[++i] ?? usage(`The option ${name} needs a value.`, seeHelp)
    const oneOf = <T extends string>(what: string, known: readonly T[]): T => {
      const text = value()
      return known.find((k) => k === text) ?? usage(`There is no ${what} "${text}".`, `Known: ${known.join(', ')}.`)
    }
    switch (name) {
      case '--kind':
        wish.kind = oneOf('kind of report', reportKinds)
        break
      case '--stream': {
        const text = value()
        wish.stream = /^\d{1,9}$/.test(text)
          ? Number(text)
          : usage(`"${text}" is no stream number.`, 'Streams are counted from 0.')
        break
      }
      case '--lang':
        wish.language = languageNamed(value())
        break
      case '--format':
        wish.format = oneOf('format', reportFormats)
        break
      case '--parts':
        wish.parts = value().split(',').filter(Boolean) as ReportPart[]
        break
      case '-o':
      case '--output':
        wish.out = value()
        break
      case '--overwrite':
        wish.overwrite = true
        break
      default:
        if (name.startsWith('-') && name !== '-') usage(`There is no option ${name}.`, seeHelp)
        if (wish.path) usage(`"${name}" is one file too many.`, seeHelp)
        wish.path = name
    }
  }
  if (!wish.path) usage('No file was named.', 'wirelens report FILE --lang ko -o report.docx')
  // Somebody who names a stream wants the report on it.
  if (wish.stream !== undefined) wish.kind ??= 'tcp'
  return wish
}
