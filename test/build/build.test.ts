// The build: when a target is made anew, and what its catalogues and outputs must fulfil.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fingerprint, isFresh, keepStamp, listFiles } from '../../build/fingerprint.mjs'
import { catalogueProblems } from '../../build/messages.mjs'
import { nodeTargets, rendererTarget } from '../../build/targets.mjs'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wirelens-build-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

it('changes the fingerprint with the contents of a file', () => {
  put('engine/a.ts', '1')
  const before = fingerprint(folder, ['engine'])
  put('engine/a.ts', '2')
  expect(fingerprint(folder, ['engine'])).not.toBe(before)
})

it('keeps the fingerprint when only the time of a file changed', () => {
  put('engine/a.ts', '1')
  const before = fingerprint(folder, ['engine'])
  put('engine/a.ts', '1')
  expect(fingerprint(folder, ['engine'])).toBe(before)
})

it('changes the fingerprint with a new file', () => {
  put('engine/a.ts', '1')
  const before = fingerprint(folder, ['engine'])
  put('engine/b.ts', '')
  expect(fingerprint(folder, ['engine'])).not.toBe(before)
})

it('leaves generated folders out of the fingerprint', () => {
  put('renderer/paraglide/messages.js', '1')
  put('renderer/app.svelte', '1')
  expect(listFiles(folder, ['renderer'])).toEqual(['renderer/app.svelte'])
})

it('knows the stamp that it kept', () => {
  keepStamp(folder, 'x', 'abc')
  expect([isFresh(folder, 'x', 'abc'), isFresh(folder, 'x', 'abd')]).toEqual([true, false])
})

it('gives every target an output of its own', () => {
  const outputs = [...nodeTargets, rendererTarget].map((target) => target.output)
  expect(new Set(outputs).size).toBe(outputs.length)
})

function catalogues(en: object, ko?: object, modules = ['../node_modules/plugin.js']): string[] {
  put('project.inlang/settings.json', JSON.stringify({ baseLocale: 'en', locales: ['en', 'ko'], modules }))
  put('messages/en.json', JSON.stringify(en))
  if (ko) put('messages/ko.json', JSON.stringify(ko))
  return catalogueProblems(folder)
}

it('accepts catalogues with the same messages', () => {
  expect(catalogues({ $schema: 'x', open: 'Open' }, { open: '열기' })).toEqual([])
})

it('names the message that a catalogue lacks', () => {
  expect(catalogues({ open: 'Open' }, {})).toEqual([expect.stringContaining('ko.json has no "open"')])
})

it('names the message that only a translation has', () => {
  expect(catalogues({ open: 'Open' }, { open: '열기', shut: '닫기' })).toEqual([expect.stringContaining('"shut"')])
})

it('names the catalogue that is missing', () => {
  expect(catalogues({ open: 'Open' })).toEqual([expect.stringContaining('ko.json is missing')])
})

it('refuses an empty catalogue', () => {
  expect(catalogues({}, {})).toEqual([expect.stringContaining('holds no message')])
})

it('refuses a plugin that would be fetched over the network', () => {
  const problems = catalogues({ a: 'A' }, { a: 'B' }, ['https://example.org/plugin.js'])
  expect(problems).toEqual([expect.stringContaining('over the network')])
})

/** What a process prints that bundles a project of one file, where a plugin has a word to say; then the message of its error. */
function printed(main: string): { said: string; failure: string } {
  put('main.ts', main)
  const script = `
    import { bundle } from ${JSON.stringify(new URL('../../build/build.mjs', import.meta.url).href)}
    const plugins = [{ name: 'chatty', transform() { this.warn('a word of the bundler') } }]
    const build = { ssr: 'main.ts' }
    await bundle({ root: process.cwd(), configFile: false, plugins, build }).catch((error) => console.log('FAILED ' + error.message))`
  const words = ['--input-type=module', '-e', script]
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })
  const [said = '', failure = ''] = `${stderr}${stdout}`.split('FAILED ')
  return { said, failure }
}

it('says nothing of what the bundler says while it works', () => {
  expect(printed('export const a = 1')).toEqual({ said: '', failure: '' })
})

it('says all of it, in plain text, when the bundler fails', () => {
  const { said, failure } = printed("import './absent'")
  expect(said).toBe('')
  expect(failure).toContain('./absent')
  expect(failure).toContain('a word of the bundler')
  expect(failure).not.toContain('\u001b')
})

it('finds files by import.meta.glob in a build for Node', async () => {
  put('protocols/a.ts', "export const name = 'protocol-a'")
  put('main.ts', "export const all = import.meta.glob('./protocols/*.ts', { eager: true })")
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: { ssr: join(folder, 'main.ts'), write: false, target: 'node20' },
  })
  expect(JSON.stringify(result)).toContain('protocol-a')
})

it('finds files by import.meta.glob in vitest', () => {
  const found = import.meta.glob<{ spellings: unknown }>('../../build/new.mjs', { eager: true })
  expect(Object.values(found)[0]?.spellings).toBeTypeOf('function')
})
