/**
 * The analysis of TCP in a thread of its own, while a large file is read: the pass finds the segments, the thread judges them a little later.
 *
 *   pass ── records in a ring (flows/tcp-ring.ts) ──▶ thread: advance(connections, segment)
 *        ◀── what was found: columns that both see
 *
 * Until the thread is there, and for ever if it never comes, the pass does its work.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Segment, TcpConnections } from '../flows/tcp-connections'
import { CELL, drain, makeRing, putEdges, putLate, putRoom, putSegment, RECORDS } from '../flows/tcp-ring'
import type { Start } from '../flows/tcp-ring'
import type { TcpElsewhere } from '../flows/tcp-streams'

export interface TcpThread {
  /** Bytes of a capture that is worth one. */
  least: number
  /** What it runs. */
  file: URL
  /** Milliseconds in which to wait for it to come up: for tests. */
  wait?: number
}

/** Records after which the thread may see them. */
const BATCH = 256
/** Seconds of waiting without any progress after which it counts as dead. */
const PATIENCE = 5

export class TcpLane implements TcpElsewhere {
  private readonly ring = makeRing()
  private readonly port: MessagePort
  private written = 0
  /** What had been read when that was last looked at. */
  private read = 0
  private asked = 0
  /** The thread is at work; what it has found is in `connections` after `settle`. */
  private hasBegun = false

  /** Starts the thread that was built as `file`; undefined where there is none, or where the pass may not wait for it. */
  static start({ file, wait }: TcpThread, connections: TcpConnections): TcpLane | undefined {
    let lane: TcpLane
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0)
      lane = new TcpLane(readFileSync(fileURLToPath(file), 'utf8'), connections)
    } catch {
      return undefined
    }
    if (wait) Atomics.wait(lane.ring.cells, CELL.isThere, 0, wait)
    return lane
  }

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

  settle(): void {
    if (!this.begin()) return this.drainHere()
    const { cells } = this.ring
    this.publish()
    Atomics.store(cells, CELL.asked, ++this.asked)
    this.wake()
    this.wait(CELL.answered, () => Atomics.load(cells, CELL.answered) === this.asked)
    const found = receiveMessageOnPort(this.port) as { message: TcpConnections }
    this.connections.adopt(found.message)
  }

  /** Ends the thread. What has not been settled is lost. */
  end(): void {
    Atomics.store(this.ring.cells, CELL.ended, 1)
    this.wake()
    this.port.close()
  }

  private makeRoom(): void {
    if (((this.written - this.read) | 0) < RECORDS) return
    if (!this.begin()) return this.drainHere()
    const { cells } = this.ring
    this.publish()
    if (Atomics.load(cells, CELL.read) === this.read) {
      this.wake()
      this.wait(CELL.read, () => Atomics.load(cells, CELL.read) !== this.read)
    }
    this.read = Atomics.load(cells, CELL.read)
  }
  private placed(): void {
    this.written = (this.written + 1) | 0
    if ((this.written & (BATCH - 1)) === 0 && this.begin()) this.publish()
  }
  private publish(): void {
    Atomics.store(this.ring.cells, CELL.written, this.written)
  }
  private wake(): void {
    Atomics.add(this.ring.cells, CELL.bell, 1)
    Atomics.notify(this.ring.cells, CELL.bell)
  }

  /** Hands over to the thread once it is there. Whether it is at work. */
  private begin(): boolean {
    const { cells } = this.ring
    if (this.hasBegun || !Atomics.load(cells, CELL.isThere)) return this.hasBegun
    // Before the thread has its start: it must not see an older count than that.
    Atomics.store(cells, CELL.read, this.read)
    this.publish()
    this.connections.share()
    this.port.postMessage({ connections: this.connections, read: this.read } satisfies Start)
    return (this.hasBegun = true)
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
