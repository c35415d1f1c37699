/** Which request a response of LDAP answers: by conversation and message number; one search has many responses. */
import { FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'

export interface Exchange {
  request: number
  response: number
  seconds: number
  nanos: number
}
class Exchanges {
  private readonly open = new Map<string, Exchange & { entries: number }>()
  private readonly facts = new FrameFacts<{ exchange: Exchange; entries: number }>()

  /** First pass: notes a message; later: its exchange, and how many entries were found up to it. */
  of(p: Packet, id: number, isRequest: boolean, isEntry: boolean): { exchange: Exchange; entries: number } | undefined {
    const nth = p.nth()
    if (!p.first || p.quoted) return this.facts.get(p.frame.number, nth)
    const key = `${p.flow >> 1} ${id}`
    const { number, seconds, nanos } = p.frame
    if (isRequest) {
      if (this.open.size >= limits.rpcCalls) this.open.delete(this.open.keys().next().value!)
      const exchange = { request: number, response: 0, seconds, nanos, entries: 0 }
      this.open.set(key, exchange)
      this.facts.set(number, { exchange, entries: 0 }, nth)
      return undefined
    }
    const exchange = this.open.get(key)
    if (!exchange) return undefined
    if (isEntry) exchange.entries++
    exchange.response ||= number
    this.facts.set(number, { exchange, entries: exchange.entries }, nth)
    return undefined
  }
}
export const exchanges = memory(() => new Exchanges())
