/** While a large file is read, a thread of its own analyses TCP (tcp-lane.ts): when it does, and what is put right after it. */
import type { Packet } from '../dissect/packet'
import { ROW } from '../flows/tcp-connections'
import { tcpStreams } from '../flows/tcp-streams'
import { limits } from '../limits'
import { registry } from '../protocols'
import type { PacketIndex } from './packet-index'
import { TcpLane } from './tcp-lane'
import type { TcpThread } from './tcp-lane'

const tcp = registry.protocol('tcp').id
const data = registry.protocol('data').id

/** The file lies beside the program, wherever that was built to. */
const usual: TcpThread = { least: limits.tcpThreadLeast, file: new URL('../engine/tcp-lane.cjs', import.meta.url) }

export class TcpAside {
  private settled = 0
  private lane: TcpLane | undefined
  private isOver = false

  constructor(
    private readonly index: PacketIndex,
    private readonly packet: Packet,
    private readonly thread: TcpThread = usual,
  ) {}

  /** Starts the thread if a capture of `size` bytes is worth one; once. */
  start(size: number): void {
    if (this.lane || this.isOver || size < this.thread.least) return
    const streams = this.packet.recall(tcpStreams)
    this.lane = TcpLane.start(this.thread, streams.connections)
    streams.elsewhere = this.lane
    this.settled = this.index.count
    this.isOver = !this.lane
  }

  /** Waits until the packets indexed so far have been analysed. What stands in segments that nobody reads is no layer of theirs. */
  settle(): void {
    if (!this.lane) return
    const { packet } = this
    const { stack, count } = this.index
    const streams = packet.recall(tcpStreams)
    streams.settle()
    for (const { frame, error } of streams.connections.faults.splice(0))
      packet.faults.push({ protocol: 'tcp', frame, error })
    for (; this.settled < count; this.settled++) {
      const row = streams.rowOf(this.settled + 1)
      if (row >= 0 && streams.verdicts[row]! & ROW.unread)
        stack[this.settled] = packet.stacks.without(stack[this.settled]!, data, tcp)
    }
  }

  /** The file has been read, or is closed: the analysis goes on here. */
  end(): void {
    this.isOver = true
    if (!this.lane) return
    this.packet.recall(tcpStreams).elsewhere = undefined
    this.lane.end()
    this.lane = undefined
  }
}
