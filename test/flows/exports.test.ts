// Ladders for others: SVG is well-formed XML, Mermaid and PlantUML hold to their grammar, and nothing from a packet breaks out of its place.
import { describe, expect, it } from 'vitest'
import { exportFormats, exportLadder } from '../../engine/flows/export-ladder'
import type { ExportFormat } from '../../engine/flows/export-ladder'
import type { Arrow, Ladder } from '../../engine/flows/ladder'
import { wholeLadder } from '../../engine/session/ladders'
import type { Scope } from '../../engine/session/ladders'
import { TcpTalk } from '../support/tcp-talk'
import { withMade } from './made-session'
import { wellFormed } from './xml'

const write = (ladder: Ladder, format: ExportFormat, absolute = false): string =>
  [...exportLadder(ladder, format, { digits: 6, absolute })].join('')
const talk = (): TcpTalk =>
  new TcpTalk()
    .open()
    .client('PSH ACK', { data: 10 })
    .server('ACK')
    .wait(5)
    .client('FIN ACK')
    .server('FIN ACK')
    .client('ACK')
const ladderOfTalk = (scope: Scope = { kind: 'tcp', stream: 0 }): Promise<Ladder> =>
  withMade(talk().made, (session) => wholeLadder(session, scope, 1000))

/** What Mermaid's sequence diagrams know of what is written here, line by line. */
const mermaidLine =
  /^(?:sequenceDiagram| {2}participant h\d+ as [^#;\n]*(?:#\d+;[^#;\n]*)*| {2}h\d+(?:->>|-x)h\d+: [^#;\n]*(?:#\d+;[^#;\n]*)*| {2}Note over h\d+(?:,h\d+)?: [^#;\n]*(?:#\d+;[^#;\n]*)*)$/
const plantLine =
  /^(?:@startuml|@enduml|hide footbox|participant "[^"]*" as h\d+|== (?:opening|data|close) ==|\.\.\. [^\n]* \.\.\.|h\d+ -(?:\[#red\])?> h\d+ : .*|note (?:left|right) : .*|note over h\d+(?:, h\d+)? : .*)$/

const hostile = [
  '</text><script>alert(1)</script>',
  'a;b#c%%d\nend',
  '"quoted" & <b>',
  '\u0000\u0007\u202e\ud800',
  '@enduml\n@startuml',
  "]]>--><!--'",
]

function hostileLadder(): Ladder {
  const arrow = (label: string, n: number): Arrow => ({
    ...{
      n,
      frame: n + 1,
      time: n * 1e9,
      wait: 1e9,
      folded: n % 2 === 1,
      from: n % 2,
      to: (n + 1) % 2,
      fromPort: 1,
      toPort: 2,
    },
    ...{
      label,
      comment: label,
      segment: null,
      phase: '',
      problem: label,
      answers: n,
      rtt: 5,
      answeredIn: 0,
      states: null,
    },
  })
  return {
    ...{
      kind: 'any',
      title: hostile.join(' '),
      hidden: 0,
      total: hostile.length,
      from: 0,
      opening: hostile[0]!,
      closing: hostile[1]!,
      vantage: '',
    },
    lifelines: [
      { name: hostile[0]!, role: '', port: 0 },
      { name: hostile[1]!, role: '', port: 0 },
    ],
    arrows: hostile.map(arrow),
  }
}

describe('a ladder as SVG', () => {
  it('is well-formed and has one group per arrow', async () => {
    const svg = write(await ladderOfTalk(), 'svg')
    const names = wellFormed(svg)
    expect(names.filter((n) => n === 'g')).toHaveLength(8)
    expect(names[0]).toBe('svg')
    expect(svg).toContain('Closed in three segments')
  })
  it('holds whatever packets say', () => {
    const svg = write(hostileLadder(), 'svg')
    expect(wellFormed(svg)).not.toContain('script')
  })
  it('names nothing outside itself', () =>
    expect(write(hostileLadder(), 'svg')).not.toMatch(/href|url\((?!#head-)|@import/))
})

describe('a ladder for Mermaid', () => {
  it.each([
    ['of a connection', ladderOfTalk],
    ['of hostile texts', () => Promise.resolve(hostileLadder())],
  ])('holds to the grammar: %s', async (_, make) => {
    const lines = write(await make(), 'mermaid')
      .trimEnd()
      .split('\n')
    expect(lines[0]).toBe('sequenceDiagram')
    for (const line of lines) expect(line).toMatch(mermaidLine)
  })
  it('shows absolute numbers on request', async () => {
    const ladder = await ladderOfTalk()
    expect(write(ladder, 'mermaid')).toContain('SYN Seq=0')
    expect(write(ladder, 'mermaid', true)).toContain('SYN Seq=1000')
  })
})

describe('a ladder for PlantUML', () => {
  it.each([
    ['of a connection', ladderOfTalk],
    ['of hostile texts', () => Promise.resolve(hostileLadder())],
  ])('holds to the grammar: %s', async (_, make) => {
    const lines = write(await make(), 'plantuml')
      .trimEnd()
      .split('\n')
    expect(lines[0]).toBe('@startuml')
    expect(lines.at(-1)).toBe('@enduml')
    expect(lines.filter((l) => l.startsWith('@'))).toHaveLength(2)
    for (const line of lines) expect(line).toMatch(plantLine)
  })
})

describe('a ladder', () => {
  it('of every packet has the same arrows in every form', async () => {
    const ladder = await ladderOfTalk({ kind: 'any' })
    expect(ladder.arrows).toHaveLength(8)
    for (const format of exportFormats) expect(write(ladder, format).length).toBeGreaterThan(100)
  })
  it('folds a long pause', async () => expect((await ladderOfTalk()).arrows.map((a) => a.folded).indexOf(true)).toBe(5))
})
