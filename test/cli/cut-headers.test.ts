// Packets whose capture ends within a header: a SYN cut at every byte, and a DNS question over IPv6. Fields and columns beside tshark.
// Left out: source ports and IPv6's payload length, which we show as soon as they are there, tshark only with what follows them.
import { join } from 'node:path'
import { beforeAll, expect } from 'vitest'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { root, wirelens } from './program'

const capture = join(root, 'test', 'protocols', 'captures', 'cut-headers.pcap')
const columns = ['frame.protocols', ...['Source', 'Destination', 'Protocol', 'Info'].map((name) => `_ws.col.${name}`)]
const ipv4 = [
  'version',
  'hdr_len',
  'len',
  'frag_offset',
  'ttl',
  'proto',
  'checksum.status',
  'src',
  'src_host',
  'dst',
  'addr',
  'host',
]
const ipv6 = ['version', 'tclass', 'flow', 'nxt', 'src', 'src_host', 'dst', 'addr']
const tcp = ['dstport', 'stream', 'len', 'seq', 'ack', 'flags', 'window_size', 'window_size_scalefactor']
const more = [
  'checksum',
  'option_kind',
  'option_len',
  'options.mss_val',
  'options.timestamp.tsval',
  'options.wscale.shift',
]
const late = ['analysis.retransmission', 'analysis.flags', 'completeness', 'options.mss.absent', 'option.len.invalid']
const fields = [
  ...columns,
  ...ipv4.map((name) => `ip.${name}`),
  ...ipv6.map((name) => `ipv6.${name}`),
  ...[...tcp, ...more, ...late].map((name) => `tcp.${name}`),
  ...['dstport', 'length', 'checksum', 'stream'].map((name) => `udp.${name}`),
  '_ws.short',
]

needs(hasTshark(), 'tshark is not installed').describe('packets cut within their headers', () => {
  const { it } = needs(true, '')
  let [ours, theirs]: string[][][] = [[], []]
  beforeAll(() => {
    const args = ['-n', '-2', '-r', capture, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])]
    const cells = (text: string): string[][] => text.split('\n').map((line) => line.split('\t'))
    ours = cells(wirelens(args).out)
    theirs = cells(run('tshark', args).out)
    expect(theirs.length).toBeGreaterThan(100)
  })
  fields.forEach((field, i) =>
    it(`have the ${field} that tshark shows`, () => {
      expect(ours!.map((row) => row[i])).toEqual(theirs!.map((row) => row[i]))
    }),
  )
})
