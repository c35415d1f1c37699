// Sets of packet numbers as ranges.
import { expect, it } from 'vitest'
import { contains, countOf, join, parseRanges, toggle } from '../../renderer/state/ranges'

it('joins ranges that touch or overlap', () => {
  expect(join([[5, 9], [1, 2], [3, 4], [8, 12], [20, 20]])).toEqual([[1, 12], [20, 20]]) // prettier-ignore
})
it('counts ten million numbers without making them', () => {
  expect(countOf([[1, 10_000_000]])).toBe(10_000_000)
})
it('takes one number out of the middle', () => {
  expect(toggle([[1, 10]], 4)).toEqual([[1, 3], [5, 10]]) // prettier-ignore
})
it('takes out an end without leaving an empty range', () => {
  expect(toggle([[4, 4]], 4)).toEqual([])
  expect(toggle([[4, 6]], 4)).toEqual([[5, 6]])
})
it('adds a number next to a range', () => {
  expect(toggle([[1, 3]], 4)).toEqual([[1, 4]])
})
it('knows both ends of a range', () => {
  expect([3, 4, 9, 10].map((n) => contains([[4, 9]], n))).toEqual([false, true, true, false])
})
it('reads ranges as people write them', () => {
  expect(parseRanges('1-5, 8,10-', 12)).toEqual([[1, 5], [8, 8], [10, 12]]) // prettier-ignore
  expect(parseRanges('-3', 12)).toEqual([[1, 3]])
})
it.each(['', 'x', '5-2', '0', '1,,2', '99'])('refuses “%s”', (text) => {
  expect(parseRanges(text, 12)).toBeNull()
})
