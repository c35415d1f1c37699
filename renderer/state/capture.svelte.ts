// The open capture and the one being made: what is known of them, and everything that opens, starts, saves or closes one.
import type { Client } from '../client/client'
import type { CaptureOptions, CaptureState, CaptureStatus } from '../client/shapes'
import type { SaveRequest, WorkProgress } from '../client/told'
import { m } from '../paraglide/messages.js'
import type { Dialogs } from './dialogs.svelte'
import type { Notices } from './notices.svelte'
import type { SettingsState } from './settings.svelte'

/** Bytes of a dropped file sent at a time. */
const piece = 512 * 1024
/** Milliseconds over which the rate of a live capture is measured. */
const rateSpan = 2000

export class OpenCapture {
  status = $state.raw<CaptureStatus | null>(null)
  state = $state.raw<CaptureState | null>(null)
  /** Packets per second while live. */
  rate = $state(0)
  /** Opening, uploading or saving under way. */
  work = $state.raw<(WorkProgress & { kind: 'opening' | 'uploading' | 'saving' | 'sorting' }) | null>(null)
  /** Rises with every capture that takes the place of another one, also of the same file. */
  opened = $state(0)
  /** A start, stop or opening has been asked for and not answered. */
  busy = $state(false)

  readonly live = $derived(this.status?.live ?? false)
  readonly indexing = $derived(this.status !== null && !this.status.complete && !this.status.live)
  readonly unsaved = $derived(
    this.status !== null && this.status.packets > 0 && (this.status.temporary || this.status.changed),
  )

  private samples: [time: number, packets: number][] = []
  private uploadStopped = false

  constructor(
    private readonly client: Client,
    private readonly notices: Notices,
    private readonly dialogs: Dialogs,
    private readonly settings: SettingsState,
    /** Another capture has taken the place of the one before, or none. */
    private readonly replaced: (status: CaptureStatus | null) => void,
  ) {
    client.on('status', (status) => {
      if (status.path !== this.status?.path) this.adopt(status)
      else this.take(status)
    })
    client.on('capture', (state) => this.takeState(state))
    client.on('opening', (work) => (this.work = { ...work, kind: 'opening' }))
    client.on('saving', (work) => (this.work = { ...work, kind: 'saving' }))
    client.on('sorting', (work) => (this.work = { ...work, kind: 'sorting' }))
    client.on('sorted', () => this.sortingOver())
    client.on('failed', ({ code, message, hint }) =>
      notices.add('error', message, { hint: hint ?? '', topic: code + message }),
    )
  }

  adopt(status: CaptureStatus | null): void {
    this.samples = []
    this.rate = 0
    this.opened++
    this.replaced(status)
    this.status = null
    this.notices.clear('file-problem')
    if (status) this.take(status)
  }

  open = (path: string): Promise<void> => this.replace(() => this.client.calls.files.open({ path }))
  recover = (id: string): Promise<void> => this.replace(() => this.client.calls.files.recover({ id }))
  openSample = (id: string): Promise<void> => this.replace(() => this.client.calls.samples.open({ id }))
  openExercise = (name: string, seed: number): Promise<void> =>
    this.replace(() => this.client.calls.exercises.open({ name, seed }))
  makeTraffic = (): Promise<void> => this.replace(() => this.client.calls.capture.makeTraffic())

  start(options: CaptureOptions): Promise<void> {
    const { adapter: _, ...rest } = options
    this.settings.change({ capture: rest })
    this.notices.clear('capture-problem')
    return this.replace(() => this.client.calls.capture.start(options))
  }
  restart = (): Promise<void> => this.replace(() => this.client.calls.capture.restart())

  async stop(): Promise<void> {
    this.busy = true
    await this.client.calls.capture.stop().catch(this.notices.error)
    this.busy = false
  }

  async close(): Promise<void> {
    if (!(await this.mayDrop())) return
    await this.client.calls.files.close().catch(this.notices.error)
    this.adopt(null)
  }

  /** Sends a dropped file in pieces; the last one opens it. */
  upload = (file: File): Promise<void> =>
    this.replace(async () => {
      this.uploadStopped = false
      let at = 0
      do {
        const bytes = new Uint8Array(await file.slice(at, at + piece).arrayBuffer())
        const last = at + bytes.length >= file.size
        const status = await this.client.calls.files.upload({ name: file.name, bytes, at, last })
        at += bytes.length
        this.work = { kind: 'uploading', path: file.name, done: at, total: file.size }
        if (last) return status
      } while (!this.uploadStopped)
      return null
    })

  /** True when it was saved. */
  async save(request: SaveRequest): Promise<boolean> {
    try {
      await this.client.calls.files.save(request)
      this.notices.add('info', m.notice_saved({ path: request.path }), { topic: 'saved' })
      return true
    } catch (error) {
      this.notices.error(error)
      return false
    } finally {
      this.work = null
    }
  }

  /** Saves under its own name when it has one, else asks for a name. True when it was saved. */
  saveNow(): Promise<boolean> {
    const { status } = this
    if (!status) return Promise.resolve(false)
    if (status.temporary || !status.format.startsWith('pcapng')) return this.dialogs.askSave()
    return this.save({ path: status.path, format: 'pcapng' })
  }

  /** Sorting has come to its end, or was stopped. */
  sortingOver(): void {
    if (this.work?.kind === 'sorting') this.work = null
  }

  /** Stops what the progress bar shows. */
  cancel(): void {
    if (this.work?.kind === 'saving') this.client.calls.session.cancel({ work: 'save' }).catch(this.notices.error)
    else if (this.work?.kind === 'sorting') {
      this.client.calls.session.cancel({ work: 'sort' }).catch(this.notices.error)
      this.sortingOver()
    } else if (this.work?.kind === 'uploading') this.uploadStopped = true
    else {
      this.client.calls.files.close().catch(this.notices.error)
      this.adopt(null)
    }
  }

  /** Asks about a capture that would be lost; true when it may go. */
  private async mayDrop(): Promise<boolean> {
    if (!this.unsaved) return true
    const answer = await this.dialogs.askUnsaved()
    if (answer === 'save') {
      if (this.live) await this.stop()
      return this.saveNow()
    }
    return answer === 'drop'
  }

  private async replace(work: () => Promise<CaptureStatus | null>): Promise<void> {
    if (!(await this.mayDrop())) return
    this.busy = true
    try {
      const status = await work()
      if (status) this.adopt(status)
    } catch (error) {
      this.notices.error(error)
    } finally {
      this.busy = false
      this.work = null
    }
  }

  private take(status: CaptureStatus): void {
    this.status = status
    const now = performance.now()
    if (status.live) {
      this.samples = [...this.samples.filter(([time]) => now - time < rateSpan), [now, status.packets]]
      const [time, packets] = this.samples[0]!
      this.rate = now - time > 300 ? Math.max(0, ((status.packets - packets) * 1000) / (now - time)) : this.rate
    } else this.rate = 0
    if (status.problem && status.complete) {
      const { message, offset } = status.problem
      this.notices.add('warning', message, {
        hint: m.notice_file_problem({ offset: String(offset) }),
        topic: 'file-problem',
      })
    }
  }

  private takeState(state: CaptureState): void {
    const ended = this.state?.running && !state.running
    this.state = state
    if (state.problem && (ended || !state.running))
      this.notices.add('error', state.problem.message, { hint: state.problem.hint ?? '', topic: 'capture-problem' })
  }
}
