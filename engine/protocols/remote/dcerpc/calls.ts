/** Which interface a context of a connection means, and which request a response of DCE/RPC answers. Noted in the first pass. */
import { FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'

/** One call: frames are 0 while they were not seen. */
export interface Call {
  opnum: number
  /** Interface as text; '' when no bind told it. */
  uuid: string
  version: number
  /** What its interface keeps of it: the name of a handle. */
  told: string
  /** Its stubs are in NDR64. */
  isWide: boolean
  request: number
  response: number
  seconds: number
  nanos: number
}

/** What an interface finds out of the call whose stub it reads. */
export interface Stub {
  opnum: number
  isRequest: boolean
  isLittle: boolean
  /** The stub cannot be read: encrypted, or only a part of it is here. */
  isClosed: boolean
  call: Call | undefined
}

class Calls {
  /** The pipe that carries the calls at hand: one connection of SMB has many. '' outside SMB. Set by whoever hands on. */
  pipe = ''
  /** The call at hand, for the interface. */
  stub: Stub = { opnum: 0, isRequest: true, isLittle: true, isClosed: false, call: undefined }
  /** First pass: what handles stand for, by their bytes. */
  readonly handles = new Map<string, string>()
  private readonly bound = new Map<string, { uuid: string; version: number; isWide: boolean }>()
  private readonly open = new Map<string, Call>()
  private readonly facts = new FrameFacts<Call>()

  private place(p: Packet): string {
    return `${p.flow >> 1} ${this.pipe}`
  }
  /** First pass: a bind says what a context means. */
  bind(p: Packet, context: number, uuid: string, version: number, isWide: boolean): void {
    const key = `${this.place(p)} ${context}`
    if (this.bound.size < limits.rpcCalls || this.bound.has(key)) this.bound.set(key, { uuid, version, isWide })
  }
  /** First pass: a request; later: what was noted of it. */
  ask(p: Packet, nth: number, id: number, context: number, opnum: number, isFirst: boolean): Call | undefined {
    if (!p.first || p.quoted) return this.facts.get(p.frame.number, nth)
    const key = `${this.place(p)} call ${id}`
    const begun = isFirst ? undefined : this.open.get(key)
    const known = this.bound.get(`${this.place(p)} ${context}`)
    const { number, seconds, nanos } = p.frame
    const call = begun ?? {
      opnum,
      uuid: known?.uuid ?? '',
      version: known?.version ?? 0,
      isWide: known?.isWide ?? false,
      told: '',
      request: number,
      response: 0,
      seconds,
      nanos,
    }
    if (this.open.size >= limits.rpcCalls) this.open.delete(this.open.keys().next().value!)
    this.open.set(key, call)
    this.facts.set(number, call, nth)
    return call
  }
  /** First pass: a response or fault; later: what was noted of it. */
  answer(p: Packet, nth: number, id: number): Call | undefined {
    if (!p.first || p.quoted) return this.facts.get(p.frame.number, nth)
    const call = this.open.get(`${this.place(p)} call ${id}`)
    if (!call) return undefined
    call.response ||= p.frame.number
    this.facts.set(p.frame.number, call, nth)
    return call
  }
}

export const calls = memory(() => new Calls())
