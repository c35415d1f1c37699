/**
 * The analysis of TCP in a thread of its own, while a large file is read: the pass finds the segments, the thread judges them a little later.
 *
 *   pass ── records in a ring (flows/tcp-ring.ts) ──▶ thread: advance(connections, segment)
 *        ◀── what was found: columns that both see
 *
 * Should the thread not come up in time, the pass takes its work over before it began.
 */
import { readFileSync } from 'node:fs'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Segment, TcpConnections } from '../flows/tcp-connections'
import { CELL, drain, makeRing, OWNER, putEdges, putLate, putRoom, putSegment, RECORDS } from '../flows/tcp-ring'
import type { TcpElsewhere } from '../flows/tcp-streams'

/** Records after which the thread may see them. */
const BATCH = 256
/** Milliseconds in which the thread has to be there. */
const STARTING = 2_000
/** Seconds of waiting without any progress after which it counts as dead. */
const PATIENCE = 5

export class TcpLane implements TcpElsewhere {
  private readonly ring = makeRing()
  private readonly port: MessagePort
  private written = 0
  /** What the thread had read when it was last looked at. */
  private read = 0
  private asked = 0
  private state: 'starting' | 'running' | 'over' = 'starting'

  /** Starts the thread that was built as `file`; undefined where there is none. */
  static start(file: URL, connections: TcpConnections): TcpLane | undefined {
    try {
      return new TcpLane(readFileSync(file, 'utf8'), connections)
    } catch {
      return undefined
    }
  }

  /** @param connections what is found goes there; nothing may be in it yet */
  private constructor(
    code: string,
    private readonly connections: TcpConnections,
  ) {
    const { port1, port2 } = new MessageChannel()
    this.port = port1
    const workerData = { ring: this.ring, port: port2 }
    const worker = new Worker(code, { eval: true, workerData, transferList: [port2] })
    worker.on('error', () => undefined) // the pass sees that nothing moves
    worker.unref()
    port1.unref()
  }

  send(segment: Segment): void {
    if (segment.sacks) {
      this.makeRoom()
      putEdges(this.ring, this.written, segment)
      this.placed()
    }
    this.makeRoom()
    putSegment(this.ring, this.written, segment)
    this.placed()
  }
  addLate(row: number, bits: number): void {
    this.makeRoom()
    putLate(this.ring, this.written, row, bits)
    this.placed()
  }
  reserve(rows: number, stream: number): void {
    this.makeRoom()
    putRoom(this.ring, this.written, rows, stream)
    this.placed()
  }

  settle(): boolean {
    const { cells } = this.ring
    this.publish()
    if (!this.hasBegun()) return false
    Atomics.store(cells, CELL.asked, ++this.asked)
    this.wake()
    this.wait(CELL.answered, () => Atomics.load(cells, CELL.answered) === this.asked)
    const found = receiveMessageOnPort(this.port) as { message: TcpConnections }
    this.connections.adopt(found.message)
    return true
  }

  /** Ends the thread. What has not been settled is lost. */
  end(): void {
    Atomics.store(this.ring.cells, CELL.ended, 1)
    // If it has not begun, it is not to begin any more.
    Atomics.compareExchange(this.ring.cells, CELL.owner, OWNER.nobody, OWNER.pass)
    this.wake()
    this.port.close()
  }

  private makeRoom(): void {
    if (((this.written - this.read) | 0) < RECORDS) return
    const { cells } = this.ring
    this.publish()
    this.read = Atomics.load(cells, CELL.read)
    if (((this.written - this.read) | 0) < RECORDS || !this.hasBegun()) return
    this.wake()
    this.wait(CELL.read, () => Atomics.load(cells, CELL.read) !== this.read)
    this.read = Atomics.load(cells, CELL.read)
  }
  private placed(): void {
    this.written = (this.written + 1) | 0
    if (this.state === 'over') this.drainHere()
    else if ((this.written & (BATCH - 1)) === 0) this.publish()
  }
  private publish(): void {
    Atomics.store(this.ring.cells, CELL.written, this.written)
  }
  private wake(): void {
    Atomics.add(this.ring.cells, CELL.bell, 1)
    Atomics.notify(this.ring.cells, CELL.bell)
  }

  /** Whether the thread is at work. It is waited for; when it does not come up, what it would have done is done here. */
  private hasBegun(): boolean {
    if (this.state !== 'starting') return this.state === 'running'
    const { cells } = this.ring
    Atomics.wait(cells, CELL.owner, OWNER.nobody, STARTING)
    const owner = Atomics.compareExchange(cells, CELL.owner, OWNER.nobody, OWNER.pass)
    this.state = owner === OWNER.thread ? 'running' : 'over'
    if (this.state === 'over') this.drainHere()
    return this.state === 'running'
  }
  private drainHere(): void {
    drain(this.ring, this.connections, this.read, this.written)
    this.read = this.written
  }

  /** Waits until a cell says so; the cell is notified when it changes. */
  private wait(cell: number, isThere: () => boolean): void {
    const { cells } = this.ring
    let read = Atomics.load(cells, CELL.read)
    for (let seconds = 0; ;) {
      const seen = Atomics.load(cells, cell)
      if (isThere()) return
      if (Atomics.wait(cells, cell, seen, 1000) !== 'timed-out') continue
      const now = Atomics.load(cells, CELL.read)
      seconds = now === read ? seconds + 1 : 0
      read = now
      if (seconds >= PATIENCE) throw new Error('The thread that analyses TCP has stopped.')
    }
  }
}
