// The gate of the browser shell: what it lets in, and next to each what it refuses.
import { connect } from 'node:net'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { hostAllowed, originAllowed, tokenRight } from '../../server/gate'
import { existsSync } from 'node:fs'
import { needs } from '../support/skip'

describe('names', () => {
  it.each(['127.0.0.1:8000', 'localhost:8000', '[::1]:8000'])('lets in %s', (host) => {
    expect(hostAllowed(host, 8000)).toBe(true)
  })
  it.each([
    '127.0.0.1:8001',
    'evil.example:8000',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:8000.evil.example',
    '0.0.0.0:8000',
    undefined,
  ])('refuses %s', (host) => {
    expect(hostAllowed(host, 8000)).toBe(false)
  })
})

describe('origins', () => {
  it('lets in the page that was served under the same name', () => {
    expect(originAllowed('http://localhost:8000', 'localhost:8000')).toBe(true)
  })
  it.each([
    undefined,
    'null',
    'http://evil.example',
    'https://localhost:8000',
    'http://127.0.0.1:8000',
    'http://localhost:8000/',
  ])('refuses %s', (origin) => {
    expect(originAllowed(origin, 'localhost:8000')).toBe(false)
  })
})

describe('token', () => {
  it('is right when it is the same text', () => expect(tokenRight('abc', 'abc')).toBe(true))
  it.each(['abd', 'ab', 'abcd', '', null, 3, ['abc']])('is wrong as %j', (given) => {
    expect(tokenRight(given, 'abc')).toBe(false)
  })
})

const built = existsSync('dist/renderer/index.html') && existsSync('dist/decoder/decoder.js')
needs(built, 'dist/ is not built: `npm test` builds it').describe('a running server', () => {
  let close: () => Promise<void>
  let port = 0
  let token = ''
  beforeAll(async () => {
    const { serve } = await import('../../server/wirelens-server')
    const served = await serve({})
    close = served.close
    const url = new URL(served.address)
    port = Number(url.port)
    token = url.hash.slice(1)
  })
  afterAll(() => close())

  const get = (
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<{ status: number; headers: Record<string, unknown> }> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, headers: response.headers })
      })
        .on('error', reject)
        .end()
    })

  it('serves the page with its policy', async () => {
    const { status, headers } = await get('/')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })
  it('refuses a foreign Host', async () => expect((await get('/', { host: 'evil.example' })).status).toBe(421))
  it.each(['/../package.json', '/%2e%2e/package.json', '/etc/passwd', '//etc/passwd'])(
    'has no page %s',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )
  it('refuses other methods', async () => expect((await get('/', {}, 'POST')).status).toBe(405))
  it('does not listen on other addresses', async () => {
    const { networkInterfaces } = await import('node:os')
    const other = Object.values(networkInterfaces())
      .flat()
      .find((a) => a && a.family === 'IPv4' && !a.internal)
    if (!other) return expect(other).toBeUndefined()
    const refused = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: other.address, port, timeout: 1000 })
      socket.on('connect', () => resolve(false))
      socket.on('error', () => resolve(true))
      socket.on('timeout', () => resolve(true))
    })
    expect(refused).toBe(true)
  })

  const talk = (options: { origin?: string; first?: string | Uint8Array; path?: string }): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${options.path ?? '/port'}`, {
        ...(options.origin === undefined ? {} : { origin: options.origin }),
      })
      socket.on('unexpected-response', (_, response) => resolve(`refused ${response.statusCode}`))
      socket.on('error', () => resolve('refused'))
      socket.on('open', () => {
        if (options.first !== undefined) socket.send(options.first)
      })
      socket.on('message', () => {
        resolve('welcome')
        socket.close()
      })
      socket.on('close', (code) => resolve(`closed ${code}`))
    })
  const own = (): string => `http://127.0.0.1:${port}`

  it('welcomes its own page with the token', async () =>
    expect(await talk({ origin: own(), first: token })).toBe('welcome'))
  it('refuses a missing origin', async () => expect(await talk({ first: token })).toMatch('refused'))
  it('refuses a foreign origin', async () =>
    expect(await talk({ origin: 'http://evil.example', first: token })).toMatch('refused'))
  it('refuses the origin null', async () => expect(await talk({ origin: 'null', first: token })).toMatch('refused'))
  it('refuses another path', async () =>
    expect(await talk({ origin: own(), first: token, path: '/other' })).toMatch('refused'))
  it('closes on a wrong token', async () =>
    expect(await talk({ origin: own(), first: 'x'.repeat(43) })).toBe('closed 4403'))
  it('closes on a token in a binary frame', async () =>
    expect(await talk({ origin: own(), first: new TextEncoder().encode(token) })).toBe('closed 4403'))
  it('lets few connections wait for their token at one time', async () => {
    const all = Array.from({ length: 40 }, () => talk({ origin: own() }))
    const ends = await Promise.all(all)
    expect(ends.filter((end) => end === 'closed 4401')).toHaveLength(16)
    expect(await talk({ origin: own(), first: token })).toBe('welcome')
  })
  it('closes when no token comes within two seconds', async () =>
    expect(await talk({ origin: own() })).toBe('closed 4401'))
  it('closes on a frame of more than 1 MiB', async () =>
    expect(await talk({ origin: own(), first: 'x'.repeat(1024 * 1024 + 1) })).toBe('closed 1009'))
})
