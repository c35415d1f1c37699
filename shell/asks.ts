/**
 * What one window asks for, in its turn: some requests at a time go on, the others wait here. A window that asks for thousands of rows without
 * reading any keeps itself waiting, not the other windows, whose requests reach the decoder between its own.
 */
import { isRequest } from '../engine/api/call'
import { limits } from '../engine/limits'

/** Calls of the shell, and those that stop work, never wait: what they are to stop may be what waits in front of them. */
const atOnce = (message: unknown): boolean =>
  !isRequest(message) || !/^(?:session|filter|flows)\./.test(message.call) || message.call.endsWith('.cancel')

export class Asks {
  private readonly waiting: unknown[] = []
  private going = 0

  /**
   * @param handle answers one request; never rejects
   * @param reads whether the window reads what it is answered
   */
  constructor(
    private readonly handle: (message: unknown) => Promise<unknown>,
    private readonly post: (reply: unknown) => void,
    private readonly reads: () => boolean = () => true,
  ) {}

  /** Takes a message of the window; false when too many are waiting already. */
  take(message: unknown): boolean {
    if (atOnce(message)) {
      void this.handle(message).then((reply) => {
        if (reply !== null) this.post(reply)
      })
      return true
    }
    if (this.waiting.length >= limits.requestsWaiting) return false
    this.waiting.push(message)
    this.goOn()
    return true
  }

  /** Looks whether the next one may go: also when the window has read something. */
  goOn(): void {
    while (this.waiting.length && this.going < limits.requestsAtOnce && this.reads()) {
      this.going++
      void this.handle(this.waiting.shift()).then((reply) => {
        this.going--
        if (reply !== null) this.post(reply)
        this.goOn()
      })
    }
  }

  /** The window is gone: nothing more is asked for. */
  end(): void {
    this.waiting.length = 0
  }
}
