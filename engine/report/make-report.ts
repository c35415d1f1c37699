/** Builds a report from the open capture. What is not asked for is chosen by what the capture holds. */
import { conversations } from '../flows/conversations'
import { registry } from '../protocols'
import type { Session } from '../session/session'
import type { Work } from '../session/turns'
import type { Language } from '../words/language'
import { arpReport } from './arp-report'
import { partsOf } from './document'
import type { Report, ReportKind, ReportPart } from './document'
import { fileName } from './environment'
import { overviewReport } from './overview-report'
import { tcpReport } from './tcp-report'

export interface ReportWish {
  kind?: ReportKind | undefined
  /** Stream that a TCP report is about: the first one unless said. */
  stream?: number | undefined
  language: Language
  /** Parts to write: all that the kind has unless said. */
  parts?: readonly ReportPart[] | undefined
}

/** What a capture is about: a TCP connection, ARP, or neither of them alone. */
export function likelyKind(session: Session): ReportKind {
  const tcp = session.memories.get(conversations).streamsOf('tcp')
  if (tcp === 1) return 'tcp'
  if (tcp > 1) return 'overview'
  const arp = registry.protocol('arp').id
  return session.stacks.layers.some((layers) => layers.includes(arp)) ? 'arp' : 'overview'
}

/** @throws Refused when there is no such stream, or when `work` was stopped */
export async function makeReport(session: Session, wish: ReportWish, work: Work = {}): Promise<Report> {
  const kind = wish.kind ?? likelyKind(session)
  const { language } = wish
  const parts = new Set(wish.parts ?? partsOf[kind])
  const made =
    kind === 'tcp'
      ? await tcpReport(session, wish.stream ?? 0, language, parts, work)
      : kind === 'arp'
        ? await arpReport(session, language, parts, work)
        : await overviewReport(session, language, parts, work)
  return { kind, language, title: made.title, file: fileName(session), blocks: made.blocks }
}
