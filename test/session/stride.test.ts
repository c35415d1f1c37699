/** The stride over Ethernet, IPv4 and TCP leaves the same index and the same TCP state as the dissectors one after the other. */
import { basename } from 'node:path'
import { describe, expect } from 'vitest'
import { registry } from '../../engine/protocols'
import { Session } from '../../engine/session/session'
import { corpus } from '../support/reference'
import { needs } from '../support/skip'
import { leftByPass } from './left-by-pass'

const ETHERNET = 1

/** Everything that the first pass leaves of every packet. */
async function indexed(path: string): Promise<unknown[]> {
  const session = await Session.open(path)
  try {
    await session.opened.whole
    while (!session.stepSync());
    return leftByPass(session)
  } finally {
    session.close()
  }
}

async function withoutStride(path: string): Promise<unknown[]> {
  const stride = registry.strides[ETHERNET]
  const whole = registry.wholes[ETHERNET]
  registry.strides[ETHERNET] = registry.wholes[ETHERNET] = undefined
  try {
    return await indexed(path)
  } finally {
    registry.strides[ETHERNET] = stride
    registry.wholes[ETHERNET] = whole
  }
}

describe('the stride', () => {
  for (const folder of ['protocols', 'malformed'] as const)
    needs(corpus(folder).length > 0, 'the corpus of captures is not here').it(
      `makes no difference to ${folder}`,
      async () => {
        expect(registry.strides[ETHERNET]).toBeDefined()
        let walked = 0
        let taken = 0
        const stride = registry.strides[ETHERNET]!
        const whole = registry.wholes[ETHERNET]!
        for (const path of corpus(folder)) {
          let slow: unknown[]
          try {
            slow = await withoutStride(path)
          } catch {
            continue // no capture at all
          }
          registry.strides[ETHERNET] = (p) => {
            const did = stride(p)
            if (did) walked++
            return did
          }
          registry.wholes[ETHERNET] = (p, frame, bytes, at) => {
            const did = whole(p, frame, bytes, at)
            if (did) taken++
            return did
          }
          try {
            expect(await indexed(path), basename(path)).toEqual(slow)
          } finally {
            registry.strides[ETHERNET] = stride
            registry.wholes[ETHERNET] = whole
          }
        }
        expect(taken).toBeGreaterThan(folder === 'protocols' ? 10_000 : 100)
        expect(walked).toBeGreaterThan(folder === 'protocols' ? 1_000 : 10)
      },
    )
})
