// Tables, followed streams, ladders and expert information as text, beside tshark's -z on the seed captures, a few others and made ones.
import { join } from 'node:path'
import { beforeAll, describe, expect } from 'vitest'
import { readStatistic } from '../../cli/statistics/statistic'
import { CaptureBuilder } from '../support/packet-builder'
import { hasTshark, sharedFolder, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { TcpTalk } from '../support/tcp-talk'
import { withSession } from './made-session'
import { withFile } from './tcp-run'

const shared = sharedFolder()
const beside = needs(hasTshark(), 'tshark is not installed')
const both = needs(hasTshark() && shared, 'tshark or the shared captures are not there')

const written = (path: string, what: string): Promise<string> =>
  withSession(path, async (session) => {
    let text = ''
    for await (const piece of readStatistic(what)(session)) text += piece
    return text
  })
/** A CR that ends no line would move a terminal's cursor: we write a dot for it, tshark the CR. */
const theirs = (path: string, ...what: string[]): string =>
  tshark(['-2', '-q', '-r', path, ...what.flatMap((one) => ['-z', one])]).replace(/\r(?!\n)/g, '.')

const tables = ['eth', 'ip', 'ipv6', 'tcp', 'udp'].flatMap((kind) => [`conv,${kind}`, `endpoints,${kind}`])
const captures: Record<string, string[]> = {
  'seed/seed-tcp-handshake.pcapng': [
    ...tables,
    'flow,tcp,network',
    'flow,any,network',
    'follow,tcp,ascii,0',
    'follow,tcp,hex,0',
    'follow,tcp,raw,0',
  ],
  'seed/seed-arp-pairs.pcapng': [...tables, 'flow,any,network'],
  'corpus/protocols/zeek_modbus_modbusSmall.pcap': [
    ...tables,
    'flow,tcp,network',
    'expert',
    'follow,tcp,hex,3',
    'follow,tcp,ascii,0',
  ],
  'corpus/protocols/pcpp_example.pcap': [...tables, 'follow,tcp,hex,0', 'follow,tcp,raw,20', 'follow,udp,hex,2'],
  'corpus/protocols/ndpi_telnet.pcap': ['follow,tcp,ascii,0', 'follow,tcp,hex,0', 'flow,tcp,network'],
  'corpus/protocols/ndpi_wechat.pcap': tables,
}

for (const [name, list] of Object.entries(captures))
  both.describe(`statistics of ${name} are as tshark prints them`, () => {
    const path = join(shared ?? '', name)
    /** All of them, in tshark's order. */
    let all = ''
    let length = 0
    beforeAll(() => void (all = theirs(path, ...list)))
    for (const what of list)
      both.it(what, async () => {
        const ours = await written(path, what)
        expect(all).toContain(ours)
        length += ours.length
      })
    both.it('and nothing more', () => expect(all.length).toBe(length))
  })

const made: Record<string, () => TcpTalk> = {
  'in order': () => new TcpTalk().open().client('PSH ACK', { data: 40 }).server('PSH ACK', { data: 30 }).client('ACK'),
  'out of order': () =>
    new TcpTalk()
      .open()
      .client('ACK', { data: 10, lost: true })
      .client('ACK', { data: 10 })
      .client('ACK', { data: 10 })
      .client('ACK', { data: 10, seq: 1 })
      .server('ACK'),
  'sent twice': () =>
    new TcpTalk().open().client('ACK', { data: 10 }).client('ACK', { data: 10, seq: 1 }).server('ACK'),
  'overlapping what was there': () =>
    new TcpTalk()
      .open()
      .client('ACK', { data: 10 })
      .client('ACK', { data: 15, seq: 6 })
      .server('ACK')
      .client('ACK', { data: 3 }),
  'with a gap that was acknowledged': () =>
    new TcpTalk()
      .open()
      .client('ACK', { data: 10 })
      .client('ACK', { data: 25, lost: true })
      .client('ACK', { data: 10 })
      .server('ACK')
      .client('ACK', { data: 5 }),
  'with a gap that was not': () =>
    new TcpTalk().open().client('ACK', { data: 10, lost: true }).client('ACK', { data: 10 }),
  'joined midway': () =>
    new TcpTalk().client('ACK', { data: 10, seq: 101 }).server('ACK', { data: 20, seq: 77 }).client('ACK'),
  'with numbers that wrap': () =>
    new TcpTalk({ clientStart: 0xfffffff0 })
      .open()
      .client('ACK', { data: 30 })
      .client('ACK', { data: 30 })
      .server('ACK'),
  'with data in the SYN': () => new TcpTalk().client('SYN', { data: 7 }).server('SYN ACK').client('ACK', { data: 8 }),
}

describe('a followed stream', () => {
  for (const [name, talk] of Object.entries(made))
    beside.it(`${name}, as text, hex dump and hex digits`, () =>
      withFile(talk().made, async (path) => {
        const forms = ['ascii', 'hex', 'raw'].map((form) => `follow,tcp,${form},0`)
        const all = theirs(path, ...forms)
        const ours = await Promise.all(forms.map((what) => written(path, what)))
        for (const text of ours) expect(all).toContain(text)
        expect(all.length).toBe(ours.join('').length)
      }),
    )
})

beside.it('a ladder of several streams names them as tshark does', () => {
  const builder = new CaptureBuilder()
  new TcpTalk({ made: builder }).open().client('ACK', { data: 12 })
  new TcpTalk({ made: builder, client: '10.0.0.3', server: '10.0.0.1' }).open().server('FIN ACK')
  return withFile(builder, async (path) => {
    expect(await written(path, 'flow,tcp,network')).toBe(theirs(path, 'flow,tcp,network'))
  })
})
