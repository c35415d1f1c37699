/** Reads a command line as getopt does: combined letters (`-nr FILE`), values attached (`-c10`, `--interface=lo`), `--` ends the options. */
import { optionTable } from './option-table'
import type { Option } from './option-table'
import { defaults } from './options'
import type { Options } from './options'
import { reports } from './reports'
import { usage } from './usage-error'

const byLetter = new Map(optionTable.flatMap((option) => (option.letter ? [[option.letter, option] as const] : [])))
const byName = new Map(optionTable.flatMap((option) => (option.name ? [[option.name, option] as const] : [])))
const seeHelp = 'wirelens -h lists the options.'

/** @throws Refused with the code `usage` or `not-yet` */
export function readCommandLine(args: readonly string[]): Options {
  const o = defaults()
  if (args[0]?.startsWith('-G')) return report(o, args)
  const words: string[] = []
  for (let i = 0; i < args.length && !o.instead; i++) {
    const arg = args[i]!
    const next = (shown: string): string => args[++i] ?? usage(`The option ${shown} needs a value behind it.`, seeHelp)
    if (arg === '--') {
      words.push(...args.slice(i + 1))
      break
    } else if (arg.startsWith('--')) long(o, arg.slice(2), next)
    else if (arg.length > 1 && arg.startsWith('-')) letters(o, arg.slice(1), next)
    else words.push(arg)
  }
  if (!o.instead) placeWords(o, words)
  if (!o.instead) checkTogether(o)
  return o
}

/** Words behind the options are a filter, as in tshark: of packets shown when a file is read, of packets captured otherwise. */
function placeWords(o: Options, words: readonly string[]): void {
  if (!words.length) return
  const text = words.join(' ')
  const option = o.read === null ? 'f' : 'Y'
  if (o.read === null ? o.captureFilter : o.displayFilter)
    usage(`The filter is given twice: with -${option} and as "${text}".`, 'Files are read with -r FILE.')
  if (o.read === null) o.captureFilter = text
  else o.displayFilter = text
}

/** What each option allows but both together do not. */
function checkTogether(o: Options): void {
  const { seconds, packets, kilobytes } = o.stop
  if (o.read !== null) {
    if (o.captureFilter)
      usage('A capture filter (-f) does nothing when a file is read.', 'Leave it out, or capture with -i.')
    if (seconds || packets || kilobytes)
      usage('Stop conditions (-a) are for captures, and a file is being read.', 'Use -c N to stop after N packets.')
  }
  if (o.fields.length && !['fields', 'json', 'ek', 'pdml', 'psml'].includes(o.format))
    usage('Fields were chosen with -e, but none of -T fields, json, ek and pdml was given.', 'Add -T fields.')
  if (o.format === 'fields' && !o.fields.length)
    usage('-T fields prints the fields chosen with -e, and there are none.')
  if (o.included && !['json', 'jsonraw', 'ek', 'pdml'].includes(o.format))
    usage('-j and -J choose what -T json, jsonraw, ek and pdml show, and none of them was given.', 'Add -T json.')
  if (o.bytes && (o.format === 'fields' || o.format === 'psml' || o.format === 'pdml'))
    usage(`Bytes (-x) can be printed as text, JSON or for Elasticsearch, not with -T ${o.format}.`)
  if (o.write === '-' && o.print)
    usage('Packets (-w -) and their text cannot both go to standard output.', 'Write the packets to a file.')
  if (o.statistics.length && o.read === null)
    usage(
      'Statistics of a live capture are not there yet.',
      'Capture with -w FILE, then read it with -r FILE -q -z …',
      'not-yet',
    )
  if (o.objects.length && o.read === null)
    usage(
      'Objects are written of a file, not of a live capture.',
      'Capture with -w FILE, then read it with -r FILE -q --export-objects …',
    )
  if (o.interfaces.length > 1 && o.read === null)
    usage(
      'Capturing on several interfaces at once is not there yet.',
      'Give one -i; on Linux, "any" takes all.',
      'not-yet',
    )
}

function long(o: Options, text: string, next: (shown: string) => string): void {
  const at = text.indexOf('=')
  const name = at < 0 ? text : text.slice(0, at)
  const option = byName.get(name) ?? usage(`There is no option --${name}.`, seeHelp)
  if (at >= 0 && !option.argument) usage(`The option --${name} takes no value.`, seeHelp)
  option.set(o, option.argument ? (at < 0 ? next(`--${name}`) : text.slice(at + 1)) : '')
}

function letters(o: Options, text: string, next: (shown: string) => string): void {
  for (let k = 0; k < text.length; k++) {
    const letter = text[k]!
    const option: Option = byLetter.get(letter) ?? usage(`There is no option -${letter}.`, seeHelp)
    if (!option.argument) {
      option.set(o, '')
      continue
    }
    const attached = text.slice(k + 1)
    option.set(o, attached || next(`-${letter}`))
    return
  }
}

function report(o: Options, args: readonly string[]): Options {
  const name = args[0]!.slice(2) || (args[1] ?? 'fields')
  if (!Object.hasOwn(reports, name)) usage(`-G knows no list "${name}".`, `Known: ${Object.keys(reports).join(', ')}.`)
  o.instead = 'report'
  o.report = name
  return o
}
