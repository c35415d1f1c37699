// Numbers per packet: the list of few, the places of many, and the way from one to the other.
import { describe, expect, it } from 'vitest'
import { PacketNumbers } from '../../engine/dissect/memory'

/** Every `gap`th of the frames up to `last` gets its number × 3. */
function filled(gap: number, last: number): PacketNumbers {
  const numbers = new PacketNumbers()
  for (let frame = gap; frame <= last; frame += gap) numbers.set(frame, frame * 3)
  return numbers
}

describe('numbers per packet', () => {
  for (const gap of [1, 2, 3, 4, 5, 100])
    it(`are found again when one packet in ${gap} has one`, () => {
      const numbers = filled(gap, 60_000)
      for (let frame = 1; frame <= 60_100; frame++)
        expect(numbers.get(frame)).toBe(frame % gap === 0 && frame <= 60_000 ? frame * 3 : 0)
    })
  it('hold the last number set for a packet, of the list and of the places', () => {
    const few = new PacketNumbers()
    few.set(7, 1)
    few.set(7, 2)
    few.set(9, 3)
    expect([few.get(7), few.get(8), few.get(9)]).toEqual([2, 0, 3])
    const many = filled(1, 20_000)
    many.set(20_000, 5)
    many.set(20_001, 6)
    expect([many.get(20_000), many.get(20_001), many.get(20_002)]).toEqual([5, 6, 0])
  })
  it('are kept apart for further layers of the same packet', () => {
    const numbers = filled(2, 10)
    numbers.set(10, 77, 1)
    expect([numbers.get(10), numbers.get(10, 1), numbers.get(10, 2)]).toEqual([30, 77, 0])
  })
})
