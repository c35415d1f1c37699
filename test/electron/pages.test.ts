// `app://` pages: from a fixed map, with their policy; everything else is refused.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contentPolicy, makePages } from '../../electron/pages'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-pages-'))
mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true })
writeFileSync(join(folder, 'secret.html'), 'secret')
writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html><title>page</title>')
writeFileSync(join(folder, 'renderer', 'assets', 'a.js'), 'export {}')
writeFileSync(join(folder, 'renderer', 'assets', 'a.js.map'), '{}')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const pages = makePages(join(folder, 'renderer'))
const get = (address: string, method = 'GET') => pages(new Request(address, { method }))

describe('pages', () => {
  it('gives the page at / and by its name', async () => {
    for (const address of ['app://wirelens/', 'app://wirelens/index.html', 'app://wirelens/?a#b'])
      expect(await get(address).text()).toContain('<title>page')
  })
  it('gives scripts with their type', () => {
    expect(get('app://wirelens/assets/a.js').headers.get('content-type')).toMatch('text/javascript')
  })
  it('says what the page may do, and that types are not to be guessed', () => {
    const { headers } = get('app://wirelens/')
    expect(headers.get('content-security-policy')).toBe(contentPolicy)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
  it('allows own scripts and styles only', () => {
    expect(contentPolicy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(contentPolicy).not.toMatch(/unsafe|https?:|\*/)
  })
  it.each([
    'app://wirelens/assets/a.js.map',
    'app://wirelens/assets',
    'app://wirelens/nothing.html',
    'app://wirelens/%2e%2e/secret.html',
    'app://wirelens/..%2fsecret.html',
    'app://other/index.html',
    'https://wirelens/index.html',
  ])('refuses %s', (address) => expect(get(address).status).toBe(404))
  it('refuses other methods', () => expect(get('app://wirelens/', 'POST').status).toBe(405))
})
