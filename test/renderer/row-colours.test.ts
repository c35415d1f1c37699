// The theme: every colouring rule has its pair of colours, light and dark, and every pair can be read.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { colourRules } from '../../engine/session/colour-rules'

const css = readFileSync(new URL('../../renderer/ui/row-colours.css', import.meta.url), 'utf8')
const theme = readFileSync(new URL('../../renderer/ui/theme.css', import.meta.url), 'utf8')

interface Pair {
  dark: boolean
  id: string
  row: string
  ink: string
}
const pairs: Pair[] = [
  ...css.matchAll(/(\[data-theme='dark'\] )?\[data-colour='([\w-]+)'\] \{\s*--row: (#\w{6});\s*--row-ink: (#\w{6});/g),
].map(([, dark, id = '', row = '', ink = '']) => ({ dark: dark !== undefined, id, row, ink }))

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

describe.each([false, true])('row colours, dark: %s', (dark) => {
  const own = pairs.filter((pair) => pair.dark === dark)

  it('exist for every colouring rule and every state of a row', () => {
    const painted = Array.from({ length: 10 }, (_, i) => `conversation-${i + 1}`)
    const wanted = [...colourRules.map((rule) => rule.id), ...painted, 'marked', 'ignored', 'picked', 'selected']
    expect(own.map((pair) => pair.id).sort()).toEqual(wanted.sort())
  })
  it.each(own)('$id has a contrast of 4.5', ({ row, ink }) => {
    expect(contrast(row, ink)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('text of the window', () => {
  const [light = '', dark = ''] = theme.split("[data-theme='dark']")
  const value = (part: string, name: string): string => new RegExp(`--${name}: (#\\w{6});`).exec(part)?.[1] ?? ''
  const table: [string, string][] = [
    ...['surface', 'surface-raised', 'chrome', 'hover'].flatMap((ground): [string, string][] => [
      [ground, 'ink'],
      [ground, 'ink-soft'],
    ]),
    ['surface', 'accent-text'],
    ['accent-soft', 'accent-text'],
    ['accent', 'accent-ink'],
    ['bad-soft', 'bad'],
    ['warn-soft', 'warn'],
    ['byte-field', 'byte-field-ink'],
    ['byte-hover', 'byte-hover-ink'],
    ...['surface', 'filter-good', 'filter-warn', 'filter-bad'].flatMap((ground): [string, string][] =>
      ['ink', 'ink-soft', 'token-name', 'token-number', 'token-string', 'token-word'].map((ink) => [ground, ink]),
    ),
  ]
  it.each(table)('on %s: %s can be read', (ground, ink) => {
    for (const part of [light, dark])
      expect(contrast(value(part, ground), value(part, ink))).toBeGreaterThanOrEqual(4.5)
  })
})
