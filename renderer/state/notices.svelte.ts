// Notices at the edge of the window: what went wrong or needs to be known, until somebody dismisses it.
import { CallError } from '../client/client'
import { m } from '../paraglide/messages.js'

export type NoticeKind = 'error' | 'warning' | 'info'

export interface Notice {
  id: number
  kind: NoticeKind
  message: string
  hint: string
  /** Notices with the same topic replace each other. */
  topic: string
}

/** More than these and the oldest goes. */
const most = 4

export class Notices {
  list = $state.raw<readonly Notice[]>([])
  private lastId = 0

  add(kind: NoticeKind, message: string, { hint = '', topic = message } = {}): void {
    const notice = { id: ++this.lastId, kind, message, hint, topic }
    this.list = [...this.list.filter((other) => other.topic !== topic), notice].slice(-most)
  }

  /** Shows what a call threw; a lost connection and the user's own cancelling have notices of their own, or need none. */
  error = (error: unknown): void => {
    if (error instanceof CallError) {
      if (error.code === 'connection-lost' || error.code === 'cancelled') return
      this.add('error', error.message, { hint: error.hint, topic: error.code + error.message })
      return
    }
    const text = error instanceof Error ? error.message : String(error)
    this.add('error', m.notice_fault({ text }), { hint: m.notice_fault_hint() })
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }
  clear(topic: string): void {
    if (this.list.some((notice) => notice.topic === topic))
      this.list = this.list.filter((notice) => notice.topic !== topic)
  }
}
