// Temporary captures of earlier runs: which are offered, opened, deleted, and which are nobody's business.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { dropLeftover, leftovers, takeLeftover, temporaryName } from '../../shell/leftovers'

const home = mkdtempSync(join(tmpdir(), 'wirelens-leftovers-'))
const captures = join(home, 'captures')
process.env['WIRELENS_HOME'] = home
afterAll(() => rmSync(home, { recursive: true, force: true }))
/** A process that has ended for certain. */
const gone = spawnSync(process.execPath, ['-e', '']).pid
const put = (name: string, bytes = 5000): string => {
  writeFileSync(join(captures, name), Buffer.alloc(bytes))
  return name
}
beforeEach(() => {
  rmSync(captures, { recursive: true, force: true })
  mkdirSync(captures, { mode: 0o700 })
})

it('offers captures of processes that have ended, those of a ring as well', () => {
  const names = [
    put(`wirelens-20260101-101112-${gone}-1.pcapng`),
    put(`wirelens-20260101-101112-${gone}-2_00001_20260101101112.pcapng`),
  ]
  expect(
    leftovers()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(names)
})
it('leaves alone what a running process captures, and what is no capture of ours', () => {
  put(temporaryName())
  put(`wirelens-20260101-101112-${process.ppid}-1.pcapng`)
  put('mine.pcapng')
  put(`wirelens-20260101-101112-${gone}-1.txt`)
  expect(leftovers()).toEqual([])
  expect(readdirSync(captures)).toHaveLength(4)
})
it('removes captures without a packet', () => {
  put(`wirelens-20260101-101112-${gone}-1.pcapng`, 200)
  expect(leftovers()).toEqual([])
  expect(readdirSync(captures)).toEqual([])
})
it('removes what else a killed process left, and nothing of a running one', () => {
  put(`upload-${gone}-1-mine.pcap`)
  put(`open-${gone}.html`)
  put(`decoder-${gone}-1.hung`)
  const running = put(`upload-${process.pid}-1-mine.pcap`)
  expect(leftovers()).toEqual([])
  expect(readdirSync(captures)).toEqual([running])
})
it('takes one over, so that nobody else is offered it', () => {
  const name = put(`wirelens-20260101-101112-${gone}-1.pcapng`)
  const path = takeLeftover(name)
  expect(existsSync(path)).toBe(true)
  expect(path).toContain(`-${process.pid}-`)
  expect(leftovers()).toEqual([])
})
it('deletes one', () => {
  dropLeftover(put(`wirelens-20260101-101112-${gone}-1.pcapng`))
  expect(readdirSync(captures)).toEqual([])
})
it.each(['../settings/settings.json', '/etc/passwd', 'mine.pcapng', ''])('neither opens nor deletes %j', (id) => {
  put('mine.pcapng')
  expect(() => takeLeftover(id)).toThrow('not there any more')
  expect(() => dropLeftover(id)).toThrow('not there any more')
})
