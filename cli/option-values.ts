/** Reads the values behind options; what is wrong is refused with the choices that there are. */
import type { FieldForm } from './print/fields'
import { formats } from './options'
import type { FileFormat, Options } from './options'
import { timeStyles } from './time-styles'
import type { TimeStyle } from './time-styles'
import { usage } from './usage-error'

export function readNumber(text: string, what: string, low: number, high: number): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text)) usage(`The ${what} "${text}" isn't a decimal number.`)
  if (value < low) usage(`The ${what} ${text} is too small.`, `The least is ${low}.`)
  if (value > high) usage(`The ${what} ${text} is too large.`, `The most is ${high}.`)
  return value
}
export const readCount = (text: string): number => readNumber(text, 'packet count', 1, 2 ** 31 - 1)

/** `duration:5`, added to the stop conditions; fractions of seconds are rounded up. */
export function readCondition(stop: Options['stop'], text: string): void {
  const [, name = '', value = ''] = /^(\w+):(.*)$/.exec(text) ?? []
  switch (name) {
    case 'duration': {
      if (!/^\d*\.?\d+$/.test(value) || Number(value) <= 0)
        usage(`The duration "${value}" isn't a positive number of seconds.`)
      stop.seconds = Math.ceil(Number(value))
      return
    }
    case 'packets':
      stop.packets = readNumber(value, 'number of packets', 1, 2 ** 31 - 1)
      return
    case 'filesize':
      stop.kilobytes = readNumber(value, 'file size', 1, 2 ** 31 - 1)
      return
    default:
      usage(`There is no stop condition "${text}".`, 'Known: duration:SECONDS, packets:N, filesize:KB.')
  }
}

export function readFileFormat(text: string): FileFormat {
  if (text === 'pcapng' || text === 'pcap' || text === 'nsecpcap') return text
  return usage(`"${text}" isn't a type of capture file that Wirelens writes.`, 'Known: pcapng, pcap, nsecpcap.')
}

export function readFormat(o: Options, text: string): void {
  o.format =
    formats.find((format) => format === text) ??
    usage(`"${text}" isn't a form of output.`, `Known to -T: ${formats.join(', ')}.`)
  o.print = true
}

/** Kinds of names; only Ethernet addresses have some here. Nothing is ever looked up on the network. */
export function readNames(text: string): boolean {
  const wrong = /[^dmnNtvgs]/.exec(text)
  if (wrong) usage(`-N knows no kind of names '${wrong[0]}'.`, 'Known: m (Ethernet addresses).')
  return text.includes('m')
}

export function readTime(text: string): TimeStyle {
  if (Object.hasOwn(timeStyles, text)) return text as TimeStyle
  const known = Object.entries(timeStyles).map(([name, what]) => `\t${name.padEnd(5)} ${what}`)
  return usage(`There is no form of times "${text}".`, `Known:\n${known.join('\n')}`)
}

/** One `-E`. */
export function readFieldForm(form: FieldForm, text: string): void {
  const at = text.indexOf('=')
  const value = text.slice(at + 1)
  const wrong = (): never =>
    usage(
      `-E does not know "${text}".`,
      'Known: header=y|n, bom=y|n, separator=/t|/s|C, occurrence=f|l|a, aggregator=,|/s|C, quote=d|s|n.',
    )
  if (at < 0 || !value) wrong()
  const yes = (): boolean => (/^[yn]$/i.test(value) ? value.toLowerCase() === 'y' : wrong())
  const character = (): string => {
    if (value === '/t') return '\t'
    if (value === '/s') return ' '
    return value.startsWith('/') && value.length > 1 ? wrong() : [...value][0]!
  }
  switch (text.slice(0, at)) {
    case 'header':
      form.header = yes()
      return
    case 'bom':
      form.bom = yes()
      return
    case 'separator':
      form.separator = character()
      return
    case 'aggregator':
      form.aggregator = character()
      return
    case 'occurrence':
      form.occurrence = value === 'f' || value === 'l' || value === 'a' ? value : wrong()
      return
    case 'quote':
      form.quote = value === 'd' ? '"' : value === 's' ? "'" : value === 'n' ? '' : wrong()
      return
    default:
      wrong()
  }
}
