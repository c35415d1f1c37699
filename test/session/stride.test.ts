/** The stride over Ethernet, IPv4 and TCP leaves the same index and the same TCP state as the dissectors one after the other. */
import { basename } from 'node:path'
import { describe, expect } from 'vitest'
import { conversations } from '../../engine/flows/conversations'
import { tcpStreams } from '../../engine/flows/tcp-streams'
import { registry } from '../../engine/protocols'
import { Session } from '../../engine/session/session'
import { corpus } from '../support/reference'
import { needs } from '../support/skip'

const ETHERNET = 1

/** Everything that the first pass leaves of every packet. */
async function indexed(path: string): Promise<unknown[]> {
  const session = await Session.open(path)
  try {
    await session.opened.whole
    while (!session.stepSync());
    const { index, count, stacks, memories } = session
    const flows = memories.get(conversations)
    const streams = memories.get(tcpStreams)
    const packets = Array.from({ length: count }, (_, i) => [
      stacks.layers[index.stack[i]!]!.map((id) => registry.protocols[id]!.name).join(':'),
      index.flow[i],
      index.flags[i],
      index.tcpFlags[i],
    ])
    const segments = Array.from({ length: streams.count }, (_, row) => [
      streams.flows[row],
      streams.verdicts[row],
      streams.acked[row],
      streams.inFlight[row],
      streams.pushBytes[row],
      streams.delta(row),
      streams.rtt(row),
    ])
    const talks = Array.from({ length: flows.count }, (_, n) => [
      flows.transport(n),
      flows.packets(n, 0),
      flows.packets(n, 1),
      flows.bytes(n, 0),
      flows.lastFrame(n),
    ])
    return [packets, segments, talks]
  } finally {
    session.close()
  }
}

async function withoutStride(path: string): Promise<unknown[]> {
  const stride = registry.strides[ETHERNET]
  registry.strides[ETHERNET] = undefined
  try {
    return await indexed(path)
  } finally {
    registry.strides[ETHERNET] = stride
  }
}

describe('the stride', () => {
  for (const folder of ['protocols', 'malformed'] as const)
    needs(corpus(folder).length > 0, 'the corpus of captures is not here').it(
      `makes no difference to ${folder}`,
      async () => {
        expect(registry.strides[ETHERNET]).toBeDefined()
        let taken = 0
        const own = registry.strides[ETHERNET]!
        for (const path of corpus(folder)) {
          let slow: unknown[]
          try {
            slow = await withoutStride(path)
          } catch {
            continue // no capture at all
          }
          registry.strides[ETHERNET] = (p) => {
            const did = own(p)
            if (did) taken++
            return did
          }
          try {
            expect(await indexed(path), basename(path)).toEqual(slow)
          } finally {
            registry.strides[ETHERNET] = own
          }
        }
        expect(taken).toBeGreaterThan(folder === 'protocols' ? 10_000 : 100)
      },
    )
})
