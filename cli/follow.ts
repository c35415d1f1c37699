/** Prints, or sends to standard output, a capture file that is still growing. */
import { settingsOf } from './preferences'
import { closeSync, openSync, readSync } from 'node:fs'
import { Session } from '../engine/session/session'
import { printing } from './options'
import type { Options } from './options'
import { Output, writeAll } from './output'
import type { Selection } from './filter'
import { namesOf, PacketLoop } from './packet-loop'
import { makePrinter } from './print/choose'
import type { Printer } from './print/printer'
import { sayFaults } from './read'
import { isStream, openStream } from './write'

export class Follower {
  private readonly out: Output
  private readonly printer: Printer | null
  private session: Session | null = null
  private loop: PacketLoop | null = null
  /** The file is whole up to here. */
  private end = 0
  private work: Promise<void> | null = null
  /** Bytes that have gone to standard output (`-w -`). */
  private copied = 0
  private file: number | null = null
  /** Where copies go. */
  private target: number | null = null
  private begun = false

  constructor(
    private readonly o: Options,
    private readonly path: string,
    private readonly selection: Selection | undefined,
  ) {
    this.out = new Output(o.byLine)
    this.printer = printing(o) ? makePrinter(o, namesOf(o), this.out) : null
  }

  /** The file is whole up to `end`: shows what is new. Rejects when the output can take no more. */
  grown(end: number): Promise<void> {
    this.end = Math.max(this.end, end)
    return (this.work ??= this.show().finally(() => (this.work = null)))
  }

  /** The last packets, and what stands behind them. */
  async finish(end: number): Promise<void> {
    if (this.work) await this.work
    await this.grown(end)
    if (this.printer) {
      if (!this.begun) this.printer.begin()
      this.printer.end()
    }
    this.out.flush()
    if (this.session) sayFaults(this.session)
  }

  /** Runs `use` with everything that was captured, indexed. */
  async withSession(use: (session: Session) => Promise<void>): Promise<void> {
    const session = (this.session ??= await Session.open(this.path, { settings: settingsOf(this.o) }))
    while (!session.stepSync(this.end));
    await use(session)
  }

  close(): void {
    this.session?.close()
    if (this.file !== null) closeSync(this.file)
    this.file = null
    if (this.target !== null && this.target !== 1) closeSync(this.target)
    this.target = null
  }

  private async show(): Promise<void> {
    for (let shown = -1; shown < this.end;) {
      shown = this.end
      if (!shown) return
      if (this.o.write !== null && isStream(this.o.write) && this.o.fileFormat === 'pcapng') this.copyUntil(shown)
      if (this.printer) await this.printUntil(this.printer, shown)
    }
  }

  private async printUntil(printer: Printer, end: number): Promise<void> {
    const session = (this.session ??= await Session.open(this.path, { settings: settingsOf(this.o) }))
    this.loop ??= new PacketLoop(session, printer, this.out, this.selection, namesOf(this.o))
    if (!this.begun) printer.begin()
    this.begun = true
    while (!session.stepSync(end)) await new Promise(setImmediate)
    this.loop.printUntil(session.count)
    this.out.flush()
  }

  private copyUntil(end: number): void {
    this.file ??= openSync(this.path, 'r')
    const piece = new Uint8Array(1024 * 1024)
    while (this.copied < end) {
      const count = readSync(this.file, piece, 0, Math.min(piece.length, end - this.copied), this.copied)
      if (!count) return
      writeAll((this.target ??= openStream(this.o.write!)), piece.subarray(0, count))
      this.copied += count
    }
  }
}
