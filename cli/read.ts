/** `-r`: opens a file, indexes it, prints its packets or writes them to another file. */
import type { Settings } from '../engine/dissect/settings'
import { settingsOf } from './preferences'
import type { FileProblem, PacketSink } from '../engine/capture-file'
import { Refused } from '../engine/refused'
import { Session } from '../engine/session/session'
import { exitCode } from './exit-codes'
import { exportObjects } from './export-objects'
import { printing } from './options'
import type { Options } from './options'
import { Output, say } from './output'
import { selectionOf } from './filter'
import type { Selection } from './filter'
import { namesOf, PacketLoop } from './packet-loop'
import { isPipe, keepPipe } from './pipe'
import { makePrinter } from './print/choose'
import type { Printer } from './print/printer'
import { safe } from './terminal-text'
import { onSignal } from './temporary'
import { LiveWriting, writePackets } from './write'

/** Bytes indexed between two looks at signals. */
const slice = 64 * 1024 * 1024

/** @returns the exit code: 2 when the file could not be read to its end */
export async function readFile(o: Options): Promise<number> {
  if (isPipe(o.read!)) return readPipe(o, o.read!)
  const reading = new Reading(o, nameOf(o))
  const session = await openFile(o.read!, nameOf(o), settingsOf(o))
  if (!session) return reading.empty()
  try {
    const cut = await session.opened.whole
    const end = o.count ? endOfPackets(session, o.count) : undefined
    while (!session.stepSync(end, slice)) await new Promise(setImmediate)
    reading.show(session)
    return await reading.finish(session, end === undefined ? cut : null, end !== undefined)
  } finally {
    session.close()
  }
}

/** What comes through a pipe, printed as it comes. `-c` and the conditions of `-a` end it. Also for `-i` with a pipe. */
export async function readPipe(o: Options, path: string): Promise<number> {
  const name = path === '-' ? 'standard input' : `"${safe(path)}"`
  const reading = new Reading(o, name, true)
  const pipe = keepPipe(path, name)
  const most = Math.min(o.count || Infinity, o.stop.packets || Infinity)
  const largest = o.stop.kilobytes ? o.stop.kilobytes * 1000 : Infinity
  const timer = o.stop.seconds ? setTimeout(() => pipe.stop(), o.stop.seconds * 1000) : undefined
  const release = o.read === null ? onSignal(() => pipe.stop()) : () => {}
  const opened: { session: Session | null } = { session: null }
  let end: number | undefined
  let counting: (() => number | undefined) | null = null
  const grown = async (): Promise<boolean> => {
    if (!opened.session) {
      try {
        opened.session = await openFile(pipe.path, name, settingsOf(o))
      } catch (error) {
        if (error instanceof Refused && error.code === 'truncated') return true
        throw error
      }
    }
    const { session } = opened
    if (!session) return true
    pipe.unname()
    if (most < Infinity) end = (counting ??= packetCounter(session, most))()
    while (!session.stepSync(end, slice)) await new Promise(setImmediate)
    reading.show(session)
    return end === undefined && pipe.size < largest
  }
  try {
    await pipe.run(grown)
    opened.session ??= await openFile(pipe.path, name, settingsOf(o))
    const { session } = opened
    if (!session) return pipe.problem ? reading.damaged(pipe.problem) : reading.empty()
    if (end === undefined) await grown()
    const cut =
      pipe.problem === null
        ? null
        : { code: 'compression' as const, message: pipe.problem, offset: 0, packet: 0, needed: 0, present: 0 }
    return await reading.finish(session, cut, end !== undefined || pipe.size >= largest)
  } finally {
    clearTimeout(timer)
    release()
    pipe.stop()
    opened.session?.close()
    pipe.remove()
  }
}

/** Prints, writes and counts what a session holds. */
class Reading {
  private readonly out: Output
  private readonly selection: Selection | undefined
  private readonly printer: Printer | null
  private loop: PacketLoop | null = null
  private writing: LiveWriting | null = null

  constructor(
    private readonly o: Options,
    private readonly name: string,
    /** What is read may never end: `-w` is written as it comes. */
    private readonly isLive = false,
  ) {
    this.out = new Output(o.byLine)
    this.selection = selectionOf(o)
    this.printer = printing(o) ? makePrinter(o, namesOf(o), this.out) : null
  }

  /** Prints the packets that are new, and writes them. */
  show(session: Session): void {
    const { printer, out, selection, o } = this
    if (this.isLive && o.write !== null) (this.writing ??= new LiveWriting(o, session, selection)).grown()
    if (!printer) return
    if (!this.loop) {
      this.loop = new PacketLoop(session, printer, out, selection, namesOf(o))
      printer.begin()
    }
    this.loop.printUntil(session.count)
    out.flush()
  }

  /** A file without a byte in it. */
  empty(): number {
    this.printer?.begin()
    this.printer?.end()
    this.out.flush()
    if (!this.o.silent) say(`wirelens: ${this.name} is empty: there is no packet in it.`)
    return exitCode.done
  }

  damaged(why: string, cut = true): number {
    const what = cut ? 'appears to have been cut short in the middle of a packet' : 'appears to be damaged'
    say(`wirelens: The file ${this.name} ${what}.\n(${safe(why)})`)
    return exitCode.file
  }

  /** What follows the last packet. `stopped`: its end was not reached, so nothing is said about it. */
  async finish(session: Session, cut: FileProblem | null, stopped: boolean): Promise<number> {
    const { o, out, printer, selection } = this
    printer?.end()
    if (this.writing) this.writing.end()
    else if (o.write !== null) await writePackets(o, session, selection)
    for (const objects of o.objects) exportObjects(session, objects)
    // The last one asked for comes first, as in tshark.
    for (const statistic of [...o.statistics].reverse()) for await (const piece of statistic(session)) out.write(piece)
    out.flush()
    sayFaults(session)
    const change = session.look()
    if (change) {
      say(`wirelens: ${this.name}: ${change.message}`)
      return exitCode.file
    }
    const problem = stopped ? null : (cut ?? session.scanner.problem)
    const { hint } = session.scanner
    if (hint && !o.silent) say(`wirelens: ${this.name}: ${hint.message}`)
    if (!problem) return exitCode.done
    return this.damaged(
      problem.message,
      problem.code === 'torn' || (problem.code === 'compression' && problem.message.includes('cut off')),
    )
  }
}

export const nameOf = (o: Options): string => (o.read === '-' ? 'standard input' : `"${safe(o.read!)}"`)

/** Null for a file without a byte in it, which tshark takes for a capture without packets. */
async function openFile(path: string, name: string, settings: Settings): Promise<Session | null> {
  try {
    return await Session.open(path, { settings })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.code === 'empty-file') return null
    throw new Refused(error.code, error.message.replaceAll(`"${path}"`, name), error.hint)
  }
}

/** Each call looks at what has been added, and says where packet number `count` ends; undefined when there are not that many yet. */
function packetCounter(session: Session, count: number): () => number | undefined {
  let seen = 0
  let end: number | undefined
  const sink: PacketSink = {
    packet: (_bytes, _at, _captured, _length, _seconds, _nanos, _interface, _offset, blockOffset) => {
      if (seen++ === count) end = blockOffset
    },
  }
  const scanner = session.opened.scan(sink)
  return () => {
    while (end === undefined && !scanner.stepSync(undefined, 256 * 1024).done);
    if (seen === count) end = scanner.offset
    return end
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
