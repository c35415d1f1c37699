/** The live capture of a shell: starts and stops a driver, and tells the decoder how far the file is whole. It never looks at a packet. */
import { join } from 'node:path'
import type { CaptureStatus } from '../engine/api/shapes'
import { Refused } from '../engine/refused'
import { CaptureRefused, checkFilter, listAdapters, requireAdapter, startCapture } from '../native/drivers'
import type { CaptureEnd, CaptureProcess, Drivers, FileTurned, Written } from '../native/drivers'
import { openGreeter } from './hello-exchange'
import type { Host } from './host'
import { temporaryName } from './leftovers'
import { temporaryFolder } from './places'
import type { Adapter, AdapterList, CaptureOptions, CaptureState } from './shapes'
import { TrafficLines } from './traffic-lines'

const idle: CaptureState = {
  running: false,
  adapter: '',
  filter: '',
  driver: '',
  packets: 0,
  dropped: 0,
  problem: null,
}

export class CaptureControl {
  state: CaptureState = idle
  private capture: CaptureProcess | null = null
  private over: Promise<void> = Promise.resolve()
  /** Starts and stops take turns: the next begins when the one before is through. */
  private turn: Promise<unknown> = Promise.resolve()
  private known: Drivers | null = null
  private options: CaptureOptions | null = null
  /** The file is whole up to here. */
  private end = 0
  /** Turns of a ring that came before its first file was open. */
  private turns: FileTurned[] = []
  private opened = false
  private readonly traffic: TrafficLines

  constructor(private readonly host: Host) {
    this.traffic = new TrafficLines((value) => host.tell('traffic', value))
  }

  get running(): boolean {
    return this.capture !== null
  }

  /** Process id of the driver, for diagnostics. */
  get pid(): number | undefined {
    return this.capture?.pid
  }

  async adapters(): Promise<AdapterList> {
    const drivers = await this.drivers(true)
    const { chosen, why, version, problem, permitted, hint } = drivers
    const driver = { kind: chosen?.kind ?? ('none' as const), text: version, why }
    if (!chosen) return { adapters: [], driver, problem }
    const { adapters } = await listAdapters({}, drivers)
    return {
      adapters: adapters.map(shown).sort((a, b) => rank(a) - rank(b)),
      driver,
      problem: permitted ? null : { code: 'EPERM', message: 'Wirelens may not capture on this machine yet.', hint },
    }
  }
  watchTraffic(on: boolean): void {
    this.traffic.watch(on)
  }
  /** Compiles a capture filter for an adapter without capturing. */
  async check(adapter: string, filter: string): Promise<{ ok: boolean; message: string }> {
    if (!filter.trim()) return { ok: true, message: '' }
    const answer = await checkFilter({ interface: adapter, filter }, await this.drivers())
    return answer.ok ? { ok: true, message: '' } : { ok: false, message: answer.message }
  }

  /** Starts a capture into a new temporary file and opens that file. What was captured before goes when the new one is open: the user was asked. */
  start(options: CaptureOptions): Promise<CaptureStatus> {
    return this.inTurn(() => this.begin(options))
  }
  private async begin(options: CaptureOptions): Promise<CaptureStatus> {
    await this.halt()
    const drivers = await this.drivers()
    const { chosen, why, problem } = drivers
    if (!chosen) throw new Refused(problem?.code ?? 'NODRIVER', why, problem?.hint)
    await listed(options.adapter, drivers)
    const file = join(temporaryFolder(), temporaryName())
    const { stopAfter = {}, snapLength } = options
    const filter = this.filterFor(options)
    this.state = { ...idle, adapter: options.adapter, filter }
    this.end = 0
    this.turns = []
    this.opened = false
    const capture = startCapture(
      chosen,
      {
        interface: options.adapter,
        out: file,
        ...(options.promiscuous === undefined ? {} : { promiscuous: options.promiscuous }),
        ...(snapLength ? { snap: snapLength } : {}),
        ...(filter ? { filter } : {}),
        ...(options.buffer === undefined ? {} : { buffer: options.buffer }),
        ...stopAfter,
        ...(options.ring ? { ring: options.ring } : {}),
      },
      { written: (line) => this.written(line), file: (line) => this.turned(line) },
    )
    const started = await capture.started
    if (!started) {
      const { problem: refusal } = await capture.ended
      throw new Refused(refusal?.code ?? 'EIO', refusal?.message ?? 'The capture ended before it began.', refusal?.hint)
    }
    this.capture = capture
    this.options = options
    this.state = { ...this.state, running: true, driver: started.driver }
    const over = capture.ended.then((end) => this.ended(capture, end))
    this.over = over
    const status = await this.host.openTemporary(started.file, options.adapter, true, true).catch(async (error) => {
      await this.halt() // nobody would see what it goes on writing
      throw error
    })
    for (const turn of this.turns.splice(0)) this.tellTurn(turn)
    this.opened = true
    this.repeat()
    this.host.tell('capture', this.state)
    return status
  }

  /** Ends the capture and waits until its last packet is indexed. */
  stop(): Promise<void> {
    return this.inTurn(() => this.halt())
  }
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work)
    this.turn = mine.catch(() => undefined)
    return mine
  }
  private async halt(): Promise<void> {
    const { capture } = this
    if (!capture) return
    await capture.stop()
    await this.over
    await this.host.decoder.session.settled({}).catch(() => undefined)
  }

  /** The same adapter and options again; packets captured so far are dropped, as the user was told. */
  async restart(): Promise<CaptureStatus> {
    const { options } = this
    if (!options) throw new Refused('no-capture', 'There is no capture to start again.', 'Pick an adapter first.')
    return this.start(options)
  }

  /** Tells the decoder again how far the file is whole: it may be a new one. */
  repeat(): void {
    if (this.end)
      void this.host.decoder.session.grown({ end: this.end, dropped: this.state.dropped }).catch(() => undefined)
    if (!this.capture) void this.host.decoder.session.ended({}).catch(() => undefined)
  }

  /** Captures on loopback while a TCP server greets a client. */
  async makeTraffic(): Promise<CaptureStatus> {
    const { adapters, problem } = await this.adapters()
    const loopback = adapters.find((a) => a.loopback)
    if (!loopback)
      throw new Refused(
        'no-loopback',
        problem?.message ?? 'There is no loopback adapter.',
        problem?.hint ?? 'Open a sample instead.',
      )
    const greeter = await openGreeter()
    try {
      await this.start({ adapter: loopback.name, filter: `tcp port ${greeter.port}`, stopAfter: { seconds: 15 } })
      await new Promise((resolve) => setTimeout(resolve, 300))
      await greeter.talk()
    } finally {
      greeter.close()
    }
    // The last acknowledgements arrive after both ends have closed, and the driver flushes every 100 ms.
    for (let waited = 0; waited < 3000 && (this.state.packets < 8 || waited < 400); waited += 100)
      await new Promise((resolve) => setTimeout(resolve, 100))
    await this.stop()
    return this.host.decoder.session.status({})
  }

  /** The drivers of this machine; looked for again when asked, since a missing one may have been installed. */
  private async drivers(again = false): Promise<Drivers> {
    if (again || !this.known?.chosen) this.known = await this.host.findDrivers()
    return this.known
  }

  /** The filter as it is used: on loopback without the connection between the window and the shell, which would only show itself. */
  private filterFor({ adapter, filter = '' }: CaptureOptions): string {
    const { ownPort } = this.host
    if (!ownPort || !/^(lo\d*|\\Device\\NPF_Loopback)$/.test(adapter)) return filter.trim()
    return `${filter.trim() ? `(${filter}) and ` : ''}not tcp port ${ownPort}`
  }

  private written({ packets, end, dropped }: Written): void {
    this.end = end
    this.state = { ...this.state, packets, dropped }
    this.repeat()
    this.host.tell('capture', this.state)
  }

  private turned(line: FileTurned): void {
    this.end = line.end
    if (this.opened) this.tellTurn(line)
    else this.turns.push(line)
  }
  private tellTurn({ file, closedEnd, removed }: FileTurned): void {
    this.host.turned(file, removed)
    void this.host.decoder.session
      .turned({ path: file, end: closedEnd, removed: removed !== undefined })
      .catch((error: unknown) => this.host.tell('failed', error))
  }

  private ended(capture: CaptureProcess, { packets, end, dropped, problem }: CaptureEnd): void {
    if (this.capture !== capture) return
    this.capture = null
    this.end = end
    this.state = { ...this.state, running: false, packets, dropped, problem }
    this.repeat()
    this.host.tell('capture', this.state)
  }
}

/** Refuses what the driver does not list, before a name goes anywhere. */
async function listed(adapter: string, drivers: Drivers): Promise<void> {
  await requireAdapter(adapter, drivers).catch((error: unknown) => {
    throw error instanceof CaptureRefused ? new Refused(error.code, error.message, error.hint) : error
  })
}

const shown = (a: Awaited<ReturnType<typeof listAdapters>>['adapters'][number]): Adapter => ({
  name: a.name,
  title: a.friendly || a.name,
  description: a.description,
  addresses: a.addresses.map(({ address }) => address),
  up: a.up,
  running: a.running,
  loopback: a.loopback,
  wireless: a.wireless,
})
/** Adapters that are in use come first, loopback after them, what is down last. */
const rank = (a: Adapter): number =>
  (a.up && a.running ? 0 : a.up ? 4 : 8) + (a.loopback ? 2 : 0) + (a.addresses.length ? 0 : 1)
