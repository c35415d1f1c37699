// Packets that the capture cut (a snapshot length): every sample that Wirelens ships, at every length.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { noNames } from '../../engine/dissect/format'
import { wirelens } from '../cli/program'
import { CaptureBuilder } from '../support/packet-builder'
import { hasTshark, run } from '../support/reference'
import { samples as shipped } from '../support/samples'
import { needs } from '../support/skip'
import { decode } from './link-run'

const ETHERNET = 1
const LONGEST = 160

describe('cut at every length', () => {
  for (const [name, make] of Object.entries(shipped))
    it(`${name}: says nothing of bytes that are not there`, () => {
      const packets = make().map(([, packet]) => packet)
      const longest = Math.min(LONGEST, Math.max(...packets.map((packet) => packet.length)))
      for (let length = 0; length < longest; length++) {
        const cut = packets.map((packet) => packet.slice(0, length))
        const wires = packets.map((packet) => packet.length)
        for (const [i, { info, source, destination, lines }] of decode(ETHERNET, cut, noNames, wires).entries()) {
          const text = [source, destination, info, ...lines].join('\n')
          const where = `packet ${i + 1} cut to ${length} bytes`
          expect(text, where).not.toMatch(/undefined|NaN/)
        }
      }
    })
})

/** Lengths at which headers of these captures end, and those around. 67 to 69 are left out: of a greeting that was cut tshark thinks it is another protocol. */
const LENGTHS = [
  5, 6, 11, 12, 13, 14, 17, 22, 27, 33, 34, 36, 37, 38, 40, 42, 43, 50, 54, 55, 58, 59, 61, 66, 74,
] as const
const NETWORK = [192, 168, 56]

/** The packet with its addresses in another network: what is known of one cut capture then says nothing of the next. */
function moved(packet: Uint8Array, network: number): Uint8Array {
  const out = packet.slice()
  for (let at = 0; at + 3 < out.length; at++)
    if (NETWORK.every((byte, i) => out[at + i] === byte)) out.set([10, network, 56], at)
  return out
}

const folder = mkdtempSync(join(tmpdir(), 'wirelens-cut-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

needs(hasTshark(), 'tshark is not installed').describe('cut captures', () => {
  const columns = ['Source', 'Destination', 'Protocol', 'Info'].map((name) => `_ws.col.${name}`)
  const fields = ['frame.number', 'frame.protocols', ...columns, '_ws.short', 'tcp.stream', 'udp.length', 'eth.padding']
  for (const [name, make] of Object.entries(shipped))
    it(`${name}: rows as tshark's`, () => {
      const file = join(folder, `${name}.pcap`)
      const made = new CaptureBuilder(ETHERNET)
      for (const length of LENGTHS)
        for (const [, packet] of make()) made.wait(1).add(moved(packet, length), Math.min(length, packet.length))
      writeFileSync(file, made.bytes())
      const args = ['-n', '-2', '-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])]
      const rows = wirelens(args).out
      expect(rows).toBe(run('tshark', args).out)
      const cut = rows.split('\n').filter((row) => row.includes('truncated]'))
      expect(cut.length).toBeGreaterThan(0)
      const found = wirelens(['-n', '-2', '-r', file, '-Y', '_ws.short', '-T', 'fields', '-e', 'frame.number']).out
      expect(found).toBe(cut.map((row) => `${row.split('\t')[0]}\n`).join(''))
    })
})
