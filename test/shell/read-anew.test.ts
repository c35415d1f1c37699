// Preferences and Decode As in the host: a change re-reads what is open, at once for whoever waits for the answer, and a new decoder knows them.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { DecodeAsChoices, PreferenceInfo, SettingProblem } from '../../engine/api/preference-shapes'
import type { Rows } from '../../engine/api/shapes'
import { preferencesInKorean } from '../../engine/api/preference-words'
import { readDecodeAs } from '../../engine/dissect/decode-as'
import { registry } from '../../engine/protocols'
import { startDecoder } from '../../server/start-decoder'
import { Host } from '../../shell/host'
import type { Settings } from '../../shell/shapes'
import { askedDecoder } from '../support/decoder-calls'
import { needs } from '../support/skip'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-anew-'))
process.env['WIRELENS_HOME'] = folder
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { value } = askedDecoder()

it('every preference is said in Korean', () => {
  expect(Object.keys(preferencesInKorean).sort()).toEqual([...registry.preferences.keys()].sort())
})

it('preferences are listed by protocol', async () => {
  const table = await value<PreferenceInfo[]>('preferences.table', {})
  expect(table.find(({ name }) => name === 'arp.detect_storm_period')).toMatchObject({
    protocol: 'arp',
    kind: 'number',
    preset: '100',
  })
})

it('rules of Decode As: numbers, ranges and nobody; what is none is named with its place', async () => {
  const rules = readDecodeAs(registry, { table: 'tcp.port', key: '8000-8002', protocol: 'http' })
  expect(rules.map(({ key, protocol }) => [key, protocol?.name])).toEqual([8000, 8001, 8002].map((n) => [n, 'http']))
  expect(readDecodeAs(registry, { table: 'ethertype', key: '0x0806', protocol: '' })).toEqual([
    { table: 'ethertype', key: 0x0806, protocol: undefined },
  ])
  const problems = await value<SettingProblem[]>('preferences.checkDecodeAs', {
    rules: [
      { table: 'tcp.port', key: '80', protocol: 'http' },
      { table: 'tcp.prot', key: '80', protocol: 'http' },
      { table: 'tcp.port', key: '90-80', protocol: 'http' },
      { table: 'tcp.port', key: '80', protocol: 'htp' },
      { table: 'tcp.port', key: ' ', protocol: 'http' },
    ],
  })
  expect(problems.map(({ at }) => at)).toEqual([1, 2, 3, 4])
  expect(problems[1]!.message).toBe('"90-80" is no range.')
  const everything = Array.from({ length: 5 }, () => ({ table: 'tcp.port', key: '0-65535', protocol: 'http' }))
  expect(await value<SettingProblem[]>('preferences.checkDecodeAs', { rules: everything })).toHaveLength(1)
  expect((await value<DecodeAsChoices>('preferences.decodeAsChoices', {})).tables).toContainEqual(
    expect.objectContaining({ name: 'udp.port', usual: expect.arrayContaining(['dns']) }),
  )
})

needs(existsSync('dist/decoder/decoder.js'), 'dist/ is not built: `npm test` builds it').describe('a host', () => {
  const failed: { message: string }[] = []
  const host = new Host({
    info: { kind: 'browser', version: '0', platform: 'test', ownDialogs: false, releases: null },
    startDecoder,
    mayUse: (path) => !path.includes('secret'),
  })
  host.listen((event, told) => event === 'failed' && failed.push(told as { message: string }))
  afterAll(() => host.close())
  let id = 0
  const ask = async <T>(call: string, args: unknown = {}): Promise<T> => {
    const reply = (await host.handle({ id: ++id, call, args })) as { value?: T; error?: { code: string } }
    if (reply.error) throw Object.assign(new Error(reply.error.code), reply.error)
    return reply.value as T
  }
  const change = (changes: Partial<Settings>): Promise<Settings> => ask('shell.changeSettings', { changes })
  const protocols = async (): Promise<(string | undefined)[]> =>
    (await ask<Rows>('session.rows', { from: 0, count: 9 })).rows.map(({ cells }) => cells[4])

  it('a rule holds with the answer, and after the decoder has died', async () => {
    await ask('samples.open', { id: 'tcp-hello' })
    expect(new Set(await protocols())).toEqual(new Set(['TCP']))
    expect(await ask('preferences.decodeAsOffers', { number: 4 })).toEqual([
      { table: 'tcp.port', key: '9230', protocol: '' },
      { table: 'tcp.port', key: '40512', protocol: '' },
    ])
    await ask('session.mark', { numbers: [4], on: true })
    await change({ decodeAs: [{ table: 'tcp.port', key: '9230', protocol: 'telnet' }] })
    expect(await protocols()).toContain('TELNET')
    expect((await ask<Rows>('session.rows', { from: 3, count: 1 })).rows[0]!.marked).toBe(true)
    process.kill(host.decoder.running!.pid!)
    await expect.poll(() => protocols().catch(() => []), { timeout: 5000 }).toContain('TELNET')
    await change({ decodeAs: [] })
    expect(await protocols()).not.toContain('TELNET')
  })

  it('changes in quick succession hold one after the other', async () => {
    const rule = { table: 'tcp.port', key: '9230' }
    const all = ['telnet', 'ftp', 'irc'].map((protocol) => change({ decodeAs: [{ ...rule, protocol }] }))
    await Promise.all(all)
    expect(await protocols()).toContain('IRC')
    await change({ decodeAs: [] })
  })

  it('a key log that nobody picked is refused; one that is gone is told', async () => {
    await expect(change({ keyLog: '/etc/secret' })).rejects.toMatchObject({ code: 'path-not-picked' })
    const path = join(folder, 'keys.txt')
    writeFileSync(path, '')
    await change({ keyLog: path })
    expect(failed).toEqual([])
    rmSync(path)
    await change({ keyLog: join(folder, 'other.txt') })
    expect(failed.map(({ message }) => message)).toEqual([expect.stringContaining('other.txt" cannot be read')])
  })
})
