// The benchmark kit: medians, alternating runs, the table and the file of results.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { median, once, pairs, percentile } from '../../build/bench-kit.mjs'
import { keepResults, readRow, table } from '../../build/bench.mjs'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wirelens-bench-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const node = (code: string) => [process.execPath, '-e', code]

it('takes the middle of an odd and of an even number of values', () => {
  expect([median([9, 1, 5]), median([4, 1, 2, 3])]).toEqual([5, 2.5])
})

it('takes the value below which 95 % lie', () => {
  expect(
    percentile(
      Array.from({ length: 100 }, (_, at) => at),
      0.95,
    ),
  ).toBe(95)
})

it('says how many times faster ours is', async () => {
  const { ratio, ours } = await pairs(node('0'), node('setTimeout(() => {}, 2500)'), 2)
  expect(ratio).toBeGreaterThan(1)
  expect(ours.runs).toHaveLength(2)
})

it('keeps the output of a command when asked', async () => {
  expect((await once(node('console.log(7)'), { keepOutput: true })).output).toBe('7\n')
})

it('rejects a command that fails, with what it said', async () => {
  await expect(once(node('console.error("no such file"); process.exit(3)'))).rejects.toThrow(
    /ended with 3: no such file/,
  )
})

it('reads rows and leaves other lines alone', () => {
  expect([readRow('{"name":"open"}'), readRow('hello'), readRow('{"x":1}'), readRow('{broken')]).toEqual([
    { name: 'open' },
    undefined,
    undefined,
    undefined,
  ])
})

it('prints a missed goal', () => {
  const row = { name: 'open', ours: 1.25, theirs: 17.6, ratio: 14.08, unit: 's', goal: '≥ 15×', met: false }
  expect(table([row]).split('\n')[1]).toBe('open  1.25    17.6  s     14.1×  ≥ 15×  MISSED')
})

it('adds a run to the file of its day', () => {
  const day = new Date('2026-11-22T10:00:00Z')
  keepResults(folder, [{ name: 'a' }], day)
  keepResults(folder, [{ name: 'b' }], day)
  const runs = JSON.parse(readFileSync(join(folder, '2026-11-22.json'), 'utf8')) as { rows: { name: string }[] }[]
  expect(runs.map((run) => run.rows[0]?.name)).toEqual(['a', 'b'])
})
