/** `-r`: opens a file, indexes it, prints its packets or writes them to another file. */
import { unlinkSync } from 'node:fs'
import type { PacketSink } from '../engine/capture-file'
import { Refused } from '../engine/refused'
import { Session } from '../engine/session/session'
import { exitCode } from './exit-codes'
import { printing } from './options'
import type { Options } from './options'
import { Output, say } from './output'
import { selectionOf } from './filter'
import { namesOf, PacketLoop } from './packet-loop'
import { makePrinter } from './print/choose'
import { safe } from './terminal-text'
import { spoolInput } from './spool'
import { writePackets } from './write'

/** Bytes indexed between two looks at signals. */
const slice = 64 * 1024 * 1024

/** @returns the exit code: 2 when the file could not be read to its end */
export async function readFile(o: Options): Promise<number> {
  const out = new Output(o.byLine)
  const selection = selectionOf(o)
  const printer = printing(o) ? makePrinter(o, namesOf(o), out) : null
  const session = await openFile(o.read!)
  if (!session) {
    printer?.begin()
    printer?.end()
    out.flush()
    if (!o.silent) say(`wirelens: ${nameOf(o)} is empty: there is no packet in it.`)
    return exitCode.done
  }
  try {
    const cut = await session.opened.whole
    const end = o.count ? endOfPackets(session, o.count) : undefined
    while (!session.stepSync(end, slice)) await new Promise(setImmediate)
    if (o.write !== null) await writePackets(o, session, selection)
    if (printer) {
      const loop = new PacketLoop(session, printer, out, selection, namesOf(o))
      printer.begin()
      loop.printUntil(session.count)
      printer.end()
    }
    // The last one asked for comes first, as in tshark.
    for (const statistic of [...o.statistics].reverse()) for await (const piece of statistic(session)) out.write(piece)
    out.flush()
    sayFaults(session)
    const problem = end === undefined ? (cut ?? session.scanner.problem) : null
    if (!problem) return exitCode.done
    const what =
      problem.code === 'torn' || (problem.code === 'gzip' && problem.message.includes('cut off'))
        ? 'appears to have been cut short in the middle of a packet'
        : 'appears to be damaged'
    say(`wirelens: The file ${nameOf(o)} ${what}.\n(${safe(problem.message)})`)
    return exitCode.file
  } finally {
    session.close()
  }
}

export const nameOf = (o: Options): string => (o.read === '-' ? 'standard input' : `"${safe(o.read!)}"`)

/** Null for a file without a byte in it, which tshark takes for a capture without packets. */
async function openFile(path: string): Promise<Session | null> {
  const place = path === '-' ? await spoolInput() : null
  try {
    const session = await Session.open(place?.path ?? path)
    // The name goes at once where the system allows it: then nothing can leave the file behind.
    if (place && process.platform !== 'win32') unlinkSync(place.path)
    return session
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.code === 'empty-file') return null
    const message = place ? error.message.replaceAll(`"${place.path}"`, 'standard input') : error.message
    throw new Refused(error.code, message, error.hint)
  }
}

/** Where packet number `count` ends in the file; undefined when there are no more than that. */
function endOfPackets(session: Session, count: number): number | undefined {
  let end: number | undefined
  let seen = 0
  const sink: PacketSink = {
    packet: (_bytes, _at, _captured, _length, _seconds, _nanos, _interface, _offset, blockOffset) => {
      if (seen++ === count) end = blockOffset
    },
  }
  const scanner = session.opened.scan(sink)
  while (end === undefined && !scanner.stepSync(undefined, 256 * 1024).done);
  return end
}

/** Mistakes of our dissectors do not stop anything; they are reported once. */
export function sayFaults({ packet }: Session): void {
  const [first] = packet.faults
  if (!first) return
  const many = packet.faults.length > 1 ? ` and ${packet.faults.length - 1} more` : ''
  const why = first.error instanceof Error ? first.error.message : String(first.error)
  say(
    `wirelens: decoder fault in ${first.protocol}, frame ${first.frame}: ${safe(why)}${many}. Please report it with that packet.`,
  )
}
