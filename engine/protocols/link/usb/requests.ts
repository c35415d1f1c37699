// Which request an answer of a USB control transfer belongs to: USB's answers do not say.
import { limits } from '../../../limits'
import { FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'

export interface Asked {
  frame: number
  /** Not so of transfers that are no control transfers. */
  isSetup: boolean
  /** bmRequestType, bRequest, and the upper byte of wValue. */
  type: number
  request: number
  descriptor: number
}

/** Requests that wait, by what the system calls the transfer; the oldest are forgotten. */
class Waiting {
  private readonly asked = new Map<string, Asked>()
  set(key: string, it: Asked): void {
    this.asked.delete(key)
    this.asked.set(key, it)
    if (this.asked.size > limits.usbRequests)
      for (const oldest of this.asked.keys()) return void this.asked.delete(oldest)
  }
  get(key: string): Asked | undefined {
    return this.asked.get(key)
  }
}

const waiting = memory(() => new Waiting())
const answers = memory(() => new FrameFacts<Asked>())

/** The first pass keeps a request until its answer comes. */
export function asks(p: Packet, key: string, it: Omit<Asked, 'frame'>): void {
  if (p.first) p.recall(waiting).set(key, { ...it, frame: p.frame.number })
}

/** The request that this packet answers. */
export function askedBy(p: Packet, key: string): Asked | undefined {
  const facts = p.recall(answers)
  if (p.first) {
    const found = p.recall(waiting).get(key)
    if (found) facts.set(p.frame.number, found)
  }
  return facts.get(p.frame.number)
}
