// What is known of the filter in the field: its parts in words, how often each holds, and what the selected packet says to each.
import type { FilterCounts, FilterExplanation } from '../client/shapes'
import type { Workspace } from './workspace.svelte'

const pause = 120

export class Explanation {
  /** The text that it is about. */
  text = $state('')
  parts = $state.raw<FilterExplanation['parts']>([])
  truths = $state.raw<FilterExplanation['truths']>(null)
  /** Number of the packet that the truths are of. */
  packet = $state(0)
  counts = $state.raw<FilterCounts | null>(null)

  private timer: ReturnType<typeof setTimeout> | undefined
  private asked = 0
  private counted = ''

  constructor(private readonly w: Workspace) {}

  /** Listens to counts while somebody looks; the result ends it. */
  watch(): () => void {
    const stop = this.w.client.on('filter-counts', (counts) => {
      if (counts.text === this.counted) this.counts = counts
    })
    return () => {
      stop()
      clearTimeout(this.timer)
      this.w.client.calls.filter.cancel({}).catch(() => {})
    }
  }

  /** Looks at a text, a moment later; `grown`: the packets are others, so that they have to be counted again. */
  look(text: string, grown: boolean): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.ask(text, grown), pause)
  }

  private async ask(text: string, grown: boolean): Promise<void> {
    const own = ++this.asked
    const number = this.w.selection.current
    const packet = number ? { number, selected: number } : {}
    try {
      const { parts, truths } = await this.w.client.calls.filter.explain({ text, ...packet })
      if (own !== this.asked) return
      const same = this.text === text
      this.text = text
      this.parts = parts
      this.truths = truths
      this.packet = number
      if (same && !grown && this.counts) return
      this.counted = text
      if (!same) this.counts = null
      const counts = await this.w.client.calls.filter.count({ text, ...(number ? { selected: number } : {}) })
      if (text === this.counted && !this.counts?.done) this.counts = counts
      else if (grown) this.counts = counts
    } catch {
      // A text that is no filter (any more): what it says stands under the field.
    }
  }
}
