// Scrubbed copies: nothing of the original's addresses, names and texts is left, and everything else is as it was.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makePlan } from '../../engine/dissect/plan'
import { registry } from '../../engine/protocols'
import { ScrubbedAddresses } from '../../engine/scrub/addresses'
import { ScrubbedNames } from '../../engine/scrub/names'
import { oracleOf } from '../../engine/scrub/permute'
import { beginScrub } from '../../engine/scrub/scrub-file'
import type { ScrubReport } from '../../engine/scrub/report'
import type { Keepable } from '../../engine/scrub/policy'
import { valueOf } from '../../engine/dissect/format'
import { occurrence } from '../../engine/dissect/tree'
import { Session } from '../../engine/session/session'
import { root } from '../cli/program'

const folder = mkdtempSync(join(tmpdir(), 'scrub-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function scrubbed(
  name: string,
  keep: Keepable[] = [],
  seed = 'a',
): Promise<{ path: string; report: ScrubReport }> {
  const to = join(folder, `${name}-${seed}-${keep.join('-')}`)
  const work = await beginScrub({ from: sample(name), to, format: 'pcapng', seed, keep: new Set(keep) })
  try {
    return { path: to, report: await work.run() }
  } finally {
    work.close()
  }
}
const sample = (name: string): string => join(root, 'samples', name)

/** Per packet: the values of these fields. */
async function values(path: string, fields: string[]): Promise<string[][]> {
  const session = await Session.open(path)
  while (!session.stepSync());
  const plan = makePlan(registry, { fields: fields.map((name) => registry.field(name)) })
  const rows: string[][] = []
  for (let i = 0; i < session.count; i++) {
    const p = session.decode(i, plan)
    const row: string[] = []
    for (let k = 0; k < p.records.count; k++) {
      const o = occurrence(p, k)
      if (fields.includes(o.field.name)) row.push(`${o.field.name}=${valueOf(o)}`)
    }
    rows.push(row)
  }
  session.close()
  return rows
}

const stays = [
  ...['frame.number', 'frame.time_epoch', 'frame.len', 'frame.cap_len', 'ip.checksum.status', 'ip.ttl', 'ip.len'],
  ...['tcp.seq', 'tcp.ack', 'tcp.len', 'tcp.flags', 'tcp.stream', 'tcp.window_size', 'tcp.checksum.status'],
  ...[
    'tcp.analysis.initial_rtt',
    'udp.length',
    'dns.id',
    'dns.qry.type',
    'dns.count.answers',
    'arp.opcode',
    'icmp.type',
    'icmp.seq',
  ],
]
const gone = ['eth.src', 'ip.src', 'ip.dst', 'arp.src.hw_mac', 'dns.qry.name', 'dns.resp.name', 'dns.a']

describe('a scrubbed copy', () => {
  for (const name of ['tcp-hello.pcapng', 'dns-ping.pcapng', 'arp-pairs.pcapng'])
    it(`of ${name} keeps numbers, times, lengths, and what TCP says`, async () => {
      const { path } = await scrubbed(name)
      const was = await values(sample(name), stays)
      expect(was.flat().length).toBeGreaterThan(20)
      expect(await values(path, stays)).toEqual(was)
    })

  for (const name of ['tcp-hello.pcapng', 'dns-ping.pcapng', 'arp-pairs.pcapng'])
    it(`of ${name} has none of its addresses and names`, async () => {
      const { path } = await scrubbed(name)
      const own = new Set(
        (await values(sample(name), gone)).flat().filter((v) => !/ff:ff:ff|=0\.0|255\.255|=127|00:00:00:00:00/.test(v)),
      )
      const now = new Set((await values(path, gone)).flat())
      expect(own.size).toBeGreaterThan(1)
      expect([...own].filter((v) => now.has(v))).toEqual([])
    })

  it('has no payload, and says how much was filled', async () => {
    const { path, report } = await scrubbed('tcp-hello.pcapng')
    expect(readFileSync(sample('tcp-hello.pcapng')).toString('latin1')).toMatch(/hello/i)
    expect(readFileSync(path).toString('latin1')).not.toMatch(/hello/i)
    expect([...report.payload.values()].reduce((a, b) => a + b, 0)).toBeGreaterThan(0)
  })

  it('keeps the payload where that was asked for', async () => {
    const { path } = await scrubbed('tcp-hello.pcapng', ['payload'])
    expect(readFileSync(path).toString('latin1')).toMatch(/hello/i)
  })

  it('is the same for the same seed, and another one for another', async () => {
    const [one, again, other] = [
      await scrubbed('dns-ping.pcapng', [], 'a'),
      await scrubbed('dns-ping.pcapng', ['payload'], 'a'),
      await scrubbed('dns-ping.pcapng', [], 'b'),
    ]
    const names = async ({ path }: { path: string }): Promise<string> =>
      String(await values(path, ['ip.src', 'dns.qry.name']))
    expect(await names(again)).toBe(await names(one))
    expect(await names(other)).not.toBe(await names(one))
  })
})

describe('replacements of addresses', () => {
  const made = new ScrubbedAddresses(oracleOf('x'))
  const v4 = (text: string): string => made.ipv4(Uint8Array.from(text.split('.').map(Number))).join('.')
  const shared = (a: string, b: string): number => {
    const bits = (t: string): string =>
      t
        .split('.')
        .map((x) => Number(x).toString(2).padStart(8, '0'))
        .join('')
    const [x, y] = [bits(a), bits(b)]
    return [...x].findIndex((bit, i) => bit !== y[i])
  }
  it.each(['0.0.0.0', '255.255.255.255', '255.255.254.0', '127.0.0.1', '224.0.0.251'])('leave %s as it is', (text) => {
    expect(v4(text)).toBe(text)
  })
  it.each([
    ['192.168.1.7', /^192\.168\./],
    ['10.1.2.3', /^10\./],
    ['172.20.0.9', /^172\.(1[6-9]|2\d|3[01])\./],
    ['169.254.7.7', /^169\.254\./],
    ['8.8.4.255', /\.255$/],
  ])('leave %s of its kind', (text, kind) => {
    expect(v4(text)).toMatch(kind)
    expect(v4(text)).not.toBe(text)
  })
  it('share the prefix that the addresses share, and are never two alike', () => {
    expect(shared(v4('93.184.216.34'), v4('93.184.200.1'))).toBe(shared('93.184.216.34', '93.184.200.1'))
    const all = new Set(Array.from({ length: 4096 }, (_, i) => v4(`93.184.${i >> 8}.${i & 255}`)))
    expect(all.size).toBe(4096)
  })
  it('never make a public address private, or a group', () => {
    for (let i = 1; i < 224; i++)
      if (![10, 127, 100, 169, 172, 192].includes(i))
        expect(v4(`${i}.77.3.4`)).not.toMatch(/^(0|10|127|22[4-9]|2[3-5]\d)\.|^192\.168\.|^169\.254\./)
  })
  it('lead from a MAC address, its IPv6 address and its solicited-node group to each other', () => {
    const mac = made.mac(Uint8Array.of(0x00, 0x1b, 0x21, 0xaa, 0xbb, 0xcc))
    const address = made.ipv6(
      Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x1b, 0x21, 0xff, 0xfe, 0xaa, 0xbb, 0xcc),
    )
    const group = made.ipv6(Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xaa, 0xbb, 0xcc))
    expect([...address.subarray(0, 8)]).toEqual([0xfe, 0x80, 0, 0, 0, 0, 0, 0])
    expect([address[8]! ^ 2, address[9], address[10]]).toEqual([...mac.subarray(0, 3)])
    expect([...address.subarray(11, 13)]).toEqual([0xff, 0xfe])
    expect([...address.subarray(13)]).toEqual([...mac.subarray(3)])
    expect([...group.subarray(13)]).toEqual([...mac.subarray(3)])
  })
})

describe('replacements of names', () => {
  const names = new ScrubbedNames(oracleOf('x'))
  const text = (t: string): string => Buffer.from(names.text(Buffer.from(t))).toString()
  it('have the lengths, and end alike where the names do', () => {
    const [a, b] = [text('www.example.com').split('.'), text('mail.example.com').split('.')]
    expect(a.map((x) => x.length)).toEqual([3, 7, 3])
    expect(a.slice(1)).toEqual(b.slice(1))
    expect(a.join('.')).not.toContain('example')
  })
  it('keep capitals, and labels that say of what kind a name is', () => {
    expect(text('_ldap._tcp.local')).toMatch(/^[a-z]{5}\._tcp\.local$/)
    expect(text('WwW.eXample.com')).toMatch(/^[A-Z][a-z][A-Z]\.[a-z][A-Z][a-z]{5}\.[a-z]{3}$/)
  })
})
