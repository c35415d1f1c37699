// Filters against tshark: a list that covers the language, and filters made by chance from the field tables. Hundreds here; thousands with
// WIRELENS_FILTERS=5000 and all captures with WIRELENS_CAPTURES=all.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect } from 'vitest'
import { registry } from '../../engine/protocols'
import { Refused } from '../../engine/refused'
import { corpus, hasTshark } from '../support/reference'
import { needs } from '../support/skip'
import { common, generateFilter } from './generate'
import { decodedMatches, opened, Reference } from './reading'

const hasSharkd = hasTshark() && spawnSync('sharkd', ['--version']).status === 0
const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}.pcapng`, import.meta.url))
const listed = readFileSync(new URL('filters.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))

/** Captures whose protocols are all decoded, so that differences come from filters. */
const clean = [
  'sanders_icmp_echo.pcapng',
  'sanders_tcp_handshake.pcapng',
  'ndpi_6in6tunnel.pcap',
  'sanders_arp_resolution.pcapng',
]
const captures = [
  ...['tcp-hello', 'dns-ping', 'arp-pairs'].map(sample),
  ...corpus('protocols').filter((path) => process.env.WIRELENS_CAPTURES === 'all' || clean.includes(basename(path))),
]

/** What both answer otherwise: frame numbers, or undefined for a refusal. */
async function differences(path: string, filters: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const session = await opened(path)
  // One for each: a sharkd that has had another file remembers its answers.
  const reference = new Reference()
  await reference.load(path)
  for (const filter of filters) {
    const theirs = await reference.matches(filter)
    if (theirs === 'crashed') continue
    let ours: number[] | undefined
    try {
      ours = decodedMatches(session, filter)
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown
    }
    if (theirs?.join() !== ours?.join()) found.push(`${filter}: ${theirs?.join()} <> ${ours?.join()}`)
  }
  session.close()
  reference.end()
  return found
}

const tshark = needs(hasSharkd, 'sharkd (of tshark) is not installed')

tshark.describe('against tshark 4.0.17', () => {
  beforeAll(() => {
    // Fields that both declare, with types that mean the same.
    const types = new Map(
      spawnSync('tshark', ['-G', 'fields'], { encoding: 'utf8', maxBuffer: 1 << 28 })
        .stdout.split('\n')
        .map((line) => line.split('\t'))
        .filter((cells) => cells[0] === 'F' || cells[0] === 'P')
        .map((cells) => (cells[0] === 'F' ? [cells[2]!, cells[3]!] : [cells[2]!, 'FT_PROTOCOL'])),
    )
    const protocols = ['frame', 'eth', 'ip', 'tcp', 'udp', 'arp', 'icmp']
    const widths: Readonly<Record<string, number>> = { FT_UINT8: 1, FT_UINT16: 2, FT_UINT24: 3, FT_UINT32: 4 }
    common.fields = registry.fields.filter((f) => {
      const theirs = types.get(f.name)
      if (!theirs || !protocols.includes(f.protocol) || f.options.severity || f.options.generated) return false
      if (f.name.endsWith('_resolved')) return false // sharkd looks names up
      // Of an option that is a protocol in name only, tshark's slices go on behind its end.
      if (f.type === 'protocol' && f.name !== f.protocol) return false
      if (f.type === 'uint') return widths[theirs] === f.size && f.size > 0
      return theirs === `FT_${f.type === 'bool' ? 'BOOLEAN' : f.type === 'ipv4' ? 'IPv4' : f.type.toUpperCase()}`
    })
  })
  afterAll(() => {
    common.fields = []
  })

  const many = Number(process.env.WIRELENS_FILTERS ?? 300)
  for (const path of captures) {
    const name = basename(path)
    const time = process.env.WIRELENS_FILTERS ? 1_800_000 : undefined
    tshark.it(`lets the same frames of ${name} through for every listed filter`, async () => {
      expect(await differences(path, listed)).toEqual([])
    })
    tshark.it(
      `lets the same frames of ${name} through for filters made by chance`,
      async () => {
        // TCP options and tunnels are compared field by field elsewhere.
        const filters = Array.from({ length: many }, (_, n) => generateFilter(n + 1))
        expect(await differences(path, filters)).toEqual([])
      },
      time,
    )
  }
})
