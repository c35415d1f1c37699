/** Shapes of the calls `report.*`. Plain data: they cross processes. */
import type { ReportKind, ReportPart } from '../report/document'

export { reportKinds, reportParts } from '../report/document'
export type { ReportKind, ReportPart } from '../report/document'
export type { ReportFormat } from '../report/write-report'

export interface ReportChoices {
  /** What the capture is about. */
  kind: ReportKind
  /** TCP streams, and whether there is ARP. */
  streams: number
  arp: boolean
  /** Parts that each kind has. */
  parts: Readonly<Record<ReportKind, readonly ReportPart[]>>
}

export interface ReportPreview {
  kind: ReportKind
  title: string
  html: string
}
