/**
 * HTML printed to PDF by a browser of this machine (Chromium, Chrome, Edge), for shells that have none of their own. The page comes from us, holds no
 * script and fetches nothing; the browser runs without its user's profile, without the network, and for a bounded time.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { limits } from '../engine/limits'
import { Refused } from '../engine/refused'

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
]
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

/** A browser that can print; undefined when none is found. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const places =
    process.platform === 'win32'
      ? [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((base) =>
          base ? WINDOWS.map((name) => join(base, name)) : [],
        )
      : process.platform === 'darwin'
        ? MAC
        : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return places.find((path) => existsSync(path))
}

/** @throws Refused: no-browser, pdf (it did not print in time, or not at all) */
export async function printPdf(html: string, browser: string | undefined = findBrowser()): Promise<Uint8Array> {
  if (!browser)
    throw new Refused(
      'no-browser',
      'A PDF is printed by Chromium, Chrome or Edge, and none of them was found on this machine.',
      'Install one of them, or write HTML and print that with your browser; Word documents (docx) can be saved as PDF, too.',
    )
  const folder = await mkdtemp(join(tmpdir(), 'wirelens-pdf-'))
  try {
    const [page, out] = [join(folder, 'report.html'), join(folder, 'report.pdf')]
    await writeFile(page, html)
    const words = await run(browser, [
      '--headless',
      '--disable-gpu',
      '--disable-extensions',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--no-first-run',
      // Chromium refuses its sandbox to root; the page is our own and holds no script.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${join(folder, 'profile')}`,
      '--no-pdf-header-footer',
      `--print-to-pdf=${out}`,
      pathToFileURL(page).href,
    ])
    const pdf = await readFile(out).catch(() => undefined)
    if (!pdf?.subarray(0, 5).equals(Buffer.from('%PDF-')))
      throw new Refused(
        'pdf',
        `${browser} has printed no PDF.${words ? ` It said: ${words}` : ''}`,
        'Write HTML and print that with your browser.',
      )
    return new Uint8Array(pdf)
  } finally {
    // The browser's last processes may still be writing into its profile.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {})
  }
}

/** Runs the browser for `pdfSeconds` at most. Resolves to the last line that it wrote to standard error when it failed, '' otherwise. */
function run(browser: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(browser, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let errors = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(
        new Refused(
          'pdf',
          `${browser} has not printed the PDF within ${limits.pdfSeconds} seconds.`,
          'Write HTML and print that with your browser.',
        ),
      )
    }, limits.pdfSeconds * 1000)
    child.stderr.on('data', (piece: Buffer) => {
      errors = (errors + piece.toString('utf8')).slice(-2000)
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(new Refused('pdf', `Cannot start ${browser}: ${error.message}.`))
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0 ? '' : (errors.trim().split('\n').at(-1) ?? ''))
    })
  })
}
