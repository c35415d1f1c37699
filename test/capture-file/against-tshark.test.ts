// Every capture of the corpus: packets, times, lengths, interfaces and comments as tshark gives them.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, expect } from 'vitest'
import { interfaceTitle, openCapture, packetOptions } from '../../engine/capture-file'
import { epochText } from '../../engine/bytes/time'
import { Refused } from '../../engine/refused'
import { golden, isWritten } from '../support/golden'
import { asksTshark, corpus, hasTshark, run, sharedFolder } from '../support/reference'
import { needs } from '../support/skip'

const fields = ['time_epoch', 'len', 'cap_len', 'interface_id', 'interface_name', 'comment', 'cb_pen']

interface Reading {
  rows: string[]
  /** Why it ended early, or why nothing was read. */
  problem: string | null
}

/** What tshark reads. Custom blocks are frames for it and none for us: left out. */
function theirs(path: string): Reading {
  const args = ['-n', '-r', path, '-T', 'fields']
  const { out, messages, code } = run('tshark', [...args, ...fields.flatMap((it) => ['-e', `frame.${it}`])])
  const rows = out.split('\n').filter((row) => row !== '' && !/\t\d+$/.test(row))
  return { rows: rows.map((row) => row.replace(/\t$/, '')), problem: code === 0 ? null : messages }
}

async function ours(path: string): Promise<Reading> {
  let capture
  try {
    capture = await openCapture(path)
  } catch (error) {
    if (error instanceof Refused) return { rows: [], problem: `${error.code}: ${error.message}` }
    throw error
  }
  const cut = await capture.whole
  const rows: string[] = []
  const scanner = capture.scan({
    packet: (_bytes, _at, captured, length, seconds, nanos, interfaceIndex, _offset, blockOffset) => {
      const on = scanner.interfaces[interfaceIndex]
      const isPcapng = scanner.format?.kind === 'pcapng'
      const { comments } = packetOptions(capture.source, scanner, blockOffset)
      expect(comments.length).toBe(scanner.commentCount)
      rows.push(
        [
          scanner.hasTime ? epochText(seconds, nanos) : '',
          length,
          captured,
          isPcapng ? on?.id : '',
          isPcapng && on ? (interfaceTitle(on) ?? 'unknown') : '',
          comments.join(',').replaceAll('\\', '\\\\').replaceAll('\n', '\\n'),
        ].join('\t'),
      )
    },
  })
  scanner.stepSync()
  capture.close()
  return { rows, problem: scanner.problem?.message ?? cut?.message ?? null }
}

/** Where we read and tshark does not, on purpose. */
const onlyOurs: Record<string, string> = {
  'libpcap_brcm-tag-stp.pcap': 'a link type that tshark does not know is no reason to refuse the file',
  'libpcap_dsa.pcap': 'a link type that tshark does not know is no reason to refuse the file',
  'libpcap_linktype-reserved-field-not-zero.pcap': 'the link type is masked to 16 bits',
  'pcpp_clusterfuzz-testcase-minimized-FuzzTarget-5685520970809344.pcap': 'the link type is masked to 16 bits',
}

/** Where the rows differ on purpose: what becomes of tshark's. */
const differs: Record<string, [why: string, change: (rows: string[]) => string[]]> = {
  'suri_bug-6875-01__fuzz.pcap': [
    'a damaged second record makes tshark guess a patched format with longer headers',
    (rows) => rows.slice(0, 1),
  ],
  'tcpdump_atm-oam-loopback-print-overrun.pcap': [
    'tshark takes the four bytes of the SunATM header from the packet; a fraction above a second overflows there',
    () => ['1544489736.821166000\t65622\t64\t\t\t'],
  ],
  'suri_transform-base64-7296__input.pcap': [
    'fractions of a second that are more than a second are carried',
    (rows) => rows.map(carried),
  ],
}

/** "1701999731.1011041000" is how tshark writes a time whose microseconds are out of range. */
function carried(row: string): string {
  const [, seconds, over, rest] = /^(\d+)\.1(\d{9})(\t.*)$/.exec(row) ?? []
  return seconds === undefined ? row : `${Number(seconds) + 1}.${over}${rest}`
}

/**
 * What tshark said is kept as one number per capture, since it takes a minute to ask; where ours has another number, tshark is asked.
 * `npm run golden -- against-tshark` writes them anew.
 */
const keptIn = 'test/capture-file/against-tshark.txt'
const writing = isWritten(keptIn)
const kept = new Map(
  (existsSync(keptIn) ? readFileSync(keptIn, 'utf8') : '')
    .split('\n')
    .map((line): [string, string] => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]),
)
const answered: string[] = []
afterAll(() => {
  if (writing) golden(keptIn, answered.sort().join(''))
})

const print = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)
const printOf = (rows: readonly string[], problem: string | null): string =>
  print(`${rows.join('\n')}\n${problem === null ? 'whole' : 'ends early'}`)

const reference = needs(sharedFolder() && hasTshark(), 'needs the shared corpus and tshark')
for (const folder of ['pcapng', 'malformed', 'protocols'] as const) {
  reference.describe(`corpus/${folder}`, () => {
    for (const path of corpus(folder)) {
      const name = basename(path)
      const why = onlyOurs[name] ?? differs[name]?.[0]
      reference.it(why ? `${name}: ${why}` : name, async () => {
        const we = await ours(path)
        const id = `${folder}/${name} ${print(readFileSync(path))}`
        if (!asksTshark && !writing && kept.get(id) === printOf(we.rows, we.problem)) return
        const they = theirs(path)
        answered.push(`${id} ${printOf(differs[name]?.[1](they.rows) ?? they.rows, they.problem)}\n`)
        if (onlyOurs[name]) {
          expect(they.rows).toEqual([])
          expect(we.problem ?? '').not.toMatch(/^not-a-capture|^unsupported/)
          return
        }
        expect(we.rows).toEqual(differs[name]?.[1](they.rows) ?? they.rows)
        if (name === 'derived_zero-byte-file.pcap')
          expect(we.problem).toMatch(/^empty-file/) // tshark says nothing
        else
          expect([we.problem !== null, we.problem, they.problem]).toEqual([
            they.problem !== null,
            we.problem,
            they.problem,
          ])
      })
    }
  })
}
