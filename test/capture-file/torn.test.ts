// A file cut anywhere, or changed anywhere: packets are a prefix, nothing is thrown but Refused, memory stays bounded.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { MemorySource, openCapture, packetOptions, readPacket, CaptureScanner } from '../../engine/capture-file'
import { limits } from '../../engine/limits'
import { Refused } from '../../engine/refused'
import { corpus, sharedFolder } from '../support/reference'
import { needs } from '../support/skip'
import { block, data, end, epb, idb, joined, opt, pcap, record, scan, shb, spb } from './wire'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-torn-'))
afterAll(() => rmSync(folder, { recursive: true }))

const small: [string, Uint8Array][] = [
  ['pcap', joined(pcap(), record(), record({ seconds: 2 }), record({ seconds: 3, bytes: data.subarray(0, 7) }))],
  [
    'pcapng',
    joined(
      ...[shb(joined(opt(4, 'app'), end)), idb(joined(opt(2, 'eth0'), end)), epb(), spb(), block(0x99, data)],
      ...[
        shb(end, 'big'),
        idb(end, { order: 'big' }),
        epb({ order: 'big', options: joined(opt(1, 'note', 'big'), end) }),
      ],
    ),
  ],
]

describe.each(small)('a %s file cut at every byte', (name, whole) => {
  const all = scan(whole).rows

  it('gives the packets before the cut, and says where it is', () => {
    expect(all.length).toBe(3)
    for (let cut = 0; cut < whole.length; cut++) {
      const { rows, problem, scanner } = scan(whole.slice(0, cut))
      expect(rows).toEqual(all.slice(0, rows.length))
      if (scanner.offset === cut) expect(problem).toBeNull()
      else {
        expect(problem).toMatchObject({ code: 'torn', offset: scanner.offset, packet: rows.length + 1 })
        expect(problem?.present).toBe(cut - scanner.offset)
        expect(problem?.needed).toBeGreaterThan(cut - scanner.offset)
      }
    }
  })

  it('is opened, or refused with a reason', async () => {
    for (let cut = 0; cut < whole.length; cut += 3) {
      const path = join(folder, name)
      writeFileSync(path, whole.slice(0, cut))
      const opened = await openCapture(path).catch((error: unknown) => error)
      if (opened instanceof Refused) expect(cut).toBeLessThan(44)
      else if (opened instanceof Error) throw opened
      else (opened as Awaited<ReturnType<typeof openCapture>>).close()
    }
  })

  it('goes on when the rest arrives', () => {
    const source = new MemorySource(whole)
    for (let cut = 0; cut < whole.length; cut++) {
      let packets = 0
      const scanner = new CaptureScanner(source, { packet: () => packets++ })
      expect(scanner.stepSync(cut).done).toBe(true)
      expect(scanner.offset).toBeLessThanOrEqual(cut)
      expect(scanner.problem).toBeNull() // the caller's limit is no torn end
      scanner.stepSync()
      expect([packets, scanner.offset, scanner.problem]).toEqual([3, whole.length, null])
    }
  })
})

describe('memory', () => {
  it('is not allocated for a length that the file does not hold', () => {
    const before = process.memoryUsage().arrayBuffers
    const files = [
      joined(shb(), idb(), block(0x99, data, { length: limits.blockLength })),
      joined(pcap({ link: 249 }), record({ captured: limits.capturedLengthLarge })),
    ]
    const kept = Array.from({ length: 40 }, (_, i) => scan(files[i % 2] ?? data))
    expect(kept.every(({ problem }) => problem?.code === 'torn')).toBe(true)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024)
  })

  it('for descriptions ends at a limit', () => {
    const large = idb(joined(opt(3, 'x'.repeat(60_000)), end))
    const { problem, scanner } = scan(joined(shb(), ...Array.from({ length: 1100 }, () => large)))
    expect(problem?.code).toBe('too-many')
    expect(scanner.interfaces.length).toBeLessThanOrEqual(limits.interfacesPerSection)
  })
})

/** Reproducible numbers: xorshift32. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const interesting = [0, 1, 3, 4, 0x7f, 0x80, 0xfe, 0xff]

function mutate(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  let changed = Uint8Array.from(bytes)
  for (let n = 1 + next(6); n > 0; n--) {
    const at = next(changed.length)
    const kind = next(4)
    if (kind === 0) changed[at] = next(256)
    else if (kind === 1) changed[at] = interesting[next(interesting.length)] ?? 0
    else if (kind === 2) changed = changed.slice(0, at + 1)
    else changed.copyWithin(at, next(changed.length), next(changed.length))
  }
  return changed
}

const seeds = (): [string, Uint8Array][] => {
  const files = [...corpus('pcapng'), ...corpus('malformed')].map((it): [string, Uint8Array] => [
    basename(it),
    Uint8Array.from(readFileSync(it)),
  ])
  return files.filter(([name, bytes]) => !name.endsWith('.gz') && bytes.length > 0 && bytes.length < 20_000)
}

function survives(name: string, bytes: Uint8Array): void {
  const source = new MemorySource(bytes)
  const places: [offset: number, captured: number, block: number][] = []
  const scanner = new CaptureScanner(source, {
    packet: (view, at, captured, _length, seconds, nanos, interfaceIndex, offset, blockOffset) => {
      if (at < 0 || at + captured > view.length || offset + captured > bytes.length) throw new Error(`${name}: range`)
      if (!Number.isInteger(seconds) || !(nanos >= 0 && nanos < 1e9)) throw new Error(`${name}: time`)
      if (!scanner.interfaces[interfaceIndex]) throw new Error(`${name}: interface`)
      if (places.length < 20) places.push([offset, captured, blockOffset])
    },
  })
  scanner.stepSync()
  for (const [offset, captured, at] of places) {
    if (readPacket(source, offset, captured).length !== captured) throw new Error(`${name}: packet`)
    packetOptions(source, scanner, at)
  }
}

describe('mutated files', () => {
  const run = (files: [string, Uint8Array][], milliseconds: number): number => {
    const next = random(20260101)
    const stop = performance.now() + milliseconds
    let turns = 0
    for (; performance.now() < stop; turns++) {
      const [name, bytes] = files[turns % files.length] ?? ['', data]
      survives(`${name} turn ${turns}`, mutate(bytes, next))
    }
    return turns
  }
  it('made here do no harm', () => expect(run(small, 2_000)).toBeGreaterThan(1000))
  needs(sharedFolder(), 'needs the shared corpus').it('of the corpus do no harm', () => {
    expect(run(seeds(), 8_000)).toBeGreaterThan(1000)
  })
})
