/** `wirelens merge -w OUT FILE…` and `wirelens reorder IN OUT`: packets of files put into one, or into the order of their times. */
import { Assembling } from '../../engine/capture-file/assembling'
import { PacketTable } from '../../engine/capture-file/packet-table'
import { Refused } from '../../engine/refused'
import { exitCode } from '../exit-codes'
import { Output, say } from '../output'
import { safe } from '../terminal-text'
import { wholeOrNot } from './whole-or-not'
import { formatOf, numberOf, readWords } from './words'

const mergeUsage =
  'Usage: wirelens merge [-a] [-s SNAPLEN] [-F pcapng|pcap|nsecpcap] [-I all|none] -w OUT FILE [FILE …]'

/** Says that a file ends early; what is before stands. */
export function warnOf({ path, leftOut, scanner: { problem } }: PacketTable): void {
  if (problem) say(`wirelens: "${safe(path)}": ${problem.message}`)
  if (leftOut) say(`wirelens: "${safe(path)}": ${leftOut} blocks of kinds of their own are left out.`)
}

/** Reads all files; closes those that it has opened when one is refused. */
export async function tablesOf(paths: readonly string[]): Promise<PacketTable[]> {
  const tables: PacketTable[] = []
  try {
    for (const path of paths) tables.push(await PacketTable.read(path))
    return tables
  } catch (error) {
    for (const table of tables) table.close()
    throw error
  }
}

export async function merge(args: readonly string[]): Promise<number> {
  const words = readWords(args, { valued: ['w', 's', 'F', 'I'], plain: ['a', 'V'], usage: mergeUsage })
  const path = words.values.get('w')?.at(-1)
  if (path === undefined) throw new Refused('usage', 'merge needs -w with the file to write.', mergeUsage)
  if (!words.files.length) throw new Refused('usage', 'merge needs files.', mergeUsage)
  const mode = words.values.get('I')?.at(-1) ?? 'all'
  if (mode !== 'all' && mode !== 'none')
    throw new Refused(
      'usage',
      `-I ${safe(mode)} is not known.`,
      'all: files with the same interfaces share them; none: each has its own.',
    )
  const snap = numberOf(words, 's', 1) ?? Infinity
  const tables = await tablesOf(words.files)
  try {
    tables.forEach(warnOf)
    const file = await Assembling.begin({ tables, path, format: formatOf(words), shareInterfaces: mode === 'all' })
    await wholeOrNot(
      async () => {
        for (const [table, i] of words.values.has('a') ? inTurn(tables) : byTime(tables)) {
          const packet = tables[table]!.packet(i)
          const bytes = packet.bytes.subarray(0, Math.min(snap, packet.bytes.length))
          await file.add({ ...packet, bytes }, table)
        }
        await file.end()
      },
      () => file.abandon(),
    )
    return exitCode.done
  } finally {
    for (const table of tables) table.close()
  }
}

type Place = readonly [table: number, packet: number]

function* inTurn(tables: readonly PacketTable[]): Generator<Place> {
  for (const [t, table] of tables.entries()) for (let i = 0; i < table.count; i++) yield [t, i]
}

/** The earliest of those that come next in their files; of equal ones that of the file named last, as mergecap has it. */
function* byTime(tables: readonly PacketTable[]): Generator<Place> {
  const next = tables.map(() => 0)
  for (;;) {
    let best = -1
    for (let t = 0; t < tables.length; t++) {
      if (next[t]! >= tables[t]!.count) continue
      if (best < 0 || !tables[best]!.before(next[best]!, tables[t]!, next[t]!)) best = t
    }
    if (best < 0) return
    yield [best, next[best]!++]
  }
}

const reorderUsage = 'Usage: wirelens reorder [-n] IN OUT'

export async function reorder(args: readonly string[]): Promise<number> {
  const words = readWords(args, { valued: [], plain: ['n'], usage: reorderUsage })
  const [from, path] = words.files
  if (from === undefined || path === undefined || words.files.length > 2)
    throw new Refused('usage', 'reorder needs a file to read and one to write.', reorderUsage)
  const table = await PacketTable.read(from)
  try {
    warnOf(table)
    const order = Array.from({ length: table.count }, (_, i) => i)
    let early = 0
    for (let i = 1; i < table.count; i++) if (table.before(i, table, i - 1)) early++
    const out = new Output()
    out.write(`${table.count} frames, ${early} out of order\n`)
    if (early || !words.values.has('n')) {
      if (early) order.sort((a, b) => table.seconds(a) - table.seconds(b) || table.nanos(a) - table.nanos(b) || a - b)
      const format = table.scanner.format?.kind === 'pcap' ? (precise(table) ? 'nsecpcap' : 'pcap') : 'pcapng'
      const file = await Assembling.begin({ tables: [table], path, format })
      await wholeOrNot(
        async () => {
          for (const i of order) await file.add(table.packet(i), 0)
          await file.end()
        },
        () => file.abandon(),
      )
    } else out.write('Not writing output file because input file is already in order.\n')
    out.flush()
    return exitCode.done
  } finally {
    table.close()
  }
}

const precise = (table: PacketTable): boolean => table.scanner.interfaces.some((it) => it.tsPrecisionDigits === 9)
