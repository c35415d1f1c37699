import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync, strToU8 } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeText } from '../../engine/claims/judge'
import { printClaims } from '../../engine/claims/print'
import { reportText } from '../../engine/claims/read-report'
import { limits } from '../../engine/limits'
import { Session } from '../../engine/session/session'
import { hello } from './hello'
import { further } from './further'
import { harmless } from './harmless'
import { adversary, english, korean } from './statements'
import type { Expected } from './statements'
import { twoFrames } from './two-frames'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-claims-'))
let session: Session
beforeAll(async () => {
  const path = join(folder, 'hello.pcap')
  writeFileSync(path, hello())
  session = await Session.open(path)
  while (!session.stepSync());
})
afterAll(() => {
  session.close()
  rmSync(folder, { recursive: true })
})

/** Statements that came out otherwise, as `expected → said: statement (rule)`. */
function differences(set: readonly Expected[]): { wrong: string[]; missed: string[] } {
  const [wrong, missed]: [string[], string[]] = [[], []]
  for (const [expected, statement] of set) {
    const list = judgeText(session, statement, 'en')
    const said = list.some((x) => x.verdict === 'false') ? 'F' : list.some((x) => x.verdict === 'true') ? 'T' : 'N'
    if (said === expected) continue
    ;(said === 'N' ? missed : wrong).push(
      `${expected} → ${said}: ${statement} (${list.map((x) => `${x.rule} ${x.right}`).join('; ')})`,
    )
  }
  return { wrong, missed }
}

describe('statements about a capture', () => {
  it.each([
    ['Korean', korean],
    ['English', english],
    ['other phrasings', adversary],
    ['further errors', further],
  ])('%s: none is judged wrongly, few are missed', (_, set) => {
    const { wrong, missed } = differences(set)
    if (process.env['CLAIMS_SHOW']) console.log(set.length, 'wrong', wrong, 'missed', missed)
    expect(wrong).toEqual([])
    expect(missed.length).toBeLessThanOrEqual(set.length * 0.16)
  })

  it('says of one frame what is said of it, not of the one that it answers', () => {
    const { wrong, missed } = differences(twoFrames)
    expect(wrong).toEqual([])
    expect(missed.filter((x) => x.startsWith('F')).length).toBeLessThanOrEqual(1)
    expect(missed.length).toBeLessThanOrEqual(16)
  })

  it('calls nothing false that is true, however near it comes', () => {
    const alarms = harmless.filter((x) => judgeText(session, x, 'ko').some((y) => y.verdict === 'false'))
    expect(alarms).toEqual([])
  })

  it('finds the errors of a report as a student writes it, and no others', () => {
    const list = judgeText(session, report, 'ko')
    expect(list.filter((x) => x.verdict === 'false').map((x) => x.rule)).toEqual([
      'size',
      'misconception.psh',
      'acks',
      'close.frames',
      'misconception.fin-ack',
    ])
    for (const x of list) expect(report.slice(x.from, x.to)).toBe(x.text)
    expect(list.find((x) => x.rule === 'close.frames')).toMatchObject({
      right: expect.stringContaining('32 → 34 → 35'),
      frames: [32, 34, 35],
    })
  })

  it.each([
    ['one line of dots', '.'.repeat(900_000)],
    ['one line of brackets', '('.repeat(900_000)],
    ['one word', '가'.repeat(900_000)],
    ['many sentences', '28번 프레임의 시퀀스 번호는 5이다. '.repeat(20_000)],
    ['many numbers', '1 → 2 '.repeat(150_000)],
    ['many cells', '| 28 '.repeat(100_000)],
  ])('is done with a hostile text: %s', (_, text) => {
    const start = performance.now()
    expect(judgeText(session, text, 'en').length).toBeLessThanOrEqual(limits.claimSentences)
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  it('writes HTML in which a report is only text', () => {
    const text = '프레임 28의 시퀀스 번호는 5이다 <script>alert(1)</script>.'
    const page = printClaims(judgeText(session, text, 'ko'), 'html', 'ko', text)
    expect(page).not.toContain('<script>')
    expect(page).toContain('&lt;script&gt;')
  })
})

const report = `# Wireshark를 이용한 패킷 캡처

IPv4 주소는 32바이트의 크기를 가진다.

## 28번 패킷
| 필드 | 값 |
|---|---|
| Source Port | 34008 |
| Destination Port | 9230 |
| Sequence Number | 0x350933e8 |

0000  08 00 27 e1 e2 5e 08 00 27 17 da ff 08 00 45 00

## 31번 패킷
- 시퀸스 번호: 1
- Len: 13
- PSH 플래그는 더 이상 보낼 데이터가 없다는 것을 의미합니다.

## 연결 종료
33번 패킷은 32번 패킷의 FIN에 대한 ACK입니다.
4-way handshake는 33 → 32 → 34 → 35 순서로 진행되었다.
ACK와 FIN이 한 패킷에 같이 온 것은 Wireshark의 버그이다.
서버가 먼저 연결을 종료하였다.
`

describe('reports that are read', () => {
  const document = (xml: string): Uint8Array => zipSync({ 'word/document.xml': strToU8(xml) })
  const refusal = (name: string, file: Uint8Array): string => {
    try {
      reportText(name, file)
      return ''
    } catch (error) {
      return (error as { code?: string }).code ?? String(error)
    }
  }

  it('reads paragraphs and tables of a Word document', () => {
    const cell = (t: string): string => `<w:tc><w:p><w:r><w:t>${t}</w:t></w:r></w:p></w:tc>`
    const xml = `<?xml version="1.0"?><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>프레임 </w:t></w:r><w:r><w:t>28 &amp; 29</w:t></w:r></w:p><w:tbl><w:tr>${cell('Seq')}${cell('0')}</w:tr></w:tbl></w:body></w:document>`
    expect(reportText('a.docx', document(xml))).toBe('프레임 28 & 29\n| Seq | 0 | \n')
  })
  it.each([
    ['a Word document that is none', 'a.docx', strToU8('no package'), 'not-a-report'],
    ['a package without a document', 'a.docx', zipSync({ 'x.txt': strToU8('x') }), 'not-a-report'],
    [
      'a zip bomb',
      'a.docx',
      zipSync({ 'word/document.xml': new Uint8Array(8_000_000) }, { level: 9 }),
      'report-too-large',
    ],
    ['entities', 'a.docx', document('<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'), 'report-entities'],
    ['bytes', 'a.txt', Uint8Array.of(1, 0, 2), 'not-a-report'],
    ['another kind', 'a.pdf', strToU8('%PDF'), 'not-a-report'],
  ])('refuses %s', (_, name, file, code) => {
    expect(refusal(name, file)).toBe(code)
  })
})
