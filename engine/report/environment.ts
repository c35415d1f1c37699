/** Where and how the capture was made, as far as the file tells. */
import { secondsText } from '../bytes/time'
import { linkTypes } from '../names/link-types'
import { timeDigits } from '../session/rows'
import type { Session } from '../session/session'
import { column, notice, table } from './document'
import type { Block } from './document'
import type { ReportWords } from './words'

/** Seconds of the capture's first packet to its last, as text. */
export const spanText = (session: Session): string =>
  session.count ? secondsText(session.index.elapsed(0, session.count - 1), timeDigits(session)) : '0'

/** The name of the file, without its folder. */
export const fileName = (session: Session): string => session.opened.source.path.split(/[\\/]/).at(-1) ?? ''

/** `2019-05-08 07:20:09.206812203 UTC`; '' for what is no date. */
function momentText(seconds: number, nanos: number, digits: number): string {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return ''
  const fraction = digits ? `.${String(nanos).padStart(9, '0').slice(0, digits)}` : ''
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction} UTC`
}

/** Rows of what is known; `further` are those of the report at hand. */
export function environmentTable(session: Session, w: ReportWords, further: readonly (readonly string[])[]): Block[] {
  const { index, scanner, count } = session
  const moment = (i: number): string => momentText(index.seconds[i]!, index.nanos[i]!, timeDigits(session))
  const section = scanner.sections[0]
  const interfaces = scanner.interfaces.slice(0, 8)
  const rows: (readonly [string, string])[] = [
    [w.format, scanner.format?.kind ?? ''],
    [w.packets, w.packetCount(count)],
    [w.first, count ? moment(0) : ''],
    [w.last, count ? moment(count - 1) : ''],
    [w.span, w.seconds(spanText(session))],
    ...interfaces.flatMap((it): [string, string][] => [
      [w.interface, [it.name ?? '', it.description ?? ''].filter(Boolean).join(', ')],
      [w.captureFilter, it.filter ?? ''],
      [w.system, it.os ?? ''],
    ]),
    [w.linkType, [...new Set(interfaces.map((it) => linkTypes[it.linkType]?.[2] ?? String(it.linkType)))].join(', ')],
    [w.system, section?.os ?? ''],
    [w.application, section?.application ?? ''],
    [w.hardware, section?.hardware ?? ''],
    [w.fileComment, section?.comments.join(' ') ?? ''],
  ]
  const seen = new Set<string>()
  const known = rows.filter(([name, value]) => value && !seen.has(name + value) && seen.add(name + value))
  const problem = scanner.problem
  return [
    ...table('', [column(w.item, 25), column(w.value, 75)], [[w.file, fileName(session)], ...known, ...further]),
    ...notice(problem ? w.torn(problem.message) : ''),
  ]
}
