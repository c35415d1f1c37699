// What holds for every sample (FOLDER/NAME.sample.ts): its golden text, rows as tshark's, cuts at every length, layers as the first pass saw them.
//
// tshark's rows are kept in FOLDER/NAME.tshark.txt, written with the golden text, so that most runs need no tshark. It is asked again where
// WIRELENS_LIVE_TSHARK or CI is set.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noNames } from '../../engine/dissect/format'
import { golden, isWritten } from '../support/golden'
import { asksTshark, hasTshark, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { decode, pcap } from './link-run'
import type { Decoded } from './link-run'
import type { Samples } from './sample'

const LONGEST_CUT = 160
const COLUMNS = ['frame.protocols', ...['Source', 'Destination', 'Protocol', 'Info'].map((name) => `_ws.col.${name}`)]

const found = import.meta.glob<{ samples: Samples }>('./**/*.sample.ts', { eager: true })
const files = Object.entries(found).map(([path, { samples }]) => ({
  name: path.replace(/^\.\/|\.sample\.ts$/g, ''),
  samples: Object.entries(samples),
}))
/** While texts are written, only the samples that they are of are looked at. */
const chosen = process.env.WIRELENS_GOLDEN === 'write' ? files.filter(({ name }) => isWritten(goldenOf(name))) : files

function goldenOf(name: string): string {
  return `test/protocols/${name}.txt`
}
function answersOf(name: string): string {
  return `test/protocols/${name}.tshark.txt`
}

const row = ({ source, destination, column, info }: Decoded): string => [source, destination, column, info].join(' | ')

/** Layers that have samples of their own: elsewhere one line of them is enough. */
const CARRIERS = /^(Ethernet II|Internet Protocol Version|User Datagram Protocol|Transmission Control Protocol)/
const BELOW = /^(link|network|transport)\//

/** The tree's lines, without those inside layers that only carry what the sample is of. */
function told(name: string, lines: readonly string[]): string[] {
  let isCarrier = false
  return lines.filter((line) => {
    if (line.startsWith(' ')) return !isCarrier
    isCarrier = line.startsWith('Frame ') || (!BELOW.test(name) && CARRIERS.test(line))
    return true
  })
}

describe.each(chosen)('$name', ({ name, samples }) => {
  it('reads as its golden text', () => {
    const text = samples.map(([title, [linkType, packets]]) => {
      const blocks = decode(linkType, packets).map(
        (packet, i) =>
          `${i + 1} | ${row(packet)}\n${told(name, packet.lines)
            .map((line) => `    ${line}\n`)
            .join('')}`,
      )
      return `# ${title}\n\n${blocks.join('\n')}`
    })
    golden(goldenOf(name), text.join('\n'))
  })

  it.each(samples)('%s: cut at every length, says nothing of bytes that are not there', (_title, sample) => {
    const [linkType, packets] = sample
    const wires = packets.map((packet) => packet.length)
    for (let length = 0; length < Math.min(LONGEST_CUT, Math.max(...wires)); length++) {
      const cut = packets.map((packet) => packet.slice(0, length))
      for (const [i, { source, destination, info, lines }] of decode(linkType, cut, noNames, wires).entries())
        expect([source, destination, info, ...lines].join('\n'), `packet ${i + 1} cut to ${length} bytes`).not.toMatch(
          /undefined|NaN/,
        )
    }
  })

  it.each(samples)('%s: has the layers that the first pass saw', (_title, [linkType, packets]) => {
    const decoded = decode(linkType, packets)
    // What lies in layers that were left open is found later.
    const first = decoded.map(({ firstStack }) => firstStack.split(':_ws.open'))
    const later = decoded.map(({ stack }, i) => (first[i]!.length > 1 ? stack.slice(0, first[i]![0]!.length) : stack))
    expect(later).toEqual(first.map(([layers]) => layers))
  })

  // Before the comparison: while goldens are written, this writes what is compared with.
  if (asksTshark || isWritten(answersOf(name)))
    needs(hasTshark(), 'tshark is not installed: its kept answers are compared').it(
      'tshark answers as it is kept',
      () => golden(answersOf(name), samples.map(([title, sample]) => answers(title, sample)).join('\n')),
    )

  it.each(samples)("%s: has tshark's rows", (title, sample) => {
    const [linkType, packets, { notAsTshark = {} } = {}] = sample
    const theirs = kept(name, title, sample)
    const ours = decode(linkType, packets).map((packet, i) => `${i + 1} | ${packet.layers} | ${row(packet)}`)
    expect(theirs).toHaveLength(ours.length)
    const isMeant = (_line: string, i: number): boolean => notAsTshark[i + 1] === undefined
    expect(ours.filter(isMeant)).toEqual(theirs.filter(isMeant))
    const equal = Object.keys(notAsTshark).filter((number) => ours[Number(number) - 1] === theirs[Number(number) - 1])
    expect(equal, 'packets said to be unlike tshark whose rows are the same').toEqual([])
  })
})

type Sample = Samples[string]

const heading = (title: string, bytes: Uint8Array): string =>
  `# ${title} (${createHash('sha256').update(bytes).digest('hex').slice(0, 12)})`

/** One line per packet of what tshark says of a sample, below its title and a number that tells of which bytes it was said. */
function answers(title: string, [linkType, packets]: Sample): string {
  const bytes = pcap(linkType, packets)
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-sample-'))
  try {
    const file = join(folder, 'sample.pcap')
    writeFileSync(file, bytes)
    const words = ['-2', '-r', file, '-T', 'fields', '-E', 'separator=\x1f', ...COLUMNS.flatMap((name) => ['-e', name])]
    const rows = tshark(words).replace(/\n$/, '').split('\n')
    const lines = rows.map((line, i) => `${i + 1} | ${line.split('\x1f').join(' | ')}\n`)
    return `${heading(title, bytes)}\n\n${lines.join('')}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** tshark's lines as they were kept; fails where they are of other bytes. */
function kept(name: string, title: string, [linkType, packets]: Sample): string[] {
  const file = join(import.meta.dirname, '..', '..', answersOf(name))
  const again = `Write it with "npm run golden -- ${name}" where tshark is installed.`
  if (!existsSync(file)) throw new Error(`${answersOf(name)} does not exist yet. ${again}`)
  const parts = readFileSync(file, 'utf8')
    .replaceAll('\r\n', '\n')
    .split(/^(?=# )/m)
  const head = `${heading(title, pcap(linkType, packets))}\n\n`
  const part = parts.find((text) => text.startsWith(head))
  if (part === undefined) throw new Error(`${answersOf(name)} says nothing of "${title}" as it is now. ${again}`)
  return part
    .slice(head.length)
    .split('\n')
    .filter((line) => line !== '')
}
