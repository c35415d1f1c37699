// The lab report's two captures, written up again: everything that the original states is there, rightly, in both languages.
import { describe, expect, it } from 'vitest'
import { makeReport } from '../../engine/report/make-report'
import type { ReportKind } from '../../engine/report/document'
import { reportText } from '../../engine/report/write-report'
import type { Language } from '../../engine/words/language'
import { seed, seedArp } from '../cli/program'
import { withSession } from '../flows/made-session'
import { needs } from '../support/skip'

const written = (path: string, kind: ReportKind, language: Language, format: 'md' | 'html' = 'md'): Promise<string> =>
  withSession(path, async (session) => reportText(await makeReport(session, { kind, language }), format))

/** Escapes taken away: the tests are about words. */
const plain = (markdown: string): string => markdown.replace(/\\([\\`*_{}[\]<>|~$#+.-])/g, '$1')

const frames = [
  '28 | 9.206812203',
  '29 | 9.206875314',
  '30 | 9.207478072',
  '31 | 9.207765682',
  '32 | 9.207968000',
  '33 | 9.208244234',
  '34 | 9.209843547',
  '35 | 9.209878341',
]
/** Frame, the one that acknowledges it, seconds between them. */
const roundTrips = [
  [28, 29, '0.000063111'],
  [29, 30, '0.000602758'],
  [31, 33, '0.000478552'],
  [32, 34, '0.001875547'],
  [34, 35, '0.000034794'],
] as const
const identifiers = [
  '08:00:27:17:da:ff',
  '08:00:27:e1:e2:5e',
  'IPv4 (0x0800)',
  'TCP (6)',
  '192.168.56.243',
  '192.168.56.242',
  '34008',
  '9230',
  '889795560 (0x350933e8)',
  '1312085086 (0x4e34d45e)',
  '0x002 (SYN)',
  '0x012 (SYN, ACK)',
  'MSS=1460 SACK_PERM TSval=108469678 TSecr=0 WS=128',
  'Hello World!',
  '0xf364',
  '0xf369',
  '0xf35c',
  'enp0s3',
]

needs(seed, '../shared/seed is not there').describe('the TCP capture', () => {
  for (const language of ['en', 'ko'] as const)
    it(`holds every number of the original (${language})`, async () => {
      const text = plain(await written(seed, 'tcp', language))
      for (const wanted of [...frames, ...identifiers]) expect(text).toContain(wanted)
      for (const [frame, ack, seconds] of roundTrips)
        expect(text).toMatch(new RegExp(`\\| ${frame} \\| ${ack} \\| .* \\| ${seconds} \\|`))
      expect(text).toContain('665.9 µs')
      expect(text).not.toMatch(/undefined|NaN|\[object/)
    })

  it('says what its author got wrong', async () => {
    const text = plain(await written(seed, 'tcp', 'en'))
    expect(text).toContain('The server (192.168.56.242:9230) closes first, and the close takes three segments')
    expect(text).toContain('Acknowledges the data of frame 31 (next expected: 14).')
    expect(text).toContain('It comes after the FIN of frame 32 but does not acknowledge it: that takes Ack=15.')
    expect(text).toContain('FIN and ACK in one segment are allowed')
    expect(text).toContain('it does not say that no more data follows')
    expect(text).toContain('The capture was made on the host of the server')
    expect(text).toContain('229 (header) × 128 (window scale option of frame 28) = 29312 bytes')
    expect(text).toContain('29200 bytes, as it stands: the window of a SYN is never scaled')
    expect(text).toContain(
      'Counted from the initial sequence number, which is this very number: 889795560 − 889795560 = 0.',
    )
    expect(text).toContain('| server | 34 |'.replace('server', 'the client'))
  })

  it('says the same in Korean', async () => {
    const text = plain(await written(seed, 'tcp', 'ko'))
    expect(text).toContain('서버(192.168.56.242:9230) 쪽에서 먼저 연결을 끊으며, 종료에 쓰인 세그먼트는 3개입니다')
    expect(text).toContain('프레임 32번의 FIN보다 뒤에 왔지만 그 FIN을 확인하지는 않습니다.')
    expect(text).toContain('헤더의 229 × 프레임 28번의 윈도우 배율 128 = 29312바이트')
    expect(text).toContain('캡처한 호스트는 서버(192.168.56.242:9230) 쪽입니다.')
  })

  it('is HTML within a second', async () => {
    await written(seed, 'tcp', 'ko', 'html')
    const begin = performance.now()
    await written(seed, 'tcp', 'ko', 'html')
    expect(performance.now() - begin).toBeLessThan(1000)
  })
})

needs(seedArp, '../shared/seed is not there').describe('the ARP capture', () => {
  const pairs = ['26 | 27 |', '66 | 67 |', '117 | 118 |', '146 | 147 |', '165 | 166 |']
  const delays = ['1.07 ms', '1.63 ms', '31.4 µs', '26.6 µs', '17.8 ms']
  for (const language of ['en', 'ko'] as const)
    it(`holds every pair with its delay (${language})`, async () => {
      const text = plain(await written(seedArp, 'arp', language))
      pairs.forEach((pair, i) => expect(text).toMatch(new RegExp(`\\| ${pair.replace(/\|/g, '\\|')}.*${delays[i]}`)))
      for (const wanted of ['00:23:aa:69:72:dd', '08:00:27:af:c8:68', '192.168.35.57', 'ARP (0x0806)', 'request (1)'])
        expect(text).toContain(wanted)
    })

  it('answers what the original left open', async () => {
    const text = plain(await written(seedArp, 'arp', 'en'))
    expect(text).toContain('Unicast requests (frames 26, 66, 165)')
    expect(text).toContain('Broadcast requests (frames 117, 146)')
    expect(text).toContain('42 bytes (frames 26, 66, 118, 147, 165)')
    expect(text).toContain('60 bytes (frames 27, 67, 117, 146, 166)')
    expect(text).toContain('The frames of 192.168.35.203 have no padding and those of others have')
    expect(text).toContain('All zeros, because this is just what the question asks for')
    expect(text).toContain('An IPv4 address has 32 bits, 4 bytes.')
  })
})

describe('what a capture is about', () => {
  needs(seed && seedArp, '../shared/seed is not there').it('decides the kind of report', async () => {
    const kind = (path: string): Promise<string> =>
      withSession(path, async (session) => (await makeReport(session, { language: 'en' })).kind)
    expect(await kind(seed)).toBe('tcp')
    expect(await kind(seedArp)).toBe('arp')
  })
})
