// The index: what a packet costs in memory, and exact times.
import { describe, expect, it } from 'vitest'
import { PassCore } from '../../engine/flows/pass-core'
import { elapsed, PacketIndex } from '../../engine/session/packet-index'

describe('the index', () => {
  it('takes at most 64 bytes per packet', () => {
    const index = new PacketIndex()
    const columns = Object.values(index).filter((v): v is Uint8Array => ArrayBuffer.isView(v))
    const bytes = columns.reduce((sum, c) => sum + c.BYTES_PER_ELEMENT, 0)
    expect(columns.length).toBeGreaterThan(5)
    expect(bytes).toBeLessThanOrEqual(64)
  })
  it('keeps what it has when it grows', () => {
    const index = new PacketIndex()
    const { packets } = new PassCore()
    for (let i = 0; i < 5000; i += 1000) {
      for (let k = 0; k < 1000; k++) {
        packets.offset[k] = (i + k) * 3
        packets.stack[k] = i + k
      }
      index.append(packets, 1000, 5000)
    }
    expect(index.count).toBe(5000)
    expect([index.offset[4999], index.stack[1023], index.offset[1024]]).toEqual([14997, 1023, 3072])
  })
})

describe('elapsed time', () => {
  it('is exact in nanoseconds', () => expect(elapsed(1_557_300_000, 1, 1_557_300_009, 206_812_204)).toBe(9_206_812_203))
  it('is exact over centuries', () =>
    expect(elapsed(-9_000_000_000, 1, 9_000_000_000, 2)).toBe(18_000_000_000_000_000_001n))
  it('may be negative', () => expect(elapsed(10, 0, 9, 999_999_999)).toBe(-1))
})
