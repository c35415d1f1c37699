// Checks a capture filter while it is typed: a moment after the last key, the newest text only.
import type { Client } from '../../client/client'
import { CallError } from '../../client/client'
import { m } from '../../paraglide/messages.js'

const pause = 200

export class FilterCheck {
  state = $state<'empty' | 'asking' | 'right' | 'wrong'>('empty')
  message = $state('')
  /** The same as a capture filter, where a display filter was typed; '' otherwise. */
  offer = $state('')
  private asked = 0

  constructor(private readonly client: Client) {}

  /** Returns how to stop waiting, for the effect that calls it. */
  ask(adapter: string, filter: string): (() => void) | undefined {
    const number = ++this.asked
    this.offer = ''
    if (!filter || !adapter) {
      this.state = 'empty'
      return undefined
    }
    const timer = setTimeout(() => {
      this.client.calls.capture.check({ adapter, filter }).then(
        (answer) => {
          if (number !== this.asked) return
          this.state = answer.ok ? 'right' : 'wrong'
          this.message = answer.ok ? '' : answer.message
          if (!answer.ok) void this.translate(number, filter)
        },
        (error: unknown) => {
          if (number !== this.asked) return
          this.state = 'wrong'
          this.message = error instanceof CallError ? error.message : String(error)
        },
      )
    }, pause)
    return () => clearTimeout(timer)
  }

  /** What libpcap does not understand may be a display filter: then that is what there is to say. */
  private async translate(number: number, text: string): Promise<void> {
    try {
      const { error, capture } = await this.client.calls.filter.check({ text })
      if (number !== this.asked || error || !capture) return
      if (capture.text !== null) {
        this.offer = capture.text
        this.message = m.options_filter_display()
      } else this.message = m.options_filter_display_only({ reason: capture.reason })
    } catch {
      // Then libpcap's own words stand.
    }
  }
}
