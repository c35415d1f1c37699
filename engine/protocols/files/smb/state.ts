/** What a connection of SMB remembers: shares by their numbers, and requests that wait for their responses. */
import { FlowState, FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import type { Asked } from '../lanman'

/** A request with its response. Frames are 0 while they were not seen. */
export interface Exchange {
  request: number
  response: number
  seconds: number
  nanos: number
  /** Number of the file that it is about; −1 where it is about none. */
  fid: number
  /** Path of a share that is connected. */
  path: string
  /** Subcommand of a transaction; −1 of others. */
  what: number
  isPipe: boolean
  /** What was asked of the remote administration. */
  asked?: Asked
  tree: string
}
class Connection {
  readonly trees = new Map<number, string>()
  readonly open = new Map<number, Exchange>()
}
const states = memory(() => new FlowState(() => new Connection()))
const facts = memory(() => new FrameFacts<Exchange>())

export const connection = (p: Packet): Connection => p.recall(states).of(p.flow >> 1)
export const noted = (p: Packet): Exchange | undefined => p.recall(facts).get(p.frame.number, p.nth())
export const note = (p: Packet, exchange: Exchange): void => p.recall(facts).set(p.frame.number, exchange, p.nth())
