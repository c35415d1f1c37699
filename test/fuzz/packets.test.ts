// Mutated packets through every dissector: no fault of ours, no packet that takes long, nothing thrown. `WIRELENS_FUZZ_MINUTES` makes it long.
import { describe, expect, it } from 'vitest'
import { openCapture } from '../../engine/capture-file'
import { Frame } from '../../engine/dissect/frame'
import { Memories } from '../../engine/dissect/memory'
import { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { Stacks } from '../../engine/dissect/registry'
import { buildTree } from '../../engine/dissect/tree'
import { noNames } from '../../engine/dissect/format'
import { registry } from '../../engine/protocols'
import { corpus } from '../support/reference'
import { mutate, Random } from '../support/random'

const seconds = Number(process.env['WIRELENS_FUZZ_MINUTES'] ?? 0) * 60 || 20
const seed = Number(process.env['WIRELENS_FUZZ_SEED'] ?? 0) || Date.now() & 0x7fffffff

/** Up to 40 packets of every capture that is there. */
async function seeds(): Promise<{ bytes: Uint8Array; linkType: number }[]> {
  const out: { bytes: Uint8Array; linkType: number }[] = []
  const files = [
    'samples/tcp-hello.pcapng',
    'samples/arp-pairs.pcapng',
    'samples/dns-ping.pcapng',
    ...corpus('protocols'),
    ...corpus('malformed'),
  ]
  for (const file of files) {
    try {
      const opened = await openCapture(file)
      await opened.whole
      let taken = 0
      const scanner = opened.scan({
        packet: (bytes, at, captured, _length, _s, _n, it) => {
          if (taken++ < 40 && captured <= 4096)
            out.push({ bytes: bytes.slice(at, at + captured), linkType: scanner.interfaces[it]!.linkType })
        },
      })
      for (let n = 0; n < 8 && !scanner.stepSync(undefined, 65536).done; n++);
      opened.close()
    } catch {
      // Refused files are the business of test/capture-file.
    }
  }
  return out
}

describe('mutated packets', () => {
  it(
    `make no fault in ${seconds} s (seed ${seed})`,
    async () => {
      const from = await seeds()
      expect(from.length).toBeGreaterThan(20)
      const random = new Random(seed)
      const index = makePlan(registry, { indexing: true })
      const tree = makePlan(registry, { fields: 'all', columns: true, drawing: true })
      const frame = new Frame()
      let packet = new Packet(registry, new Memories(), new Stacks())
      let slowest = 0
      let count = 0
      for (const end = Date.now() + seconds * 1000; Date.now() < end; count++) {
        if (count % 5000 === 0) packet = new Packet(registry, new Memories(), new Stacks())
        const { bytes: original, linkType } = random.pick(from)
        const bytes = mutate(random, original)
        Object.assign(frame, {
          number: (count % 5000) + 1,
          seconds: count >> 8,
          nanos: count & 0xffff,
          captured: bytes.length,
          linkType,
        })
        frame.length = bytes.length + (random.below(4) ? 0 : random.below(2000))
        const started = performance.now()
        packet.run(frame, bytes, 0, index, true)
        if (count % 3 === 0) {
          packet.run(frame, bytes, 0, tree, false)
          buildTree(packet, noNames)
        }
        const took = performance.now() - started
        if (count > 2000) slowest = Math.max(slowest, took)
        if (packet.faults.length) {
          const { protocol, error } = packet.faults[0]!
          throw new Error(`fault in ${protocol} at packet ${count} of seed ${seed}: ${(error as Error).stack}`)
        }
      }
      console.log(`${count} mutated packets, slowest ${slowest.toFixed(1)} ms`)
      expect(count).toBeGreaterThan(5000)
      // 50 ms is what a packet may take; a machine that does other work beside gets twenty times that.
      expect(slowest).toBeLessThan(1000)
    },
    (seconds + 60) * 1000,
  )
})
