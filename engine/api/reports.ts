/** Calls about reports of the open capture: `report.*`. */
import { realpathSync } from 'node:fs'
import { ReplacementFile } from '../capture-file/replacement-file'
import { conversations } from '../flows/conversations'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { partsOf, reportKinds, reportParts } from '../report/document'
import { likelyKind, makeReport } from '../report/make-report'
import { reportBytes, reportText } from '../report/write-report'
import type { Session } from '../session/session'
import { languages } from '../words/language'
import { callsOf } from './call'
import { integer, list, nothing, object, oneOf, optional, text } from './check'
import type { Decoder } from './decoder'
import type { ReportChoices, ReportPreview } from './report-shapes'

const call = callsOf<Decoder>()
const wish = {
  kind: optional(oneOf(...reportKinds)),
  stream: optional(integer(0, 0xffff_ffff)),
  language: oneOf(...languages),
  parts: optional(list(oneOf(...reportParts), reportParts.length)),
}
const running = new Map<'preview' | 'write', AbortController>()

/** What can be written about the open capture. */
export const choices = call(nothing, async (d): Promise<ReportChoices> => {
  await d.settled()
  const session = d.open
  const arp = registry.protocol('arp').id
  return {
    kind: likelyKind(session),
    streams: session.memories.get(conversations).streamsOf('tcp'),
    arp: session.stacks.layers.some((layers) => layers.includes(arp)),
    parts: partsOf,
  }
})

/** A report as HTML, to be looked at. A new one stops the one that is still being made. */
export const preview = call(object(wish), async (d, asked): Promise<ReportPreview> => {
  await d.settled()
  const report = await stoppable(d, 'preview', (work) => makeReport(d.open, asked, work))
  const html = reportText(report, 'html')
  if (html.length > limits.reportPreview)
    throw new Refused(
      'too-long',
      'This report is too long to be shown here.',
      'Save it and look at the file, or leave parts out.',
    )
  return { kind: report.kind, title: report.title, html }
})

/** For shells: writes a report to a file. Gives the path. */
export const write = call(
  object({ ...wish, path: text(), format: oneOf('html', 'md', 'docx') }),
  async (d, { path, format, ...asked }): Promise<{ path: string }> => {
    await d.settled()
    const session = d.open
    checkPlace(session, path)
    const report = await stoppable(d, 'write', (work) => makeReport(session, asked, work))
    const bytes = await reportBytes(report, format)
    const file = await ReplacementFile.create(path)
    try {
      file.write(bytes)
      await file.commit()
    } catch (error) {
      await file.abandon()
      throw error
    }
    return { path }
  },
)

/** Stops work that takes long; true when there was some. */
export const cancel = call(object({ work: oneOf('preview', 'write') }), (_, { work }) => {
  running.get(work)?.abort()
  return running.delete(work)
})

/** A report must not take the place of the capture that it is made from. */
function checkPlace(session: Session, path: string): void {
  const real = (name: string): string => {
    try {
      return realpathSync(name)
    } catch {
      return name
    }
  }
  if (real(path) === real(session.opened.source.path))
    throw new Refused('same-file', `"${path}" is the capture itself.`, 'Choose another name.')
}

async function stoppable<T>(
  d: Decoder,
  work: 'preview' | 'write',
  make: (options: { signal: AbortSignal; onProgress: (done: number, total: number) => void }) => Promise<T>,
): Promise<T> {
  running.get(work)?.abort()
  const stop = new AbortController()
  running.set(work, stop)
  try {
    return await make({
      signal: stop.signal,
      onProgress: (done, total) => d.tell('flows', { work: 'report', done, total }),
    })
  } finally {
    if (running.get(work) === stop) running.delete(work)
  }
}
