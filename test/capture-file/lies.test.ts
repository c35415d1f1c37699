// Files that lie: each ends where tshark 4.0.17 ends, or does not, and says why.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import {
  ascii,
  block,
  data,
  end,
  epb,
  idb,
  joined,
  opt,
  pb,
  pcap,
  record,
  scan,
  shb,
  spb,
  tornOption,
  words,
} from './wire'

const S = shb()
const I = idb()
const ok = epb()
const file = (...parts: Uint8Array[]): Uint8Array => joined(...parts)
const u32 = (...values: number[]): Uint8Array => words('little', ...values.map((it): [32, number] => [32, it]))

/** name, file, packets, problem; `ours` where tshark differs on purpose. */
const cases: [name: string, bytes: Uint8Array, packets: number, problem: string | null, ours?: string][] = [
  ['a section and nothing else', S, 0, null],
  ['two packets', file(S, I, ok, ok), 2, null],
  ['a packet before any interface', file(S, ok), 0, 'interface'],
  ['a packet on an interface that does not exist', file(S, I, ok, epb({ id: 1 }), ok), 1, 'interface'],
  ['an interface of the section before', file(S, I, ok, S, ok), 1, 'interface'],
  ['an interface after packets', file(S, I, ok, idb(), epb({ id: 1 }), ok), 3, null],
  ['more captured than the block holds', file(S, I, ok, epb({ captured: 100 }), ok), 1, 'packet-length'],
  ['more captured than was on the wire', file(S, I, epb({ onWire: 20 }), ok), 2, null],
  ['more captured than the snap length', file(S, idb(undefined, { snap: 10 }), ok), 1, null],
  ['captured 262,144', file(S, I, epb({ bytes: new Uint8Array(262_144) }), ok), 2, null],
  ['captured 262,145', file(S, I, epb({ bytes: new Uint8Array(262_145) }), ok), 0, 'packet-too-large'],
  ['a huge captured length', file(S, I, epb({ captured: 0xfffffff0 }), ok), 0, 'packet-too-large'],
  ['block length 0', file(S, I, ok, epb({ length: 0 }), ok), 1, 'block-length'],
  ['block length 8', file(S, I, ok, epb({ length: 8 }), ok), 1, 'block-length'],
  ['block length 16', file(S, I, ok, epb({ length: 16 }), ok), 1, 'block-length'],
  ['block length 4 GB', file(S, I, ok, epb({ length: 0xfffffffc })), 1, 'block-too-large'],
  ['the two lengths differ', file(S, I, ok, epb({ trailer: 99 }), ok), 1, 'block-length'],
  ['a length that is no multiple of 4', file(S, I, ok, epb({ length: 91 }), ok), 3, null],
  ['unknown and local blocks', file(S, I, ok, block(0x1234, data), block(0x80000001, data), ok), 2, null],
  [
    '17 MiB of unknown block',
    file(S, I, ok, block(0x99, new Uint8Array(17 << 20)), ok),
    1,
    'block-too-large',
    'a limit',
  ],
  ['zeros at the end', file(S, I, ok, new Uint8Array(20)), 1, 'block-length'],
  ['text at the end', file(S, I, ok, ascii('hello world this is text')), 1, 'block-too-large'],
  ['no end of options', file(S, I, epb({ options: opt(1, 'hello') }), ok), 2, null],
  ['a torn packet option', file(S, I, epb({ options: tornOption }), ok), 0, 'option'],
  ['a torn interface option', file(S, idb(tornOption), ok), 0, 'option'],
  ['flags of two bytes', file(S, I, epb({ options: opt(2, 'ab') }), ok), 0, 'option'],
  ['a drop count of two bytes', file(S, I, epb({ options: opt(4, 'ab') }), ok), 0, 'option'],
  ['an empty verdict', file(S, I, epb({ options: opt(7, '') }), ok), 0, 'option'],
  ['a resolution of two bytes', file(S, idb(opt(9, 'ab')), ok), 1, null],
  ['a later section of version 2', file(S, I, ok, shb(undefined, 'little', 2), I, ok), 1, 'version'],
  ['version 1.2', file(shb(undefined, 'little', 1, 2), I, ok), 1, null],
  ['a section length that is wrong', file(shb(undefined, 'little', 1, 0, 3), I, ok, ok), 2, null],
  [
    'big after little after big',
    file(S, I, ok, shb(end, 'big'), idb(end, { order: 'big' }), epb({ order: 'big' }), S, I, ok),
    3,
    null,
  ],
  ['a section without byte order', file(S, I, ok, block(0x0a0d0d0a, new Uint8Array(16)), I, ok), 1, 'byte-order'],
  ['an enhanced packet of 28 bytes', file(S, I, block(6, new Uint8Array(16)), ok), 0, 'block-length'],
  ['an interface of 16 bytes', file(S, block(1, new Uint8Array(4)), ok), 0, 'block-length'],
  ['a simple packet of 12 bytes', file(S, I, block(3, new Uint8Array(0)), ok), 0, 'block-length'],
  ['a simple packet before interfaces', file(S, spb()), 0, 'interface'],
  ['a simple packet longer than its block', file(S, I, spb(), spb(1000)), 1, 'packet-length'],
  [
    'simple packets cut at the snap length',
    file(S, idb(undefined, { snap: 20 }), spb(60, data.subarray(0, 20))),
    1,
    null,
  ],
  ['a simple packet longer than the snap length', file(S, idb(undefined, { snap: 20 }), spb()), 0, 'packet-length'],
  ['old packets', file(S, I, pb(0, 5), pb(0, 0xffff, file(opt(1, 'c'), end))), 2, null],
  ['an old packet on no interface', file(S, I, pb(7)), 0, 'interface'],
  [
    'a name record longer than its block',
    file(S, I, block(4, file(words('little', [16, 1], [16, 400]), data)), ok),
    0,
    'name-record',
  ],
  ['a name without NUL', file(S, I, block(4, file(opt(1, '\x01\x02\x03\x04hh'), end)), ok), 0, 'name-record'],
  ['a name record of three bytes', file(S, I, block(4, file(opt(1, '\x01\x02\x03'), end)), ok), 0, 'name-record'],
  ['an unknown kind of name', file(S, I, block(4, file(opt(9, 'abc'), end)), ok), 1, null],
  ['no names at all', file(S, I, block(4, new Uint8Array(0)), ok), 0, 'block-length'],
  ['statistics of no interface', file(S, I, ok, block(5, u32(7, 0, 1)), ok), 2, null],
  ['a torn statistics option', file(S, I, ok, block(5, file(u32(0, 0, 1), tornOption)), ok), 1, 'option'],
  ['secrets longer than their block', file(S, I, block(10, file(u32(0x544c534b, 400), data)), ok), 0, 'block-length'],
  ['a custom block without its number', file(S, I, block(0x0bad, new Uint8Array(0)), ok), 0, 'block-length'],
  ['pcap: nothing but a header', pcap(), 0, null],
  ['pcap: version 1.1', file(pcap({ major: 1, minor: 1 }), record()), 0, 'version'],
  ['pcap: version 3.0', file(pcap({ major: 3, minor: 0 }), record()), 1, null],
  ['pcap: snap length 0', file(pcap({ snap: 0 }), record()), 1, null],
  ['pcap: snap length 10', file(pcap({ snap: 10 }), record()), 1, null],
  ['pcap: captured 262,144', file(pcap(), record({ bytes: new Uint8Array(262_144) }), record()), 2, null],
  ['pcap: captured 262,145', file(pcap(), record({ bytes: new Uint8Array(262_145) }), record()), 0, 'packet-too-large'],
  ['pcap: a link type with FCS bits', file(pcap({ link: 0x24000001 }), record()), 1, null],
  ['pcap: a link type with high bits', file(pcap({ link: 0x00030001 }), record()), 1, null, 'masked to 16 bits'],
  ['pcap: an unknown link type', file(pcap({ link: 9999 }), record()), 1, null, 'shown as data'],
  [
    'pcap: modified',
    file(pcap({ magic: 0xa1b2cd34 }), record({ captured: 60, bytes: file(new Uint8Array(8), data) })),
    1,
    null,
  ],
  ['pcap: ixia', file(pcap({ magic: 0x1c0001ac }), new Uint8Array(4), record()), 1, null],
]

describe('a file that lies ends where it lies', () => {
  it.each(cases)('%s', (_name, bytes, packets, problem) => {
    const { rows, problem: found, scanner } = scan(bytes)
    expect([rows.length, found?.code ?? null, found?.message]).toEqual([packets, problem, found?.message])
    expect(scanner.packets).toBe(packets)
    if (found) {
      expect(found.packet).toBe(packets + 1)
      expect(found.offset).toBe(scanner.offset)
      expect(found.message).toMatch(/\.$/)
    }
  })
})

const folder = mkdtempSync(join(tmpdir(), 'wirelens-lies-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'capture')

needs(hasTshark(), 'needs tshark').describe('tshark ends at the same place', () => {
  for (const [name, bytes, packets, problem, why] of cases) {
    it(why ? `${name} (not: ${why})` : name, () => {
      writeFileSync(path, bytes)
      const { out, messages } = run('tshark', ['-n', '-r', path, '-T', 'fields', '-e', 'frame.number'])
      const theirs = [out.split('\n').length - 1, /The file/.test(messages)]
      if (why) expect(theirs).not.toEqual([packets, problem !== null])
      else expect(theirs).toEqual([packets, problem !== null])
    })
  }
})

describe('what is read', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['no time in simple packets', file(S, I, spb()), ['- 60/60 0']],
    [
      'lengths of version 2.2 are swapped',
      file(pcap({ minor: 2 }), record({ captured: 80, onWire: 60 })),
      ['1.000002000 80/60 0'],
    ],
    [
      'lengths of version 2.3 may be',
      file(pcap({ minor: 3 }), record({ captured: 80, onWire: 60 })),
      ['1.000002000 80/60 0'],
    ],
    [
      'big-endian nanoseconds',
      file(pcap({ magic: 0xa1b23c4d, order: 'big' }), record({ order: 'big' })),
      ['1.000000002 60/60 0'],
    ],
    ['seconds after 2038', file(pcap(), record({ seconds: 0xffffffff })), ['4294967295.000002000 60/60 0']],
    ['a fraction above a second', file(pcap(), record({ fraction: 2_500_000 })), ['3.500000000 60/60 0']],
    [
      'interfaces are numbered through',
      file(S, I, ok, S, I, I, epb({ id: 1 })),
      ['1.000000000 60/60 0', '1.000000000 60/60 2'],
    ],
  ])('%s', (_name, bytes, rows) => {
    expect(scan(bytes).rows).toEqual(rows)
  })

  it('describes interfaces', () => {
    const options = file(
      opt(2, 'eth0'),
      opt(3, 'desc'),
      opt(11, '\0tcp port 80'),
      opt(12, 'Linux'),
      opt(15, 'chip'),
      opt(13, '\x04'),
      end,
    )
    const { scanner } = scan(file(S, idb(options, { link: 101, snap: 96 })))
    expect(scanner.interfaces[0]).toMatchObject({
      ...{ name: 'eth0', description: 'desc', filter: 'tcp port 80', os: 'Linux', hardware: 'chip', fcsLength: 4 },
      ...{ linkType: 101, snapLength: 96, section: 0, id: 0, index: 0, tsUnitsPerSecond: 1e6, tsPrecisionDigits: 6 },
    })
    expect(scanner.interfaces[0]?.options.map((it) => it.code)).toEqual([2, 3, 11, 12, 15, 13])
  })

  it('describes sections, names, secrets and statistics', () => {
    const names = block(4, file(opt(1, '\x0a\x00\x00\x01one\0two\0'), end))
    const secrets = block(10, file(u32(0x544c534b, 4), ascii('abcd')))
    const statistics = block(5, file(u32(0, 0, 1), opt(5, words('little', [64, 7n])), end))
    const { scanner } = scan(file(shb(file(opt(4, 'app'), opt(1, 'note'), end)), I, names, secrets, statistics))
    expect(scanner.sections[0]).toMatchObject({
      application: 'app',
      comments: ['note'],
      byteOrder: 'little',
      version: [1, 0],
    })
    expect(scanner.names).toEqual([{ address: Uint8Array.of(10, 0, 0, 1), names: ['one', 'two'] }])
    expect(scanner.secrets).toMatchObject([{ type: 0x544c534b, length: 4 }])
    expect(scanner.interfaces[0]?.statistics?.dropped).toBe(7)
  })
})
