/**
 * Who may talk to the browser shell: only pages that this server served, on this machine, that know the token.
 * The token is 256 random bits; it travels in the address's fragment (which browsers do not send) and then once as the first WebSocket message.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export const makeToken = (): string => randomBytes(32).toString('base64url')

/** Host header: exactly this port on loopback, so that a foreign name that resolves to 127.0.0.1 is refused. */
export function hostAllowed(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` || host === `[::1]:${port}`
}

/** Origin of a WebSocket: the page that this server served, under the same name. A missing origin and `null` are refused. */
export const originAllowed = (origin: string | undefined, host: string | undefined): boolean =>
  origin !== undefined && host !== undefined && origin === `http://${host}`

/** Compares in constant time. */
export function tokenRight(given: unknown, token: string): boolean {
  if (typeof given !== 'string') return false
  const a = Buffer.from(given)
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whether an upgrade to a WebSocket may go on (the token comes after it). */
export const upgradeAllowed = (request: IncomingMessage, port: number): boolean =>
  hostAllowed(request.headers.host, port) &&
  originAllowed(request.headers.origin, request.headers.host) &&
  request.url === '/port'
