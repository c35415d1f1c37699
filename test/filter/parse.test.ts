// From text to tree and back: precedence, spellings, tokens, limits, and that nothing but Refused is ever thrown.
import { describe, expect, it } from 'vitest'
import { compile, parseFilter, printFilter } from '../../engine/filter'
import { limits } from '../../engine/limits'
import { registry } from '../../engine/protocols'
import { Refused } from '../../engine/refused'
import { generateFilter } from './generate'
import { refusal } from './reading'

const printed = (text: string): string => printFilter(parseFilter(text))
/** A tree without its ranges. */
const bare = (text: string): unknown =>
  JSON.parse(
    JSON.stringify(parseFilter(text).test ?? null, (key, value: unknown) =>
      key === 'range' || key === 'at' || key === 'nameRange' ? undefined : value,
    ),
  )

describe('precedence', () => {
  it.each([
    ['a or b and c', 'a || b && c'],
    ['(a or b) and c', '(a || b) && c'],
    ['a xor b or c and d', 'a ^^ b || c && d'],
    ['not a and b', '!(a) && b'],
    ['not (a and b)', '!(a && b)'],
    ['!!a', '!!(a)'],
    ['a ^^ b && c', 'a ^^ b && c'],
    ['a == b + 1 * 2', 'a == b + 1 * 2'],
    ['a == {b + 1} * 2', 'a == {b + 1} * 2'],
    ['a & 1 + 2', 'a & 1 + 2'],
    ['a bitand 1 == 2', 'a & 1 == 2'],
    ['a - b - c', 'a - b - c'],
    ['a - {b - c}', 'a - {b - c}'],
    ['-a * 2', '-a * 2'],
    ['not tcp.port == 80', '!(tcp.port == 80)'],
  ])('%s', (text, expected) => {
    expect(printed(text)).toBe(expected)
  })
})

describe('spellings', () => {
  it.each([
    ['a eq 1', 'a == 1'],
    ['a any_eq 1', 'a == 1'],
    ['a ne 1', 'a != 1'],
    ['a all_ne 1', 'a != 1'],
    ['a all_eq 1', 'a === 1'],
    ['a any_ne 1', 'a !== 1'],
    ['a ~= 1', 'a !== 1'],
    ['a gt 1', 'a > 1'],
    ['a ge 1', 'a >= 1'],
    ['a lt 1', 'a < 1'],
    ['a le 1', 'a <= 1'],
    ['a ~ "x"', 'a matches "x"'],
    ['1 < a <= 100', '1 < a && a <= 100'],
    ['all a > 1', 'all a > 1'],
    ['any a != 1.1.1.1', 'any a != 1.1.1.1'],
    ['a in {1,2 , 4..5}', 'a in {1, 2, 4 .. 5}'],
    ['a not in {1}', 'a not in {1}'],
    ['a[0:3,5,-2:,7-9] == 00:11', 'a[0:3,5,-2:,7-9] == 00:11'],
    ['a[:4]', 'a[0:4]'],
    ['a#2 == 1', 'a#[2] == 1'],
    ['a#[2-4]', 'a#[2-4]'],
    ['@ip.src == c0:a8', '@ip.src == c0:a8'],
    ['@"touché"[5-6] == x', '@"touché"[5-6] == x'],
    ['len(a)[0] == "x"', 'len(a)[0] == "x"'],
    ['max(a, 1) > -5', 'max(a, 1) > -5'],
    ['$ip.src#1 == b', '${ip.src#[1]} == b'],
    ['${@ip.src} == b', '${@ip.src} == b'],
    ['a == "\\x41\\102\\n\\"\\\\"', 'a == "AB\\n\\"\\\\"'],
    ['a == "\\xff"', 'a == "\\xff"'],
    ['a == r"C:\\x41"', 'a == "C:\\\\x41"'],
    ["a == '\\n'", "a == '\\x0a'"],
    ['.tcp.port == :80', '.tcp.port == :80'],
    ['a == ::1', 'a == ::1'],
    ['a == 2001:db8::/32', 'a == 2001:db8::/32'],
    ['a == 10.0.0.0/8', 'a == 10.0.0.0/8'],
    ['a == 00:11:22:33:44:55', 'a == 00:11:22:33:44:55'],
    ['mac-lte && 9p && _ws.expert', 'mac-lte && 9p && _ws.expert'],
    ['', ''],
    ['   ', ''],
  ])('%s', (text, expected) => {
    expect(printed(text)).toBe(expected)
    expect(bare(printed(text))).toEqual(bare(text))
  })
})

describe('whatever is typed', () => {
  it('is printed as a text that parses to the same tree', () => {
    for (let seed = 1; seed <= 1500; seed++) {
      const text = generateFilter(seed)
      expect(bare(printed(text)), text).toEqual(bare(text))
    }
  })

  it('is a filter or a refusal with a range, for random tokens', () => {
    const pieces =
      'tcp ip.addr tcp.port == != && || ! not and in { } ( ) [ ] [0:2] , .. 80 10.0.0.0/8 "a" \'a\' # @ $ : ::1 00:11 - + * & len( max( ~ matches contains any all === xor . r"x" "unclosed \'\\z \\ é ${ip.src} #1 0x 1e+3 -1 ;'.split(
        ' ',
      )
    let state = 7
    const random = (n: number): number => (state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff) % n
    for (let n = 0; n < 6000; n++) {
      const text = Array.from({ length: 1 + random(9) }, () => pieces[random(pieces.length)]).join(random(3) ? ' ' : '')
      try {
        compile(parseFilter(text), registry)
      } catch (thrown) {
        if (!(thrown instanceof Refused)) throw new Error(text, { cause: thrown })
        const [from, to] = thrown.range ?? [-1, -1]
        expect(from >= 0 && to >= from && to <= text.length, `${text}: ${thrown.message} [${from},${to})`).toBe(true)
      }
    }
  })
})

describe('limits', () => {
  it('refuses a text that is too long', () => {
    expect(refusal('tcp' + ' '.repeat(limits.filterText)).code).toBe('too-long')
    expect(printed('tcp' + ' '.repeat(limits.filterText - 3))).toBe('tcp')
  })
  it('refuses nesting that is too deep, of every kind', () => {
    const deep = limits.filterDepth + 1
    for (const text of [
      '('.repeat(deep) + 'tcp' + ')'.repeat(deep),
      '!'.repeat(deep) + 'tcp',
      'frame.len == ' + '{'.repeat(deep) + '1' + '}'.repeat(deep),
      'frame' + '[0:9]'.repeat(deep),
      'len('.repeat(deep) + 'tcp' + ')'.repeat(deep) + ' == 1',
    ])
      expect(refusal(text).code, text.slice(0, 20)).toBe('too-deep')
    const fits = limits.filterDepth - 10
    expect(printed('('.repeat(fits) + 'tcp' + ')'.repeat(fits))).toBe('tcp')
  })
  it('refuses too many members of a set', () => {
    const set = (n: number): string => `frame.number in {${Array.from({ length: n }, (_, i) => i % 10).join(',')}}`
    expect(refusal(set(limits.filterSetMembers + 1)).code).toBe('too-large')
    expect(() => parseFilter(set(limits.filterSetMembers))).not.toThrow()
  })
  it('refuses too many parts, which only macros can make of a short text', () => {
    const macros = { m: Array(650).fill('1').join('+'), n: Array(4).fill('$m()').join('+') }
    expect(refusal('frame.len == ' + Array(3).fill('$n()').join(' + '), macros).code).toMatch(/too-l/)
  })
  it('refuses macros that call themselves, and those that grow too much', () => {
    expect(refusal('$m()', { m: '$m()' }).code).toBe('macro-depth')
    expect(refusal('$m()', { m: '$n()$n()$n()$n()$n()', n: 'x'.repeat(4000) }).code).toBe('too-long')
  })
  it('refuses regular expressions that need too many states', () => {
    expect(refusal('frame matches "(a{500}){500}"').message).toContain(String(limits.regexStates))
  })
})
