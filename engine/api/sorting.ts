/** The order of the list: what it is sorted by, and the work of sorting it when that, the filter or the capture has changed. */
import { Refused } from '../refused'
import { sortedPlaces } from '../session/row-order'
import { sortKeys } from '../session/sort-keys'
import type { SortBy } from '../session/sort-keys'
import { errorText } from './call'
import type { Decoder } from './decoder'
import type { SortState } from './shapes'

/** Milliseconds of sorting before it is told how far it is, and between two such events. */
const pause = 100

export class Sorting {
  private wish: (SortBy & SortState) | null = null
  private running: AbortController | null = null

  constructor(private readonly decoder: Decoder) {}

  get state(): SortState | null {
    return this.wish && { column: this.wish.column, descending: this.wish.descending }
  }

  /** Sorts the list, or shows it as captured; the order before stays until then, and when it was stopped. */
  async sort(wish: (SortBy & SortState) | null): Promise<SortState | null> {
    this.stop()
    if (wish) await this.run(wish)
    else {
      this.wish = null
      if (this.decoder.filter.arranged) this.decoder.filter.arrange(null)
      this.told()
    }
    return this.state
  }

  /** Sorts anew what is not in order yet: another filter has judged all, or the capture has been read to its end. */
  renew(): void {
    const { decoder, wish } = this
    if (!wish || this.running || !decoder.isComplete || decoder.filter.arranged === decoder.filter.total) return
    this.run(wish).catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'cancelled') return
      this.wish = null
      decoder.filter.arrange(null)
      this.told()
      decoder.tell('failed', errorText(error))
    })
  }

  stop(): void {
    this.running?.abort()
    this.running = null
  }
  /** Another capture: it is in its own order. */
  forget(): void {
    this.stop()
    this.wish = null
  }

  private async run(wish: SortBy & SortState): Promise<void> {
    const { decoder } = this
    const own = (this.running = new AbortController())
    const { open: session, filter } = decoder
    let last = performance.now()
    const work = {
      signal: own.signal,
      onProgress: (done: number, total: number) => {
        if (performance.now() - last < pause) return
        last = performance.now()
        decoder.tell('sorting', { path: '', done, total })
      },
    }
    try {
      await filter.settled()
      for (;;) {
        const view = filter.view
        const packets = filter.inOrder()
        const keys = await sortKeys(session, packets, wish, work)
        const places = await sortedPlaces(session, keys, wish.descending, work)
        if (own.signal.aborted || session.closed) throw new Refused('cancelled', 'Sorting was stopped.')
        // Another filter meanwhile: its packets are to be sorted.
        if (filter.view !== view) {
          await filter.settled()
          continue
        }
        for (let row = 0; row < places.length; row++) places[row] = packets[places[row]!]!
        filter.arrange(places)
        break
      }
      this.wish = wish
    } finally {
      if (this.running === own) this.running = null
    }
    this.told()
    // What arrived while it was sorted.
    this.renew()
  }

  private told(): void {
    this.decoder.tell('sorted', this.state)
    this.decoder.changedStatus()
  }
}
