// Saving: nothing is lost, subsets keep what belongs to them, tshark reads the same packets.
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  CaptureScanner,
  MemorySource,
  openCapture,
  packetOptions,
  PcapngWriter,
  PcapWriter,
  saveCapture,
  type Saved,
  type SaveOptions,
} from '../../engine/capture-file'
import { corpus, hasTshark, sharedFolder, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { ascii, block, data, end, epb, idb, joined, opt, pb, pcap, record, scan, shb, spb, words } from './wire'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-save-'))
afterAll(() => rmSync(folder, { recursive: true }))
const target = join(folder, 'saved')

type Options = Partial<SaveOptions>

/** What the last save reported. */
let last: Saved

/** Opens bytes, saves them, returns what is in the file. */
async function save(bytes: Uint8Array, options: Options = {}): Promise<Uint8Array> {
  const source = new MemorySource(bytes)
  const scanner = new CaptureScanner(source, { packet: () => {} })
  scanner.stepSync()
  last = await saveCapture({ source, scanner, path: target, format: 'pcapng', ...options })
  const written = Uint8Array.from(readFileSync(target))
  expect(last.bytes).toBe(written.length)
  return written
}

/** Types of the blocks in a file, `*` for big-endian ones. */
function blocks(bytes: Uint8Array): string[] {
  const types: string[] = []
  const scanner: CaptureScanner = new CaptureScanner(new MemorySource(bytes), {
    packet: () => {},
    block: (type) => types.push(type.toString(16) + (scanner.sections.at(-1)?.byteOrder === 'big' ? '*' : '')),
  })
  scanner.stepSync()
  expect(scanner.problem).toBeNull()
  return types
}

function commentsOf(bytes: Uint8Array): string[][] {
  const source = new MemorySource(bytes)
  const places: number[] = []
  const scanner = new CaptureScanner(source, { packet: (...it) => places.push(it[8]) })
  scanner.stepSync()
  return places.map((at) => packetOptions(source, scanner, at).comments)
}

const flags = opt(2, words('little', [32, 1]))
const everything = joined(
  ...[shb(joined(opt(2, 'hw'), opt(1, 'file note'), end)), idb(joined(opt(2, 'eth0'), end)), idb(end, { link: 101 })],
  ...[block(4, joined(opt(1, '\x0a\x00\x00\x01host\0'), end)), block(10, words('little', [32, 1], [32, 4], [32, 7]))],
  ...[epb({ options: joined(opt(1, 'one'), flags, end) }), block(0x0bad, words('little', [32, 9], [32, 1])), spb()],
  ...[epb({ id: 1, options: joined(opt(2988, 'abcdtext'), end) }), block(9, ascii('A=b\n')), block(0x80000001, data)],
  ...[
    pb(0, 3, joined(opt(1, 'old'), end)),
    block(5, joined(words('little', [32, 0], [32, 0], [32, 1]), opt(5, 'abcdefgh'), end)),
  ],
  ...[shb(end, 'big'), idb(end, { order: 'big' }), epb({ order: 'big' })],
)

describe('saving a pcapng file as pcapng', () => {
  it('gives the same bytes', async () => {
    expect(await save(everything)).toEqual(everything)
  })

  it('leaves a torn end out', async () => {
    expect(await save(joined(shb(), idb(), epb(), epb().subarray(0, 50)))).toEqual(joined(shb(), idb(), epb()))
  })

  it('keeps every other block of a subset', async () => {
    const part = await save(everything, { keep: (n) => n === 0 || n === 4 })
    expect(blocks(part)).toEqual([
      'a0d0d0a',
      '1',
      '1',
      '4',
      'a',
      '6',
      'bad',
      '9',
      '80000001',
      '5',
      'a0d0d0a*',
      '1*',
      '6*',
    ])
    expect(last).toEqual({ packets: 2, bytes: part.length, commentsLost: 0 })
    expect(commentsOf(part)).toEqual([['one'], []])
  })

  it('replaces, adds and removes comments, and keeps other options', async () => {
    const comments = new Map([
      [0, ['uno', 'due']],
      [1, ['simple']],
      [2, ['due']],
      [3, []],
      [4, ['big']],
    ])
    const changed = await save(everything, { comments })
    expect(commentsOf(changed)).toEqual([['uno', 'due'], ['simple'], ['due'], [], ['big']])
    expect(scan(changed).rows.map((it) => it.split(' ')[1])).toEqual(
      scan(everything).rows.map((it) => it.split(' ')[1]),
    )
    const source = new MemorySource(changed)
    const places: number[] = []
    const scanner = new CaptureScanner(source, { packet: (...it) => places.push(it[8]) })
    scanner.stepSync()
    const [first = 0, , third = 0, fourth = 0] = places
    expect(packetOptions(source, scanner, first).flags).toBe(1)
    expect(packetOptions(source, scanner, third).raw.map((it) => it.code)).toEqual([1, 2988])
    expect(packetOptions(source, scanner, fourth).dropCount).toBe(3n)
  })

  it('replaces texts of the first section and keeps the others', async () => {
    const { sections } = scan(
      await save(everything, { section: { application: 'Wirelens', comments: ['new'] } }),
    ).scanner
    expect(sections[0]).toMatchObject({ hardware: 'hw', application: 'Wirelens', comments: ['new'] })
    expect(sections[1]?.comments).toEqual([])
  })

  it('takes section lengths out when something changes', async () => {
    const whole = joined(shb(end, 'little', 1, 0, 1234), idb(), epb(), epb())
    const part = await save(whole, { keep: (n) => n === 0 })
    expect(part).toEqual(joined(shb(end), idb(), epb()))
  })

  it('refuses a comment that is longer than an option', async () => {
    const comments = new Map([[0, ['x'.repeat(70_000)]]])
    await expect(save(everything, { comments })).rejects.toMatchObject({ code: 'text-too-long' })
  })
})

describe('saving as pcap', () => {
  it('refuses different link types, and says which packet', async () => {
    await expect(save(everything, { format: 'pcap' })).rejects.toMatchObject({
      code: 'mixed-link-types',
      message: expect.stringMatching(/packet 3 has link type 101/) as string,
    })
  })

  it('takes the packets of one link type, and says what is lost', async () => {
    const part = await save(everything, { format: 'pcap', keep: (n) => n !== 2 })
    expect(last).toMatchObject({ packets: 4, commentsLost: 2 })
    expect(scan(part).rows.length).toBe(4)
  })

  it('refuses times that pcap cannot hold', async () => {
    const late = joined(shb(), idb(), epb({ ticks: 5_000_000_000_000_000n }))
    await expect(save(late, { format: 'pcap' })).rejects.toMatchObject({ code: 'time-out-of-range' })
  })

  it('keeps nanoseconds where there are any, or as asked', async () => {
    const nano = joined(shb(), idb(joined(opt(9, '\x09'), end)), epb({ ticks: 1_000_000_007n }))
    expect(scan(await save(nano, { format: 'pcap' })).rows).toEqual(['1.000000007 60/60 0'])
    expect(scan(await save(nano, { format: 'pcap', nanoseconds: false })).rows).toEqual(['1.000000000 60/60 0'])
  })

  it('gives a pcap file back as it was, high link type bits too', async () => {
    for (const order of ['little', 'big'] as const)
      for (const magic of [0xa1b2c3d4, 0xa1b23c4d]) {
        const whole = joined(pcap({ order, magic, link: 0x24000001 }), record({ order }), record({ order, onWire: 99 }))
        expect(await save(whole, { format: 'pcap' })).toEqual(whole)
      }
  })

  it('gives a header where there is no packet', async () => {
    expect(
      scan(await save(joined(shb(), idb(end, { link: 113 })), { format: 'pcap' })).scanner.interfaces[0]?.linkType,
    ).toBe(113)
    expect(scan(await save(shb(), { format: 'pcap' })).scanner.interfaces[0]?.linkType).toBe(1)
  })
})

describe('saving pcap as pcapng', () => {
  it('keeps times, lengths and link type, and takes comments', async () => {
    const whole = joined(
      pcap({ link: 113, magic: 0xa1b23c4d }),
      record(),
      record({ onWire: 99, fraction: 999_999_999 }),
    )
    const section = { application: 'Wirelens', os: 'Linux', hardware: 'box' }
    const saved = await save(whole, { comments: new Map([[1, ['ü']]]), section })
    expect(scan(saved).rows).toEqual(scan(whole).rows)
    expect(scan(saved).scanner.interfaces[0]).toMatchObject({ linkType: 113, snapLength: 65535, tsPrecisionDigits: 9 })
    expect(scan(saved).scanner.sections[0]).toMatchObject(section)
    expect(commentsOf(saved)).toEqual([[], ['ü']])
  })
})

describe('the target', () => {
  it('may be the file that is open, and keeps its mode', async () => {
    const path = join(folder, 'same')
    writeFileSync(path, everything, { mode: 0o640 })
    const capture = await openCapture(path)
    const scanner = capture.scan({ packet: () => {} })
    await scanner.step()
    await saveCapture({ source: capture.source, scanner, path, format: 'pcapng', keep: (n) => n < 2 })
    expect(scan(Uint8Array.from(readFileSync(path))).rows.length).toBe(2)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o640)
    capture.close()
  })

  needs(process.platform !== 'win32', 'needs links').it('that is a link stays one', async () => {
    const link = join(folder, 'link')
    writeFileSync(join(folder, 'linked'), '')
    symlinkSync('linked', link)
    await save(everything, { path: link }).catch(() => {})
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(Uint8Array.from(readFileSync(link))).toEqual(everything)
  })
})

describe('the writers', () => {
  const parts: Uint8Array[] = []
  const take = (bytes: Uint8Array): void => void parts.push(bytes.slice())

  it.each(['little', 'big'] as const)('write pcapng that is read back, %s-endian', (order) => {
    parts.length = 0
    const writer = new PcapngWriter(take, order)
    writer.section({ application: 'test', comments: ['c'] })
    const options = {
      linkType: 1,
      snapLength: 96,
      name: 'eth0',
      filter: 'tcp',
      os: 'Linux',
      hardware: 'chip',
      description: 'd',
    }
    writer.interface(options)
    writer.interface({ linkType: 101, tsDigits: 3 })
    writer.packet({
      bytes: data,
      seconds: -1,
      nanos: 500_000_000,
      length: 99,
      comments: ['a', 'b'],
      flags: 2,
      dropCount: 5n,
    })
    writer.packet({ bytes: data.subarray(0, 7), seconds: 4_294_967_296, nanos: 123_456_789, interfaceId: 1 })
    writer.block(0x99, data.subarray(0, 5))
    const { scanner, rows } = scan(joined(...parts))
    expect(scanner.problem).toBeNull()
    expect(scanner.interfaces[0]).toMatchObject(options)
    // 2^64 ns is 18446744073.709551616 s; half a second before 1970 is written as that much less
    expect(rows).toEqual(['18446744073.209551616 99/60 0', '4294967296.123000000 7/7 1'])
    expect(commentsOf(joined(...parts))).toEqual([['a', 'b'], []])
  })

  it('write pcap that is read back', () => {
    parts.length = 0
    const writer = new PcapWriter(take, { linkType: 1, nanoseconds: true })
    writer.packet({ bytes: data, seconds: 5, nanos: 7, length: 1000 })
    expect(scan(joined(...parts)).rows).toEqual(['5.000000007 1000/60 0'])
  })
})

const fields = ['number', 'time_epoch', 'len', 'cap_len', 'interface_id', 'interface_name', 'comment', 'packet_flags']
const read = (path: string): string =>
  tshark([
    '-r',
    path,
    '-T',
    'fields',
    ...fields.flatMap((it) => ['-e', `frame.${it}`]),
    '-e',
    'frame.md5_hash',
    '-o',
    'frame.generate_md5_hash:TRUE',
  ])

needs(sharedFolder() && hasTshark(), 'needs the shared corpus and tshark').describe(
  'tshark reads the same after saving',
  () => {
    for (const path of corpus('pcapng')) {
      it(basename(path), async () => {
        const capture = await openCapture(path)
        await capture.whole
        const scanner = capture.scan({ packet: () => {} })
        await scanner.step()
        const { source } = capture
        if (scanner.format?.kind === 'pcapng') {
          await saveCapture({ source, scanner, path: target, format: 'pcapng' })
          const whole = new Uint8Array(source.size())
          source.read(whole, 0)
          expect(Uint8Array.from(readFileSync(target))).toEqual(whole)
          await saveCapture({ source, scanner, path: target, format: 'pcapng', section: { application: 'x' } })
          expect(read(target)).toBe(read(path))
        } else {
          await saveCapture({ source, scanner, path: target, format: 'pcap' })
          expect(read(target)).toBe(read(path))
        }
        capture.close()
      })
    }
  },
)

describe('afterwards', () => {
  it('there are only the files that were asked for', () => {
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
  })
})
