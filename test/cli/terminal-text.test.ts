// Nothing of a packet reaches the terminal as a command.
import { describe, expect, it } from 'vitest'
import { jsonText, safe } from '../../cli/terminal-text'

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
