// Everything that one window knows, put together: made once in main.ts, found by components through its context.
import { createContext } from 'svelte'
import type { Client, ConnectionState } from '../client/client'
import type { CaptureStatus, RecentFile, Sample, ShellInfo } from '../client/shapes'
import { m } from '../paraglide/messages.js'
import { Adapters } from './adapters.svelte'
import { OpenCapture } from './capture.svelte'
import { Dialogs } from './dialogs.svelte'
import { Notices } from './notices.svelte'
import { RowStore } from './rows.svelte'
import { Search } from './search.svelte'
import { Selection } from './selection.svelte'
import { SettingsState } from './settings.svelte'

export interface ColumnInfo {
  id: string
  name: string
  width: number
  right: boolean
}

/** Packets that fit on a screen or two. */
const shortCapture = 50

export class Workspace {
  connection = $state<ConnectionState>('connecting')
  info = $state.raw<ShellInfo | null>(null)
  recent = $state.raw<readonly RecentFile[]>([])
  samples = $state.raw<readonly Sample[]>([])
  columnList = $state.raw<readonly ColumnInfo[]>([])
  /** The list moves on with the newest packet of a live capture. */
  following = $state(true)
  /** Adapter chosen on the welcome screen or in the capture options. */
  adapter = $state('')
  /** Name of the panel open beside the list, '' for none. */
  sidePanel = $state('')
  /** Part of the window that takes the focus next: rises with each wish. */
  focusList = $state(0)
  /** Counts of commands for the tree that come from menus: expand or collapse everything. */
  treeWish = $state.raw<{ open: boolean } | null>(null)

  readonly notices = new Notices()
  readonly dialogs = new Dialogs()
  readonly settings: SettingsState
  readonly selection: Selection
  readonly rows: RowStore
  readonly search: Search
  readonly adapters: Adapters
  readonly capture: OpenCapture

  readonly isOpen = $derived.by(() => this.capture.status !== null)

  private wasLive = false

  constructor(readonly client: Client) {
    const failed = this.notices.error
    this.settings = new SettingsState(client, failed)
    this.selection = new Selection(client, failed)
    this.rows = new RowStore(client, failed, (numbers) => numbers.forEach((n) => this.selection.marks.add(n)))
    this.search = new Search(client, this.selection, failed)
    this.adapters = new Adapters(client, failed)
    this.capture = new OpenCapture(client, this.notices, this.dialogs, this.settings, (status) => this.replaced(status))
    client.on('status', (status) => this.grown(status))
    client.on('decoder', ({ state, message }) => this.decoder(state, message))
    client.onConnection = (state) => void this.connected(state)
    client.start()
  }

  async loadWelcome(): Promise<void> {
    const { files, samples } = this.client.calls
    void this.adapters.load()
    await Promise.all([
      files.recent().then((recent) => (this.recent = recent)),
      samples.list().then((list) => (this.samples = list)),
    ]).catch(this.notices.error)
  }

  async forget(path: string): Promise<void> {
    this.recent = this.recent.filter((file) => file.path !== path)
    await this.client.calls.files.forget({ path }).catch(this.notices.error)
  }

  async openDialog(): Promise<void> {
    if (!this.info?.ownDialogs) return this.dialogs.show('open')
    const path = await this.client.calls.files.pickOpen()
    if (path) await this.capture.open(path)
  }

  /** Starts with the chosen adapter, or asks for one. */
  async startCapture(): Promise<void> {
    const adapter = this.adapter || this.adapters.list?.adapters.find((it) => it.up && !it.loopback)?.name
    if (!adapter) return this.dialogs.show('capture-options')
    this.adapter = adapter
    await this.capture.start({ adapter, ...this.settings.now.capture })
  }

  async toggleMarks(): Promise<void> {
    const { on, ranges } = await this.selection.toggleMarks()
    this.rows.setMarked((n) => (ranges.some(([a, b]) => n >= a && n <= b) ? on : undefined))
  }
  async unmarkAll(): Promise<void> {
    const ranges = [...this.selection.marks].map((n) => [n, n] as const)
    await this.selection.mark(ranges, false)
    this.rows.setMarked(() => false)
  }

  /** Goes to a packet, if there is one of that number. */
  goTo(number: number): void {
    const total = this.rows.total
    if (!total) return
    this.following = false
    this.selection.select(Math.min(total, Math.max(1, number)))
  }

  private async connected(state: ConnectionState): Promise<void> {
    const before = this.connection
    this.connection = state
    if (state !== 'open') return
    try {
      const { shell, session, capture } = this.client.calls
      this.info = await shell.info()
      for (const problem of this.info.problems) this.notices.add('warning', problem)
      await this.settings.load()
      this.rows.refresh(this.settings.now)
      this.following = this.settings.now.followNewest
      this.columnList = await session.columnList()
      this.capture.state = await capture.state()
      const status = await session.status().catch(() => null)
      if (status && before !== 'connecting' && status.path === this.capture.status?.path) this.grown(status)
      else this.capture.adopt(status)
      const { openAtStart } = this.info
      if (!status && openAtStart) await this.capture.open(openAtStart)
      await this.loadWelcome()
    } catch (error) {
      this.notices.error(error)
    }
  }

  private replaced(status: CaptureStatus | null): void {
    this.wasLive = false
    this.rows.clear()
    this.selection.clear()
    this.search.outcome = ''
    this.following = this.settings.now.followNewest
    if (status) this.grown(status)
    else void this.loadWelcome()
  }

  private grown(status: CaptureStatus): void {
    this.rows.total = status.packets
    // A long live capture stays where it was when it ends; everything else begins at its first packet.
    if (status.live) this.wasLive = true
    const begin = !status.live && (!this.wasLive || status.packets <= shortCapture)
    if (begin && !this.selection.current && status.packets) {
      this.selection.select(1)
      this.focusList++
    }
  }

  private decoder(state: 'restarting' | 'ready' | 'gave-up', message: string): void {
    const topic = 'decoder'
    if (state === 'restarting') this.notices.add('warning', m.decoder_restarting(), { hint: message, topic })
    else if (state === 'gave-up') this.notices.add('error', m.decoder_gave_up(), { hint: message, topic })
    else {
      this.notices.add('info', m.decoder_ready(), { hint: message, topic })
      this.rows.refresh()
      this.selection.refresh()
    }
  }
}

export const [getWorkspace, setWorkspace] = createContext<Workspace>()
