// Captures whose packets were lost, repeated, put in another order, cut: no fault of ours, and every decoding names the same layers.
import { expect, it } from 'vitest'
import { Frame } from '../../engine/dissect/frame'
import { Memories } from '../../engine/dissect/memory'
import { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { Stacks } from '../../engine/dissect/registry'
import { passCore } from '../../engine/flows/pass-core'
import { registry } from '../../engine/protocols'
import type { Random } from '../support/random'
import { chosen, runRounds, secondsOf } from './rounds'
import { seedCaptures } from './seeds'
import type { SeedPacket } from './seeds'

/** The same packets after a bad network: one in twelve lost, repeated, moved, or cut by the capture. */
function worsened(random: Random, packets: readonly SeedPacket[]): { packet: SeedPacket; length: number }[] {
  const out: { packet: SeedPacket; length: number }[] = []
  for (const packet of packets) {
    const { bytes, linkType } = packet
    const made = { packet, length: bytes.length }
    switch (random.below(48)) {
      case 0:
        break
      case 1:
        out.push(made, made)
        break
      case 2:
        out.splice(random.below(out.length + 1), 0, made)
        break
      case 3:
        out.push({ packet: { bytes: bytes.slice(0, random.below(bytes.length + 1)), linkType }, length: bytes.length })
        break
      default:
        out.push(made)
    }
  }
  return out
}

it.runIf(chosen('streams'))(
  'captures after a bad network make no fault, and keep their layers',
  async () => {
    const captures = await seedCaptures(300)
    const index = makePlan(registry, { indexing: true })
    const all = makePlan(registry, { fields: 'all', columns: true, drawing: true })
    const tally = await runRounds('streams', ({ random, did }) => {
      const packets = worsened(random, random.pick(captures))
      const p = new Packet(registry, new Memories(), new Stacks())
      p.bytesOf = (number, at, length) => packets[number - 1]!.packet.bytes.subarray(at, at + length)
      const frame = new Frame()
      const set = (i: number): Uint8Array => {
        const { packet, length } = packets[i]!
        const captured = packet.bytes.length
        Object.assign(frame, { number: i + 1, seconds: i >> 4, captured, length, linkType: packet.linkType })
        return packet.bytes
      }
      const isSaid = (name: string): boolean => name.startsWith('_ws.') && name !== '_ws.open'
      const first = packets.map((_, i) => {
        p.run(frame, set(i), 0, index, true)
        p.recall(passCore).flush()
        return p.stacks.layers[p.stack]!.map((id) => registry.protocols[id]!.name)
          .filter((name) => !isSaid(name))
          .filter((name, k, list) => name !== list[k - 1] || name !== list[k - 2])
      })
      for (const i of packets.keys()) {
        p.run(frame, set(i), 0, all, false)
        if (p.faults.length)
          throw new Error(`fault in ${p.faults[0]!.protocol}: ${(p.faults[0]!.error as Error).stack}`)
        const later = p.layerProtocol
          .slice(1, p.depth)
          .map((l) => l.name)
          .filter((name) => !isSaid(name))
          .filter((name, k, list) => name !== list[k - 1] || name !== list[k - 2])
        const open = first[i]!.indexOf('_ws.open')
        const known = open < 0 ? first[i]! : first[i]!.slice(0, open)
        expect((open < 0 ? later : later.slice(0, open)).join(':'), `packet ${i + 1}`).toBe(known.join(':'))
        did(open < 0 ? 'known' : 'left open')
      }
    })
    expect(tally.count).toBeGreaterThan(100)
  },
  (secondsOf('streams') + 120) * 1000,
)
