// Timestamps: every resolution gives what exact arithmetic gives.
import { describe, expect, it } from 'vitest'
import { Clock, precisionDigits, unitsFromResolution } from '../../engine/capture-file/clock'

const ticks = [
  ...[0n, 1n, 7n, 999_999n, 1_000_000n, 999_999_999n, 1_000_000_000n, 0xffffffffn, 0x100000000n],
  ...[
    1_700_000_000_123_456n,
    1_700_000_000_123_456_789n,
    0x0123456789abcdefn,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    2n ** 64n - 1n,
  ],
  ...[4_294_967_295_999_999_999n, 4_294_967_296_000_000_000n, 1_699_999_999_999_999_999n],
]

describe('a clock', () => {
  for (const resolution of [0, 1, 3, 6, 7, 9, 10, 12, 19, 20, 38, 0x80, 0x89, 0x8a, 0x94, 0x9e, 0xa0, 0xbf, 0xff]) {
    it(`is exact for if_tsresol ${resolution}`, () => {
      const units = unitsFromResolution(resolution)
      for (const count of ticks) {
        const clock = new Clock(units, 0)
        clock.set(Number(count >> 32n), Number(count & 0xffffffffn))
        const seconds = BigInt.asIntN(64, count / units)
        expect([clock.seconds, clock.nanos]).toEqual([
          Number(seconds),
          Number(((count % units) * 1_000_000_000n) / units),
        ])
      }
    })
  }

  it('is exact around every second for nanoseconds', () => {
    const clock = new Clock(1_000_000_000n, 0)
    for (let i = 0; i < 20_000; i++) {
      const second = BigInt(Math.floor(Math.random() * 18e9))
      const nanos = BigInt([0, 1, 999_999_999, Math.floor(Math.random() * 1e9)][i % 4] ?? 0)
      const count = second * 1_000_000_000n + nanos
      clock.set(Number(count >> 32n), Number(count & 0xffffffffn))
      expect([clock.seconds, clock.nanos]).toEqual([Number(second), Number(nanos)])
    }
  })

  it('adds its offset', () => {
    const clock = new Clock(1_000_000n, -1000)
    clock.set(0, 1_500_000)
    expect([clock.seconds, clock.nanos]).toEqual([-999, 500_000_000])
  })
})

describe('precisionDigits', () => {
  it.each([
    [0, 0],
    [3, 3],
    [5, 6],
    [6, 6],
    [7, 9],
    [12, 9],
    [0x80, 0],
    [0x8a, 3],
    [0x94, 6],
    [0x9e, 9],
  ])('of %i is %i', (resolution, digits) => expect(precisionDigits(resolution)).toBe(digits))
})
