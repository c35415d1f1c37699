/** Prints a report to PDF in a window that nobody sees: without scripts, in a session of its own that holds this one page and reaches nothing else. */
import { BrowserWindow, session } from 'electron'
import { limits } from '../engine/limits'
import { Refused } from '../engine/refused'
import { guardSession, origin, scheme } from './guard'

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

let printed = 0

/** @throws Refused when it was not printed in time */
export async function printReport(html: string): Promise<Uint8Array> {
  // Without "persist:" it lives in memory, and is empty each time.
  const page = session.fromPartition(`report-${++printed}`)
  guardSession(page)
  page.protocol.handle(
    scheme,
    () =>
      new Response(html, {
        headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
      }),
  )
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: page, sandbox: true, contextIsolation: true, javascript: false, devTools: false },
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Refused(
            'pdf',
            `The PDF was not printed within ${limits.pdfSeconds} seconds.`,
            'Save as HTML and print that with your browser.',
          ),
        ),
      limits.pdfSeconds * 1000,
    )
  })
  try {
    const printing = window
      .loadURL(`${origin}/report.html`)
      .then(() => window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }))
    return await Promise.race([printing, late])
  } finally {
    clearTimeout(timer)
    window.destroy()
    page.protocol.unhandle(scheme)
  }
}
