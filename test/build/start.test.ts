// The launcher: its options, and which shell it chooses on which machine.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { chooseShell, electronRuns, findElectron } from '../../build/shell-choice.mjs'
import { readOptions, serverArguments } from '../../build/start.mjs'
import { needs } from '../support/skip'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wirelens-start-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const desktop = {
  platform: 'linux',
  root: false,
  display: true,
  forced: false,
  built: true,
  electron: { path: '/electron' },
  runs: () => true,
}

it('opens Electron where its binary can run', () => {
  expect(chooseShell(desktop)).toMatchObject({ shell: 'electron', path: '/electron' })
})

it.each([
  ['--browser was given', { forced: true }],
  ['there is no display', { display: false }],
  ['Electron does not run as root', { root: true }],
  ['the Electron shell has not been built', { built: false }],
  ["Electron's binary does not start on this system", { runs: () => false }],
  ['not downloaded', { electron: { reason: 'not downloaded' } }],
])('opens the browser shell and says: %s', (reason, change) => {
  expect(chooseShell({ ...desktop, ...change })).toEqual({ shell: 'browser', reason })
})

it('does not mind the missing DISPLAY of other systems', () => {
  expect(chooseShell({ ...desktop, platform: 'win32', display: false })).toMatchObject({ shell: 'electron' })
})

/** A stand-in for the electron package, with `binary` as its executable when given. */
function standIn(binary?: string): void {
  const dist = join(folder, 'node_modules', 'electron', 'dist')
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'node_modules', 'electron', 'package.json'), '{"name":"electron"}')
  writeFileSync(join(folder, 'node_modules', 'electron', 'path.txt'), 'lens')
  if (binary === undefined) return
  writeFileSync(join(dist, 'lens'), binary)
  chmodSync(join(dist, 'lens'), 0o755)
}

it('finds the binary that path.txt names', () => {
  standIn('#!/bin/sh\nexit 0\n')
  expect(findElectron(folder, {})).toEqual({ path: join(folder, 'node_modules', 'electron', 'dist', 'lens') })
})

it('looks for the binary where ELECTRON_OVERRIDE_DIST_PATH points', () => {
  standIn('#!/bin/sh\nexit 0\n')
  expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'gone') })).toMatchObject({ missing: true })
})

it('says that the binary was not downloaded', () => {
  standIn()
  expect(findElectron(folder, {})).toMatchObject({ missing: true })
})

const posix = needs(process.platform !== 'win32', 'the stand-in for Electron is a shell script')

posix.it('says that a binary is not executable', () => {
  standIn('x')
  chmodSync(join(folder, 'node_modules', 'electron', 'dist', 'lens'), 0o644)
  expect(findElectron(folder, {})).toEqual({ reason: "Electron's binary is not executable" })
})

posix.it('tells a binary that starts from one that does not', () => {
  standIn('#!/bin/sh\n[ "$ELECTRON_RUN_AS_NODE" = 1 ]\n')
  const path = join(folder, 'node_modules', 'electron', 'dist', 'lens')
  const starts = electronRuns(path)
  writeFileSync(path, '#!/bin/sh\nexit 127\n')
  expect([starts, electronRuns(path)]).toEqual([true, false])
})

it('takes the file relative to where the command was typed', () => {
  expect(readOptions(['a.pcap'], folder)).toMatchObject({ file: resolve(folder, 'a.pcap'), open: true })
})

it('reads every option', () => {
  expect(readOptions(['--browser', '--no-open', '--port', '8080'], folder)).toMatchObject({
    browser: true,
    open: false,
    port: 8080,
  })
})

it.each([[['--port', 'x']], [['--port=70000']], [['--port']], [['--what']], [['a', 'b']]])('refuses %j', (args) => {
  expect(readOptions(args, folder)).toHaveProperty('error')
})

it('opens a browser only where there is a display', () => {
  const options = readOptions(['a.pcap', '--port=0'], folder)
  expect(serverArguments(options, true).slice(1)).toEqual([resolve(folder, 'a.pcap'), '--open', '--port', '0'])
  expect(serverArguments(options, false)).not.toContain('--open')
})
