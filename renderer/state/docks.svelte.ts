// Where each panel stands, beside the list or below it, and whether one has the window to itself. Kept by the window itself.
import { SvelteMap } from 'svelte/reactivity'

export type Dock = 'right' | 'below'
const key = 'wirelens-docks'

export class Docks {
  /** The open panel has all the room. */
  maximised = $state(false)
  /** The open panel and where it starts. */
  shown = $state.raw<{ name: string; dock: Dock } | null>(null)
  private readonly places = new SvelteMap<string, Dock>()

  constructor() {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
      if (!Array.isArray(kept)) return
      for (const entry of kept as unknown[]) {
        if (!Array.isArray(entry)) continue
        const [name, dock] = entry as unknown[]
        if (typeof name === 'string' && (dock === 'right' || dock === 'below')) this.places.set(name, dock)
      }
    } catch {
      // What is not readable is as if it had never been kept.
    }
  }

  of(name: string, start: Dock): Dock {
    return this.places.get(name) ?? start
  }
  move(name: string, dock: Dock): void {
    this.places.set(name, dock)
    localStorage.setItem(key, JSON.stringify([...this.places]))
  }
}
