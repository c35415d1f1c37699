// The find bar: what is looked for, and the search under way.
import { CallError, type Client } from '../client/client'
import { m } from '../paraglide/messages.js'
import type { Selection } from './selection.svelte'

export type SearchIn = 'info' | 'text' | 'hex' | 'regex' | 'filter'

export class Search {
  shown = $state(false)
  place = $state<SearchIn>('info')
  what = $state('')
  matchCase = $state(false)
  busy = $state(false)
  /** What came of the last search, for the eye and for screen readers. */
  outcome = $state('')
  /** The outcome is a complaint about what is looked for. */
  wrong = $state(false)
  /** Rises when the field should take the focus. */
  focus = $state(0)

  readonly problem = $derived(
    this.place === 'hex' && this.what.trim() && !/^(\s*[0-9a-f]{2}[\s:-]*)+$/i.test(this.what)
      ? m.find_hex_problem()
      : '',
  )

  constructor(
    private readonly client: Client,
    private readonly selection: Selection,
    private readonly failed: (error: unknown) => void,
    private readonly goTo: (number: number) => void,
  ) {}

  show(): void {
    this.shown = true
    this.outcome = ''
    this.focus++
  }
  hide(): void {
    this.shown = false
    if (this.busy) this.cancel()
  }
  cancel(): void {
    this.client.calls.session.cancel({ work: 'find' }).catch(this.failed)
  }

  async next(backwards: boolean): Promise<void> {
    if (!this.what || this.problem) return this.show()
    this.busy = true
    this.wrong = false
    this.outcome = ''
    try {
      const found = await this.client.calls.session.find({
        from: this.selection.current,
        backwards,
        in: this.place,
        what: this.place === 'hex' ? this.what.replace(/[\s:-]/g, '') : this.what,
        matchCase: this.matchCase,
      })
      if (found) this.goTo(found)
      else this.outcome = m.find_nothing()
    } catch (error) {
      // A filter or an expression that is none: said beside the field.
      if (error instanceof CallError && ['regex', 'filter'].includes(this.place)) {
        this.wrong = true
        this.outcome = error.message
      } else this.failed(error)
    } finally {
      this.busy = false
    }
  }
}
