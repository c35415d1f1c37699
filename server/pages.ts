/** The files of the window: a fixed map made at the start, so that no path of a request ever reaches the file system. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { hostAllowed } from './gate'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** What the window may do: its own scripts and styles, and the one port. */
export const contentPolicy = (port: number): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

interface Page {
  bytes: Buffer
  type: string
  tag: string
}

/** Reads all files below `folder` into a map by address. */
export function readPages(folder: string): Map<string, Page> {
  const pages = new Map<string, Page>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || !type) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = readFileSync(path)
    const address = '/' + path.slice(folder.length + 1).replaceAll('\\', '/')
    pages.set(address, { bytes, type, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` })
  }
  const index = pages.get('/index.html')
  if (index) pages.set('/', index)
  return pages
}

/** Answers one request with a page or a refusal; no other method, name or path is answered. */
export function servePage(
  pages: Map<string, Page>,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const refuse = (status: number, text: string): void => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text)
  }
  if (!hostAllowed(request.headers.host, port)) return refuse(421, 'Wirelens answers only on this machine.\n')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET.\n')
  const page = pages.get((request.url ?? '').split('?', 1)[0]!)
  if (!page) return refuse(404, 'There is no such page.\n')
  response.setHeader('content-security-policy', contentPolicy(port))
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('cache-control', 'no-cache')
  response.setHeader('etag', page.tag)
  if (request.headers['if-none-match'] === page.tag) {
    response.writeHead(304).end()
    return
  }
  response.writeHead(200, { 'content-type': page.type, 'content-length': page.bytes.length })
  response.end(request.method === 'HEAD' ? undefined : page.bytes)
}
