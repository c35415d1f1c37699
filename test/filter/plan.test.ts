// The plan: what the index answers, and what a few decoded fields answer, is what decoding everything answers.
import { basename } from 'node:path'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { makePlan } from '../../engine/dissect/plan'
import { compile, parseFilter } from '../../engine/filter'
import { registry } from '../../engine/protocols'
import { Refused } from '../../engine/refused'
import type { Session } from '../../engine/session/session'
import { FilterRun } from '../../engine/session/filtering'
import { corpus } from '../support/reference'
import { generateFilter } from './generate'
import { decodedMatches, opened } from './reading'

const every = process.env.WIRELENS_CAPTURES === 'all'
const captures = [
  ...['tcp-hello', 'dns-ping', 'arp-pairs'].map((n) =>
    fileURLToPath(new URL(`../../samples/${n}.pcapng`, import.meta.url)),
  ),
  ...corpus('protocols').filter((_, n) => every || n % 6 === 0),
]
const listed = readFileSync(new URL('filters.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line, n) => line && !line.startsWith('#') && (every || n % 5 === 0))
const filters = [
  ...listed,
  ...[
    'tcp.analysis.flags',
    'tcp.analysis.retransmission',
    'tcp.flags.reset == 1',
    'tcp.flags & 0x12 == 0x12',
    'tcp.flags == 0x002',
  ],
  ...[
    'udp.stream == 0',
    'tcp.stream in {0..2}',
    'frame contains "GET"',
    'frame contains 00:00:00',
    '!(udp.port == 53) && frame contains "a"',
  ],
  ...[
    'dns.qry.name contains "a"',
    'tcp contains "HTTP"',
    'ip.addr == 10.0.0.0/8 && tcp.port in {80,443}',
    'ipv6.addr == fe80::/10',
  ],
  ...[
    'eth.addr == ff:ff:ff:ff:ff:ff',
    'vlan',
    'vlan.id > 1',
    '_ws.malformed',
    '_ws.expert.severity == Error',
    'frame.time_relative > 1',
  ],
  ...Array.from({ length: 60 }, (_, n) => generateFilter(5000 + n)),
]

it.each(captures.map((path) => [basename(path), path]))(
  'answers of %s as decoding everything does',
  async (_name, path) => {
    const session = await opened(path)
    if (session.count <= 3000 || every) {
      const accepted = filters.filter((filter) => !isRefused(filter))
      const decoded = decodedByAll(session, accepted)
      const wrong = accepted.filter((filter, n) => {
        const run = new FilterRun(session, filter)
        run.step()
        return [...run.view.all()].map((i) => i + 1).join() !== decoded[n]!.join()
      })
      expect(wrong).toEqual([])
    }
    session.close()
  },
)

function isRefused(filter: string): boolean {
  try {
    compile(parseFilter(filter), registry)
    return false
  } catch (thrown) {
    if (thrown instanceof Refused) return true
    throw thrown
  }
}

/** Frame numbers that each filter lets through. Every packet is decoded once, with every field, for all filters. */
function decodedByAll(session: Session, texts: readonly string[]): number[][] {
  const programs = texts.map((text) => compile(parseFilter(text), registry))
  const plan = makePlan(registry, { fields: 'all', columns: true })
  const found = texts.map((text): number[] => (ofShown(text) ? decodedMatches(session, text, true) : []))
  const left = programs.map((_, n) => n).filter((n) => !ofShown(texts[n]!))
  for (let i = 0; i < session.count; i++) {
    const packet = session.decode(i, plan)
    for (const n of left) if (programs[n]!.matches(packet)) found[n]!.push(i + 1)
  }
  return found
}

/** Whether the answer for a packet depends on which one was let through before it. */
const ofShown = (text: string): boolean => text.includes('displayed')

it('holds that a field is only recorded in packets whose layers can have it', async () => {
  const plan = makePlan(registry, { fields: 'all' })
  const strange = new Set<string>()
  for (const path of captures) {
    const session = await opened(path)
    for (let i = 0; i < Math.min(session.count, 2000); i++) {
      const p = session.decode(i, plan)
      const layers = new Set(session.stacks.layers[session.index.stack[i]!]!.map((id) => registry.protocols[id]!.name))
      for (let r = 0; r < p.records.count; r++) {
        const { protocol } = registry.fields[p.records.field[r]!]!
        if (
          protocol &&
          protocol !== 'frame' &&
          !layers.has('_ws.open') &&
          !protocol.startsWith('_ws.') &&
          !layers.has(protocol)
        )
          strange.add(`${protocol} in ${p.layerProtocol[p.records.layer[r]!]?.name}`)
      }
    }
    session.close()
  }
  // Those that say so: `uses`.
  const known = registry.protocols.flatMap((p) => (p.uses ?? []).map((used) => `${used} in ${p.name}`))
  expect([...strange].filter((s) => !known.includes(s))).toEqual([])
}, 300_000)
