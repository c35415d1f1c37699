// Exit codes are tshark's, and every message says what, where and what to do.
import { describe, expect, it } from 'vitest'
import { asksTshark, hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { corpusFile, seed, shared, wirelens } from './program'

const damaged = (name: string): string => corpusFile('malformed', name)
/** tshark's exit code, and of what. */
const cases: [code: number, what: string, args: string[]][] = [
  [2, 'a file that is not there', ['-r', '/nonexist']],
  [2, 'a text file', ['-r', '/etc/passwd']],
  [2, 'a folder', ['-r', '/tmp']],
  [0, 'an empty file', ['-r', damaged('derived_zero-byte-file.pcap')]],
  [2, 'a file cut in its header', ['-r', damaged('derived_cut-in-file-header_suri_pop3-02-bug-7709__input.pcap')]],
  [2, 'a file cut in a packet', ['-r', damaged('derived_cut-in-packet-data_zeek_ldap_sasl-ntlm.pcap')]],
  [2, 'a file cut in a block', ['-r', damaged('derived_cut-mid-block_sanders_tcp_zerowindowdead.pcapng')]],
  [2, 'a cut gzip file', ['-r', damaged('derived_truncated-gzip_tcpdump_dcb_qcn.pcap.gz')]],
  [2, 'a packet that is too long', ['-r', damaged('derived_huge-caplen_zeek_ldap_sasl-ntlm.pcap')]],
  [2, 'a block of no length', ['-r', damaged('derived_zero-block-length_sanders_tcp_zerowindowdead.pcapng')]],
  [2, 'an unknown version', ['-r', damaged('libpcap_pcapng-invalid-vers-1.pcapng')]],
  [0, 'the part before the cut', ['-r', damaged('derived_cut-in-packet-data_zeek_ldap_sasl-ntlm.pcap'), '-c', '3']],
  [1, 'an unknown option', ['-r', seed, '-Z']],
  [1, 'an unknown long option', ['-r', seed, '--foo']],
  [1, 'an unknown field', ['-r', seed, '-T', 'fields', '-e', 'bogus.field']],
  [1, 'an unknown form', ['-r', seed, '-T', 'bogus']],
  [1, 'no fields', ['-r', seed, '-T', 'fields']],
  [1, 'an unknown preference', ['-r', seed, '-o', 'foo.bar:1']],
  [2, 'a folder for -w that is not there', ['-r', seed, '-w', '/nonexist/x.pcap']],
  [1, 'an unknown file type', ['-r', seed, '-w', '/tmp/x', '-F', 'bogus']],
  [0, 'a good file', ['-r', seed]],
]

needs(shared, 'the shared corpus is not there').describe('wirelens ends as tshark does', () => {
  it.each(cases)('%i for %s', (code, _what, args) => expect(wirelens(args).code).toBe(code))
})

if (asksTshark)
  needs(shared && hasTshark(), 'the shared corpus or tshark is not there').describe('tshark ends as we say', () => {
    it.each(cases)('%i for %s', (code, _what, args) => expect(run('tshark', args).code).toBe(code))
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
