// The display filter: the text in the field and what is known of it, the filter in force, and how new ones are put together.
import { CallError, type Client } from '../client/client'
import type { FilterCheck, FilterState, MacroText } from '../client/shapes'
import { m } from '../paraglide/messages.js'
import { joined, type Way } from './join-filter'
import type { FirstRows, RowStore } from './rows.svelte'
import type { SettingsState } from './settings.svelte'

export const ways: readonly [Way, () => string][] = [
  ['selected', () => m.way_selected()],
  ['not', () => m.way_not()],
  ['and', () => m.way_and()],
  ['or', () => m.way_or()],
  ['and-not', () => m.way_and_not()],
  ['or-not', () => m.way_or_not()],
]

/** Milliseconds without a key before a text is checked. */
const typingPause = 80
const mostRemembered = 30

export class DisplayFilter {
  /** In the field. */
  text = $state('')
  /** In force; '' for none. */
  applied = $state('')
  /** How far the filter in force has got. */
  state = $state.raw<FilterState | null>(null)
  /** What is known of the text in the field; null while it is not known. */
  check = $state.raw<FilterCheck | null>(null)
  busy = $state(false)
  /** The text that was to be applied and could not be: the list still shows the filter before it. */
  refused = $state('')
  /** Rises when the field should take the focus. */
  focus = $state(0)

  /** How the field looks: Wireshark's green, red and yellow. */
  readonly look = $derived.by((): '' | 'good' | 'bad' | 'warn' => {
    if (!this.text.trim() || !this.check) return ''
    return this.check.error ? 'bad' : this.check.warnings.length ? 'warn' : 'good'
  })
  readonly active = $derived.by(() => this.applied !== '')

  private timer: ReturnType<typeof setTimeout> | undefined
  private asked = 0

  constructor(
    private readonly client: Client,
    private readonly settings: SettingsState,
    private readonly failed: (error: unknown) => void,
    /** Number of the selected packet, for references to it. */
    private readonly selected: () => number,
    /** Which texts of rows to ask for with a filter. */
    private readonly first: RowStore['first'],
    /** Another filter is in force (`fresh`), or has got further. */
    private readonly changed: (state: FilterState, fresh: boolean, first?: FirstRows) => void,
  ) {
    client.on('filter', (state) => state.text === this.applied && this.take(state, false))
  }

  /** The text in the field is another one: looks at it, a moment later. */
  type(text: string): void {
    if (text === this.text) return
    this.text = text
    this.refused = ''
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.examine(), typingPause)
  }

  async apply(text = this.text): Promise<boolean> {
    this.type(text.trim())
    const wanted = this.text
    this.refused = ''
    this.busy = true
    try {
      const { request, epoch } = this.first()
      const answer = await this.client.calls.session.filter({ text: wanted, ...this.reference(), first: request })
      const { rows = [], ...state } = answer
      this.take(state, true, { rows, epoch })
      this.remember(state.text)
      return true
    } catch (error) {
      if (error instanceof CallError && error.code !== 'connection-lost' && error.code !== 'fault') {
        const { message, hint, range } = error
        clearTimeout(this.timer)
        this.asked++
        this.refused = wanted
        this.check = {
          error: { message, hint, ...(range ? { range } : {}) },
          ...{ warnings: [], traps: [], conditions: null, capture: null },
        }
        if (error.code === 'nothing-open') this.failed(error)
      } else this.failed(error)
      return false
    } finally {
      this.busy = false
    }
  }

  /** Shows every packet. */
  clear(): Promise<boolean> {
    return this.apply('')
  }
  /** The field shows the filter in force again. */
  revert(): void {
    this.type(this.applied)
  }
  /** Stops judging; what has been found stays. */
  stop(): void {
    this.client.calls.session.cancel({ work: 'filter' }).catch(this.failed)
  }

  /** Joins a condition to the filter in the field, and applies it at once or leaves that to the user. */
  async combine(way: Way, condition: string | Promise<string>, now: boolean): Promise<void> {
    try {
      const text = joined(this.text, way, await condition)
      if (now) await this.apply(text)
      else {
        this.type(text)
        this.focus++
      }
    } catch (error) {
      this.failed(error)
    }
  }

  save(name: string, text: string): void {
    const others = this.settings.now.savedFilters.filter((filter) => filter.name !== name)
    this.settings.change({ savedFilters: [...others, { name, text }] })
  }
  forget(name: string): void {
    this.settings.change({ savedFilters: this.settings.now.savedFilters.filter((filter) => filter.name !== name) })
  }

  /** What a status says: another window, or a fresh decoder, may have another filter. */
  adopt(state: FilterState | null): void {
    if (this.busy) return
    if ((state?.text ?? '') === this.applied) {
      if (state) this.take(state, false)
      return
    }
    if (this.text === this.applied) this.type(state?.text ?? '')
    this.take(state ?? { text: '', displayed: 0, judged: 0, packets: 0, done: true, stopped: false, version: 0 }, true)
  }

  /** Looks at the text in the field again: what is said of it is said in another language now. */
  renew(): void {
    void this.examine()
  }

  /** Keeps other macros: what the text in the field means may be something else now. */
  async changeMacros(macros: MacroText[]): Promise<void> {
    await this.settings.keep({ macros })
    await this.examine()
  }

  private take(state: FilterState, fresh: boolean, first?: FirstRows): void {
    const other = fresh || (state.text !== '' && state.version !== this.state?.version)
    this.applied = state.text
    this.state = state.text ? state : null
    this.changed(state, other, first)
  }

  private reference(): { selected?: number } {
    const selected = this.selected()
    return selected ? { selected } : {}
  }

  private remember(text: string): void {
    const { filterHistory } = this.settings.now
    if (!text || filterHistory[0] === text) return
    this.settings.change({
      filterHistory: [text, ...filterHistory.filter((other) => other !== text)].slice(0, mostRemembered),
    })
  }

  private async examine(): Promise<void> {
    const own = ++this.asked
    const { text } = this
    if (!text.trim()) {
      this.check = null
      return
    }
    try {
      const check = await this.client.calls.filter.check({ text, ...this.reference() })
      if (own === this.asked) this.check = check
    } catch (error) {
      this.failed(error)
    }
  }
}
