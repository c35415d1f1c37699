// The folder of temporary captures: whoever made it first, only the user can look into the one that is used.
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../shell/places'
import { Uploads } from '../../shell/uploads'
import { needs } from '../support/skip'

let home = ''
const before = process.env['WIRELENS_HOME']
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wirelens-places-'))
  process.env['WIRELENS_HOME'] = home
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
  if (before === undefined) delete process.env['WIRELENS_HOME']
  else process.env['WIRELENS_HOME'] = before
})
const modeOf = (path: string): number => lstatSync(path).mode & 0o777

const posix = needs(process.platform !== 'win32', 'Windows gives every user a temporary folder')
posix.it('makes it for the user alone, and finds it again', () => {
  expect(temporaryFolder()).toBe(join(home, 'captures'))
  expect(modeOf(temporaryFolder())).toBe(0o700)
})
posix.it('leaves one alone that others can reach', () => {
  mkdirSync(join(home, 'captures'))
  chmodSync(join(home, 'captures'), 0o777)
  const folder = temporaryFolder()
  expect(folder).not.toBe(join(home, 'captures'))
  expect(modeOf(folder)).toBe(0o700)
  expect(temporaryFolder()).toBe(folder)
})
posix.it('follows no link', () => {
  mkdirSync(join(home, 'theirs'), { mode: 0o700 })
  symlinkSync(join(home, 'theirs'), join(home, 'captures'))
  expect(lstatSync(temporaryFolder()).isSymbolicLink()).toBe(false)
})
posix.it('takes no file for a folder', () => {
  writeFileSync(join(home, 'captures'), '')
  expect(lstatSync(temporaryFolder()).isDirectory()).toBe(true)
})
it('keeps nothing of an upload that another one followed', () => {
  const uploads = new Uploads()
  uploads.take('a.pcap', new Uint8Array(3), 0, false)
  const path = uploads.take('b.pcap', new Uint8Array(3), 0, true)!
  expect(existsSync(path)).toBe(true)
  expect(existsSync(path.replace(/-\d+-b\.pcap$/, '-1-a.pcap'))).toBe(false)
  uploads.close()
})
