/** Calls of ONC RPC that wait for their replies: by conversation and transaction number. Noted in the first pass. */
import { FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'

export interface Call {
  program: number
  version: number
  procedure: number
  call: number
  reply: number
  seconds: number
  nanos: number
  /** Whatever the program keeps of its call for the reply: a mask of what was asked. */
  asked: number
}

class Calls {
  /** The message at hand, for the program that reads it. */
  atHand: Call | undefined
  isReply = false
  private readonly open = new Map<string, Call>()
  private readonly facts = new FrameFacts<Call>()

  /** Whether a reply with this number answers a call that was seen. */
  knows(p: Packet, xid: number): boolean {
    return p.first ? this.open.has(`${p.flow >> 1} ${xid}`) : this.facts.get(p.frame.number) !== undefined
  }
  ask(p: Packet, xid: number, program: number, version: number, procedure: number): Call | undefined {
    const nth = p.nth()
    if (!p.first || p.quoted) return this.facts.get(p.frame.number, nth)
    const key = `${p.flow >> 1} ${xid}`
    const { number, seconds, nanos } = p.frame
    const known = this.open.get(key)
    const isAgain = known !== undefined && !known.reply && known.procedure === procedure && known.program === program
    const call = isAgain ? known : { program, version, procedure, call: number, reply: 0, seconds, nanos, asked: 0 }
    if (this.open.size >= limits.rpcCalls) this.open.delete(this.open.keys().next().value!)
    this.open.set(key, call)
    this.facts.set(number, call, nth)
    return call
  }
  answer(p: Packet, xid: number): Call | undefined {
    const nth = p.nth()
    if (!p.first || p.quoted) return this.facts.get(p.frame.number, nth)
    const call = this.open.get(`${p.flow >> 1} ${xid}`)
    if (!call) return undefined
    call.reply ||= p.frame.number
    this.facts.set(p.frame.number, call, nth)
    return call
  }
}
export const rpcCalls = memory(() => new Calls())
