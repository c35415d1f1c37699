// `wirelens compare`: a translator's two sides, a capture with itself, what is refused.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { needs } from '../support/skip'
import { root, shared, temporaryFolder, wirelens } from './program'

const folder = temporaryFolder()
const nat = join(folder, 'nat.pcapng')

it('finds the translation between two interfaces of one capture, in both languages', () => {
  expect(wirelens(['forge', 'nat', '-o', nat]).code).toBe(0)
  const { out, code } = wirelens(['compare', nat, '--interfaces', '0,1', '--lang', 'en'])
  expect(code).toBe(0)
  expect(out).toContain('Packets in both: 9')
  expect(out).toMatch(/tcp client: A has 192\.168\.\d+\.\d+:\d+, B has 203\.0\.113\.\d+:\d+/)
  expect(out).toContain('Time to Live: in 9 packets')
  const korean = wirelens(['compare', nat, '--interfaces', '0,1', '--lang', 'ko', '--format', 'ladder']).out
  expect(korean).toContain('40 µs 뒤')
  const told = JSON.parse(wirelens(['compare', nat, '--interfaces', '0,1', '--format', 'json']).out) as {
    packets: unknown[]
  }
  expect(told.packets).toHaveLength(9)
})

it('refuses what is no pair of captures', () => {
  expect(wirelens(['compare', nat]).messages).toContain('needs two captures')
  expect(wirelens(['compare', nat, '--interfaces', '0,7']).messages).toContain('no interface 7')
  expect(wirelens(['compare', nat, nat, '--format', 'gif']).messages).toContain('no format "gif"')
  expect(wirelens(['compare', nat, join(root, 'nowhere.pcap')]).code).toBe(2)
})

needs(shared, 'the shared captures are not here').it(
  'a capture with itself: every packet is itself',
  () => {
    const protocols = join(shared!, 'corpus', 'protocols')
    const names = readdirSync(protocols).filter((_, i) => i % 16 === 3)
    for (const name of names) {
      const path = join(protocols, name)
      const { out } = wirelens(['compare', path, path, '--format', 'json'])
      const told = JSON.parse(out) as {
        a: { compared: number }
        packets: { frameA: number; frameB: number }[]
        absent: unknown[]
      }
      expect([name, told.packets.filter((p) => p.frameA !== p.frameB)]).toEqual([name, []])
      expect([name, told.packets.length, told.absent]).toEqual([name, told.a.compared, []])
    }
  },
  120_000,
)
