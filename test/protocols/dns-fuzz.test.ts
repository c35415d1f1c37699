// DNS with broken bytes: whatever comes in, the dissector ends soon and never throws anything of its own.
import { expect, it } from 'vitest'
import { run } from './dns-run'
import { options, records, shapes } from './dns-samples'
import { message, packet, pointer, record } from './dns-wire'

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let x = seed; ;) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0
    yield x >>> 8
  }
}

const all = [...Object.values(records), ...Object.values(options), ...Object.values(shapes)]

it('mutated messages of every kind make no fault', () => {
  const random = numbers(20)
  const next = (below: number): number => random.next().value % below
  const packets: { bytes: Uint8Array }[] = []
  for (let round = 0; round < 12; round++)
    for (const sent of all) {
      const payload = [...sent.payload]
      for (let n = next(4) + 1; n > 0; n--) {
        const at = next(payload.length)
        const kind = next(5)
        if (kind === 0) payload[at] = next(256)
        else if (kind === 1) payload[at] = [0, 0xc0, 0xff, 0x3f][next(4)]!
        else if (kind === 2) payload.length = Math.max(1, at)
        else if (kind === 3) payload.splice(at, 0, ...payload.slice(at, at + next(40)))
        else payload[at] = payload[at]! ^ (1 << next(8))
      }
      const port = [53, 53, 5353, 5355][next(4)]!
      packets.push({
        bytes: packet({
          ...sent,
          payload,
          to: [2, port],
          ...(next(4) === 0 ? { tcp: { seq: next(1e6) }, to: [2, 53] } : {}),
        }),
      })
    }
  expect(run(packets).faults).toEqual([])
})

it('a message made of names that are as long as can be ends in time', () => {
  // Thousands of records, each owned by a name that jumps into a row of labels, jump after jump.
  const labels = Array.from({ length: 8_000 }, () => [1, 97]).flat()
  const jumps = Array.from({ length: 3_000 }, (_, i) => record(pointer(12 + ((i * 2) % 8_000)), 16, []))
  const payload = message({ answers: jumps, rest: [] })
  payload.splice(12, 0, ...labels, 0)
  const started = performance.now()
  const { faults } = run([
    { bytes: packet({ payload }) },
    { bytes: packet({ payload: message({ answers: jumps, rest: labels }) }) },
  ])
  expect(faults).toEqual([])
  expect(performance.now() - started).toBeLessThan(3_000)
})
