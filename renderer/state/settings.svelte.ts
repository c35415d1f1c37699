// What is remembered between two starts: read from the shell, written back a moment after the last change.
import type { Client } from '../client/client'
import type { Language, Settings } from '../client/shapes'
import { locales } from '../paraglide/runtime.js'

const pause = 400
const zoomKey = 'wirelens-zoom'
const languageKey = 'wirelens-language'
export const zooms = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]

export const firstSettings: Settings = {
  theme: 'system',
  language: 'system',
  timeFormat: 'relative',
  timeDigits: -1,
  columns: [],
  names: true,
  followNewest: true,
  capture: { promiscuous: true },
  preferences: [],
  decodeAs: [],
  keyLog: '',
  panes: {},
  filterHistory: [],
  savedFilters: [],
  macros: [],
  colours: [],
}

/** The first language of this system that Wirelens speaks. */
const systemLanguage = (): Language =>
  navigator.languages.map((name) => locales.find((locale) => locale === name.split('-', 1)[0])).find(Boolean) ?? 'en'

export class SettingsState {
  now = $state.raw<Settings>(firstSettings)
  /** Size of all text, 1 = as designed. Kept by the window itself. */
  zoom = $state(1)
  private dark = $state(false)
  readonly theme = $derived(this.now.theme === 'system' ? (this.dark ? 'dark' : 'light') : this.now.theme)

  /** What the window speaks. Every message reads it (main.ts), so that a change of it changes every text on the screen. */
  readonly language: Language = $derived(this.now.language === 'system' ? systemLanguage() : this.now.language)

  private unsent: Partial<Settings> = {}
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly client: Client,
    private readonly failed: (error: unknown) => void,
  ) {
    const query = matchMedia('(prefers-color-scheme: dark)')
    this.dark = query.matches
    query.addEventListener('change', () => (this.dark = query.matches))
    // Until the shell has said what is set, as the last time.
    const language = (['en', 'ko'] as const).find((one) => one === localStorage.getItem(languageKey)) ?? 'system'
    this.now = { ...firstSettings, language }
    this.zoom = zooms.find((zoom) => String(zoom) === localStorage.getItem(zoomKey)) ?? 1
  }

  async load(): Promise<void> {
    this.now = { ...firstSettings, ...(await this.client.calls.shell.settings()), ...this.unsent }
    localStorage.setItem(languageKey, this.now.language)
  }

  change(changes: Partial<Settings>): void {
    this.now = { ...this.now, ...changes }
    Object.assign(this.unsent, changes)
    if (changes.language) localStorage.setItem(languageKey, changes.language)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const sent = this.unsent
      this.unsent = {}
      this.client.calls.shell.changeSettings({ changes: sent }).catch(this.failed)
    }, pause)
  }

  /** Changes settings at once: with the answer, what the shell does by them is so. */
  async keep(changes: Partial<Settings>): Promise<void> {
    const before = this.now
    this.now = { ...before, ...changes }
    try {
      await this.client.calls.shell.changeSettings({ changes })
    } catch (error) {
      // What was refused is not so; what was changed meanwhile stays.
      const refused = (Object.keys(changes) as (keyof Settings)[]).filter((key) => this.now[key] === changes[key])
      this.now = { ...this.now, ...Object.fromEntries(refused.map((key) => [key, before[key]])) }
      throw error
    }
  }

  setZoom(zoom: number): void {
    this.zoom = zooms.includes(zoom) ? zoom : 1
    localStorage.setItem(zoomKey, String(this.zoom))
  }

  /** Makes text larger (1), smaller (-1), or as designed (0). */
  changeZoom(step: -1 | 0 | 1): void {
    this.setZoom(step === 0 ? 1 : (zooms[zooms.indexOf(this.zoom) + step] ?? this.zoom))
  }
}
