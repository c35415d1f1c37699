// `wirelens from-text` beside text2pcap: the same packets out of the same dumps, and what else a dump may look like.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { needs } from '../support/skip'
import { temporaryFolder, wirelens } from './program'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const theirs = (tool: string, ...args: string[]): string =>
  spawnSync(tool, args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } }).stdout
const has = spawnSync('text2pcap', ['-v']).status === 0
let made = 0
/** Bytes and flags, and with `times` the times, of every packet of a capture. */
function packetsOf(path: string, times: boolean): string[] {
  const fields = ['frame.len', 'frame.packet_flags', ...(times ? ['frame.time_epoch'] : [])].flatMap((f) => ['-e', f])
  const hex = theirs('tshark', '-n', '-r', path, '-x')
    .split('\n')
    .map((line) => line.slice(0, 53).trimEnd())
  return [...theirs('tshark', '-n', '-r', path, '-T', 'fields', ...fields).split('\n'), ...hex]
}
function ours(text: string, ...options: string[]): { path: string; messages: string; code: number | null } {
  const path = at(`${made++}.pcapng`)
  writeFileSync(at('in.txt'), text)
  const { messages, code } = wirelens(['from-text', '-q', ...options, at('in.txt'), path])
  return { path, messages, code }
}
const twice = '000000 61 62 63 64  abcd\n000004 65 66\n\nI 10:15:14.5476\n0000 70 71\nO 10:15:15\n0000 72\n'

needs(has, 'text2pcap is not installed').describe('beside text2pcap', () => {
  it.each([
    ['bytes as they are', twice, []],
    ['of another link type', twice, ['-l', '147']],
    ['behind Ethernet', twice, ['-e', '0x806']],
    ['behind IP', twice, ['-i', '46']],
    ['between given addresses', twice, ['-i', '17', '-4', '10.0.0.1,10.0.0.2']],
    ['behind UDP', twice, ['-u', '1000,69']],
    ['behind UDP over IPv6', twice, ['-u', '5,6', '-6', 'fe80::1,2001:db8::2']],
    ['behind UDP without Ethernet', twice, ['-u', '5,6', '-l', '101']],
    ['behind TCP, in both directions', twice, ['-T', '50,60', '-D']],
    ['behind SCTP', twice, ['-s', '30,40,34']],
    ['behind a chunk of SCTP', twice, ['-S', '30,40,34']],
    ['quoted in a mail', '> 0000 45 00\n> 0002 01 02\n', []],
    ['letters behind', '0000   45 00 00 3c  E..<\n0004   61 62 63 64 65 66  abcdef\n', []],
    ['going back', '0000 45 00 03 04\n0002 01 02\n0000 05\n', []],
    ['octal', '000000 45 00\n000002 10 20\n0000000 07\n', ['-o', 'oct']],
    ['decimal', '0000000 45 00\n0000002 10 20\n', ['-o', 'dec']],
    ['comments', '# 0000 11\n0000 45 00\n#0002 12\n', []],
  ])('%s', (_, text, options) => {
    const { path } = ours(text, ...options)
    writeFileSync(at('theirs.txt'), text)
    theirs('text2pcap', '-q', ...options, at('theirs.txt'), at('theirs.pcapng'))
    const expected = packetsOf(at('theirs.pcapng'), false)
    expect(expected.length).toBeGreaterThan(3)
    expect(packetsOf(path, false)).toEqual(expected)
  })

  it.each([
    ['2024-01-02 03:04:05.123456789\n0000 01 02\n2024-01-02 03:04:06.5\n0000 03\n', '%Y-%m-%d %H:%M:%S.%f'],
    ['O 2024-01-02T03:04:05.5Z\n0000 01 02\n', 'ISO'],
    ['1700000000.25\n0000 01 02\n', '%s.%f'],
  ])('times: %s', (text, form) => {
    const directions = text.startsWith('O') ? ['-D'] : []
    const { path } = ours(text, '-t', form, ...directions)
    writeFileSync(at('theirs.txt'), text)
    theirs('text2pcap', '-q', '-t', form, ...directions, at('theirs.txt'), at('theirs.pcapng'))
    expect(packetsOf(path, true)).toEqual(packetsOf(at('theirs.pcapng'), true))
  })
})

describe('what other programs write', () => {
  const bytes = '450000280001000040062b9c0a0000010a000002'
  it.each([
    [
      'tcpdump -x',
      '12:00:00.1 IP 10.0.0.1 > 10.0.0.2: tcp 0\n\t0x0000:  4500 0028 0001 0000 4006 2b9c 0a00 0001  E..(....@.+.....\n\t0x0010:  0a00 0002                                abcd\n',
    ],
    [
      'hexdump -C',
      '00000000  45 00 00 28 00 01 00 00  40 06 2b 9c 0a 00 00 01  |E..(....@.+.....|\n00000010  0a 00 00 02                                       |....|\n00000014\n',
    ],
    [
      'xxd -g1',
      '00000000: 45 00 00 28 00 01 00 00 40 06 2b 9c 0a 00 00 01  E..(....@.+.....\n00000010: 0a 00 00 02                                      ....\n',
    ],
    ['od -Ax -tx1', '000000 45 00 00 28 00 01 00 00 40 06 2b 9c 0a 00 00 01\n000010 0a 00 00 02\n000014\n'],
  ])('%s', (_, text) => {
    const { path } = ours(text, '-l', '101')
    const told = wirelens(['-r', path, '-T', 'jsonraw']).out
    expect(told).toContain(bytes)
    expect(told.match(/frame_raw/g)).toHaveLength(1)
  })

  it('leaves out letters that look like bytes', () => {
    const { path } = ours('0000 61 62 20 64  ab d\n0004 65 66  ef\n', '-a', '-l', '147')
    expect(wirelens(['-r', path, '-T', 'jsonraw']).out).toContain('"616220646566"')
  })
})

describe('what is refused or told', () => {
  it('a gap', () => {
    const { messages, code } = ours('0000 45 00\n0003 01 02\n0000 05\n')
    expect(messages).toContain('Line 2: offset 3 where 2 was to come')
    expect(code).toBe(0)
  })
  it('no dump at all', () => {
    const { messages, code } = ours('Dear Sir or Madam\n')
    expect([messages.includes('There is no packet'), code]).toEqual([true, 2])
  })
  it('a time with the name of a month', () => {
    const { path } = ours('Jan 5 2021 11:12:13 PM\n0000 01\n', '-t', '%b %d %Y %I:%M:%S %p')
    expect(wirelens(['-r', path, '-T', 'fields', '-e', 'frame.time_epoch']).out).toBe('1609888333.000000000\n')
  })
  it('packets that are longer than asked for', () => {
    const { path, messages } = ours('0000 41 42 43 44\n', '-u', '5,6', '-m', '3')
    expect(messages).toContain('1 packets were cut to 3 dumped bytes')
    expect(wirelens(['-r', path, '-T', 'fields', '-e', 'udp.payload']).out).toBe('414243\n')
  })
  it('a time that is not there', () => {
    expect(ours('hello\n0000 45\n', '-t', '%H:%M').messages).toContain('1 packets have no time')
  })
  it.each([
    [['-u', '5'], '-u takes 2 numbers'],
    [['-4', '1.2.3.4,x', '-i', '6'], 'two IPv4 addresses'],
    [['-l', '105', '-u', '5,6'], 'Link type 105'],
    [['-t', '%Q'], '%Q'],
    [['-o', 'bin'], 'bin'],
  ])('%j', (options, message) => {
    const { messages, code } = ours('0000 45\n', ...options)
    expect([messages.includes(message), code]).toEqual([true, 1])
  })
  it('a line that never ends', () => {
    const { messages, code } = ours(`0000 ${'45 '.repeat(400_000)}`)
    expect([messages.includes('more than 1048576 characters'), code]).toEqual([true, 2])
  })
})
