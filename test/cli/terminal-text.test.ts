// Nothing of a packet reaches the terminal as a command.
import { describe, expect, it } from 'vitest'
import { parseDmacros } from '../../cli/macros'
import { jsonText, safe } from '../../cli/terminal-text'
import { visible } from '../../engine/bytes/text'
import { payloadText } from '../../engine/flows/stream-payload'

const everything = Array.from({ length: 0x3000 }, (_, i) => String.fromCharCode(i)).join('')

describe('safe', () => {
  it('writes what tshark writes', () => {
    expect(safe('a\b\t\n\f\r\u001b[31m\u0001\u007f\u202e')).toBe('a\\b\\t\\n\\f\\r\\033[31m\\001\\177\\u202E')
  })
  it('leaves text as it is', () => {
    expect(safe('é → … 한국어 "\\" 😀')).toBe('é → … 한국어 "\\" 😀')
  })
  it('lets no control or direction character through', () => {
    expect(safe(everything)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })
})

describe('jsonText', () => {
  it('is JSON for the same text', () => {
    expect(JSON.parse(jsonText(everything))).toBe(everything)
  })
  it('writes what tshark writes', () => {
    expect(jsonText('\u0001\b"\\</a>\u001b/')).toBe('"\\u0001\\b\\"\\\\<\\/a>\\u001b/"')
  })
  it('lets no control or direction character through', () => {
    expect(jsonText(everything)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })
})

describe('what is not to be seen', () => {
  const unseen = [
    '\u061c',
    '\u00ad',
    '\u180e',
    '\u034f',
    '\u115f',
    '\u3164',
    '\ufe0f',
    '\u{e0041}',
    '\u{e007f}',
    '\u{1d173}',
  ]
  it('is written out, beyond the first 65,536 characters too', () => {
    for (const c of unseen) {
      expect(safe(`a${c}b`)).toMatch(/^a\\(u[0-9A-F]{4}|U000[0-9A-F]{5})b$/)
      expect(jsonText(c)).toMatch(/^"[ -~]*"$/)
      expect(JSON.parse(jsonText(c))).toBe(c)
      expect(visible(`a${c}b`)).toMatch(/^[ -~]*$/)
    }
    expect(visible('\u{e0041}\u061c')).toBe('\\U000e0041\\u061c')
  })
  it('is a dot in a stream that is followed, as is a CR that ends no line', () => {
    expect(payloadText(new TextEncoder().encode('a\rb\r\nc\r'))).toBe('a.b\r\nc.')
  })
})

describe('parseDmacros', () => {
  it('reads lines of old and new releases', () => {
    expect(parseDmacros('# x\n"a" tcp.port == $1\n"b","frame contains \\x22x\\x22"\nrubbish\n')).toEqual([
      { name: 'a', text: 'tcp.port == $1' },
      { name: 'b', text: 'frame contains "x"' },
    ])
  })
})
