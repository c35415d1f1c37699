// Packets that the capture cut (a snapshot length): every sample, at every length.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { noNames } from '../../engine/dissect/format'
import { root, wirelens } from '../cli/program'
import { hasTshark, run } from '../support/reference'
import { samples as shipped } from '../support/samples'
import { needs } from '../support/skip'
import { samples as links } from './link-samples'
import { decode } from './link-run'

const ETHERNET = 1
const LONGEST = 160
const sets: [name: string, linkType: number, packets: readonly Uint8Array[]][] = [
  ...Object.entries(shipped).map(([name, make]): (typeof sets)[number] => [
    name,
    ETHERNET,
    make().map(([, packet]) => packet),
  ]),
  ...Object.entries(links).map(([name, [linkType, packets]]): (typeof sets)[number] => [name, linkType, packets]),
]

describe('cut at every length', () => {
  for (const [name, linkType, packets] of sets)
    it(`${name}: says nothing of bytes that are not there`, () => {
      const longest = Math.min(LONGEST, Math.max(...packets.map((packet) => packet.length)))
      for (let length = 0; length < longest; length++) {
        const cut = packets.map((packet) => packet.slice(0, length))
        const wires = packets.map((packet) => packet.length)
        for (const [i, { info, source, destination, lines }] of decode(linkType, cut, noNames, wires).entries()) {
          const text = [source, destination, info, ...lines].join('\n')
          const where = `packet ${i + 1} cut to ${length} bytes`
          expect(text, where).not.toMatch(/undefined|NaN/)
        }
      }
    })
})

const folder = mkdtempSync(join(tmpdir(), 'wirelens-cut-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

needs(hasTshark(), 'tshark is not installed').describe('cut captures', () => {
  const columns = ['Source', 'Destination', 'Protocol', 'Info'].map((name) => `_ws.col.${name}`)
  const fields = ['frame.number', 'frame.protocols', ...columns, '_ws.short', 'tcp.stream', 'udp.length', 'eth.padding']
  // 67 to 69 are left out: of a greeting that was cut tshark thinks it is another protocol.
  for (const name of ['tcp-hello', 'arp-pairs', 'dns-ping'])
    it(`${name}: rows as tshark's`, () => {
      for (const length of [
        5, 6, 11, 12, 13, 14, 17, 22, 27, 33, 34, 36, 37, 38, 40, 42, 43, 50, 54, 55, 58, 59, 61, 66, 74,
      ]) {
        const file = join(folder, `${name}.pcapng`)
        execFileSync('editcap', ['-s', String(length), join(root, 'samples', `${name}.pcapng`), file])
        const args = ['-n', '-2', '-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])]
        const rows = wirelens(args).out
        expect(rows, `cut to ${length} bytes`).toBe(run('tshark', args).out)
        const cut = rows.split('\n').filter((row) => row.includes('truncated]'))
        const found = wirelens(['-n', '-2', '-r', file, '-Y', '_ws.short', '-T', 'fields', '-e', 'frame.number']).out
        expect(found, `cut to ${length} bytes`).toBe(cut.map((row) => `${row.split('\t')[0]}\n`).join(''))
      }
    })
})
