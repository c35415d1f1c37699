// Every link layer beside tshark: columns, layers, and each field that both know, in ordinary packets and odd ones.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { registry } from '../../engine/protocols'
import { hasTshark, run, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { decode, pcap } from './link-run'
import { samples } from './link/links.sample'

const PROTOCOLS = /^(eth|llc|vlan|ieee8021ad|ieee8021ah|cmd|arp|null|sll|ppp|pppoe|pppoed|chdlc|mpls|fr|wlan)\./
const COLUMNS = [
  'frame.protocols',
  'frame.encap_type',
  '_ws.col.Source',
  '_ws.col.Destination',
  '_ws.col.Protocol',
  '_ws.col.Info',
]

// Vendors' names are left out: the registry of today calls some otherwise than tshark's.

/** Where we differ on purpose, by sample and packet number: what for. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'ethernet 20': 'a header cut short: the columns are left empty, and whole fields are still shown',
  'ethernet 21': 'the same',
}

let known: Set<string> | undefined
const theirFields = (): Set<string> =>
  (known ??= new Set(
    run('tshark', ['-G', 'fields'])
      .out.split('\n')
      .map((l) => l.split('\t')[2]!)
      .filter((name) => PROTOCOLS.test(name ?? '') && !name.endsWith('.oui_resolved')),
  ))

needs(hasTshark(), 'tshark is not installed').describe('link layers beside tshark', () => {
  for (const [name, [linkType, packets]] of Object.entries(samples))
    it(name, () => {
      const folder = mkdtempSync(join(tmpdir(), 'wirelens-link-'))
      try {
        const file = join(folder, 'x.pcap')
        writeFileSync(file, pcap(linkType, packets))
        const fields = registry.fields.map((f) => f.name).filter((f) => theirFields().has(f))
        const wanted = [...COLUMNS, ...fields]
        const rows = tshark([
          ...['-2', '-r', file, '-T', 'fields', '-E', 'separator=\x1f', '-E', 'aggregator=,'],
          ...wanted.flatMap((f) => ['-e', f]),
        ])
          .replace(/\n$/, '')
          .split('\n')
        expect(rows).toHaveLength(packets.length)
        const differences = decode(linkType, packets).flatMap((d, i) => {
          if (OTHERWISE[`${name} ${i + 1}`]) return []
          const ours = [
            d.layers,
            d.fields.get('frame.encap_type') ?? '',
            d.source,
            d.destination,
            d.column,
            d.info,
            ...fields.map((f) => d.fields.get(f) ?? ''),
          ]
          const theirs = rows[i]!.split('\x1f')
          return wanted.flatMap((f, k) => (ours[k] === theirs[k] ? [] : [`#${i + 1} ${f}: ${theirs[k]} <> ${ours[k]}`]))
        })
        expect(differences).toEqual([])
      } finally {
        rmSync(folder, { recursive: true })
      }
    })
})
