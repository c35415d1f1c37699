// Words of the command line that every JavaScript object has as members: no look-up by name reaches a prototype.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { arp, CaptureBuilder } from '../support/packet-builder'
import { wirelens } from './program'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-inherited-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'a.pcap')
writeFileSync(file, new CaptureBuilder().add(arp({ operation: 1, senderIp: '10.0.0.1', targetIp: '10.0.0.2' })).bytes())

/** Where a word of the user's is looked up. */
const places: readonly ((word: string) => string[])[] = [
  (word) => ['-Y', word],
  (word) => ['-T', 'fields', '-e', word],
  (word) => ['-z', word],
  (word) => ['-z', `io,stat,0,${word}`],
  (word) => ['-o', `${word}:1`],
  (word) => ['-d', `${word}==1,http`],
  (word) => ['-d', `tcp.port==1,${word}`],
  (word) => ['-T', word],
  (word) => ['-t', word],
  (word) => ['-F', word, '-w', join(folder, 'out')],
  (word) => [`--${word}`],
]

describe.each(['constructor', '__proto__', 'toString', 'valueOf'])('%s', (word) => {
  // Half of the places for each word keeps the test short; every place is asked for two words.
  it('is refused wherever a name is looked up', () => {
    const turn = ['constructor', '__proto__', 'toString', 'valueOf'].indexOf(word)
    for (const place of places.filter((_, n) => n % 4 === turn || n % 4 === (turn + 1) % 4)) {
      const words = place(word)
      const { code, messages, out } = wirelens(['-n', '-r', file, ...words])
      expect([words, code === 1 || code === 2, out]).toEqual([words, true, ''])
      expect(messages).toMatch(/^wirelens: /)
      expect(messages).not.toMatch(/native code|TypeError|undefined/)
    }
  })
})
