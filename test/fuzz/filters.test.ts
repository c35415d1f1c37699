// Random filters: made from the grammar, then broken; each is understood or refused with a place, completed, explained and run over packets.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compile, complete, explainFilter, parseFilter, printFilter } from '../../engine/filter'
import { registry } from '../../engine/protocols'
import { Refused } from '../../engine/refused'
import { filterSession } from '../../engine/session/filtering'
import { generateFilter } from '../filter/generate'
import { opened } from '../filter/reading'
import type { Random } from '../support/random'
import { chosen, patience, runRounds, secondsOf } from './rounds'

const perRound = 300
const pieces = [
  ...[
    '&&',
    '||',
    '!',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\\',
    '/',
    '..',
    ',',
    ':',
    '-',
    '~',
    '@',
    '#',
    '$',
    '${',
    '}',
    '&',
  ],
  ...[
    '==',
    '!=',
    '===',
    '!==',
    '~=',
    '<',
    '>=',
    'contains',
    'matches',
    'in',
    'not',
    'and',
    'xor',
    'any',
    'all',
    'True',
  ],
  ...[
    'tcp',
    'ip.addr',
    'tcp.port',
    'eth.addr[0:3]',
    'frame.number',
    'dns.qry.name',
    'tcp.flags.syn',
    'http',
    'nosuch.field',
    '_ws.col.info',
  ],
  ...[
    '0',
    '-1',
    '0x1f',
    '1e9',
    '99999999999999999999',
    '1.2.3.4',
    '1.2.3.4/33',
    '::1',
    'fe80::/10',
    'ff:ff:ff',
    '"(a+)+$"',
    '"\\x"',
    'r"["',
  ],
  ...['count(', 'len(', 'lower(', 'max(', 'string(', 'upper(', 'abs(', '\u0000', '\u202e', '漢', '\n', '  '],
]

function broken(random: Random, text: string): string {
  let out = text
  for (let n = random.below(4); n; n--) {
    const at = random.below(out.length + 1)
    const to = Math.min(out.length, at + random.below(8))
    out =
      random.below(3) === 0
        ? out.slice(0, at) + out.slice(to)
        : `${out.slice(0, at)} ${random.pick(pieces)} ${out.slice(random.below(2) ? at : to)}`
  }
  return random.below(200) === 0
    ? random.pick(['(', '!', '-', 'not ', '(('] as const).repeat(1 + random.below(3000)) + out
    : out
}

it.runIf(chosen('filters'))(
  'random filters are understood or refused, and none takes long',
  async () => {
    const known = readFileSync('test/filter/filters.txt', 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
    const session = await opened('samples/dns-ping.pcapng')
    const tally = await runRounds('filters', ({ random, seed, did, timed }) => {
      for (let n = 0; n < perRound; n++) {
        const source = random.below(5)
        const text =
          source === 0
            ? Array.from({ length: random.below(12) }, () => random.pick(pieces)).join(random.pick(['', ' ']))
            : broken(random, source === 1 ? random.pick(known) : generateFilter((seed * perRound + n) >>> 0))
        const run = (): string => {
          try {
            const filter = parseFilter(text)
            const compiled = compile(filter, registry)
            // What is printed means the same: it is understood again, and printed the same.
            const printed = printFilter(filter)
            expect(printFilter(parseFilter(printed))).toBe(printed)
            explainFilter(compiled)
            filterSession(session, text)
            return 'understood'
          } catch (error) {
            if (!(error instanceof Refused))
              throw new Error(`${JSON.stringify(text)}: ${(error as Error).stack}`, { cause: error })
            const { range } = error
            if (range && !(range[0] >= 0 && range[0] <= range[1] && range[1] <= text.length + 1))
              throw new Error(`${JSON.stringify(text)}: refused at ${range.join('–')}`, { cause: error })
            return 'refused'
          }
        }
        did(timed(run))
        if (n % 7 === 0) timed(() => complete(text, random.below(text.length + 1), registry))
      }
    })
    session.close()
    expect(tally.outcomes['understood']).toBeGreaterThan(tally.count / 10)
    expect(tally.outcomes['refused']).toBeGreaterThan(tally.count / 10)
    expect(tally.slowest, `seed ${tally.slowestSeed}`).toBeLessThan(patience)
    expect(tally.memory).toBeLessThan(1024 ** 3)
  },
  (secondsOf('filters') + 120) * 1000,
)
