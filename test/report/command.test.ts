// `wirelens report`: formats by the name of the file, nothing overwritten silently, PDF with and without a browser.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findBrowser, printPdf } from '../../shell/print-pdf'
import { environment, temporaryFolder, wirelens } from '../cli/program'
import { needs } from '../support/skip'
import { TcpTalk } from '../support/tcp-talk'

const withSet = (name: string, value: string): typeof environment => ({ ...environment, [name]: value })
const folder = temporaryFolder()
const capture = join(folder, 'talk.pcap')
writeFileSync(capture, new TcpTalk().open().client('FIN ACK').server('FIN ACK').client('ACK').made.bytes())

it('writes Markdown to standard output, in the language of the system', () => {
  const done = wirelens(['report', capture], '', withSet('LC_ALL', 'ko_KR.UTF-8'))
  expect(done.code).toBe(0)
  expect(done.out).toMatch(/^# TCP 연결 보고서/)
})

it('writes by the name of the file, and never over another one', () => {
  const out = join(folder, 'report.html')
  expect(wirelens(['report', capture, '--lang', 'en', '-o', out]).code).toBe(0)
  const first = readFileSync(out, 'utf8')
  expect(first).toMatch(/^<!DOCTYPE html>\n<html lang="en">/)
  const again = wirelens(['report', capture, '--lang', 'ko', '-o', out])
  expect(again).toMatchObject({ code: 2, out: '' })
  expect(again.messages).toContain('is there already.\nChoose another name, or add --overwrite.')
  expect(readFileSync(out, 'utf8')).toBe(first)
  expect(wirelens(['report', capture, '--lang', 'ko', '--overwrite', '-o', out]).code).toBe(0)
  expect(readFileSync(out, 'utf8')).toContain('<html lang="ko">')
})

it('never writes over the capture that it reads', () => {
  const before = readFileSync(capture)
  const done = wirelens(['report', capture, '--format', 'html', '--overwrite', '-o', capture])
  expect(done.code).toBe(2)
  expect(done.messages).toContain('is the capture itself')
  expect(readFileSync(capture)).toEqual(before)
})

it('refuses what cannot be meant', () => {
  for (const [args, says] of [
    [['report'], 'No file was named.'],
    [['report', capture, '--kind', 'udp'], 'Known: tcp, arp, overview.'],
    [['report', capture, '--format', 'docx'], 'Add -o report.docx.'],
    [['report', capture, '--parts', 'pairs'], 'has no part "pairs"'],
  ] as const) {
    const done = wirelens(args)
    expect(done).toMatchObject({ code: 1, out: '' })
    expect(done.messages).toContain(says)
  }
})

it('says what to do where no browser can print', async () => {
  const nowhere = join(folder, 'empty')
  mkdirSync(nowhere)
  if (process.platform === 'linux') expect(findBrowser({ PATH: nowhere })).toBeUndefined()
  const done = wirelens(['report', capture, '-o', join(folder, 'none.pdf')], '', withSet('PATH', nowhere))
  if (process.platform === 'linux') {
    expect(done.code).toBe(2)
    expect(done.messages).toContain('none of them was found on this machine')
    expect(existsSync(join(folder, 'none.pdf'))).toBe(false)
  }
  const broken = join(folder, 'broken-browser')
  writeFileSync(broken, '#!/bin/sh\necho no display >&2\nexit 3\n', { mode: 0o755 })
  await expect(printPdf('<p>x</p>', broken)).rejects.toMatchObject({
    code: 'pdf',
    message: expect.stringContaining('no display'),
  })
})

needs(findBrowser(), 'no Chromium, Chrome or Edge').it('prints a PDF', async () => {
  const pdf = await printPdf('<!DOCTYPE html><title>x</title><p>가나다</p>')
  expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-')
})
