/** What a connection of SMB2 remembers: open files by their numbers, shares, and requests that wait for their responses. */
import { FlowState, FrameFacts, memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { limits } from '../../../limits'

/** A request with its response. Frames are 0 while they were not seen. */
export interface Exchange {
  request: number
  response: number
  seconds: number
  nanos: number
  /** File that it is about, '' where none is known. */
  name: string
  fid: string
  /** Of an Ioctl its function, of a Create and a Tree Connect nothing. */
  what: number
  isPipe: boolean
  /** Share that it is in, and where that was connected. */
  tree: string
  treeFrame: number
}
interface Share {
  path: string
  isPipe: boolean
  frame: number
}
class Connection {
  readonly files = new Map<string, string>()
  readonly trees = new Map<number, Share>()
  readonly open = new Map<string, Exchange>()
}
const states = memory(() => new FlowState(() => new Connection()))
const facts = memory(() => new FrameFacts<Exchange>())

export const connection = (p: Packet): Connection => p.recall(states).of(p.flow >> 1)

/** What the first pass noted of the `i`-th command of this layer. */
export const noted = (p: Packet, i: number): Exchange | undefined =>
  p.recall(facts).get(p.frame.number, (p.nth() * 16 + i) & 255)

export function note(p: Packet, i: number, exchange: Exchange): void {
  p.recall(facts).set(p.frame.number, exchange, (p.nth() * 16 + i) & 255)
}
/** First pass: keeps `value` under `key`; the oldest gives way. */
export function keep<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (map.size >= limits.openFiles && !map.has(key)) map.delete(map.keys().next().value!)
  map.set(key, value)
}
