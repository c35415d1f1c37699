// Calls about reports and exercises: what there is, a preview, a file, and nothing over the capture itself.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decoderCalls } from '../../engine/api'
import { answer } from '../../engine/api/call'
import { Decoder } from '../../engine/api/decoder'
import { TcpTalk } from '../support/tcp-talk'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-reports-'))
const capture = join(folder, 'talk.pcap')
const decoder = new Decoder(() => {})
afterAll(() => {
  decoder.shut()
  rmSync(folder, { recursive: true, force: true })
})

async function ask<T>(call: string, args: unknown = {}): Promise<T> {
  const reply = await answer(decoderCalls, decoder, { id: 1, call, args })
  if ('error' in reply) throw Object.assign(new Error(reply.error.message), { code: reply.error.code })
  return reply.value as T
}

beforeAll(async () => {
  writeFileSync(capture, new TcpTalk().open().client('FIN ACK').server('FIN ACK').client('ACK').made.bytes())
  await ask('session.open', { path: capture })
})

it('says what can be written', async () => {
  expect(await ask('report.choices')).toMatchObject({ kind: 'tcp', streams: 1, arp: false })
})

it('previews a report in its language, with the parts asked for', async () => {
  const { html, kind } = await ask<{ html: string; kind: string }>('report.preview', {
    language: 'ko',
    parts: ['close'],
  })
  expect(kind).toBe('tcp')
  expect(html).toContain('<html lang="ko">')
  expect(html).toContain('<h2>연결 종료</h2>')
  expect(html).not.toContain('<h2>요약</h2>')
})

it('writes a report, and never over the capture', async () => {
  const path = join(folder, 'report.md')
  expect(await ask('report.write', { language: 'en', path, format: 'md' })).toEqual({ path })
  expect(readFileSync(path, 'utf8')).toMatch(/^# TCP connection report/)
  const before = readFileSync(capture)
  await expect(ask('report.write', { language: 'en', path: capture, format: 'md' })).rejects.toMatchObject({
    code: 'same-file',
  })
  expect(readFileSync(capture)).toEqual(before)
})

it('refuses what is no report', async () => {
  await expect(ask('report.preview', { language: 'xx' })).rejects.toMatchObject({ code: 'bad-request' })
  await expect(ask('report.preview', { language: 'en', parts: ['all'] })).rejects.toMatchObject({ code: 'bad-request' })
  await expect(ask('report.preview', { language: 'en', kind: 'tcp', stream: 9 })).rejects.toMatchObject({
    code: 'no-such-stream',
  })
})

it('makes an exercise capture', async () => {
  const list = await ask<{ name: string; text: string }[]>('exercise.list', { language: 'ko' })
  expect(list.find((s) => s.name === 'ping')?.text).toContain('Echo 요청')
  const path = join(folder, 'ping.pcapng')
  expect(await ask('exercise.make', { name: 'ping', seed: 3, language: 'en', path })).toBe(7)
  await expect(ask('exercise.make', { name: '../x', seed: 3, language: 'en', path })).rejects.toThrow('no scenario')
})
