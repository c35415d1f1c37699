// The first pass and every later decoding name the same layers: a filter on a layer is answered from what the first pass saw.
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { makePlan } from '../../engine/dissect/plan'
import { registry } from '../../engine/protocols'
import { Session } from '../../engine/session/session'
import { needs } from '../support/skip'

const corpus = join(import.meta.dirname, '../../../shared/corpus')
const isSaid = (id: number): boolean => id !== registry.open.id && registry.protocols[id]!.name.startsWith('_ws.')
const names = (ids: readonly number[]): string => ids.map((id) => registry.protocols[id]!.name).join(':')

needs(existsSync(corpus), 'the corpus of real captures is not here').describe('layers of the first pass', () => {
  for (const folder of ['protocols', 'malformed'])
    it(`are those of later decodings: ${folder}`, async () => {
      const plan = makePlan(registry, {})
      const different: string[] = []
      for (const name of readdirSync(join(corpus, folder))) {
        let session: Session
        try {
          session = await Session.open(join(corpus, folder, name))
          session.stepSync()
        } catch {
          continue // no capture at all
        }
        const { index, stacks } = session
        for (let i = 0; i < session.count; i++) {
          const p = session.decode(i, plan)
          const later = p.layerProtocol
            .slice(1, p.depth)
            .filter((l) => !isSaid(l.id))
            .filter((l, k, all) => l !== all[k - 1] || l !== all[k - 2])
          // What is said of the packet (malformed, cut short) depends on how much of it is read: filters ask the packet.
          const first = stacks.layers[index.stack[i]!]!.filter((id) => !isSaid(id)).filter(
            (id, k, all) => id !== all[k - 1] || id !== all[k - 2],
          )
          const open = first.indexOf(registry.open.id)
          const known = open < 0 ? first : first.slice(0, open)
          const same = names(known) === names((open < 0 ? later : later.slice(0, open)).map((l) => l.id))
          if (!same) different.push(`${basename(name)} ${i + 1}: ${names(first)} ${names(later.map((l) => l.id))}`)
        }
        session.close()
      }
      expect(different).toEqual([])
    }, 120_000)
})
