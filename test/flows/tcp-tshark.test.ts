// The TCP analysis beside tshark: the exchanges of tcp-cases, random ones, and the shared captures.
import { join } from 'node:path'
import { expect } from 'vitest'
import { type CaptureBuilder } from '../support/packet-builder'
import { Random } from '../support/random'
import { hasTshark, sharedFolder } from '../support/reference'
import { needs } from '../support/skip'
import { cases } from './tcp-cases'
import { differences } from './tcp-differences'
import { randomStreams } from './tcp-random'
import { withFile } from './tcp-run'

needs(hasTshark(), 'tshark is not installed').describe('the TCP analysis agrees with tshark', () => {
  const { it } = needs(true, '')
  for (const [name, { talk }] of Object.entries(cases))
    it(`on ${name}`, async () => expect(await withFile(talk().made, (path) => differences(path, true))).toEqual([]))
  for (const seed of [1, 2, 3, 4, 5, 6])
    it(`on random streams ${seed}`, async () => {
      const made: CaptureBuilder = randomStreams(new Random(seed * 7919), 60)
      expect(await withFile(made, (path) => differences(path, true))).toEqual([])
    })
})

needs(hasTshark() && sharedFolder(), 'tshark or the shared captures are not there').describe('the seed capture', () => {
  const { it } = needs(true, '')
  it('has the fields that tshark shows', async () =>
    expect(await differences(join(sharedFolder()!, 'seed', 'seed-tcp-handshake.pcapng'), false)).toEqual([]))
})
