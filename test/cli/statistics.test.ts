// `-z`: hierarchies, traffic over time, trees of counters, echo times, tables with filters: tshark's text, to the character.
import { join } from 'node:path'
import { expect } from 'vitest'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { corpusFile, root, shared, wirelens } from './program'

const sample = (name: string): string => join(root, 'samples', `${name}.pcapng`)
const args = (file: string, statistics: readonly string[]): string[] => [
  '-n',
  '-q',
  '-r',
  file,
  ...statistics.flatMap((statistic) => ['-z', statistic]),
]

const { describe } = needs(hasTshark(), 'tshark is not there')
describe('the same text as tshark, all of one file in one call', () => {
  const { it } = needs(true, '')
  it('of the samples', () => {
    const words = args(sample('dns-ping'), [
      'conv,ip,dns',
      'conv,udp,dns',
      // The first packet that the filter takes says who is first.
      'conv,udp,dns.flags.response == 1',
      'conv,eth,icmp.type == 0',
      'endpoints,udp,dns',
      'endpoints,ip,dns && ip.ttl',
      'io,stat,0',
      'io,stat,2',
      'io,stat,0.3,icmp',
      'io,stat,0.5,dns,icmp',
      'io,stat,0.5,FRAMES,BYTES()udp,SUM(dns.time)dns.time',
      'io,stat,0.02,dns,COUNT(ip.ttl)ip.ttl,SUM(frame.len)frame.len,MIN(ip.ttl)ip.ttl && dns,MAX(frame.len)frame.len,AVG(frame.len)frame.len',
      'plen,tree',
      'plen,tree,dns',
      'http,tree',
      'icmp,srt',
      'icmp,srt,icmp.seq == 1',
    ])
    const { out } = run('tshark', words)
    expect(wirelens(words).out).toBe(out)
    expect(out.split('\n').length).toBeGreaterThan(200)
  })

  it('io,phs, in a call of its own: beside others tshark counts the frame as a protocol', () => {
    const words = args(sample('dns-ping'), ['io,phs', 'io,phs,dns'])
    expect(wirelens(words).out).toBe(run('tshark', words).out)
  })

  it('dns,tree, but responses are counted once', () => {
    const words = args(sample('dns-ping'), ['dns,tree'])
    // tshark counts the numbers of each response twice: once as a counter, once with their value.
    const other = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith(' no. of '))
    const ours = wirelens(words).out
    expect(other(ours)).toEqual(other(run('tshark', words).out))
    expect(ours).toMatch(/^ no. of answers {16}1 {13}1.00/m)
  })
})

const corpus = needs(shared && hasTshark(), 'the shared corpus or tshark is not there')
corpus.describe('captures of others', () => {
  const { it } = needs(true, '')
  it('web traffic, tunnels, echoes', () => {
    const kinds: [string, string[]][] = [
      [
        'sanders_http_google.pcapng',
        [
          'http,tree',
          'conv,tcp,tcp.srcport==80',
          'conv,eth,http',
          'io,stat,0.05,ip.addr,SUM(tcp.len)tcp.len,AVG(tcp.time_delta)tcp.time_delta',
        ],
      ],
      ['pcpp_GrePackets.cap', ['io,stat,10', 'io,stat,1', 'plen,tree']],
      ['sanders_icmp_echo.pcapng', ['icmp,srt', 'io,phs', 'io,stat,1,,icmp']],
    ]
    for (const [file, statistics] of kinds) {
      const words = args(corpusFile('protocols', file), statistics)
      // tshark writes the rest of a second without its zeros: `3.  3792`.
      const theirs = run('tshark', words).out.replace('Duration: 3.  3792', 'Duration: 3.003792')
      expect(wirelens(words).out).toBe(theirs)
    }
  })
})

needs(true, '').describe('what is refused', () => {
  const { it } = needs(true, '')
  it('says what is wrong', () => {
    const says = (statistic: string): string => {
      const { code, messages } = wirelens(args(sample('dns-ping'), [statistic]))
      expect(code).not.toBe(0)
      return messages
    }
    expect(says('io,stat,x')).toContain('has no interval')
    expect(says('io,stat,1,nosuch')).toContain('nosuch')
    expect(says('io,stat,1,SUM(ip.src)ip.src')).toContain("doesn't have integral values")
    expect(says('io,stat,1,SUM(no.such)ip')).toContain('There is no field "no.such"')
    expect(says('io,stat,0.0000001')).toMatch(/more than the|no interval/)
    expect(says('conv,ip,ip.src ==')).toContain('wirelens:')
    expect(says('plen')).toContain('There is no statistic')
  })
})
