// Checks a capture filter while it is typed: a moment after the last key, the newest text only.
import type { Client } from '../../client/client'
import { CallError } from '../../client/client'

const pause = 200

export class FilterCheck {
  state = $state<'empty' | 'asking' | 'right' | 'wrong'>('empty')
  message = $state('')
  private asked = 0

  constructor(private readonly client: Client) {}

  /** Returns how to stop waiting, for the effect that calls it. */
  ask(adapter: string, filter: string): (() => void) | undefined {
    const number = ++this.asked
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
}
