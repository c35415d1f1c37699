// Reports on made captures: closes named rightly, checksums judged, damage bounded, and nothing of a packet taken for markup.
import { unzipSync, strFromU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { limits } from '../../engine/limits'
import type { partsOf } from '../../engine/report/document'
import { makeReport } from '../../engine/report/make-report'
import type { ReportWish } from '../../engine/report/make-report'
import { reportBytes, reportText } from '../../engine/report/write-report'
import type { Session } from '../../engine/session/session'
import { withMade } from '../flows/made-session'
import { arp, CaptureBuilder, ethernet, filler, text } from '../support/packet-builder'
import { TcpTalk } from '../support/tcp-talk'

const markdown = (made: CaptureBuilder, wish: Partial<ReportWish> = {}): Promise<string> =>
  withMade(made, async (session) => reportText(await makeReport(session, { language: 'en', ...wish }), 'md'))
const only = (part: (typeof partsOf.tcp)[number]): Partial<ReportWish> => ({ kind: 'tcp', parts: [part] })

it('tells repetitions and refused resets besides', async () => {
  const again = new TcpTalk().client('SYN').wait(1).client('SYN', { seq: 0 }).server('SYN ACK').client('ACK')
  expect(await markdown(again.made, only('handshake'))).toContain('The SYN was sent again once.')
  const reset = new TcpTalk().open().server('FIN ACK').client('RST ACK')
  expect(await markdown(reset.made, only('close'))).toMatch(
    /breaks the connection off with a reset .* after the FIN of the server/,
  )
})

describe('the close of a connection', () => {
  const closes: Record<string, [talk: TcpTalk, says: RegExp]> = {
    'four segments': [
      new TcpTalk().open().client('FIN ACK').server('ACK').server('FIN ACK').client('ACK'),
      /The client \(10\.0\.0\.1:40000\) closes first, and the close takes four segments: FIN \(frame 4\), ACK \(frame 5\), FIN \(frame 6\), ACK \(frame 7\)\./,
    ],
    'three segments': [
      new TcpTalk().open().server('FIN ACK').client('FIN ACK').server('ACK'),
      /The server .* closes first, and the close takes three segments: FIN \(frame 4\), FIN\+ACK \(frame 5\)/,
    ],
    reset: [
      new TcpTalk().open().client('PSH ACK', { data: 5 }).server('RST'),
      /The server .* breaks .* reset \(frame 5\)/,
    ],
    'both at once': [
      new TcpTalk().open().client('FIN ACK').server('FIN ACK', { ack: 1 }).client('ACK').server('ACK'),
      /Both sides close at once: the FINs in frames 4 and 5 cross\./,
    ],
    open: [new TcpTalk().open().client('PSH ACK', { data: 5 }).server('ACK'), /still open when the capture ends/],
  }
  for (const [name, [talk, says]] of Object.entries(closes))
    it(name, async () => {
      expect(await markdown(talk.made, only('close'))).toMatch(says)
    })
})

it('names a wrong checksum, and what it should be', async () => {
  const right = new TcpTalk().open().client('PSH ACK', { data: 10 })
  expect(await markdown(right.made, only('checksums'))).toContain('right (recomputed)')
  const wrong = new TcpTalk().open().client('PSH ACK', { data: 10, checksum: 0x1234 })
  expect(await markdown(wrong.made, only('checksums'))).toMatch(
    /\| 4 \| the client \| 0x1234 \| wrong: should be 0x[0-9a-f]{4} \|/,
  )
})

it('tells a segment that was sent again, and how often data went', async () => {
  const talk = new TcpTalk().open().client('PSH ACK', { data: 100 })
  talk.made.wait(1)
  talk.client('PSH ACK', { data: 100, seq: 1 }).server('ACK')
  const report = await markdown(talk.made, only('problems'))
  expect(report).toContain('1 segment show'.replace('show', 'show a problem'))
  expect(report).toMatch(/\| 5 \| the client \| Retransmission \|/)
})

const hostile = '</pre><script>alert(1)</script>|`*_[x](javascript:y)\u202e&lt;'

/** A payload that would be markup, and comments that would be, too. */
const withComment = (session: Session): Session => {
  session.comments.set(3, [`${hostile} note`])
  return session
}

describe('text of packets', () => {
  const talk = (): TcpTalk =>
    new TcpTalk()
      .open()
      .client('PSH ACK', { data: text(hostile) })
      .server('ACK')
  it('is no markup in HTML', () =>
    withMade(talk().made, async (session) => {
      const html = reportText(await makeReport(withComment(session), { language: 'en', kind: 'tcp' }), 'html')
      expect(html).not.toMatch(/<script/i)
      expect(html.match(/<\/pre>/g)).toHaveLength(html.match(/<pre>/g)!.length)
      expect(html).toContain('&lt;script&gt;')
      expect(html).toContain(`default-src 'none'`)
      expect(html).not.toMatch(/(?:src|href)=/)
      expect(html).toContain(' note')
    }))
  it('is no markup in Markdown', () =>
    withMade(talk().made, async (session) => {
      const report = reportText(await makeReport(withComment(session), { language: 'en', kind: 'tcp' }), 'md')
      const outside = report.replace(/^(`{3,})[\s\S]*?^\1$/gm, '')
      expect(outside).not.toMatch(/(?<!\\)<script/)
      expect(outside).not.toMatch(/(?<!\\)\[x\]/)
      expect(outside).toContain(' note')
    }))
  it('is no markup in a Word document, and control characters do not break it', () =>
    withMade(talk().made, async (session) => {
      session.comments.set(0, ['bell \u0007 \ud800 end'])
      const files = unzipSync(
        await reportBytes(await makeReport(withComment(session), { language: 'ko', kind: 'tcp' }), 'docx'),
      )
      const xml = strFromU8(files['word/document.xml']!)
      expect(xml).not.toContain('<script')
      expect(xml).toContain('&lt;script&gt;')
      expect(xml).toContain('bell \ufffd \ufffd end')
      expect(xml).toContain('w:val="Heading2"')
      expect(strFromU8(files['word/styles.xml']!)).toContain('w:eastAsia="맑은 고딕"')
    }))
})

describe('large captures', () => {
  it('give a bounded report that says what it leaves out', async () => {
    const talk = new TcpTalk().open()
    for (let i = 0; i < limits.reportRows; i++) talk.client('PSH ACK', { data: 100 }).server('ACK')
    const report = await markdown(talk.made, { kind: 'tcp' })
    const all = 3 + 2 * limits.reportRows
    expect(report).toContain(`Only the first ${limits.reportRows} of ${all} are shown.`)
    expect(report).toContain(`Only the first ${limits.reportArrows} of ${all} are shown.`)
    expect(report.length).toBeLessThan(400_000)
  })
})

describe('ARP', () => {
  const asked = (made: CaptureBuilder): CaptureBuilder =>
    made.add(arp({ operation: 1, senderMac: '02:00:00:00:00:01', senderIp: '10.0.0.1', targetIp: '10.0.0.9' }))
  it('says who got no answer, and in which language', async () => {
    const made = asked(new CaptureBuilder())
    expect(await markdown(made)).toContain('Frame 1: nobody answers 10.0.0.1, who asks for 10.0.0.9.')
    expect(await markdown(made, { language: 'ko' })).toContain('아무도 답하지 않습니다')
  })
  it('tells two owners of one address', async () => {
    const made = new CaptureBuilder()
    for (const mac of ['02:00:00:00:00:02', '02:00:00:00:00:03'])
      made.add(
        arp({
          operation: 2,
          senderMac: mac,
          senderIp: '10.0.0.9',
          targetMac: '02:00:00:00:00:01',
          targetIp: '10.0.0.1',
        }),
      )
    expect(await markdown(made, { kind: 'arp' })).toContain(
      '0.0.9 is claimed by two hosts: 02:00:00:00:00:03 (frame 2)',
    )
  })
  it('says so when there is none', async () => {
    expect(await markdown(new TcpTalk().open().made, { kind: 'arp' })).toContain('holds no ARP packets')
  })
})

it('overviews a capture of which nothing is known', async () => {
  const made = new CaptureBuilder().add(ethernet({ type: 0x88b5 }, filler(50)))
  const report = await markdown(made)
  expect(report).toContain('Capture overview')
  expect(report).toContain('holds 1 packet of 64 bytes')
})

it('refuses a stream that is not there', async () => {
  await expect(markdown(new TcpTalk().open().made, { kind: 'tcp', stream: 3 })).rejects.toThrow(
    'There is no TCP stream 3',
  )
})
