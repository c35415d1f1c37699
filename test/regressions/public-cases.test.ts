// What public reports found wrong, on the inputs that they were boiled down to. Packets of our own for each kind are in test/flows,
// test/filter, test/capture-file, test/cli and test/protocols; these run only where the reports' own lie beside the repository.
import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import { conversationOf, storyOf } from '../../engine/session/conversation-story'
import { arpReport } from '../../engine/session/arp-pass'
import { wirelens } from '../cli/program'
import { withSession } from '../flows/made-session'
import { needs } from '../support/skip'

const folder = '../shared/cases'
const { it, describe } = needs(existsSync(folder), 'the inputs of the reports are not on this machine')
const of = (name: string): string => `${folder}/${name}`

/** What is said of a connection's opening, closing and the place of the capture, and a state of both ends. */
const stories: readonly (readonly [file: string, stream: number, said: readonly RegExp[], never: RegExp])[] = [
  [
    'tcp-syn-in-established',
    1,
    [
      /SYN .*\(frame 6\) is answered by an ACK of an older connection \(7, .*resets \(8\)/,
      /Opened .*SYN \(frame 9\), SYN\+ACK \(10\), ACK \(11\)/,
      /Still open/,
    ],
    /Never open/,
  ],
  [
    'tcp-refused-twice-then-open',
    0,
    [
      /1 of 3: Refused: .*\(frame 1\) with a reset \(2\)/,
      /2 of 3: Refused: .*\(frame 3\) with a reset \(4\)/,
      /3 of 3: Opened .*SYN \(frame 5\)/,
    ],
    /sent again/,
  ],
  [
    'tcp-reset-long-before-close',
    0,
    [/FIN \(frame 11\), FIN\+ACK \(12\), .*ACK \(13\)/, /reset in frame 6 .* was not accepted, because/],
    /A reset followed/,
  ],
  [
    'tcp-reset-from-both',
    0,
    [/reset in frame 5 .*TTL is 200.*somebody on the path/, /reset in frame 6 .*not accepted/, /reset \(frame 8\)/],
    /Broken off by the server/,
  ],
  [
    'tcp-fin-behind-a-gap',
    0,
    [
      /FIN of the server \(frame 6\) and the FIN of the client \(frame 8\)/,
      /did not count: bytes before it never arrived \(frame 7/,
    ],
    /undefined/,
  ],
  [
    'tcp-both-fins-then-reset',
    0,
    [/\(frame 8\) after the FIN of the server \(frame 6\) and the FIN of the client \(frame 7\)/],
    /undefined/,
  ],
  ['tcp-fin-repeated', 0, [/FIN of .* \(frame 1\) was sent again 5 times and was never acknowledged/], /undefined/],
  [
    'tcp-forwarded-seen-twice',
    0,
    [
      /SYN \(frame 1\), SYN\+ACK \(3\), ACK \(5\)\./,
      /8 of the 16 frames .* captured a second time, before and after a router: 8 packets were sent/,
    ],
    /was sent again once/,
  ],
  [
    'vantage-wifi-unpadded',
    0,
    [/is not known/, /TTL 48, so they have passed routers, answers after 87 ms/],
    /Both ends are/,
  ],
]

describe('connections', () => {
  for (const [file, stream, said, never] of stories)
    it(file, () =>
      withSession(of(`${file}.pcapng`), async (session) => {
        const told = await storyOf(session, conversationOf(session, 'tcp', stream)).whole()
        const text = [told.opening(), told.closing(), told.vantage()].map(({ sentence }) => sentence).join('\n')
        for (const one of said) expect(text).toMatch(one)
        expect(text).not.toMatch(never)
      }),
    )
})

describe('ARP', () => {
  it('one address in two VLANs', () =>
    withSession(of('arp-same-address-two-vlans.pcapng'), async (session) =>
      expect((await arpReport(session, { from: 0, count: 9 })).conflicts).toEqual([]),
    ))
  it('two probes', () =>
    withSession(of('arp-two-probes.pcapng'), async (session) => {
      const { requests, probes, probesAnswered, conflicts } = await arpReport(session, { from: 0, count: 9 })
      expect([requests, probes, probesAnswered]).toEqual([0, 5, 0])
      expect(conflicts[0]).toMatchObject({ probing: true, frame: 2, otherFrame: 1 })
    }))
  it('a sender that is not the source of its frame', () => {
    const { out } = wirelens(['-n', '-V', '-r', of('arp-sender-not-frame-source.pcapng')])
    expect(out).toContain('Sender MAC address 00:00:00:00:00:09 is not the source of the frame, 02:00:00:00:00:63')
  })
  it('a storm', () => {
    const wants = ['-o', 'arp.detect_request_storms:TRUE', '-o', 'arp.detect_storm_number_of_packets:5']
    const words = ['-Y', 'arp.packet-storm-detected', '-T', 'fields', '-e', 'frame.number']
    expect(wirelens(['-n', '-r', of('arp-storm.pcapng'), ...wants, ...words]).out).toBe('6\n12\n')
  })
})

/** Rows that a file has, by what is asked of it. */
const rows: readonly (readonly [file: string, words: readonly string[], count: number, said: RegExp])[] = [
  ['filter-not-decoded.pcapng', ['-Y', 'tls or dhcp or http'], 3, /Client Hello[^]*GET[^]*DHCP Discover/],
  ['pktap.pcapng', [], 3, /TCP 174 50000 → 9230 \[SYN\]/],
  ['usbpcap.pcapng', [], 1, /USB 36 GET DESCRIPTOR/],
  ['bluetooth-h4.pcapng', [], 1, /HCI_CMD \d+ Sent Reset/],
  ['link-type-unknown.pcapng', [], 1, /UNKNOWN 6 WTAP_ENCAP = 0 \(link type \d+\)/],
  ['tzsp.pcapng', [], 1, /TCP 113 50000 → 9230 \[SYN\]/],
  ['nokia.pcap', [], 5, /./],
  ['suse63.pcap', [], 5, /./],
  ['std.pcap.zst', [], 5, /./],
  ['std.pcap.lz4', [], 5, /./],
  ['std.snoop', [], 5, /./],
  ['std.netmon2.cap', [], 5, /./],
  ['tcp-option-cut-undefined.pcapng', ['-T', 'json', '-x'], -1, /^(?![^]*undefined)[^]*"tcp\.options/],
]
describe('rows', () => {
  for (const [file, words, count, said] of rows)
    it(file, () => {
      const { out, code } = wirelens(['-n', '-r', of(file), ...words])
      expect(code).toBe(0)
      if (count >= 0) expect(out.trimEnd().split('\n')).toHaveLength(count)
      expect(out).toMatch(said)
    })
  it('microseconds that are nanoseconds get a hint', () => {
    const { messages } = wirelens(['-n', '-r', of('nanoseconds-under-micro-magic.pcap')])
    expect(messages).toContain('With nanoseconds its magic number would be 0xa1b23c4d.')
  })
  it('a & between conditions is refused', () => {
    const filter = 'ip.addr==192.0.2.1 & ip.addr==192.0.2.2'
    const { code, messages } = wirelens(['-n', '-r', of('std.snoop'), '-Y', filter])
    expect([code, messages.includes('Constant arithmetic expression on the LHS is invalid.')]).toEqual([2, true])
  })
  it('Info has an end', () => expect(wirelens(['-n', '-r', of('dns-info-1MB.pcapng')]).out.length).toBeLessThan(5000))
  it('nothing unseen comes through', () => {
    const { out } = wirelens(['-n', '-r', of('escapes.pcapng')])
    expect(out).not.toMatch(/[\u061c\u00ad\u180e\r]|\u{e0041}/u)
    expect(out).toMatch(/\\u061c|\\u00ad|\\u180e/)
  })
  it('a regular expression of many states is fast, or refused', () => {
    const began = performance.now()
    wirelens(['-n', '-r', of('regex-64k-one-packet.pcapng'), '-Y', 'frame matches "a.{900}x"'])
    // Some 0.6 s with the start of the program; it was five seconds of the processor.
    expect(performance.now() - began).toBeLessThan(4000)
  })
})
