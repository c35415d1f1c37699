/** The state behind the calls of a decoder: one open capture at a time, its indexing in the background, and what it tells unasked. */
import { encapsulationName, encapsulationOf } from '../names/link-types'
import { FileSource } from '../capture-file'
import type { FileProblem } from '../capture-file'
import { presets } from '../dissect/settings'
import type { Settings } from '../dissect/settings'
import type { Macros } from '../filter'
import { Refused } from '../refused'
import { Colouring } from '../session/colouring'
import { DisplayFilter } from '../session/display-filter'
import { Session } from '../session/session'
import { errorText, refusedFromSystem } from './call'
import type { CaptureStatus } from './shapes'
import { Sorting } from './sorting'
import { Watch, type LeftOut } from './watch'

/** Bytes indexed between two looks at the event loop: a few milliseconds of work. */
const slice = 2 * 1024 * 1024
/** Milliseconds between two `status` events. */
const statusPause = 100
/** Milliseconds between two looks whether the file is still what it was. */
const lookPause = 1000

export interface LiveState {
  /** The file is whole up to here. */
  end: number
  dropped: number
  running: boolean
}

export interface OpenOptions {
  live?: boolean
  temporary?: boolean
  name?: string
  /** Numbers of packets that are not decoded: another decoder hung on them. */
  skip?: number[]
  /** The display filter that was in force before another decoder's end. */
  filter?: string
}

export class Decoder {
  private session: Session | null = null
  private live: LiveState | null = null
  private temporary = false
  private name = ''
  private indexing: Promise<void> | null = null
  private complete = false
  /** The file is there as a whole: false while a compressed one is being unpacked. */
  private whole = true
  private lastStatus = 0
  private statusTimer: ReturnType<typeof setTimeout> | null = null
  private opening: AbortController | null = null
  private generation = 0
  /** Why the end of the file was not reached, when that is not for the scanner to say. */
  private failure: CaptureStatus['problem'] = null
  /** Packets at the beginning whose file a ring has deleted, and files that go as soon as they have been read. */
  private left: LeftOut = { gone: 0, skip: new Set() }
  private leaving = 0
  changed = false
  /** Which packets the list shows; it stays in force when another capture is opened. */
  readonly filter = new DisplayFilter(
    (state) => {
      this.tell('filter', state)
      if (state.done) this.sorting.renew()
    },
    (error) => this.tell('failed', errorText(error)),
  )
  readonly sorting = new Sorting(this)
  colouring = new Colouring()
  /** Preferences and Decode As of the user's, for captures that are opened from now on. */
  settings: Settings = presets
  /** Macros of the user's: whatever reads a filter takes them. */
  macros: Macros = {}
  /** Which packet is under decoding, should it never end. */
  readonly watch = new Watch()

  /** @param tell sends an event to whoever listens */
  constructor(readonly tell: (event: string, value: unknown) => void) {
    setInterval(() => this.look(), lookPause).unref()
  }

  /** Tells once when another program has changed the file. */
  private look(): void {
    const { session } = this
    if (!session || this.live?.running || this.failure?.code === 'changed') return
    const change = session.look()
    if (!change) return
    this.failure = { code: 'changed', message: change.message, offset: change.from }
    this.tell('failed', { code: 'changed', message: change.message, hint: 'Open it again to see what it holds now.' })
    this.changedStatus()
  }

  /** The open capture; refuses when there is none. */
  get open(): Session {
    if (!this.session) throw new Refused('nothing-open', 'No capture is open.', 'Open a file or start a capture first.')
    return this.session
  }
  get isOpen(): boolean {
    return this.session !== null
  }
  /** All that there is has been read, as far as is known now. */
  get isComplete(): boolean {
    return this.complete
  }
  get isLive(): boolean {
    return this.live?.running ?? false
  }

  /** Opens a file in place of what was open. A live file may still be empty: it is read as far as `grown` says. */
  async load(path: string, options: OpenOptions): Promise<CaptureStatus> {
    this.opening?.abort()
    const opening = new AbortController()
    this.opening = opening
    const session = await Session.open(path, {
      signal: opening.signal,
      settings: this.settings,
      onProgress: (done, total) => this.tell('opening', { path, done, total }),
    })
    if (this.opening !== opening) {
      session.close()
      throw new Refused('cancelled', 'Opening was cancelled.')
    }
    this.opening = null
    // Only now: what was open stays when the other file is refused.
    this.shut()
    const { generation } = this
    this.session = session
    this.left = { gone: 0, skip: new Set(options.skip) }
    this.leaving = 0
    this.watch.over(session.packet, this.left)
    this.temporary = options.temporary ?? false
    this.name = options.name ?? path.replace(/^.*[\\/]/, '')
    this.live = options.live ? { end: 0, dropped: 0, running: true } : null
    this.complete = false
    this.whole = true
    this.failure = null
    this.changed = false
    if (!this.live) {
      // The first screen is indexed before the answer goes out; the rest follows in the background.
      const done = await session.step(undefined, slice).catch((error: unknown) => {
        this.shut()
        throw error
      })
      this.whole = !session.opened.compressed
      this.complete = done && this.whole
      if (!this.complete) this.index()
      if (!this.whole) void session.opened.whole.then((problem) => this.unpacked(generation, problem))
    }
    if (options.filter) this.filter.resume(session, options.filter, this.macros)
    else this.filter.open(session)
    return this.status()
  }

  /** The user's macros are other ones: the filter in force and the colours that speak of them are, too. */
  useMacros(macros: Macros): void {
    this.macros = macros
    this.colouring = new Colouring(this.colouring.texts, macros)
    if (this.filter.renew(macros)) this.changedStatus()
  }

  /** Closes what is open and stops its work. */
  shut(): void {
    this.generation++
    this.sorting.forget()
    this.opening?.abort()
    this.opening = null
    this.filter.open(null)
    this.session?.close()
    this.session = null
    this.live = null
    this.indexing = null
    this.complete = false
  }

  private unpacked(generation: number, problem: FileProblem | null): void {
    if (generation !== this.generation) return
    this.failure = problem
    this.whole = true
    this.index()
  }

  /** The live file is whole up to `end`. */
  grown(end: number, dropped: number): void {
    if (!this.live) return
    const { source } = this.open.opened
    this.live.end = end + (source instanceof FileSource ? source.start : 0)
    this.live.dropped = dropped
    this.index()
  }
  /** A ring went on to the file `path`; the one before is whole up to `end`. `removed`: the oldest was deleted. */
  turned(path: string, end: number, removed: boolean): void {
    const source = this.session?.opened.source
    if (!(source instanceof FileSource)) return
    try {
      source.files.follow(path, end)
    } catch (error) {
      throw refusedFromSystem(error, 'open', path)
    }
    if (removed) this.leaving++
    if (this.live) this.live.end = source.files.lastFrom
    this.index()
  }
  /** What is left of the capture, when a ring has deleted its beginning: from where, and how many packets are missing. */
  get missing(): { bytes: number; packets: number } {
    const { source } = this.open.opened
    return this.left.gone && source instanceof FileSource
      ? { bytes: source.files.firstFrom, packets: this.left.gone }
      : { bytes: 0, packets: 0 }
  }
  private letGo({ opened: { source }, scanner, index }: Session): void {
    while (this.leaving && source instanceof FileSource && scanner.offset >= source.files.secondFrom) {
      source.files.letGo()
      this.leaving--
      while (this.left.gone < index.count && index.offset[this.left.gone]! < source.files.firstFrom) this.left.gone++
    }
  }

  /** The live capture has ended: whatever is in the file now is all. */
  ended(): void {
    if (!this.live) return
    this.live.running = false
    this.index()
  }

  /** Waits until all that is there has been indexed. */
  async settled(): Promise<void> {
    while (this.indexing) await this.indexing
  }

  /** Waits until the file has been read to its end, also one that is being unpacked; a live one as far as it is whole now. */
  async readThrough(): Promise<void> {
    if (!this.whole) await this.open.opened.whole
    await this.settled()
  }

  private index(): void {
    if (this.indexing) return
    const generation = this.generation
    const run = async (): Promise<void> => {
      for (;;) {
        const { session, live } = this
        if (!session || generation !== this.generation) return
        const limit = live?.running ? live.end : undefined
        const done = await session.step(limit, slice)
        if (this.leaving) this.letGo(session)
        if (generation !== this.generation) return
        this.filter.judge()
        if (done && limit === (this.live?.running ? this.live.end : undefined)) {
          this.complete = !this.live?.running && this.whole
          return
        }
        this.changedStatus()
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    this.indexing = run()
      .catch((error: unknown) => {
        if (generation !== this.generation) return
        // What has been read stays; the rest of the file cannot be.
        const { code, message, hint } = errorText(error)
        this.tell('failed', { code, message, hint })
        this.failure = { code, message, offset: this.open.scanner.offset }
        this.complete = true
      })
      .finally(() => {
        if (generation !== this.generation) return
        this.indexing = null
        if (this.complete) this.sorting.renew()
        if (this.complete) this.filter.whole().catch((error: unknown) => this.tell('failed', errorText(error)))
        this.changedStatus()
      })
  }

  /** Tells the status soon, at most ten times a second. */
  changedStatus(): void {
    if (this.statusTimer) return
    const wait = Math.max(0, this.lastStatus + statusPause - Date.now())
    this.statusTimer = setTimeout(() => {
      this.statusTimer = null
      this.lastStatus = Date.now()
      if (this.session) this.tell('status', this.status())
    }, wait)
  }

  /** What is known of the open capture now. */
  status(): CaptureStatus {
    const { open: session, live } = this
    const { scanner, index } = session
    const problem = this.failure ?? scanner.problem ?? scanner.hint
    const n = index.count
    const { format } = scanner
    const kind = format
      ? format.kind + (format.variant === 'microseconds' || format.kind !== 'pcap' ? '' : ` (${format.variant})`)
      : ''
    return {
      path: session.opened.path,
      name: this.name,
      format: kind + (format?.compressed ? `, ${format.compressed}` : ''),
      packets: n,
      bytesDone: scanner.offset,
      bytesTotal: sizeOf(session),
      complete: this.complete,
      live: live?.running ?? false,
      temporary: this.temporary,
      changed: this.changed,
      dropped: live?.dropped ?? 0,
      duration: n ? Number(index.elapsed(0, n - 1)) / 1e9 : 0,
      firstTime: n ? index.seconds[0]! + index.nanos[0]! / 1e9 : null,
      interfaces: scanner.interfaces.map((it) => ({
        name: it.name ?? '',
        description: it.description ?? '',
        linkType: it.linkType,
        linkTypeName: encapsulationName(encapsulationOf(it.linkType)) ?? `link type ${it.linkType}`,
        snapLength: it.snapLength,
        filter: it.filter ?? '',
      })),
      problem:
        problem && !live?.running ? { code: problem.code, message: problem.message, offset: problem.offset } : null,
      marked: session.marked,
      sort: this.sorting.state,
      filter: this.filter.active ? this.filter.state() : null,
    }
  }

  /** After a save under a user's name. */
  savedAs(path: string): void {
    this.temporary = false
    this.changed = false
    this.name = path.replace(/^.*[\\/]/, '')
    this.changedStatus()
  }
}

/** Bytes of the file as far as the system tells; reading says what is wrong when it does not. */
function sizeOf({ opened, scanner }: Session): number {
  try {
    return opened.source.size()
  } catch {
    return scanner.offset
  }
}
