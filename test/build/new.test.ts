// `npm run new`: what each kind of scaffold writes, and what it refuses.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import prettier from 'prettier'
import typescript from 'typescript'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { scaffold, spellings } from '../../build/new.mjs'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wirelens-new-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = (path: string) => readFileSync(join(folder, path), 'utf8')

it.each([
  [
    ['protocol', 'web', 'router-advert'],
    ['engine/protocols/web/router-advert.ts', 'test/protocols/web/router-advert.sample.ts'],
  ],
  [
    ['protocol', 'web/echo'],
    ['engine/protocols/web/echo.ts', 'test/protocols/web/echo.sample.ts'],
  ],
  [['panel', 'flow-graph'], ['renderer/panels/flow-graph/flow-graph.svelte']],
  [['command', 'go-to'], ['renderer/commands/go-to.ts']],
  [['call', 'rows', 'first-rows'], ['engine/api/rows.ts']],
])('%j writes %j', (words, files) => {
  expect(scaffold(words, folder).made).toEqual(files)
})

it.each([
  ['protocol', 'web', 'router-advert'],
  ['panel', 'flow-graph'],
  ['command', 'go-to'],
  ['call', 'rows', 'first-rows'],
])('%s: every file is formatted, parses and has no placeholder left', async (...words) => {
  const options = await prettier.resolveConfig('package.json')
  for (const path of scaffold(words, folder).made ?? []) {
    const text = read(path)
    expect(text).not.toMatch(/\{\{|\}\}/)
    expect(await prettier.check(text, { ...options, filepath: path })).toBe(true)
    if (!path.endsWith('.ts')) continue
    expect(typescript.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([])
  }
})

it('uses the name in the spelling of each place', () => {
  expect(spellings('router-advert')).toEqual({
    name: 'router-advert',
    camel: 'routerAdvert',
    snake: 'router_advert',
    filter: 'router_advert',
    title: 'Router Advert',
  })
})

it('never overwrites a file', () => {
  scaffold(['protocol', 'naming', 'dns'], folder)
  expect(scaffold(['protocol', 'naming', 'dns'], folder)).toEqual({
    error: expect.stringContaining('exists already') as string,
  })
})

it('adds a second call to the area that is there', () => {
  scaffold(['call', 'rows', 'first'], folder)
  scaffold(['call', 'rows', 'second'], folder)
  expect(read('engine/api/rows.ts').match(/export const \w+/g)).toEqual(['export const first', 'export const second'])
})

it('refuses a call that the area has already', () => {
  scaffold(['call', 'rows', 'first'], folder)
  expect(scaffold(['call', 'rows', 'first'], folder)).toHaveProperty('error')
})

it('refuses a folder that is none of protocols', () => {
  expect(scaffold(['protocol', 'webb', 'echo'], folder).error).toContain('There are: link, wireless,')
})

it.each([
  [['protocol', 'web', 'Dns']],
  [['protocol', '../x']],
  [['protocol', 'web', 'a_b']],
  [['protocol', 'web/a--b']],
  [['panel', 'Flow']],
])('refuses the name in %j', (words) => {
  expect(scaffold(words, folder).error).toContain('is not a name here')
})

it.each([[[]], [['protocol']], [['protocol', 'echo']], [['thing', 'x']], [['call', 'rows']], [['toString', 'x']]])(
  'answers %j with its usage',
  (words) => {
    expect(scaffold(words, folder).error).toContain('npm run new -- protocol FOLDER NAME')
  },
)
