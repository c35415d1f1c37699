/**
 * The display filter of an open capture: which packets the list shows. Packets are judged in the background, a few milliseconds at a time,
 * and what arrives later is judged as it comes. Rows are positions among the packets shown; without a filter a row is a packet.
 */
import type { AddressNames } from '../dissect/format'
import type { Macros } from '../filter'
import { FilterRun } from './filtering'
import type { Positions } from './filtering'
import type { Session } from './session'

/** Milliseconds of judging between two looks at the event loop: a filter is cancelled, and a row answered, at most this much later. */
const turn = 10
/** The answer to a new filter goes out with a screenful of rows, after 16 ms with fewer, and after 30 ms with none. */
const screenful = 64
const firstTurns: readonly (readonly [milliseconds: number, enough: number])[] = [
  [4, screenful],
  [4, screenful],
  [8, 1],
  [14, 0],
]
/** Least milliseconds between two events. */
const pause = 100

/** What is known of the filter in force now; told as the event `filter`. */
export interface FilterState {
  text: string
  /** Packets that match, of those judged, of those there are. */
  displayed: number
  judged: number
  packets: number
  /** All packets that are there have been judged. */
  done: boolean
  /** Judging was stopped: the rest is not looked at. */
  stopped: boolean
  /** Rises when rows are other ones than before, and not only more of them. */
  version: number
}

export interface FilterRequest {
  text: string
  /** Position (from 0) of the packet that `${field}` refers to. */
  selected?: number
  macros?: Macros
  names?: AddressNames
}

export class DisplayFilter {
  private session: Session | null = null
  private run: FilterRun | null = null
  private request: FilterRequest = { text: '' }
  private loop: Promise<void> | null = null
  private told = 0
  private version = 0
  /** Packets there were when the filter came into force. */
  private since = 0
  /** Packets in another order than that of the capture, and the row of each: of the first rows of the run that they were sorted in. */
  private order: { rows: Uint32Array; places: Uint32Array } | null = null

  constructor(
    private readonly tell: (state: FilterState) => void,
    /** The file could not be read while packets were judged in the background. */
    private readonly failed: (error: unknown) => void = () => undefined,
  ) {}

  /** Another capture takes the place of the one before: the filter holds for it, too, where it can. */
  open(session: Session | null): void {
    this.run?.cancel()
    this.session = session
    this.run = null
    this.order = null
    const { selected: _, ...request } = this.request
    if (!session || !request.text) return
    let run: FilterRun
    try {
      run = new FilterRun(session, request.text, request)
    } catch {
      // It spoke of a packet of the capture before.
      this.request = { text: '' }
      return
    }
    try {
      this.begin(run)
    } catch (error) {
      run.cancel()
      this.failed(error)
    }
  }

  /** Puts a filter in force; a blank one shows everything. Throws Refused, and the one before stays. */
  set(session: Session, request: FilterRequest): FilterState {
    const text = request.text.trim()
    const before = this.run
    const next = text ? new FilterRun(session, text, { ...request, ...(before ? { within: before } : {}) }) : null
    before?.cancel()
    this.session = session
    this.request = { ...request, text }
    this.told = performance.now()
    this.begin(next)
    return this.state()
  }

  /** The filter of a decoder that has ended; one that cannot hold here is dropped. */
  resume(session: Session, text: string, macros: Macros = {}): void {
    this.request = { text, macros }
    this.open(session)
  }

  /**
   * Macros are other ones: a filter that calls any is put in force anew; what is no filter any more stays as it is, for this capture. True
   * when packets are judged again.
   */
  renew(macros: Macros): boolean {
    const { session, request } = this
    if (!session || !this.run?.filter.calls) {
      this.request = { ...request, macros }
      return false
    }
    try {
      this.set(session, { ...request, macros })
    } catch {
      return false
    }
    this.announce()
    return true
  }

  /** Stops judging; what has been found stays on the screen. */
  stop(): void {
    if (this.run && this.run.done < (this.session?.count ?? 0)) this.run.cancel()
    this.announce()
  }

  /** Judges what has not been judged yet, in the background. */
  judge(): void {
    const { run } = this
    if (this.loop || !run || run.cancelled || run.done >= (this.session?.count ?? 0)) return
    this.loop = this.work(run)
      .catch((error: unknown) => {
        run.cancel()
        this.failed(error)
      })
      .finally(() => {
        this.loop = null
        this.judge()
      })
  }

  /**
   * The capture has been read to its end. What was decoded before that could not know of later packets (the answer to a request), so it
   * is judged again; the rows stay until that has been done, and for good when it is the same.
   */
  async whole(): Promise<void> {
    await this.settled()
    const { run, session, request } = this
    if (!run?.decoded || run.cancelled || !session || session.count === this.since) return
    const again = new FilterRun(session, request.text, request)
    while (!again.step(turn)) {
      await new Promise((resolve) => setImmediate(resolve))
      if (run !== this.run) return
    }
    if (run !== this.run || run.cancelled || isSame(run.view, again.view)) return
    this.run = again
    this.order = null
    this.version++
    this.announce()
  }

  /** Waits until every packet has been judged. */
  async settled(): Promise<void> {
    while (this.loop) await this.loop
  }

  get active(): boolean {
    return this.run !== null
  }
  /** The filter in force with what it has judged so far. */
  get judged(): FilterRun | null {
    return this.run
  }
  get text(): string {
    return this.request.text
  }
  /** Rows of the list. */
  get total(): number {
    return this.run ? this.run.view.length : (this.session?.count ?? 0)
  }
  /** Position (from 0) of the packet in a row; undefined where there is none. */
  packetAt(row: number): number | undefined {
    const { order } = this
    return order && row < order.rows.length ? order.rows[row] : this.nth(row)
  }
  /** The packet shown before packet `i` in the capture, whatever the order of the rows; −1 when there is none. */
  before(i: number): number {
    return this.nth(this.countBefore(i) - 1) ?? -1
  }
  private nth(n: number): number | undefined {
    return this.run ? this.run.view.at(n) : n >= 0 && n < this.total ? n : undefined
  }
  /** What the filter in force shows, as a list that grows; another one with every filter. Null without a filter. */
  get view(): Positions | null {
    return this.run?.view ?? null
  }
  /** Whether a packet (from 0) is shown. */
  shows(i: number): boolean {
    return this.run ? this.run.matches(i) : i < this.total
  }
  /** The row of a packet, or of the next one in the capture that is shown; the number of rows when all lie before it. */
  rowOf(i: number): number {
    const n = this.countBefore(i)
    const { order } = this
    return order && n < order.rows.length ? order.places[this.nth(n)!]! : n
  }
  private countBefore(i: number): number {
    return this.run ? firstAtLeast(this.run.view, i) : Math.min(i, this.total)
  }

  /** Every row is the packet of the same number. */
  get isPlain(): boolean {
    return !this.run && !this.order
  }
  /** How many rows stand in an order of their own; what comes later stands behind them. */
  get arranged(): number {
    return this.order?.rows.length ?? 0
  }
  /** Positions of the packets shown, in the order of the capture. */
  inOrder(): Uint32Array {
    return this.run ? this.run.view.all().slice() : Uint32Array.from({ length: this.total }, (_, i) => i)
  }
  /** Shows the packets of `inOrder` in the order given, until the filter is another one; null: as captured. */
  arrange(rows: Uint32Array | null): void {
    this.order = null
    this.version++
    if (!rows) return
    const places = new Uint32Array(this.session?.count ?? 0)
    for (let row = 0; row < rows.length; row++) places[rows[row]!] = row
    this.order = { rows, places }
  }

  state(): FilterState {
    const { run, session } = this
    const packets = session?.count ?? 0
    return {
      text: this.text,
      displayed: this.total,
      judged: run ? run.done : packets,
      packets,
      done: !run || run.done >= packets,
      stopped: run?.cancelled ?? false,
      version: this.version,
    }
  }

  /** A first look at the packets, as long as whoever asked can wait; the rest follows. */
  private begin(run: FilterRun | null): void {
    this.run = run
    this.order = null
    this.since = this.session?.count ?? 0
    this.version++
    if (run) firstTurns.some(([milliseconds, enough]) => run.step(milliseconds) || run.view.length >= enough)
    this.judge()
  }

  private async work(run: FilterRun): Promise<void> {
    for (;;) {
      // First the answer to whoever asked, then the work.
      await new Promise((resolve) => setImmediate(resolve))
      if (run !== this.run || run.cancelled) return
      const before = run.view.length
      const done = run.step(turn)
      // The first matches are told at once, a screenful too, the others now and then.
      const { length } = run.view
      const news = length > 0 && (before === 0 || (before < screenful && length >= screenful))
      if (done || news || performance.now() - this.told >= pause) this.announce()
      if (done) return
    }
  }
  private announce(): void {
    this.told = performance.now()
    this.tell(this.state())
  }
}

function isSame(a: Positions, b: Positions): boolean {
  if (a.length !== b.length) return false
  for (let n = 0; n < a.length; n++) if (a.at(n) !== b.at(n)) return false
  return true
}

function firstAtLeast(view: Positions, i: number): number {
  let [low, high] = [0, view.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (view.at(middle)! < i) low = middle + 1
    else high = middle
  }
  return low
}
