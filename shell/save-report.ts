/** Saves a report of the open capture: the decoder writes it; a PDF is printed from its HTML by the shell. */
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { refusedFromSystem } from '../engine/api/call'
import type { DecoderLink } from './decoder-link'
import { printPdf } from './print-pdf'

type Wish = Omit<Parameters<DecoderLink['report']['write']>[0], 'format'>
export type ReportRequest = Wish & { format: 'html' | 'md' | 'docx' | 'pdf' }

/** `print`: how this shell prints, where it can do so by itself. */
export async function saveReport(
  decoder: DecoderLink,
  { format, ...wish }: ReportRequest,
  print: (html: string) => Promise<Uint8Array> = printPdf,
): Promise<{ path: string }> {
  if (format !== 'pdf') return decoder.report.write({ ...wish, format })
  const folder = await mkdtemp(join(tmpdir(), 'wirelens-report-'))
  try {
    const page = join(folder, 'report.html')
    await decoder.report.write({ ...wish, path: page, format: 'html' })
    const pdf = await print(await readFile(page, 'utf8'))
    await place(pdf, wish.path)
    return { path: wish.path }
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

/** Whole or not there: written beside its place first. */
async function place(bytes: Uint8Array, path: string): Promise<void> {
  const part = join(dirname(path), `.wirelens-report-${process.pid}.part`)
  try {
    await writeFile(part, bytes)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {})
    throw refusedFromSystem(error, 'save', path)
  }
}
