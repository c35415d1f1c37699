// The contract of streams, held against protocols made for it: where messages end, who reads, what is put together.
import { describe, expect, it } from 'vitest'
import { limits } from '../../engine/limits'
import { text } from '../support/packet-builder'
import { TcpTalk } from '../support/tcp-talk'
import { shown } from './synthetic'

const PART = '[TCP segment of a reassembled PDU]'
/** Infos of the server's segments with these texts, behind the ports and numbers. */
const said = (serverPort: number, ...parts: string[]): string[] => {
  const t = new TcpTalk({ serverPort }).open()
  for (const part of parts) t.server('PSH ACK', { data: text(part) })
  return infos(t)
}
const infos = (t: TcpTalk): string[] =>
  shown(t.made.packets())
    .slice(3)
    .map(({ info }) => info.replace(/.*Len=\d+ ?/, ''))

describe('messages of a stream', () => {
  it('several in a segment are read one by one', () =>
    expect(said(7001, 'a\nb\nc\n')).toEqual(['line<a\n> line<b\n> line<c\n>']))
  it('one over three segments stands in the last', () =>
    expect(said(7001, 'a', 'b', 'c\n')).toEqual([PART, PART, expect.stringMatching(/line<abc\n>$/)]))
  it('an end, whole ones and a beginning share a segment', () =>
    expect(said(7001, 'a', 'b\nc\nd', 'e\n')).toEqual([
      PART,
      expect.stringMatching(/line<ab\n> line<c\n>$/),
      expect.stringMatching(/line<de\n>$/),
    ]))
  it('thirty in a segment are thirty layers', () => {
    const t = new TcpTalk({ serverPort: 7001 }).open()
    t.server('PSH ACK', { data: text('x\n'.repeat(30)) })
    expect(shown(t.made.packets())[3]!.layers.match(/lines/g)).toHaveLength(30)
  })
  it('layers of a packet have an end, and nothing breaks there', () => {
    const t = new TcpTalk({ serverPort: 7001 }).open()
    t.server('PSH ACK', { data: text('x\n'.repeat(600)) })
    const { layers } = shown(t.made.packets())[3]!
    expect(layers.split(':').length).toBeLessThanOrEqual(limits.layersPerPacket + 2)
  })
  it('one that is asked for again and again is not looked at twice', () =>
    expect(said(7002, '3aa', 'b', 'bcc', '1dd')).toEqual([
      PART,
      PART,
      expect.stringMatching(/counted<3aabbcc>$/),
      'counted<1dd>',
    ]))
  it('one that ends with the connection stands in the FIN', () => {
    const t = new TcpTalk({ serverPort: 7003 }).open()
    t.server('ACK', { data: text('one') })
      .server('ACK', { data: text('two') })
      .server('FIN ACK')
    expect(infos(t)).toEqual([PART, PART, expect.stringMatching(/whole<onetwo>$/)])
  })
  it('one that ends with the connection never ends without a FIN', () =>
    expect(said(7003, 'one', 'two')).toEqual([PART, PART]))
  it('a lost segment is not waited for: the next one begins anew', () => {
    const t = new TcpTalk({ serverPort: 7001 }).open()
    t.server('ACK', { data: text('a') })
      .server('ACK', { data: text('b\n'), lost: true })
      .server('ACK', { data: text('c\n') })
    expect(infos(t)).toEqual([PART, expect.stringContaining('line<c\n>')])
  })
  it('a segment that was cut is read as far as it goes, and nothing waits for it', () => {
    const t = new TcpTalk({ serverPort: 7001 }).open()
    t.server('ACK', { data: text('abcdef') }).server('ACK', { data: text('ghi\n') })
    const packets = t.made.packets()
    const wires = packets.map((packet) => packet.length)
    packets[3] = packets[3]!.slice(0, -2)
    expect(shown(packets, wires).map(({ info }) => info)[4]).toMatch(/line<ghi\n>$/)
  })
})

describe('a stream over a stream', () => {
  it('is cut by its own protocol, over the messages that carry it', () =>
    expect(said(7001, '?ab\n', '?c.d.\n')).toEqual([
      expect.stringMatching(/line<\?ab\n>$/),
      expect.stringMatching(/line<\?c\.d\.\n> inner<abc\.> inner<d\.>$/),
    ]))
  it('has bytes of its own', () => {
    const t = new TcpTalk({ serverPort: 7001 }).open()
    t.server('ACK', { data: text('?ab\n') }).server('ACK', { data: text('?c.\n') })
    expect(shown(t.made.packets())[4]!.sources).toEqual(['Frame', 'Inner', 'Reassembled inner'])
  })
})

describe('who reads a conversation', () => {
  it('a protocol hands it over, from the next message on', () =>
    expect(said(7001, 'a\n!\n1xx', '1yy')).toEqual(['line<a\n> line<!\n> counted<1xx>', 'counted<1yy>']))
  it('heuristics find a protocol on any port, and stay with it', () =>
    expect(said(9999, 'LOOKaaaa', 'bbbbcccc')).toEqual(['looked<LOOKaaaa>', 'looked<bbbbcccc>']))
  it('a heuristic may wait for more of the stream', () =>
    expect(said(9999, 'LO', 'OKaaaa')).toEqual([PART, expect.stringMatching(/looked<LOOKaaaa>$/)]))
  it('a heuristic that runs out of bytes leaves no trace', () => {
    const t = new TcpTalk({ serverPort: 9999 }).open()
    t.server('ACK', { data: text('xy') })
    const [, , , { info, layers, lines, first }] = shown(t.made.packets()) as [
      never,
      never,
      never,
      ReturnType<typeof shown>[0],
    ]
    expect(layers).toBe('eth:ethertype:ip:tcp:data')
    expect(first).toBe(layers)
    expect(info).not.toContain('Malformed')
    expect(lines.at(-1)).toBe('Data (2 bytes)')
  })
  it('is not asked for ever', () => {
    const parts = Array.from({ length: limits.looksPerConversation + 1 }, () => 'zzzz')
    expect(said(9999, ...parts, 'LOOKaaaa').at(-1)).toBe('')
  })
})

it('every decoding names the layers of the first pass', () => {
  const t = new TcpTalk({ serverPort: 7001 }).open()
  for (const part of ['a\n?x', '.y\nb', '\n!\n2', 'aa', 'bb1cc']) t.server('ACK', { data: text(part) })
  for (const { first, layers } of shown(t.made.packets())) expect(layers).toBe(first)
})
