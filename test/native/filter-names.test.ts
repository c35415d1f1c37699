// Names in capture filters: libpcap would ask the network for them, so both drivers refuse them before it sees the filter.
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { nameIn } from '../../native/cap-names.mjs'
import { eachDriver } from '../support/capturing'
import { needs } from '../support/skip'

const named: readonly [filter: string, name: string][] = [
  ['host example.com', 'example.com'],
  ['net evil', 'evil'],
  ['src foo', 'foo'],
  ['foo', 'foo'],
  ['not foo.bar', 'foo.bar'],
  ['ether host gw', 'gw'],
  ['gateway gw1', 'gw1'],
  ['port 80 and src x.y', 'x.y'],
  ['host (10.0.0.1 or b.c)', 'b.c'],
  ['(port 80) or foo', 'foo'],
  ['host \\tcp', 'tcp'],
  ['host 1.2.3.4.5', '1.2.3.4.5'],
  ['host a:b', 'a:b'],
  ['host bücher.de', 'b'],
  ['TCP port 80', 'TCP'],
]
const nameless = [
  'port http or https',
  'tcp port 80 or http',
  'ip proto \\tcp',
  'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0',
  'icmp[icmptype] != icmp-echo or icmp6[icmp6type] != icmp6-neighborsolicit',
  'host fe80::1 or ::1',
  'ether host aa:bb:cc:dd:ee:ff or ether host aa-bb-cc-dd-ee-ff',
  'net 10.0.0.0 mask 255.0.0.0 and not port 22',
  'net 10.0.0.0/8 or net 10.1',
  'portrange 6000-6008',
  'ether proto 0x88cc or vlan 5',
  'greater 100 and less 200',
  'ether[0] & 1 = 0 and ip[16] >= 224',
  'ether multicast or ip multicast',
]

it.each(named)('%s has a name', (filter, name) => expect(nameIn(filter)).toBe(name))
it.each(nameless)('%s has none', (filter) => expect(nameIn(filter)).toBe(''))

for (const { name: driver, driver: at, absent } of eachDriver)
  needs(!absent, absent).describe(driver, () => {
    const check = (filter: string): Record<string, unknown> => {
      const words = [...at.args, 'check', '--interface', 'lo', '--filter', filter]
      return JSON.parse(spawnSync(at.command, words, { encoding: 'utf8' }).stdout) as Record<string, unknown>
    }
    it('refuses names with what to write in their place', () => {
      for (const [filter, name] of driver === 'cap' ? named.slice(0, 3) : named)
        expect(check(filter), filter).toMatchObject({
          code: 'BADFILTER',
          message: `'${name}' is no address: a capture filter would have to ask the network for it.`,
          hint: expect.stringContaining('host 192.0.2.1') as string,
        })
    })
    it('takes everything else', () => {
      for (const filter of driver === 'cap' ? nameless.slice(0, 3) : nameless)
        expect(check(filter), filter).toMatchObject({ ok: true })
    })
  })
