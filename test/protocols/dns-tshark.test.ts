// Every kind of DNS record, option and odd message, field by field and row by row beside tshark.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { registry } from '../../engine/protocols'
import { hasTshark, tshark } from '../support/reference'
import { needs } from '../support/skip'
import { run } from './dns-run'
import { options, records, shapes } from './dns-samples'
import { capture, packet } from './dns-wire'

/** Where we differ on purpose: labels of bits (RFC 2673, historic) end the decoding; control characters are written out. */
const otherwise = new Set(['bitstring', 'chain', 'openpgpkey'])

const names = registry.fields.map((f) => f.name).filter((n) => n.startsWith('dns.'))

function compare(samples: typeof records): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-dns-'))
  try {
    const file = join(folder, 'dns.pcap')
    const sent = Object.values(samples)
    writeFileSync(file, capture(sent))
    const columns = ['_ws.col.Info', ...names]
    const text = tshark([
      ...['-2', '-r', file, '-T', 'fields', '-E', 'separator=\x1f', '-E', 'aggregator=,'],
      ...columns.flatMap((f) => ['-e', f]),
    ])
    const theirs = text.trimEnd().split('\n')
    const { packets, faults } = run(sent.map((s) => ({ bytes: packet(s) })))
    expect(faults).toEqual([])
    expect(theirs).toHaveLength(packets.length)
    return Object.keys(samples).flatMap((key, i) => {
      if (otherwise.has(key)) return []
      const cells = theirs[i]!.split('\x1f')
      const p = packets[i]!
      const ours = [p.info, ...names.map((n) => (p.fields.get(n) ?? []).join(','))]
      return columns.flatMap((c, k) => (cells[k] === ours[k] ? [] : [`${key} ${c}: ${cells[k]} <> ${ours[k]}`]))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const { it } = needs(hasTshark(), 'tshark is not installed')

it('records agree', () => expect(compare(records)).toEqual([]), 60_000)
it('options agree', () => expect(compare(options)).toEqual([]), 60_000)
it('messages of odd shape agree', () => expect(compare(shapes)).toEqual([]), 60_000)
