// Everything that one window knows, put together: made once in main.ts, found by components through its context.
import { createContext } from 'svelte'
import { CallError } from '../client/client'
import type { Client, ConnectionState } from '../client/client'
import type {
  CaptureStatus,
  FilterState,
  Language,
  PreferenceInfo,
  RecentFile,
  Sample,
  Settings,
  ShellInfo,
  SortState,
} from '../client/shapes'
import { m } from '../paraglide/messages.js'
import { addColumn, cellIds } from '../panels/packet-list/columns'
import { Adapters } from './adapters.svelte'
import { Colours } from './colours.svelte'
import { OpenCapture } from './capture.svelte'
import { Docks } from './docks.svelte'
import { Dialogs } from './dialogs.svelte'
import { DisplayFilter } from './filter.svelte'
import { Notices } from './notices.svelte'
import { RowStore, type FirstRows } from './rows.svelte'
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
  /** What the protocols let the user set, in the language spoken. */
  preferenceTable = $state.raw<readonly PreferenceInfo[]>([])
  columnList = $state.raw<readonly ColumnInfo[]>([])
  /** The list moves on with the newest packet of a live capture. */
  following = $state(true)
  /** Number of the selected packet while the filter hides it; 0 otherwise. */
  hidden = $state(0)
  /** What shell and decoder speak, as far as they have answered: whoever shows their sentences asks again when it changes. */
  spoken = $state<Language | ''>('')
  /** Adapter chosen on the welcome screen or in the capture options. */
  adapter = $state('')
  /** Name of the panel open beside the list, '' for none. */
  sidePanel = $state('')
  /** Number of the packet put aside in a panel of its own; 0 for none. */
  aside = $state(0)
  /** Part of the window that takes the focus next: rises with each wish. */
  focusList = $state(0)
  /** Counts of commands for the tree that come from menus: expand or collapse everything. */
  treeWish = $state.raw<{ open: boolean } | null>(null)

  readonly docks = new Docks()
  readonly notices = new Notices()
  readonly dialogs = new Dialogs()
  readonly settings: SettingsState
  readonly selection: Selection
  readonly rows: RowStore
  readonly search: Search
  readonly filter: DisplayFilter
  readonly colours: Colours
  readonly adapters: Adapters
  readonly capture: OpenCapture

  /** Packets of the open capture, shown or not. */
  readonly packets = $derived.by(() => this.capture.status?.packets ?? 0)
  readonly isOpen = $derived.by(() => this.capture.status !== null)

  /** What the list is sorted by; null: as captured. */
  sort = $state.raw<SortState | null>(null)
  /** Every row is the packet of the same number. */
  readonly asCaptured = $derived.by(() => !this.filter.active && !this.sort)

  private wasLive = false
  /** The selected packet has to be found among rows that are still coming. */
  private seeking = false

  constructor(readonly client: Client) {
    const failed = this.notices.error
    this.settings = new SettingsState(client, failed)
    this.selection = new Selection(client, failed)
    this.rows = new RowStore(client, failed, (numbers) => numbers.forEach((n) => this.selection.marks.add(n)))
    this.search = new Search(client, this.selection, failed, (number) => this.goTo(number))
    const selected = (): number => this.selection.current
    const first: RowStore['first'] = () => this.rows.first()
    this.filter = new DisplayFilter(client, this.settings, failed, selected, first, (...told) => this.filtered(...told))
    this.colours = new Colours(client, this.settings, failed, () => this.rows.refresh())
    this.adapters = new Adapters(client, failed)
    this.capture = new OpenCapture(client, this.notices, this.dialogs, this.settings, (status) => this.replaced(status))
    client.on('status', (status) => this.grown(status))
    client.on('sorted', (sort) => this.sorted(sort))
    client.on('decoder', ({ state, message }) => this.decoder(state, message))
    client.onConnection = (state) => void this.connected(state)
    client.start()
  }

  /** Makes shell and decoder speak the window's language, and asks anew for the sentences on the screen. */
  async speak(language: Language): Promise<void> {
    if (this.connection !== 'open' || this.spoken === '' || this.spoken === language) return
    await this.client.calls.shell.speak({ language })
    this.spoken = language
    this.preferenceTable = await this.client.calls.preferences.table()
    this.selection.refresh()
    this.filter.renew()
    void this.adapters.load()
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

  /** Opens the selected packet in a panel of its own, where it stays. */
  putAside(): void {
    if (!this.selection.current) return
    this.aside = this.selection.current
    this.sidePanel = 'aside'
  }

  async toggleMarks(): Promise<void> {
    const { on, ranges } = await this.selection.toggleMarks()
    this.rows.setMarked((n) => (ranges.some(([a, b]) => n >= a && n <= b) ? on : undefined))
  }
  async unmarkAll(): Promise<void> {
    await this.selection.unmarkAll()
    this.rows.setMarked(() => false)
  }

  /** Goes to a packet, if there is one of that number; one that the filter hides is selected without a row. */
  goTo(number: number): void {
    const total = this.packets
    if (!total) return
    const wanted = Math.min(total, Math.max(1, number))
    this.following = false
    this.seeking = false
    this.hidden = 0
    if (this.asCaptured) return this.selection.select(wanted, wanted - 1)
    void this.client.calls.session
      .place({ number: wanted })
      .then(({ row, shown }) => {
        this.hidden = shown ? 0 : wanted
        this.selection.select(wanted, shown ? row : -1)
      })
      .catch(this.notices.error)
  }

  /** Goes to a row of the list. Its packet is known at once when the row is on the screen. */
  goToRow(row: number, how: { extend?: boolean; add?: boolean } = {}): void {
    const { total } = this.rows
    if (!total) return
    const wanted = Math.min(total - 1, Math.max(0, row))
    this.following = false
    this.seeking = false
    this.hidden = 0
    const number = this.numberIn(wanted)
    if (number) return this.selection.select(number, wanted, how)
    void this.client.calls.session
      .place({ row: wanted })
      .then((place) => place.number && this.selection.select(place.number, wanted, how))
      .catch(this.notices.error)
  }

  /** Number of the packet in a row; 0 when the row has not been fetched yet. */
  numberIn(row: number): number {
    return this.asCaptured ? row + 1 : (this.rows.at(row)?.number ?? 0)
  }

  /** Asks for all texts of rows anew, by the settings as they are. */
  refreshRows(): void {
    this.rows.refresh({ ...this.settings.now, cells: cellIds(this.columnList, this.settings.now.columns) })
  }
  /** Changes settings that decide how packets are read: the open capture is read again before the rows are asked for. */
  async readAnew(changes: Partial<Settings>): Promise<void> {
    await this.settings.keep(changes)
    this.rows.refresh()
    this.selection.refresh()
    this.filter.renew()
  }
  addColumn(field: string): void {
    addColumn(this, field)
  }

  private async connected(state: ConnectionState): Promise<void> {
    const before = this.connection
    this.connection = state
    if (state !== 'open') return
    try {
      const { shell, session, capture, preferences } = this.client.calls
      this.info = await shell.info()
      for (const problem of this.info.problems) this.notices.add('warning', problem)
      await this.settings.load()
      const { language } = this.settings
      await shell.speak({ language })
      this.spoken = language
      void this.colours.send()
      this.following = this.settings.now.followNewest
      this.columnList = await session.columnList()
      this.refreshRows()
      this.preferenceTable = await preferences.table()
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
    this.sort = null
    this.wasLive = false
    this.aside = 0
    if (this.sidePanel === 'aside') this.sidePanel = ''
    this.rows.clear()
    this.selection.clear()
    this.search.outcome = ''
    this.following = this.settings.now.followNewest
    if (status) this.grown(status)
    else void this.loadWelcome()
  }

  private grown(status: CaptureStatus): void {
    this.sort = status.sort
    this.filter.adopt(status.filter)
    if (!this.filter.active) this.rows.total = status.packets
    // A long live capture stays where it was when it ends; everything else begins at its first packet.
    if (status.live) this.wasLive = true
    const begin = !status.live && (!this.wasLive || status.packets <= shortCapture)
    if (begin && !this.selection.current && this.rows.total) {
      this.goToRow(0)
      this.focusList++
    }
  }

  /** Sorts the list by a column, or shows it as captured. */
  async sortBy(by: SortState | null): Promise<void> {
    try {
      await this.client.calls.session.sort(by ? { by: { ...by, time: this.settings.now.timeFormat } } : {})
    } catch (error) {
      if (!(error instanceof CallError && error.code === 'cancelled')) this.notices.error(error)
    } finally {
      this.capture.sortingOver()
    }
  }
  private sorted(sort: SortState | null): void {
    this.sort = sort
    this.rows.clear(this.rows.total)
    this.selection.moved(-1)
    void this.seek()
  }

  /** The filter is another one (`fresh`), or has judged more packets. */
  private filtered(state: FilterState, fresh: boolean, first?: FirstRows): void {
    if (fresh) {
      this.hidden = 0
      this.rows.clear(state.text ? state.displayed : (this.capture.status?.packets ?? state.packets), first)
      this.selection.moved(state.text ? -1 : this.selection.current - 1)
      // What the tree says of the packet shown before is another one now.
      this.selection.refresh()
      this.seeking = state.text !== ''
    } else this.rows.total = state.displayed
    if (this.seeking && (state.done || state.judged >= this.selection.current)) void this.seek()
  }

  /** Finds the selected packet among the rows of a new filter; where it is hidden, the next one shown takes its place. */
  private async seek(): Promise<void> {
    const { current } = this.selection
    this.seeking = false
    if (!current || this.following) return
    try {
      const place = await this.client.calls.session.place({ number: current })
      if (current !== this.selection.current) return
      if (place.shown) this.selection.moved(place.row)
      else if (this.rows.total) this.goToRow(place.row)
    } catch (error) {
      this.notices.error(error)
    }
  }

  private decoder(state: 'restarting' | 'ready' | 'gave-up', message: string): void {
    const topic = 'decoder'
    if (state === 'restarting') this.notices.add('warning', m.decoder_restarting(), { hint: message, topic })
    else if (state === 'gave-up') this.notices.add('error', m.decoder_gave_up(), { hint: message, topic })
    else {
      this.notices.add('info', m.decoder_ready(), { hint: message, topic })
      void this.colours.send()
      this.rows.refresh()
      this.selection.refresh()
    }
  }
}

export const [getWorkspace, setWorkspace] = createContext<Workspace>()
