/** Which response answers which request of SIP, and what was sent again: by Call-ID, number and method (RFC 3261, section 17). */
import { limits } from '../../../limits'
import { FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'

interface Request {
  frame: number
  seconds: number
  nanos: number
  /** First frame of each status code. */
  codes: Map<number, number>
}
/** Of one message. */
export interface Fact {
  /** Frame of the same message before; 0 for none. */
  again: number
  request: number
  milliseconds: number
}
const requests = memory(() => new Map<string, Request>())
export const facts = memory(() => new FrameFacts<Fact>())

/** First pass: notes a message; `code` is 0 for requests. */
export function note(p: Packet, nth: number, key: string, code: number): void {
  const all = p.recall(requests)
  const { number, seconds, nanos } = p.frame
  const fact: Fact = { again: 0, request: 0, milliseconds: 0 }
  const known = all.get(key)
  if (!code && known) fact.again = known.frame
  else if (!code) {
    if (all.size >= limits.sipRequests) all.delete(all.keys().next().value!)
    all.set(key, { frame: number, seconds, nanos, codes: new Map() })
  } else if (known) {
    fact.again = known.codes.get(code) ?? 0
    if (!fact.again && known.codes.size < 100) known.codes.set(code, number)
    fact.request = known.frame
    fact.milliseconds = Math.round((seconds - known.seconds) * 1000 + (nanos - known.nanos) / 1e6)
  }
  p.recall(facts).set(number, fact, nth)
}
