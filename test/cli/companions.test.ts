// The companion commands beside Wireshark's own: the same packets in the files that they write, the same lines of what they tell.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { PcapngWriter } from '../../engine/capture-file'
import { CaptureBuilder, ethernet, fromHex, ipv4, text, udp } from '../support/packet-builder'
import { needs } from '../support/skip'
import { root, temporaryFolder, wirelens } from './program'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const theirs = (tool: string, ...args: string[]): { out: string; code: number | null } => {
  const done = spawnSync(tool, args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' } })
  return { out: done.stdout, code: done.status }
}
const tools = needs(spawnSync('capinfos', ['-h']).status === 0, 'Wireshark’s tools are not installed')

/** Number, time, lengths, bytes' checksum and comments of each packet, as tshark reads them. */
const packetsOf = (path: string): string =>
  theirs(
    'tshark',
    ...['-n', '-r', path, '-o', 'frame.generate_md5_hash:TRUE', '-T', 'fields', '-E', 'occurrence=a'],
    ...[
      'frame.time_epoch',
      'frame.len',
      'frame.cap_len',
      'frame.md5_hash',
      'frame.comment',
      'frame.interface_id',
    ].flatMap((f) => ['-e', f]),
  ).out

const hello = join(root, 'samples', 'tcp-hello.pcapng')
const arp = join(root, 'samples', 'arp-pairs.pcapng')
const dns = join(root, 'samples', 'dns-ping.pcapng')

/** Datagrams that repeat each other, some of them out of order. */
function repeating(): CaptureBuilder {
  const capture = new CaptureBuilder()
  const say = (line: string): Uint8Array =>
    ethernet({}, ipv4({ source: '10.0.0.1', destination: '10.0.0.2' }, udp({ source: 1, destination: 9 }, text(line))))
  for (const [wait, line] of [
    [0.5, 'a'],
    [0.000_2, 'b'],
    [0.000_2, 'a'],
    [0.1, 'c'],
    [0.1, 'd'],
    [0.1, 'e'],
    [0.1, 'f'],
    [0.1, 'a'],
    [-0.35, 'late'],
    [1.1, 'c'],
    [0.001, 'c'],
  ] as const)
    capture.wait(wait).add(say(line))
  return capture
}

beforeAll(() => writeFileSync(at('repeating.pcap'), repeating().bytes()))

tools.describe('companions beside Wireshark’s own', () => {
  it.each([
    ['a packet left out', ['2'], ['2']],
    ['packets kept', ['-r', '1-3', '7'], ['-r', '1-3', '7']],
    ['cut to 60 bytes', ['-s', '60'], ['-s', '60']],
    ['moved in time', ['-t', '-3600.000000001'], ['-t', '-3600.000000001']],
    [
      'between two times',
      ['-A', '2020-09-13T12:26:40.6Z', '-B', '1600000001'],
      ['-A', '2020-09-13T12:26:40.6Z', '-B', '1600000001'],
    ],
    ['duplicates of the five', ['-d'], ['-d']],
    ['duplicates of twelve', ['-D', '12'], ['-D', '12']],
    ['duplicates of half a second', ['-w', '0.5'], ['-w', '0.5']],
    ['in strict order', ['-S', '0'], ['-S', '0']],
    ['a comment', ['-a', '3:half-way'], ['-a', '3:half-way']],
    ['as pcap', ['-F', 'pcap'], ['-F', 'pcap']],
  ])('edit: %s', (_, ours, other) => {
    const ranges = (args: string[]): [string[], string[]] => {
      const first = args.findIndex((a, i) => /^\d/.test(a) && !/^-[a-zA-Z]$/.test(args[i - 1] ?? ''))
      const at = first < 0 ? args.length : args[0] === '-r' ? 1 : first
      return [args.slice(0, at), args.slice(at)]
    }
    for (const file of [at('repeating.pcap')]) {
      const [options, numbers] = ranges(ours)
      const [theirOptions, theirNumbers] = ranges(other)
      const mine = wirelens(['edit', ...options, file, at('mine'), ...numbers])
      expect([mine.messages, mine.code]).toEqual(['', 0])
      expect(theirs('editcap', ...theirOptions, file, at('theirs'), ...theirNumbers).code).toBe(0)
      expect(packetsOf(at('mine'))).toBe(packetsOf(at('theirs')))
      expect(packetsOf(at('mine'))).not.toBe('')
    }
  })

  it('edit: split by count, each under a name of its own', () => {
    for (const [run, name] of [
      [(...a: string[]) => wirelens(['edit', ...a], '', { ...process.env, TZ: 'UTC' }).code, 'mine'],
      [(...a: string[]) => theirs('editcap', ...a).code, 'theirs'],
    ] as const)
      expect(run('-c', '4', at('repeating.pcap'), at(`${name}-part.pcapng`))).toBe(0)
    const parts = (name: string): string[] =>
      readdirSync(folder)
        .filter((f) => f.startsWith(`${name}-part_`))
        .sort()
    expect(parts('mine').map((f) => f.replace('mine', ''))).toEqual(parts('theirs').map((f) => f.replace('theirs', '')))
    expect(parts('mine').map((f) => packetsOf(at(f)))).toEqual(parts('theirs').map((f) => packetsOf(at(f))))
  })

  it('merge: by time, one behind the other, with interfaces shared', () => {
    for (const options of [[], ['-a'], ['-s', '50'], ['-I', 'none']]) {
      expect(wirelens(['merge', ...options, '-w', at('mine'), arp, hello, at('repeating.pcap')])).toMatchObject({
        code: 0,
        messages: '',
      })
      theirs('mergecap', ...options, '-w', at('theirs'), arp, hello, at('repeating.pcap'))
      expect(packetsOf(at('mine'))).toBe(packetsOf(at('theirs')))
    }
  })

  it('reorder: by time, and what it says of it', () => {
    const mine = wirelens(['reorder', at('repeating.pcap'), at('mine')])
    expect(mine.out).toBe(theirs('reordercap', at('repeating.pcap'), at('theirs')).out)
    expect(packetsOf(at('mine'))).toBe(packetsOf(at('theirs')))
    expect(wirelens(['reorder', '-n', hello, at('unwritten')]).out).toContain('already in order')
    expect(existsSync(at('unwritten'))).toBe(false)
  })

  it('info: the same lines, short and exact, in long form and as a table', () => {
    theirs(
      'editcap',
      '-a',
      '1:said',
      '--capture-comment',
      'of the file',
      '-F',
      'pcapng',
      at('repeating.pcap'),
      at('said.pcapng'),
    )
    for (const file of [hello, dns, at('repeating.pcap'), at('said.pcapng')])
      for (const options of file === hello
        ? [[], ['-M'], ['-T'], ['-T', '-m', '-r'], ['-c', '-u', '-S']]
        : [[], ['-T']]) {
        const mine = wirelens(['info', ...options, file], '', { ...process.env, TZ: 'UTC' })
        expect(mine.out).toBe(theirs('capinfos', ...options, file).out)
      }
  })
})

describe('companions', () => {
  it('carry over names and what is said of interfaces, and tell what has no place', () => {
    const blocks: Uint8Array[] = []
    const writer = new PcapngWriter((bytes) => blocks.push(bytes.slice()))
    writer.section()
    writer.interface({ linkType: 1, name: 'one' })
    writer.packet({ bytes: fromHex('ff'.repeat(60)), seconds: 1, nanos: 5 })
    // IPv4 10.0.0.1: "printer", the end of the records; then statistics of interface 0: 7 packets received.
    writer.block(4, fromHex('01000c00 0a000001 7072696e74657200 00000000'))
    writer.block(5, fromHex('00000000 00000000 01000000 04000800 0700000000000000 00000000'))
    writer.block(0x0bad, fromHex('00000000 00000000'))
    writeFileSync(at('said-all.pcapng'), Buffer.concat(blocks))
    const plain = repeating().bytes()
    writeFileSync(at('plain.pcap'), plain)
    const ran = wirelens(['merge', '-I', 'none', '-w', at('all.pcapng'), at('plain.pcap'), at('said-all.pcapng')])
    expect([ran.code, ran.messages]).toEqual([
      0,
      expect.stringContaining('1 blocks of kinds of their own are left out'),
    ])
    const { out } = wirelens(['info', at('all.pcapng')])
    expect(out).toMatch(/resolved IPv4 addresses in file: 1\n/)
    // Of the second interface now.
    expect(out).toMatch(/Interface #1 info:\n[^#]*Number of stat entries = 1\n/)
    expect(readFileSync(at('all.pcapng')).includes('printer')).toBe(true)
  })

  it('leave nothing behind when they fail', () => {
    writeFileSync(at('early.pcap'), new CaptureBuilder(1, 1).add(fromHex('00'.repeat(60))).bytes())
    mkdirSync(at('clean'))
    const ran = wirelens(['edit', '-t', '-9', '-F', 'pcap', at('early.pcap'), at('clean/out.pcap')])
    expect([ran.code, ran.messages.includes('that pcap cannot hold'), readdirSync(at('clean'))]).toEqual([2, true, []])
  })

  it('find duplicates in a window as long as the file in one reading', () => {
    const capture = new CaptureBuilder()
    for (let i = 0; i < 40_000; i++) capture.wait(0.001).add(fromHex((i % 20_000).toString(16).padStart(120, '0')))
    writeFileSync(at('many.pcap'), capture.bytes())
    expect(wirelens(['edit', '-D', '1000000', at('many.pcap'), at('once.pcap')]).code).toBe(0)
    expect(wirelens(['info', '-M', '-c', at('once.pcap')]).out).toMatch(/20000\n/)
  })

  it('keep secrets, and put others in', () => {
    const line = `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`
    writeFileSync(at('keys.log'), line)
    expect(wirelens(['edit', '--inject-secrets', `tls,${at('keys.log')}`, hello, at('keyed.pcapng')]).code).toBe(0)
    expect(readFileSync(at('keyed.pcapng')).includes(line)).toBe(true)
    wirelens(['merge', '-w', at('merged.pcapng'), at('keyed.pcapng'), arp])
    expect(readFileSync(at('merged.pcapng')).includes(line)).toBe(true)
    wirelens(['edit', '--discard-all-secrets', at('keyed.pcapng'), at('bare.pcapng')])
    expect(readFileSync(at('bare.pcapng')).includes('CLIENT_RANDOM')).toBe(false)
  })

  it.each([
    [['edit', hello], 1, 'needs a file to read and one to write'],
    [['edit', hello, 'x', '9-3'], 1, 'ends before it begins'],
    [['edit', '-t', 'soon', hello, 'x'], 1, '-t takes seconds'],
    [['edit', '-F', 'snoop', hello, 'x'], 1, 'Known to -F'],
    [['edit', '-z', hello, 'x'], 1, 'no option -z'],
    [['edit', 'nothing-here.pcap', 'x'], 2, 'nothing-here.pcap'],
    [['merge', hello], 1, 'needs -w'],
    [['merge', '-w', 'x', hello, join(root, 'package.json')], 2, 'package.json'],
    [['info'], 1, 'needs files'],
    [['info', join(root, 'package.json')], 2, 'Cannot open'],
    [['reorder', hello], 1, 'one to write'],
  ])('%j is refused with a reason', (args, code, reason) => {
    const ran = wirelens(args)
    expect([ran.code, ran.messages.includes(reason)]).toEqual([code, true])
    expect(existsSync('x')).toBe(false)
  })

  it('tell where a cut file ends, and write what is before', () => {
    const whole = readFileSync(hello)
    writeFileSync(at('cut.pcapng'), whole.subarray(0, whole.length - 40))
    const ran = wirelens(['edit', at('cut.pcapng'), at('rest.pcapng')])
    expect([ran.code, /cut.pcapng/.test(ran.messages)]).toEqual([0, true])
    expect(Number(/Number of packets:\s+(\d+)/.exec(wirelens(['info', at('rest.pcapng')]).out)?.[1])).toBeGreaterThan(3)
  })
})
