// Objects that a capture carried, and the names under which they are written.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exportObjects, readObjectExport } from '../../cli/export-objects'
import { numbered, safeName } from '../../engine/session/objects/safe-names'
import { Session } from '../../engine/session/session'
import { CaptureBuilder, ethernet, ipv4, text, udp } from '../support/packet-builder'

const folder = mkdtempSync(join(tmpdir(), 'objects-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A file of 700 bytes over TFTP, asked for by this name; its first block comes twice. */
function transfer(name: string): CaptureBuilder {
  const capture = new CaptureBuilder()
  const [client, server] = ['10.0.0.1', '10.0.0.2']
  const ask = (data: Uint8Array): Uint8Array =>
    ethernet({}, ipv4({ source: client, destination: server }, udp({ source: 4000, destination: 69 }, data)))
  const answer = (data: Uint8Array): Uint8Array =>
    ethernet({}, ipv4({ source: server, destination: client }, udp({ source: 5000, destination: 4000 }, data)))
  const block = (n: number, length: number): Uint8Array =>
    Uint8Array.of(0, 3, 0, n, ...new Uint8Array(length).fill(64 + n))
  capture.add(ask(text(`\0\x01${name}\0octet\0`)))
  for (const data of [block(1, 512), block(1, 512), block(2, 188)]) capture.wait(0.1).add(answer(data))
  return capture
}

async function exported(name: string, into: string): Promise<string[]> {
  const path = join(folder, 'capture.pcap')
  writeFileSync(path, transfer(name).bytes())
  const session = await Session.open(path)
  while (!session.stepSync());
  exportObjects(session, { kind: 'tftp', folder: into })
  session.close()
  return readdirSync(into).sort()
}

describe('objects', () => {
  it('are whole, each block once', async () => {
    const into = join(folder, 'one')
    expect(await exported('boot.img', into)).toEqual(['boot.img'])
    expect(readFileSync(join(into, 'boot.img'), 'latin1')).toBe('A'.repeat(512) + 'B'.repeat(188))
  })
  it('never leave their folder', async () => {
    const into = join(folder, 'two')
    expect(await exported('../../etc/passwd', into)).toEqual(['..%2f..%2fetc%2fpasswd'])
    expect(readdirSync(folder)).not.toContain('etc')
  })
  it('overwrite nothing', async () => {
    const into = join(folder, 'three')
    mkdirSync(into)
    writeFileSync(join(into, 'boot.img'), 'mine')
    expect(await exported('boot.img', into)).toEqual(['boot(1).img', 'boot.img'])
    expect(readFileSync(join(into, 'boot.img'), 'latin1')).toBe('mine')
  })
  it('are of kinds that are named when another one is asked for', () => {
    expect(() => readObjectExport('gopher,/tmp/x')).toThrow(/gopher/)
    expect(() => readObjectExport('http')).toThrow(/PROTOCOL,FOLDER/)
    expect(readObjectExport('http,a,b')).toEqual({ kind: 'http', folder: 'a,b' })
  })
})

describe('safe names', () => {
  it.each([
    ['/', '%2f'],
    ['success.txt?ipv4', 'success.txt%3fipv4'],
    ['Fwd: a\n', 'Fwd%3a a%0a'],
    ['..', '%2e%2e'],
    ['', 'object7'],
  ])('%j is written as %s', (said, name) => {
    expect(safeName(said, 'object7')).toBe(name)
  })
  it('have their number before the ending', () => {
    expect([numbered('a.b.gif', 2), numbered('plain', 1), numbered('x', 0)]).toEqual(['a.b(2).gif', 'plain(1)', 'x'])
  })
  it('fit into 255 bytes, with number and ending', () => {
    const name = numbered(safeName(`${'가'.repeat(300)}.html`, ''), 12)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(name).toMatch(/^가+\(12\)\.html$/)
  })
})
