// Regular expressions: what they match, what they refuse, and that no pattern takes long.
import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../engine/filter/regex'

const fail = (problem: string): never => {
  throw new Error(problem)
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const found = (pattern: string, text: string): boolean => compilePattern(pattern, fail).test(bytes(text))

describe('what matches', () => {
  it.each([
    ['abc', 'xxABCxx', true],
    ['(?-i)abc', 'xxABCxx', false],
    ['(?-i:a)bc', 'aBC', true],
    ['^a.c$', 'abc', true],
    ['^a.c$', 'a\nc', false],
    ['(?s)^a.c$', 'a\nc', true],
    ['c$', 'abc\n', true],
    ['c\\z', 'abc\n', false],
    ['c\\Z', 'abc\n', true],
    ['^b', 'a\nb', false],
    ['(?m)^b', 'a\nb', true],
    ['(?m)a$', 'a\nb', true],
    ['a|bc|', '', true],
    ['^(a|b)*c$', 'ababc', true],
    ['^(a|b)*c$', 'abab', false],
    ['^a{2,3}$', 'aaaa', false],
    ['^a{2,3}$', 'aaa', true],
    ['^a{2,}$', 'aaaaa', true],
    ['a{,2}', 'a{,2}', true],
    ['x{0}w', 'w', true],
    ['^[a-c]+$', 'ABCabc', true],
    ['^[^a-c]$', 'A', false],
    ['[]a]', ']', true],
    ['[^]a]', 'b', true],
    ['[a-]', '-', true],
    ['[\\d-x]', '-', true],
    ['[[:alpha:]][[:^digit:]]', 'a_', true],
    ['\\d\\w\\s\\D', '1_ x', true],
    ['\\bcat\\b', 'a cat.', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['\\x41\\x{42}\\103', 'abc', true],
    ['\\Qa.b\\E+', 'a.bbb', true],
    ['\\Qa.b\\E', 'axb', false],
    ['(?x) a b # comment', 'ab', true],
    ['a(?#no)b', 'ab', true],
    ['(?<name>a)(?:b)(?P<x>c)', 'abc', true],
    ['w??i', 'wi', true],
    ['\\p{Lu}', 'a', false],
    ['\\p{L}\\P{L}', 'a1', true],
    ['a\\Rb', 'a\r\nb', true],
    ['^..$', '·', true],
    ['·+', '···', true],
    ['', '', true],
    ['()*', 'x', true],
    ['(a*)*b', 'aab', true],
  ])('%s in %j: %s', (pattern, text, expected) => {
    expect(found(pattern, text)).toBe(expected)
  })
})

describe('what is refused', () => {
  it.each([
    ['(', 'missing closing parenthesis'],
    ['a)', 'unmatched closing parenthesis'],
    ['[a', 'missing terminating ] for character class'],
    ['*a', 'quantifier does not follow a repeatable item'],
    ['a**', 'quantifier does not follow a repeatable item'],
    ['a{2,1}', 'numbers out of order in {} quantifier'],
    ['a{99999}', 'number too big in {} quantifier'],
    ['[z-a]', 'range out of order in character class'],
    ['a\\', '\\ at end of pattern'],
    ['[[:foo:]]', 'unknown POSIX class name'],
    ['\\p{Nope}', 'unknown property'],
    ['(a)\\1', 'references to groups'],
    ['(?=a)', 'looking around'],
    ['(?<!a)b', 'looking around'],
    ['(?>a)', 'atomic groups'],
    ['a*+', 'possessive'],
    ['(?R)', 'recursion'],
    ['(?(1)a)', 'conditions'],
    ['(*FAIL)', 'verbs'],
  ])('%s', (pattern, problem) => {
    expect(() => compilePattern(pattern, fail)).toThrow(problem)
  })
})

describe('time', () => {
  it.each([
    ['(a+)+$', 'a'.repeat(65535) + 'b'],
    ['(a|aa)+$', 'a'.repeat(65535) + 'b'],
    ['(.*)(.*)(.*)(.*)x', 'a'.repeat(65536)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(65536)],
    ['(a?){30}a{30}$', 'a'.repeat(65535) + 'b'],
  ])('%s over 64 KiB ends in 50 ms', (pattern, text) => {
    const subject = bytes(text)
    const times = Array.from({ length: 3 }, () => {
      const machine = compilePattern(pattern, fail)
      const before = performance.now()
      machine.test(subject)
      return performance.now() - before
    })
    expect(Math.min(...times)).toBeLessThan(50)
  })

  it('grows with the length of the text even when the table overflows', () => {
    const machine = compilePattern('a.{14}c', fail)
    let state = 1
    const subject = Uint8Array.from({ length: 1 << 16 }, () =>
      ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16) & 1 ? 97 : 98,
    )
    const before = performance.now()
    expect(machine.test(subject)).toBe(false)
    expect(performance.now() - before).toBeLessThan(2000)
  })
})

describe('without a table', () => {
  // More sets of states than are remembered: the text is walked.
  const text = Array.from({ length: 3000 }, (_, i) => 'ab\n c'[(i * i + (i >> 3)) % 5]).join('')
  it.each([
    ['a[^z]{900}x', 'a[^z]{900}x'],
    ['a[^z]{700}c', 'a[^z]{700}c'],
    ['(?s)(a|b).{400}\\b \\bc', '(?:a|b).{400}\\b \\bc'],
    ['(?m)^[^z]{300}b$', '^[^z]{300}b$'],
    ['(a?){200}a{4}q', 'a{4}q'],
  ])('%s', (pattern, theirs) => {
    expect(found(pattern, text)).toBe(new RegExp(theirs, 'sm').test(text))
    expect(found(pattern, `${text}\n`)).toBe(new RegExp(theirs, 'sm').test(`${text}\n`))
  })
  it('refuses more splits than are bounded', () => {
    expect(() => found('(a|b|ab){1900}x', '')).toThrow('too large')
    expect(() => found('(a?){1501}', '')).toThrow('1500')
  })
  it('takes no longer than states × bytes allow', () => {
    const bytes64k = bytes('a'.repeat(65_535))
    for (const pattern of ['a.{900}x', 'a.{9000}x', '(a|b|ab){300}x', '(.*a){100}q', '(a?){500}a{500}q']) {
      // Processor time: a busy machine takes longer by the clock.
      const from = process.cpuUsage()
      expect(compilePattern(pattern, fail).test(bytes64k)).toBe(false)
      expect(process.cpuUsage(from).user / 1000, pattern).toBeLessThan(3000)
    }
  })
})
