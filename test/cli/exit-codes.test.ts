// Exit codes are tshark's, and every message says what, where and what to do.
import { describe, expect, it } from 'vitest'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { corpusFile, seed, shared, wirelens } from './program'

const damaged = (name: string): string => corpusFile('malformed', name)
const cases: [what: string, args: string[]][] = [
  ['a file that is not there', ['-r', '/nonexist']],
  ['a text file', ['-r', '/etc/passwd']],
  ['a folder', ['-r', '/tmp']],
  ['an empty file', ['-r', damaged('derived_zero-byte-file.pcap')]],
  ['a file cut in its header', ['-r', damaged('derived_cut-in-file-header_suri_pop3-02-bug-7709__input.pcap')]],
  ['a file cut in a packet', ['-r', damaged('derived_cut-in-packet-data_zeek_ldap_sasl-ntlm.pcap')]],
  ['a file cut in a block', ['-r', damaged('derived_cut-mid-block_sanders_tcp_zerowindowdead.pcapng')]],
  ['a cut gzip file', ['-r', damaged('derived_truncated-gzip_tcpdump_dcb_qcn.pcap.gz')]],
  ['a packet that is too long', ['-r', damaged('derived_huge-caplen_zeek_ldap_sasl-ntlm.pcap')]],
  ['a block of no length', ['-r', damaged('derived_zero-block-length_sanders_tcp_zerowindowdead.pcapng')]],
  ['an unknown version', ['-r', damaged('libpcap_pcapng-invalid-vers-1.pcapng')]],
  ['the part before the cut', ['-r', damaged('derived_cut-in-packet-data_zeek_ldap_sasl-ntlm.pcap'), '-c', '3']],
  ['an unknown option', ['-r', seed, '-Z']],
  ['an unknown long option', ['-r', seed, '--foo']],
  ['an unknown field', ['-r', seed, '-T', 'fields', '-e', 'bogus.field']],
  ['an unknown form', ['-r', seed, '-T', 'bogus']],
  ['no fields', ['-r', seed, '-T', 'fields']],
  ['an unknown preference', ['-r', seed, '-o', 'foo.bar:1']],
  ['a folder for -w that is not there', ['-r', seed, '-w', '/nonexist/x.pcap']],
  ['an unknown file type', ['-r', seed, '-w', '/tmp/x', '-F', 'bogus']],
  ['a good file', ['-r', seed]],
]

needs(shared, 'the shared corpus is not there').describe('wirelens ends as tshark does', () => {
  const { it: both } = needs(hasTshark(), 'tshark is not installed')
  for (const [what, args] of cases) both(what, () => expect(wirelens(args).code).toBe(run('tshark', args).code))
})

needs(shared, 'the shared corpus is not there').describe('messages', () => {
  it('name the file and what is wrong', () => {
    expect(wirelens(['-r', '/nonexist']).messages).toMatch(/^wirelens: .*\/nonexist.*no such file/)
    expect(wirelens(['-r', '/etc/passwd']).messages).toMatch(/text file/)
  })
  it('of a cut file come after what could be read', () => {
    const { out, messages } = wirelens(['-r', damaged('derived_cut-in-packet-data_zeek_ldap_sasl-ntlm.pcap')])
    expect(out.trimEnd().split('\n')).toHaveLength(14)
    expect(messages).toMatch(/The file ".*" appears to have been cut short in the middle of a packet\./)
  })
  it('name every unknown field', () => {
    const { messages } = wirelens(['-r', seed, '-T', 'fields', '-e', 'bogus.a', '-e', 'frame.number', '-e', 'bogus.b'])
    expect(messages).toContain("wirelens: Some fields aren't valid:\n\tbogus.a\n\tbogus.b\n")
  })
  it('say what is not there yet', () => {
    expect(wirelens(['-r', seed, '-z', 'io,stat']).code).toBe(1)
  })
  it('cannot command a terminal', () => {
    expect(wirelens(['-r', '/tmp/\u001b[31m']).messages).not.toContain('\u001b')
  })
})

describe('reports', () => {
  it('list fields as tshark -G does', () => {
    const lines = wirelens(['-G', 'fields']).out.split('\n')
    expect(lines).toContainEqual(expect.stringMatching(/^F\tSource Address\tip\.src\tFT_IPv4\tip\t\t0x0\t/))
    expect(lines).toContainEqual(expect.stringMatching(/^P\tTransmission Control Protocol\ttcp$/))
  })
  it('list protocols', () => {
    expect(wirelens(['-G', 'protocols']).out).toMatch(/^User Datagram Protocol\tUDP\tudp$/m)
  })
  it('say the version and the options', () => {
    expect(wirelens(['-v']).out).toMatch(/^Wirelens \d+\.\d+\.\d+/)
    expect(wirelens(['-h']).out).toContain('Usage: wirelens -r FILE')
  })
})

describe('display filters', () => {
  it('choose packets', () => {
    const { code, out } = wirelens(['-r', seed, '-Y', 'tcp.flags.fin == 1', '-T', 'fields', '-e', 'frame.number'])
    expect([code, out.trim().split('\n')]).toEqual([0, ['32', '34']])
  })
  it('that are wrong are refused before the file is opened, with the place', () => {
    const { code, out, messages } = wirelens(['-r', '/nonexist', '-Y', 'tcp.port == "x"'])
    expect([code, out]).toEqual([2, ''])
    expect(messages).toContain('    tcp.port == "x"\n                ^~~')
  })
  it('refer to a selected packet', () => {
    const args = [
      '-r',
      seed,
      '--selected-frame',
      '28',
      '-Y',
      'tcp.srcport == ${tcp.srcport}',
      '-T',
      'fields',
      '-e',
      'frame.number',
    ]
    expect(wirelens(args).out.trim().split('\n')).toEqual(['28', '30', '33', '34'])
  })
})
