// `npm run fuzz`: its words and its table.
import { describe, expect, it } from 'vitest'
import { kinds, readWords, tableOf } from '../../build/fuzz.mjs'

describe('npm run fuzz', () => {
  it('takes minutes, a kind and a seed', () => {
    expect(readWords([])).toEqual({ minutes: 1, only: undefined, seed: undefined })
    expect(readWords(['--minutes', '0.5', '--only', 'calls', '--seed', '7'])).toEqual({
      minutes: 0.5,
      only: 'calls',
      seed: 7,
    })
  })
  it.each([
    [['--minutes', 'x'], /--minutes takes a number/],
    [['--only', 'x'], new RegExp(kinds.join(', '))],
    [['--seed', '7'], /--seed needs --only/],
    [['--only', 'files', '--seed', '-1'], /--seed/],
    [['--other'], /other/],
  ])('refuses %j', (words, why) => expect(readWords(words)).toMatch(why))
  it('prints a line for each kind, with the count and the seed of the slowest', () => {
    const tally = { kind: 'files', count: 12345, seconds: 10, slowest: 6.25, slowestSeed: 99, memory: 3 * 2 ** 20 }
    const [, line] = tableOf({ files: tally }).split('\n')
    expect(line).toMatch(/^files +12,345 +1,235\/s +6\.3 ms +99 +\+3 MiB$/)
  })
})
