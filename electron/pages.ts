/** `app://wirelens/…`: the files of the window from a fixed map, with the content policy as a header. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { origin, ownAddress } from './guard'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** As the browser shell's policy, without a socket: the page talks through its port only. */
export const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const refuse = (status: number, text: string): Response =>
  new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': contentPolicy },
  })

/** Answers requests to our scheme from the files below `folder`, found once at the start; anything else is 404. */
export function makePages(folder: string): (request: Request) => Response {
  const pages = new Map<string, { path: string; type: string }>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || !type) continue
    const path = join(entry.parentPath, entry.name)
    pages.set(`${origin}/${path.slice(folder.length + 1).replaceAll('\\', '/')}`, { path, type })
  }
  return (request) => {
    if (request.method !== 'GET') return refuse(405, 'Only GET.')
    const address = request.url.split(/[?#]/, 1)[0]!
    const page = ownAddress(address)
      ? pages.get(address === `${origin}/` ? `${origin}/index.html` : address)
      : undefined
    if (!page) return refuse(404, 'There is no such page.')
    return new Response(readFileSync(page.path), {
      headers: {
        'content-type': page.type,
        'content-security-policy': contentPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      },
    })
  }
}
