// Text from packets: nothing in it may command a terminal or turn a line around.
import { describe, expect, it } from 'vitest'
import { visible } from '../../engine/bytes/text'
import { epochText, secondsText, split } from '../../engine/bytes/time'

describe('visible', () => {
  it.each([
    ['\u001b[31mred', '\\033[31mred'],
    ['a\nb', 'a\\nb'],
    ['file\u202egnp.exe', 'file\\u202egnp.exe'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['\u009b31m', '\\x9b31m'],
    ['plain → “text” 한글', 'plain → “text” 한글'],
  ])('writes %j as %j', (text, shown) => expect(visible(text)).toBe(shown))
})

describe('times', () => {
  it('keep their nanoseconds', () => expect(secondsText(9_206_812_203)).toBe('9.206812203'))
  it('keep them beyond 2^53', () => expect(secondsText(12_345_678_901_234_567_890n)).toBe('12345678901.234567890'))
  it('may be negative', () => expect(secondsText(-1_500_000_000)).toBe('-1.500000000'))
  it('before 1970 are written as they are meant', () => expect(epochText(-2, 500_000_000)).toBe('-1.500000000'))
  it('split into seconds and a positive rest', () => expect(split(-1_500_000_000)).toEqual([-2, 500_000_000]))
})
