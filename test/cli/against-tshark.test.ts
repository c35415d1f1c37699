// The same output as tshark's, on captures whose protocols are decoded.
import { execFileSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { beforeAll, expect } from 'vitest'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { corpusFile, seed, seedArp, shared, temporaryFolder, wirelens } from './program'

const p = (name: string): string => corpusFile('protocols', name)
const files = [
  seed,
  seedArp,
  p('sanders_tcp_handshake.pcapng'),
  p('sanders_arp_resolution.pcapng'),
  p('sanders_icmp_echo.pcapng'),
  p('sanders_tcp_refuseconnection.pcapng'),
  p('zeek_linuxsll-arp.pcap'),
]
const forms = [
  '-T fields -e frame.number -e frame.time_epoch -e frame.len -e ip.src -e ip.dst -e eth.src -e tcp.flags -e ip.proto',
  '-T fields -e tcp.port -e ip.addr -E occurrence=f',
  '-T fields -e tcp.port -e ip.addr -E occurrence=l -E quote=s',
  '-T fields -e tcp.port -e ip.addr -e eth.type -E header=y -E bom=y -E quote=d -E separator=, -E aggregator=/s',
  ...['r', 'a', 'ad', 'adoy', 'd', 'dd', 'e', 'u', 'ud', 'udoy'].map(
    (style) =>
      `-t ${style} -T fields -e _ws.col.No. -e _ws.col.Time -e _ws.col.Source -e _ws.col.Destination -e _ws.col.Length`,
  ),
  '-T json -e ip.src -e tcp.port -e frame.number -e ip.ttl',
  '-T json -e tcp.port -E occurrence=f',
  '-x',
]
const { describe } = needs(shared && hasTshark(), 'the shared corpus or tshark is not there')

describe('every byte as tshark writes it', () => {
  const { it } = needs(true, '')
  /** All of them in one file, and the first packets of each. */
  let [whole, starts] = ['', '']
  beforeAll(() => {
    const folder = temporaryFolder()
    const first = (file: string, packets: number): string => {
      const path = join(folder, basename(file))
      execFileSync('editcap', ['-r', file, path, `1-${packets}`])
      return path
    }
    whole = join(folder, 'whole.pcapng')
    execFileSync('mergecap', ['-a', '-w', whole, ...files])
    starts = join(folder, 'starts.pcapng')
    execFileSync('mergecap', ['-a', '-w', starts, ...files.slice(1, 5).map((file) => first(file, 100))])
  })
  for (const form of forms)
    it(form, () => {
      const file = form.startsWith('-t') ? files[2]! : form.startsWith('-x') ? starts : whole
      const args = ['-2', '-n', '-r', file, ...form.split(' ')]
      const { out } = run('tshark', args)
      expect(wirelens(args).out).toBe(out)
      expect(out.length).toBeGreaterThan(100)
    })
  for (const form of ['', '-T tabs', '-P -x', '-t ad'])
    it(`lines of packets ${form}`, () => {
      const args = ['-2', '-r', starts, ...form.split(' ').filter(Boolean)]
      expect(wirelens(args).out).toBe(run('tshark', args).out)
    })
  it('reads gzip', () => {
    const args = [
      '-n',
      '-r',
      corpusFile('pcapng', 'derived_gzip_sanders_http_google.pcapng.gz'),
      '-T',
      'fields',
      '-e',
      'ip.src',
    ]
    expect(wirelens(args).out).toBe(run('tshark', args).out)
  })
  it('times of packets that have none are empty', () => {
    const args = [
      '-n',
      '-r',
      corpusFile('pcapng', 'hadriel_be_advanced_test101.pcapng'),
      '-T',
      'fields',
      '-e',
      '_ws.col.Time',
    ]
    expect(wirelens(args).out).toBe(run('tshark', args).out)
  })
})

describe('details', () => {
  const { it } = needs(true, '')
  const layers = 'eth,arp,ip,tcp,udp'
  it(`-O ${layers}: lines, apart from those of frame and undecoded protocols`, () => {
    for (const file of files.slice(2)) {
      const args = ['-2', '-n', '-r', file, '-O', layers]
      const lines = (text: string): string[] =>
        text.split('\n').filter((line) => /^( |Eth|Internet|Trans|User|Address)/.test(line))
      const [ours, theirs] = [lines(wirelens(args).out), lines(run('tshark', args).out)]
      const there = new Map<string, number>()
      for (const line of theirs) there.set(line, (there.get(line) ?? 0) + 1)
      const same = ours.filter((line) => {
        const left = there.get(line) ?? 0
        there.set(line, left - 1)
        return left > 0
      }).length
      expect(same / theirs.length).toBeGreaterThan(0.97)
    }
  })
  it('-T json: the same members in ARP and IPv4', () => {
    type Json = { _index: string; _source: { layers: Record<string, unknown> } }[]
    const read = (text: string): unknown =>
      (JSON.parse(text) as Json).map(({ _index, _source: { layers } }) => {
        // Fields that only Wirelens has: the pairing of ARP.
        const arp = Object.entries(layers['arp'] ?? {}).filter(
          ([name]) => !/^arp\.(response|time|no_response)/.test(name),
        )
        return [_index, Object.fromEntries(arp), layers['ip']]
      })
    for (const file of files) {
      const args = ['-2', '-n', '-r', file, '-T', 'json']
      expect(read(wirelens(args).out)).toEqual(read(run('tshark', args).out))
    }
  })
})

describe('columns', () => {
  const { it } = needs(true, '')
  it('have the names of 4.0 and of 4.4', () => {
    const names = ['No.', 'no.', 'number', 'Source', 'source', 'def_src', 'Length', 'packet_length', 'Time', 'cls_time']
    const { out } = wirelens(['-r', seed, '-c', '1', '-T', 'fields', ...names.flatMap((n) => ['-e', `_ws.col.${n}`])])
    expect(out.trimEnd().split('\t')).toEqual([
      '1',
      '1',
      '1',
      ...Array(3).fill('192.168.56.1'),
      '167',
      '167',
      '0.000000000',
      '0.000000000',
    ])
  })
})
