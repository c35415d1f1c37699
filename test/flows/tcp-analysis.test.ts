// The TCP analysis: each verdict where it belongs and not where it does not, numbers beside it, and why.
import { describe, expect, it } from 'vitest'
import { evidenceOf, evidenceText } from '../../engine/flows/tcp-evidence'
import { ROW } from '../../engine/flows/tcp-rows'
import { bytes, CaptureBuilder, tcpOption } from '../support/packet-builder'
import { TcpTalk } from '../support/tcp-talk'
import { cases } from './tcp-cases'
import { runTcp } from './tcp-run'

describe('a TCP segment', () => {
  for (const [name, { field, prefix, talk }] of Object.entries(cases))
    it(`is judged: ${name}`, async () => {
      const { packets } = await runTcp(talk().made)
      const last = packets.at(-1)!
      expect(last.field(field)).not.toBe('')
      expect(last.info.startsWith(prefix)).toBe(true)
    })

  it('of an undisturbed exchange has no verdict', async () => {
    const talk = new TcpTalk().open().client('PSH ACK', { data: 100 }).server('ACK').server('PSH ACK', { data: 50 })
    const { packets } = await runTcp(talk.client('ACK').client('FIN ACK').server('FIN ACK').client('ACK').made)
    expect(packets.map((p) => p.field('tcp.analysis.flags')).join('')).toBe('')
  })
  it('is out of order within a round trip, and sent again after it', async () => {
    const late = (wait: number): TcpTalk =>
      new TcpTalk()
        .open()
        .client('ACK', { data: 10, lost: true })
        .client('ACK', { data: 10 })
        .client('ACK', { data: 10, seq: 1, wait })
    expect((await runTcp(late(0.0019).made)).packets.at(-1)!.info).toContain('[TCP Out-Of-Order]')
    expect((await runTcp(late(0.0021).made)).packets.at(-1)!.info).toContain('[TCP Retransmission]')
  })
  it('sent again says how long the sender waited, counted from the oldest that waits', async () => {
    const talk = new TcpTalk().open().client('ACK', { data: 10 }).client('ACK', { data: 10 })
    const { packets } = await runTcp(talk.client('ACK', { data: 10, seq: 11, wait: 0.3 }).made)
    expect(packets.at(-1)!.field('tcp.analysis.rto_frame')).toBe('4')
    expect(packets.at(-1)!.field('tcp.analysis.rto')).toBe('0.301000000')
  })
  it('has its window multiplied only when both ends offered it', async () => {
    const offer = bytes(tcpOption.mss(1460), tcpOption.nop(), tcpOption.windowScale(7))
    const both = await runTcp(new TcpTalk().open(offer).made)
    expect(both.packets.map((p) => p.field('tcp.window_size'))).toEqual(['8192', '8192', '1048576'])
    const one = await runTcp(new TcpTalk().client('SYN', { options: offer }).server('SYN ACK').client('ACK').made)
    expect(one.packets.map((p) => p.field('tcp.window_size'))).toEqual(['8192', '8192', '8192'])
    expect(one.packets[2]!.field('tcp.window_size_scalefactor')).toBe('-2')
  })
  it('of a stream joined midway has an unknown scale and counts from 1', async () => {
    const talk = new TcpTalk()
    talk.client('SYN', { lost: true }).server('SYN ACK', { lost: true }).client('ACK', { data: 5 })
    const [first] = (await runTcp(talk.made)).packets
    expect(first!.field('tcp.window_size_scalefactor')).toBe('-1')
    expect(first!.field('tcp.seq')).toBe('1')
  })
  it('acknowledges the frame that ends at its number', async () => {
    const talk = new TcpTalk().open().client('ACK', { data: 10 }).client('ACK', { data: 10 })
    const { packets } = await runTcp(talk.server('ACK', { ack: 11 }).server('ACK').made)
    expect(packets.map((p) => p.field('tcp.analysis.acks_frame'))).toEqual(['', '1', '2', '', '', '4', '5'])
    expect(packets[6]!.field('tcp.analysis.ack_rtt')).toBe('0.002000000')
    expect(packets[4]!.field('tcp.analysis.bytes_in_flight')).toBe('20')
  })
  it('past 2^32 is counted on', async () => {
    const talk = new TcpTalk({ clientStart: 0xfffffffa }).open().client('ACK', { data: 10 }).server('ACK')
    const { packets } = await runTcp(talk.client('ACK', { data: 10 }).made)
    expect(packets.at(-1)!.field('tcp.seq')).toBe('11')
    expect(packets.map((p) => p.field('tcp.analysis.flags')).join('')).toBe('')
  })
})

describe('a TCP stream', () => {
  it('is complete in the final sense on every packet', async () => {
    const talk = new TcpTalk().open().client('ACK', { data: 1 }).client('FIN ACK').server('FIN ACK').client('ACK')
    const { packets } = await runTcp(talk.made)
    expect(new Set(packets.map((p) => p.field('tcp.completeness')))).toEqual(new Set(['31']))
  })
  it('is a new one when a SYN brings another number, and the same when it repeats its own', async () => {
    const again = await runTcp(new TcpTalk().client('SYN').client('SYN', { seq: 0 }).made)
    expect(again.packets.map((p) => p.field('tcp.stream'))).toEqual(['0', '0'])
    const other = await runTcp(new TcpTalk().client('SYN').client('SYN', { seq: 99 }).made)
    expect(other.packets.map((p) => p.field('tcp.stream'))).toEqual(['0', '1'])
  })
  it('tells who began to close it', async () => {
    const talk = new TcpTalk().open().server('FIN ACK').client('FIN ACK').server('ACK')
    const { packets, streams } = await runTcp(talk.made)
    expect(packets[3]!.field('tcp.connection.fin_active')).not.toBe('')
    expect(packets[4]!.field('tcp.connection.fin_passive')).not.toBe('')
    expect(streams.verdicts[3]! & ROW.finActive).not.toBe(0)
  })
  it('keeps its numbers when thousands of others are open', async () => {
    const made = new CaptureBuilder()
    const talks = Array.from({ length: 3000 }, (_, i) => new TcpTalk({ made, clientPort: 1024 + i }))
    for (const t of talks) t.client('SYN')
    for (const t of talks) t.server('SYN ACK')
    const { packets } = await runTcp(made)
    expect(packets.slice(3000).every((p, i) => p.field('tcp.stream') === String(i))).toBe(true)
  })
})

describe('the evidence for a verdict', () => {
  it('names the conditions, and why the nearest other verdict was not given', async () => {
    const talk = new TcpTalk().open().client('ACK', { data: 10, lost: true }).client('ACK', { data: 10 })
    const { streams } = await runTcp(talk.client('ACK', { data: 10, seq: 1, wait: 0.214 }).made)
    const texts = evidenceOf(streams, 4).map(evidenceText)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain('Retransmission, because it starts before the next expected byte')
    expect(texts[0]).toContain('not Out-Of-Order, because it came 214.0 ms after the highest segment')
  })
  it('is empty for an ordinary segment', async () => {
    const { streams } = await runTcp(new TcpTalk().open().made)
    expect(evidenceOf(streams, 2)).toEqual([])
  })
})
