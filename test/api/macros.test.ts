// Macros through the calls of a decoder, and as settings: kept, checked, handed to whatever reads a filter.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  FilterCheck,
  FilterCompletions,
  FilterCounts,
  FilterExplanation,
  FilterState,
  MacroProblem,
} from '../../engine/api/filter-shapes'
import type { Rows } from '../../engine/api/shapes'
import { limits } from '../../engine/limits'
import type { Settings } from '../../shell/shapes'
import { withHost } from '../faults/scene'
import { askedDecoder } from '../support/decoder-calls'

const { decoder, ask, value } = askedDecoder()
const use = (macros: Record<string, string>): Promise<unknown> =>
  value('filter.macros', { macros: Object.entries(macros).map(([name, text]) => ({ name, text })) })
const complaint = async (text: string): Promise<FilterCheck['error']> =>
  (await value<FilterCheck>('filter.check', { text })).error
const colours = async (): Promise<string[]> =>
  (await value<Rows>('session.rows', { from: 0, count: 2 })).rows.map(({ colour }) => colour)

beforeAll(async () => {
  await decoder.load('samples/tcp-hello.pcapng', {})
  await decoder.settled()
})
beforeEach(async () => {
  await value('session.filter', { text: '' })
  await use({ longer: 'tcp.len > $1', begins: 'tcp.flags.syn == 1', wrong: 'tcp.nosuch == $1', inner: '$longer($1)' })
})
afterAll(() => decoder.shut())

describe('a macro', () => {
  it('filters, in both spellings and inside another', async () => {
    for (const text of ['$longer(0)', '${longer:0}', '$inner(0)'])
      expect(await value<FilterState>('session.filter', { text })).toMatchObject({ displayed: 1, text })
  })
  it('is checked, explained and counted', async () => {
    expect(await complaint('$longer(0) || $begins()')).toBeNull()
    const args = { text: '$longer(0) || $begins()', number: 4 }
    const { parts, truths } = await value<FilterExplanation>('filter.explain', args)
    expect(parts.map(({ range }) => range)).toEqual([
      [0, 23],
      [0, 10],
      [14, 23],
    ])
    expect(truths!.map(({ holds }) => holds)).toEqual([true, true, false])
    const { counts } = await value<FilterCounts>('filter.count', { text: '$longer(0) || $begins()' })
    expect(counts).toEqual([3, 1, 2])
  })
  it('has no rows in the builder: a change of them would put its text in its place', async () => {
    expect((await value<FilterCheck>('filter.check', { text: '$longer(0)' })).conditions).toBeNull()
    expect((await value<FilterCheck>('filter.check', { text: 'tcp.len > 0' })).conditions).not.toBeNull()
  })
  it('finds packets and colours rows', async () => {
    expect(await value('session.find', { from: 1, in: 'filter', what: '$longer(0)' })).toBe(4)
    expect(await value('session.colours', { rules: [{ id: 'mine', filter: '$begins()' }] })).toEqual([])
    expect(await colours()).toEqual(['mine', 'mine'])
    await use({ begins: 'frame.number == 2' })
    expect(await colours()).toEqual(['', 'mine'])
    await value('session.colours')
  })
  it.each([
    ['$', 1, ['begins()', 'inner(', 'longer(', 'wrong(']],
    ['tcp && $lo', 10, ['longer(']],
    ['${lo', 4, ['longer:']],
    ['${be', 4, ['begins}']],
  ])('completes %s', async (text, at, names) => {
    const { items } = await value<FilterCompletions>('filter.complete', { text, at })
    expect(items.map((item) => item.text).sort()).toEqual(names)
  })
  it.each([
    ['tcp && $wrong(1)', /^In the macro 'wrong': .*tcp\.nosuch/, [7, 16]],
    ['$longer(x y)', /^In the macro 'longer': /, [0, 12]],
    ['$nosuch(1)', /^macro 'nosuch' does not exist/, [0, 8]],
    ['$longer(1, 2)', /wrong number of arguments for macro 'longer'/, [0, 13]],
    ['$longer(1) && ip.nosuch', /^"ip\.nosuch"/, [14, 23]],
  ])('that is wrong is named: %s', async (text, message, range) => {
    const error = await complaint(text)
    expect(error?.message).toMatch(message)
    expect(error?.range).toEqual(range)
  })
  it('that changes changes the filter in force; one that is gone leaves it', async () => {
    await value('session.filter', { text: '$longer(0)' })
    await use({ longer: 'tcp.len == $1' })
    expect(decoder.filter.total).toBe(8)
    await use({})
    expect(decoder.filter.total).toBe(8)
    expect(await complaint('$longer(0)')).not.toBeNull()
  })
})

describe('a list of macros', () => {
  const draft = (...macros: [string, string][]): Promise<MacroProblem[]> =>
    value('filter.checkMacros', { macros: macros.map(([name, text]) => ({ name, text })) })
  it('is right with pieces of filters', async () =>
    expect(await draft(['web', '{80, 443}'], ['of', 'tcp.port in $web() && ip.addr == $1'])).toEqual([]))
  it.each([
    [[['1a', 'tcp']], /no name/],
    [[['', 'tcp']], /no name/],
    [[['a', '  ']], /stands for nothing/],
    [[['a', '$b(1)']], /'a': macro 'b' does not exist/],
    [[['a', '$a()']], /'a': Macros call each other more than/],
    [
      [
        ['b', '$1'],
        ['a', '$b(1, 2)'],
      ],
      /'a': wrong number of arguments for macro 'b'/,
    ],
  ] as [[string, string][], RegExp][])('that is wrong is told: %j', async (macros, message) => {
    const problems = await draft(...macros)
    expect(problems).toMatchObject([{ at: macros.length - 1 }])
    expect(problems[0]!.message).toMatch(message)
  })
  it('with a name twice is refused', async () => {
    expect(await draft(['a', 'tcp'], ['a', 'udp'])).toMatchObject([{ at: 1 }])
    const macros = [
      { name: 'a', text: 'tcp' },
      { name: 'a', text: 'udp' },
    ]
    expect(await ask('filter.macros', { macros })).toMatchObject({ error: { code: 'bad-request' } })
  })
  it.each([
    [Array.from({ length: limits.filterMacros + 1 }, (_, n) => ({ name: `m${n}`, text: 'tcp' }))],
    [[{ name: 'x'.repeat(limits.filterMacroName + 1), text: 'tcp' }]],
    [[{ name: 'x', text: 'x'.repeat(limits.filterText + 1) }]],
  ])('is limited', async (macros) =>
    expect(await ask('filter.macros', { macros })).toMatchObject({ error: { code: 'bad-request' } }),
  )
})

describe('as settings', () => {
  it('are kept only when they are right', () =>
    withHost(async ({ ask: call }) => {
      const macros = [{ name: 'web', text: '{80, 443}' }]
      expect((await call<Settings>('shell.changeSettings', { changes: { macros } })).macros).toEqual(macros)
      await expect(
        call('shell.changeSettings', { changes: { macros: [{ name: 'a b', text: 'tcp' }] } }),
      ).rejects.toMatchObject({ code: 'bad-request' })
      expect((await call<Settings>('shell.settings')).macros).toEqual(macros)
    }))
  it('come from a file without those that are none', () =>
    withHost(async ({ home }) => {
      const macros = [5, { name: 'good', text: 'tcp' }, { name: 'good', text: 'udp' }, { name: '!', text: 'x' }]
      writeFileSync(join(home, 'settings', 'settings.json'), JSON.stringify({ version: 1, value: { macros } }))
      await withHost(
        async ({ ask: call }) =>
          expect((await call<Settings>('shell.settings')).macros).toEqual([{ name: 'good', text: 'tcp' }]),
        { home },
      )
    }))
})
