/** Requests and responses of one HTTP/1 conversation: a response answers the oldest request that has none (RFC 9112, section 9.3.2). */
import { FlowState, FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'

export interface Exchange {
  /** Frames; 0 for one that was not seen. */
  request: number
  response: number
  seconds: number
  nanos: number
  uri: string
  /** The head of its response was seen. */
  isBegun: boolean
}

export class Talk {
  readonly exchanges: Exchange[] = []
  /** The first one that may still be answered. */
  open = 0
  /** Methods of requests whose responses have not begun: they decide whether a body follows. */
  readonly methods: string[] = []

  /** The oldest request whose response has not begun. */
  oldest(): Exchange | undefined {
    const { exchanges } = this
    while (this.open < exchanges.length && exchanges[this.open]!.isBegun) this.open++
    return exchanges[this.open]
  }
  /** The target of a CONNECT that was asked for. */
  target = ''
}

export const talks = memory(() => new FlowState(() => new Talk()))
/** Of each message, the number of its exchange, from 1. */
const facts = memory(() => new FrameFacts<number>())

/** First pass: notes a request or a response. */
export function note(p: Packet, nth: number, isRequest: boolean, begun: Exchange | undefined, uri: string): void {
  const talk = p.recall(talks).of(p.flow >> 1)
  const { exchanges } = talk
  const { number, seconds, nanos } = p.frame
  let n = exchanges.length
  if (begun) {
    n = exchanges.lastIndexOf(begun)
    begun.response = number
  } else if (n < limits.pairs)
    exchanges.push({
      request: isRequest ? number : 0,
      response: isRequest ? 0 : number,
      seconds,
      nanos,
      uri,
      isBegun: !isRequest,
    })
  p.recall(facts).set(number, n + 1, nth)
}

/** What was noted of this message: its exchange, its number from 1, all of them. */
export function noted(p: Packet, nth: number): { own: Exchange; n: number; all: readonly Exchange[] } | undefined {
  const n = p.recall(facts).get(p.frame.number, nth)
  if (!n || p.flow < 0) return undefined
  const all = p.recall(talks).of(p.flow >> 1).exchanges
  const own = all[n - 1]
  return own && { own, n, all }
}
