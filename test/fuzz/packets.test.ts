// Mutated packets through every dissector: no fault of ours, no packet that takes long, nothing thrown.
import { expect, it } from 'vitest'
import { Frame } from '../../engine/dissect/frame'
import { noNames } from '../../engine/dissect/format'
import { Memories } from '../../engine/dissect/memory'
import { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { Stacks } from '../../engine/dissect/registry'
import { buildTree } from '../../engine/dissect/tree'
import { passCore } from '../../engine/flows/pass-core'
import { registry } from '../../engine/protocols'
import { mutate } from '../support/random'
import { chosen, patience, runRounds, secondsOf } from './rounds'
import { seedPackets } from './seeds'

/** Packets of one capture: state grows over them. */
const perRound = 2000

it.runIf(chosen('packets'))(
  'mutated packets make no fault, and none takes long',
  async () => {
    const from = await seedPackets()
    expect(from.length).toBeGreaterThan(20)
    const index = makePlan(registry, { indexing: true })
    const tree = makePlan(registry, { fields: 'all', columns: true, drawing: true })
    const tally = await runRounds('packets', ({ random, did, timed }) => {
      const frame = new Frame()
      const packet = new Packet(registry, new Memories(), new Stacks())
      const seen: Uint8Array[] = []
      packet.bytesOf = (number, at, length) => seen[number - 1]!.subarray(at, at + length)
      for (let n = 1; n <= perRound; n++) {
        const { bytes: original, linkType } = random.pick(from)
        const bytes = mutate(random, original)
        seen.push(bytes)
        const length = bytes.length + (random.below(4) ? 0 : random.below(2000))
        Object.assign(frame, {
          number: n,
          seconds: n >> 8,
          nanos: n & 0xffff,
          captured: bytes.length,
          linkType,
          length,
        })
        timed(() => packet.run(frame, bytes, 0, index, true))
        packet.recall(passCore).flush()
        if (n % 3 === 0)
          timed(() => {
            packet.run(frame, bytes, 0, tree, false)
            buildTree(packet, noNames)
          })
        did(n % 3 ? 'indexed' : 'indexed, and a tree')
        if (packet.faults.length) {
          const { protocol, error } = packet.faults[0]!
          throw new Error(`fault in ${protocol} at packet ${n} of the round: ${(error as Error).stack}`)
        }
      }
    })
    expect(tally.count).toBeGreaterThanOrEqual(perRound)
    expect(tally.slowest, `seed ${tally.slowestSeed}`).toBeLessThan(patience)
    expect(tally.memory).toBeLessThan(1024 ** 3)
  },
  (secondsOf('packets') + 120) * 1000,
)
