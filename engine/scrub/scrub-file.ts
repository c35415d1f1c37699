/** A scrubbed copy of a capture file. */
import { Assembling } from '../capture-file/assembling'
import type { Assembly } from '../capture-file/assembling'
import { PacketTable } from '../capture-file/packet-table'
import type { Interface } from '../capture-file/types'
import { makePlan } from '../dissect/plan'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { Session } from '../session/session'
import type { Keepable } from './policy'
import { ScrubReport } from './report'
import { PacketScrubber } from './scrub-packet'

export interface ScrubWish {
  from: string
  to: string
  format: Assembly['format']
  /** Equal seeds give equal replacements, in several captures, too. */
  seed: string
  keep: ReadonlySet<Keepable>
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void
}

/** A file under way, so that somebody can give it up; `run` writes it. */
export async function beginScrub(wish: ScrubWish): Promise<{
  run(): Promise<ScrubReport>
  abandon(): Promise<void>
  close(): void
  table: PacketTable
}> {
  const { from, to, format, seed, keep, signal } = wish
  const table = await PacketTable.read(from, signal)
  let session: Session | undefined
  try {
    const report = new ScrubReport()
    const open = (session = await Session.open(from))
    await open.opened.whole
    while (!(await open.step(undefined, 4 * 1024 * 1024))) stopped(signal)
    const file = await Assembling.begin({ tables: [table], path: to, format, ...fileParts(table, keep, report) })
    const scrubber = new PacketScrubber(seed, keep, report)
    const plan = makePlan(registry, { fields: 'all' })
    return {
      table,
      run: async () => {
        for (let i = 0; i < table.count; i++) {
          const packet = table.packet(i)
          const bytes = scrubber.scrub(open.decode(i, plan), packet.bytes)
          report.packets++
          if (bytes.some((x, at) => x !== packet.bytes[at])) report.changed++
          const comments = keep.has('comments') ? packet.comments : []
          report.removed('Comments of packets removed', packet.comments.length - comments.length)
          // Hashes and verdicts speak of the bytes that were.
          const options = packet.options.filter(({ code }) => code !== 3 && code !== 7)
          report.removed('Hashes and verdicts of packets removed', packet.options.length - options.length)
          await file.add({ ...packet, bytes, comments, options }, 0)
          if (i % 1024 === 0) {
            stopped(signal)
            wish.onProgress?.(i, table.count)
          }
        }
        await file.end()
        return report
      },
      abandon: () => file.abandon(),
      close: () => {
        open.close()
        table.close()
      },
    }
  } catch (error) {
    session?.close()
    table.close()
    throw error
  }
}

function stopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Refused('cancelled', 'Scrubbing was cancelled.')
}

/** What the file says besides its packets: which of it stays. */
function fileParts(table: PacketTable, keep: ReadonlySet<Keepable>, report: ScrubReport): Partial<Assembly> {
  const { scanner } = table
  const comments = keep.has('comments')
  const interfaces = keep.has('interfaces')
  const first = scanner.sections[0]
  report.removed('Comments of the file removed', comments ? 0 : (first?.comments.length ?? 0))
  const machine = interfaces ? 0 : [first?.hardware, first?.os, first?.application].filter(Boolean).length
  report.removed('Texts about machine and program removed', machine)
  report.removed('Blocks of secrets removed', keep.has('secrets') ? 0 : scanner.secrets.length)
  report.removed('Resolved names removed', keep.has('resolved') ? 0 : scanner.names.length)
  report.removed('Statistics of interfaces removed', comments ? 0 : table.statistics.length)
  report.removed('Blocks of other kinds left out', table.leftOut)
  if (!comments) table.statistics.length = 0
  const described = (it: Interface): Interface => {
    const { name, description, filter, os, hardware, comments: said, ...rest } = it
    return {
      ...rest,
      comments: comments ? said : [],
      ...(interfaces
        ? {
            ...(name === undefined ? {} : { name }),
            ...(description === undefined ? {} : { description }),
            ...(filter === undefined ? {} : { filter }),
            ...(os === undefined ? {} : { os }),
            ...(hardware === undefined ? {} : { hardware }),
          }
        : name === undefined
          ? {}
          : { name: `if${it.id}` }),
    }
  }
  if (!interfaces)
    report.removed(
      'Names and texts of interfaces replaced or removed',
      scanner.interfaces.flatMap((it) => [it.name, it.description, it.filter, it.os, it.hardware]).filter(Boolean)
        .length,
    )
  return {
    section: {
      comments: comments ? (first?.comments ?? []) : [],
      ...(interfaces && first?.hardware !== undefined ? { hardware: first.hardware } : {}),
      ...(interfaces && first?.os !== undefined ? { os: first.os } : {}),
      ...(interfaces && first?.application !== undefined ? { application: first.application } : {}),
    },
    withoutSecrets: !keep.has('secrets'),
    withoutNames: !keep.has('resolved'),
    described,
  }
}
