// golden() and needs(): comparing, writing, refusing; skipping with a reason.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { goldenTests } from '../../build/golden.mjs'
import { golden } from '../support/golden'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-golden-'))
  vi.stubEnv('WIRELENS_GOLDEN', undefined)
  vi.stubEnv('WIRELENS_GOLDEN_ONLY', undefined)
  vi.stubEnv('CI', undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

it('accepts the text that the file holds', () => {
  writeFileSync(join(folder, 'a.txt'), 'one\r\ntwo\r\n')
  golden(join(folder, 'a.txt'), 'one\ntwo\n')
})

it('refuses another text', () => {
  writeFileSync(join(folder, 'a.txt'), 'one\n')
  expect(() => golden(join(folder, 'a.txt'), 'two\n')).toThrow(/npm run golden/)
})

it('refuses when there is no file yet', () => {
  expect(() => golden(join(folder, 'a.txt'), 'x')).toThrow(/does not exist yet/)
})

it('writes the file when asked', () => {
  vi.stubEnv('WIRELENS_GOLDEN', 'write')
  golden(join(folder, 'deep', 'a.txt'), 'new\n')
  expect(readFileSync(join(folder, 'deep', 'a.txt'), 'utf8')).toBe('new\n')
})

it('never writes on a build server', () => {
  vi.stubEnv('WIRELENS_GOLDEN', 'write')
  vi.stubEnv('CI', 'true')
  expect(() => golden(join(folder, 'a.txt'), 'x')).toThrow(/CI/)
})

it('writes only paths that hold the name', () => {
  vi.stubEnv('WIRELENS_GOLDEN', 'write')
  vi.stubEnv('WIRELENS_GOLDEN_ONLY', 'dns')
  writeFileSync(join(folder, 'tcp.txt'), 'old')
  golden(join(folder, 'tcp.txt'), 'new')
  expect(readFileSync(join(folder, 'tcp.txt'), 'utf8')).toBe('old')
})

describe('goldenTests', () => {
  const files = ['test/protocols/dns.test.ts', 'test/protocols/tcp.test.ts', 'test/protocols/golden/dns.txt']

  it('takes the test files with the name', () => {
    expect(goldenTests(files, 'dns')).toEqual(['test/protocols/dns.test.ts'])
  })

  it('takes those of many names when a sample file has the name', () => {
    const many = ['test/protocols/goldens.test.ts', 'test/protocols/samples.test.ts']
    const all = [...files, ...many, 'test/protocols/web/echo.sample.ts']
    expect(goldenTests(all, 'echo').sort()).toEqual(many)
    expect(goldenTests(all, 'web/echo').sort()).toEqual(many)
    expect(goldenTests(all, 'dns').sort()).toEqual(['test/protocols/dns.test.ts', ...many])
  })

  it('takes all when no file has the name', () => {
    expect(goldenTests(files, 'arp')).toHaveLength(2)
  })
})
