// Items that the capture cuts: what is printed of them never reaches behind the captured bytes ("08:0a:00:00:undefined…").
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { wirelens } from '../cli/program'
import { bytes, CaptureBuilder, ethernet, icmpv6, ip6, ipv4, ipv6, tcp, tcpOption } from '../support/packet-builder'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-cut-items-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ends = { source: '192.168.56.20', destination: '192.168.56.10' }
const withOptions = (...options: Uint8Array[]): Uint8Array =>
  ethernet({}, ipv4(ends, tcp({ source: 40512, destination: 9230, sequence: 1, options: bytes(...options) })))

const packets: Record<string, Uint8Array> = {
  timestamps: withOptions(tcpOption.mss(1460), tcpOption.sackPermitted(), tcpOption.timestamps(7, 8)),
  sack: withOptions(tcpOption.nop(), tcpOption.nop(), tcpOption.sack(1, 2, 5, 6)),
  multipath: withOptions(tcpOption.of(30, 0x01, 0x81, 1, 2, 3, 4, 5, 6, 7, 8)),
  'an option that nobody knows': withOptions(tcpOption.of(200, 1, 2, 3, 4, 5, 6, 7, 8)),
  'options of IPv4': ethernet(
    {},
    ipv4({ ...ends, options: bytes(7, 11, 4, 10, 0, 0, 1, 0, 0, 0, 0, 0) }, bytes(1, 2, 3)),
  ),
  'options of neighbour discovery': ethernet(
    {},
    ipv6(
      { source: 'fe80::1', destination: 'fe80::2', hopLimit: 255 },
      icmpv6(135, 0, bytes(0, 0, 0, 0, ip6('fe80::2'), 1, 1, 2, 0, 0, 0, 0, 1)),
    ),
  ),
}

describe.each(Object.entries(packets))('%s, cut at every byte', (name, packet) => {
  const made = new CaptureBuilder()
  for (let length = 14; length < packet.length; length++) made.add(packet, length)
  const path = join(folder, `${name.replaceAll(' ', '-')}.pcap`)
  writeFileSync(path, made.bytes())
  it.each([
    ['json', ['-T', 'json', '-x']],
    [
      'fields',
      [
        '-T',
        'fields',
        '-e',
        'tcp.options',
        '-e',
        'tcp.options.timestamp',
        '-e',
        'tcp.options.sack',
        '-e',
        'ip.opt.type',
        '-e',
        'icmpv6.opt.linkaddr',
        '-e',
        'tcp.options.unknown',
      ],
    ],
    ['pdml', ['-T', 'pdml']],
  ])('-T %s holds bytes only that are there', (_, words) => {
    const { out, code } = wirelens(['-n', '-r', path, ...words])
    expect(code).toBe(0)
    expect(out).not.toMatch(/undefined|NaN/)
    expect(out.length).toBeGreaterThan(packet.length - 14)
  })
})

it('of an option that was cut, the bytes that are there', () => {
  const path = join(folder, 'four.pcap')
  writeFileSync(path, new CaptureBuilder().add(packets.timestamps!, 14 + 20 + 20 + 4 + 2 + 4).bytes())
  const { out } = wirelens(['-n', '-r', path, '-T', 'fields', '-e', 'tcp.options'])
  expect(out.trim()).toBe('020405b40402080a0000')
})
