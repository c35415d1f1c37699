// Lab sheets: keys out of captures with their evidence, hand-ins graded, files that are none.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { forge } from '../../engine/forge/forge'
import { Desk } from '../../engine/lab/desk'
import { grade, numberIn, readHandIn } from '../../engine/lab/grade'
import { keyOf } from '../../engine/lab/key'
import type { KeyEntry } from '../../engine/lab/key'
import { checkSheet, computedValues, namedRoles, readSheet } from '../../engine/lab/sheet'
import type { Question, Sheet } from '../../engine/lab/sheet'
import { builtInSheets } from '../../engine/lab/sheets'
import type { Session } from '../../engine/session/session'
import { withSession } from '../flows/made-session'
import { asked } from './asked'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-lab-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function open<T>(scenario: string, use: (session: Session) => Promise<T> | T): Promise<T> {
  const path = join(folder, `${scenario}.pcapng`)
  writeFileSync(path, forge(scenario, { seed: 3 }).file)
  return withSession(path, use)
}
const sheetOf = (questions: readonly Question[], more: Partial<Sheet> = {}): Sheet => ({
  format: 'wirelens-lab',
  version: 1,
  id: 'made',
  title: 'Made',
  questions,
  ...more,
})
const keyFor = (scenario: string, sheet: Sheet, seed = ''): Promise<KeyEntry[]> =>
  open(scenario, (session) => keyOf(sheet, new Desk(new Map([['', session]])), 'en', seed))
const builtIn = (id: string): Sheet => builtInSheets.find((s) => s.id === id)!

describe('what lab sheets ask', () => {
  it('is answered from the capture, each with the frames that show it', async () => {
    const scenarios = [...new Set(asked.map(([, scenario]) => scenario))]
    const answered: string[] = []
    for (const scenario of scenarios) {
      const own = asked.filter((a) => a[1] === scenario)
      const questions = own.flatMap(([name, , ...bodies]) =>
        bodies.map((body, i) => ({ id: `${name}.${i}`, text: name, ...body }) as Question),
      )
      const key = await keyFor(scenario, sheetOf(questions))
      const bad = key.filter(
        (k) => k.none !== undefined || (!k.right.length && !k.drawing?.length && k.kind !== 'text'),
      )
      expect(bad.map((k) => `${k.id}: ${k.none}`)).toEqual([])
      // Where nothing is to be counted, no frame shows it.
      const bare = key.filter((k) => !k.evidence.frames.length && k.right[0] !== 0)
      expect(bare.map((k) => k.id)).toEqual([])
      answered.push(...own.map(([name]) => name))
    }
    expect(answered.length).toBeGreaterThanOrEqual(58)
  })

  it.each([
    ['tcp-handshake', 'close-three'],
    ['arp', 'arp-resolve'],
    ['ethernet', 'arp-resolve'],
    ['ip-fragmentation', 'fragmentation'],
    ['udp', 'dns'],
    ['dns', 'dns'],
    ['dhcp', 'dhcp'],
    ['http', 'http'],
  ])('the sheet %s is answered by the exercise %s', async (id, scenario) => {
    const key = await keyFor(scenario, checkSheet(builtIn(id), id))
    expect(key.filter((k) => k.none !== undefined).map((k) => `${k.id}: ${k.none}`)).toEqual([])
    expect(key.length).toBe(builtIn(id).questions.length)
  })

  it('says where the capture answers nothing', async () => {
    const key = await keyFor('arp-resolve', builtIn('dhcp'))
    expect(key[0]).toMatchObject({ right: [], none: expect.stringContaining('has 0 packets') as string })
  })
})

describe('grading', () => {
  const hash = 'ab'.repeat(32)
  const graded = async (answers: Record<string, unknown>, capture = hash): Promise<ReturnType<typeof grade>> => {
    const sheet = builtIn('tcp-handshake')
    const key = await keyFor('close-three', sheet)
    return grade(sheet, key, readHandIn(JSON.stringify({ sheet: sheet.id, capture, answers }), 'a.json'), hash, 'en')
  }
  const right = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (await keyFor('close-three', builtIn('tcp-handshake'))).map((k) => [k.id, k.drawing ?? k.right[0]]),
    )

  it('gives all points for the key, none for nothing', async () => {
    const all = await graded(await right())
    expect([all.points, all.of, all.notes]).toEqual([22, 22, []])
    const none = await graded({})
    expect([none.points, new Set(none.graded.map((g) => g.mark))]).toEqual([0, new Set(['missing'])])
  })

  it('marks each wrong answer with what is right, and the frames', async () => {
    const answers = await right()
    const wrong = await graded({
      ...answers,
      'close-segments': 4,
      'closed-by': 'client',
      'syn-flags': '0x012',
      opening: [],
      piggyback: 1,
    })
    expect(wrong.points).toBe(17)
    const close = wrong.graded.find((g) => g.id === 'close-segments')!
    expect([close.mark, close.reason.includes('3'), close.frames.length]).toEqual(['wrong', true, 3])
  })

  it('takes other notations of the same', async () => {
    const answers = await right()
    const seconds = Number(answers['handshake-rtt'])
    const flags = Number(answers['syn-flags'])
    const other = await graded({
      ...answers,
      'syn-flags': flags,
      'synack-flags': '18',
      'syn-mss': '1,460',
      'handshake-rtt': `${(1000 * seconds).toPrecision(4)} ms`,
      'closed-by': '서버',
      'first-data': `${String(answers['first-data'])}바이트`,
      'client-ip': ` ${String(answers['client-ip'])} `,
      'fin-ack-number': `0x${Number(answers['fin-ack-number']).toString(16)}`,
    })
    expect(other.graded.filter((g) => g.mark !== 'right').map((g) => g.id)).toEqual([])
  })

  it('leaves free text to the teacher, and says what of the evidence it names', async () => {
    const sheet = builtIn('arp')
    const key = await keyFor('arp-resolve', sheet)
    const [frame] = key.find((k) => k.id === 'padding')!.evidence.frames
    const result = grade(
      sheet,
      key,
      readHandIn(JSON.stringify({ sheet: 'arp', answers: { padding: `Frame ${frame} has padding.` } }), 'a'),
      hash,
      'en',
    )
    const own = result.graded.find((g) => g.id === 'padding')!
    expect([own.mark, own.points, own.reason.includes(`names ${frame}`)]).toEqual(['teacher', 0, true])
  })

  it('says that answers are for another capture, or another sheet', async () => {
    expect((await graded({}, 'cd'.repeat(32))).notes[0]).toContain('another capture')
    const key = await keyFor('close-three', builtIn('tcp-handshake'))
    const handIn = readHandIn('{"sheet":"arp","answers":{}}', 'a.json')
    expect(grade(builtIn('tcp-handshake'), key, handIn, hash, 'en').notes[0]).toContain('"arp"')
  })

  it('varies by student: the same for the same seed, another packet for another', async () => {
    const own: Question = { id: 'a', text: 'a', kind: 'field', of: { filter: 'tcp', nth: '$n' }, field: 'frame.number' }
    const sheet = sheetOf([own], { variables: { n: { most: { count: 'tcp' } } } })
    const of = async (seed: string): Promise<unknown> => (await keyFor('loss', sheet, seed))[0]!.right[0]
    const seen = new Set(await Promise.all(['anna', 'bo', 'cho', 'dee', 'eun'].map(of)))
    expect([await of('anna'), seen.size > 2]).toEqual([await of('anna'), true])
  })
})

describe('numbers in answers', () => {
  it.each([
    ['0x1f', 31], ['1,234,567', 1_234_567], ['63 µs', 0.000_063], ['0.5ms', 0.0005], ['−3', -3], ['13 bytes', 13], ['12%', 12],
    ['1,23', null], ['12 parsecs', null], ['', null], ['0x', null], ['1.2.3.4', null],
  ])('%s', (text, value) => {
    const found = numberIn(text)
    if (value === null) expect(found).toBeNull()
    else expect(found!.value).toBeCloseTo(value, 12)
  }) // prettier-ignore
})

describe('what is no sheet', () => {
  const base = { format: 'wirelens-lab', version: 1, id: 'x', title: 'x' }
  it.each([
    ['no JSON', '{', 'no lab sheet'],
    ['another format', '{"format":"x"}', 'format'],
    ['no questions', JSON.stringify(base), 'questions'],
    ['an unknown kind', JSON.stringify({ ...base, questions: [{ id: 'a', text: 'a', kind: 'run' }] }), 'questions[0].kind'],
    ['a question without its field', JSON.stringify({ ...base, questions: [{ id: 'a', text: 'a', kind: 'field', of: { role: 'syn' } }] }), 'questions[0].field'],
    ['an unknown role', JSON.stringify({ ...base, questions: [{ id: 'a', text: 'a', kind: 'field', field: 'x', of: { role: 'constructor' } }] }), 'questions[0].of.role'],
    ['an inherited name', JSON.stringify({ ...base, questions: [{ id: 'a', text: 'a', kind: 'toString' }] }), 'questions[0].kind'],
    ['two of one name', JSON.stringify({ ...base, questions: [0, 1].map(() => ({ id: 'a', text: 'a', kind: 'count', filter: 'tcp' })) }), 'twice'],
    ['what is too large', `"${'x'.repeat(1_000_001)}"`, 'too large'],
  ])('%s', (_, text, why) => {
    expect(() => readSheet(text, 'sheet.json')).toThrow(why)
  }) // prettier-ignore

  it('is told by the published schema in the same words', () => {
    const schema = readFileSync(new URL('../../docs/lab-sheet.schema.json', import.meta.url), 'utf8')
    const kinds = [...schema.matchAll(/"const": "([\w-]+)"/g)]
      .map(([, kind]) => kind)
      .filter((k) => k !== 'wirelens-lab')
    expect(kinds.sort()).toEqual([
      'choice',
      'computed',
      'count',
      'drawing',
      'field',
      'hidden-field',
      'order',
      'text',
      'time',
    ])
    for (const word of [...namedRoles, ...computedValues]) expect(schema).toContain(`"${word}"`)
  })

  it('a hand-in that is none', () => {
    expect(() => readHandIn('[]', 'a.json')).toThrow('no answer file')
    expect(() => readHandIn('{', 'a.json')).toThrow('not JSON')
  })
})
