/** A report in one of its formats. PDF is made of the HTML by whoever has a browser: see shell/print-pdf.ts. */
import type { Report } from './document'
import { reportHtml } from './to-html'
import { reportMarkdown } from './to-markdown'

export const reportFormats = ['html', 'md', 'docx', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** Text of the formats that are text. */
export const reportText = (report: Report, format: 'html' | 'md'): string =>
  [...(format === 'html' ? reportHtml(report) : reportMarkdown(report))].join('')

/** Bytes of a report. The library for Word documents is loaded when it is wanted. */
export async function reportBytes(report: Report, format: Exclude<ReportFormat, 'pdf'>): Promise<Uint8Array> {
  if (format !== 'docx') return new TextEncoder().encode(reportText(report, format))
  const { reportDocx } = await import('./to-docx')
  return reportDocx(report)
}
