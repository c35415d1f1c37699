/**
 * Messages that several TCP segments carry: which segment goes on with one, which begins one, and what the whole is.
 *
 * In the first pass the dissector says where a message begins whose end is in later segments (`begin`), and asks of every segment with data
 * whether it goes on with one (`goOn`). Only places are kept; the bytes are read from the file again. As in tshark, a segment beyond a gap
 * is not waited for: it begins anew, unless it lies within the message that is open.
 */
import { limits } from '../limits'
import { memory, PacketNumbers } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { Datagram, insert, pieceOf } from './reassembly'
import type { Piece } from './reassembly'

/** One message or, where its length was not known at first, all that stands in the segments until it was. */
export class TcpMessage {
  readonly whole = new Datagram('')
  /** Frame in which it became whole; 0 while it is not. */
  get frame(): number {
    return this.whole.frame
  }
  constructor(
    /** Place in the list of all, from 1. */
    readonly number: number,
    /** Raw sequence number of its first byte, and of the first one behind it. */
    readonly start: number,
    public stop: number,
    /** Its length is not known: the next segment belongs to it as a whole. */
    public isOpen: boolean,
  ) {}

  /** The part that a frame carries; undefined when it carries none. */
  pieceIn(frame: number): Piece | undefined {
    return this.whole.pieces.findLast((piece) => piece.frame === frame)
  }
}

export class TcpMessages {
  /** Messages not begun because there were too many. */
  dropped = 0
  private readonly messages: TcpMessage[] = []
  /** The newest of each direction (stream × 2 + way), in the order of their sequence numbers. */
  private readonly newest = new Map<number, TcpMessage[]>()
  /** Numbers of messages. */
  private readonly continued = new PacketNumbers()
  private readonly begun = new PacketNumbers()

  constructor(private readonly most: number = limits.tcpMessages) {}

  /** First pass: files up to `length` bytes at the cursor with the message that is open there; undefined when none is. */
  goOn(p: Packet, direction: number, sequence: number, length: number): TcpMessage | undefined {
    const message = this.newest.get(direction)?.findLast(({ start }) => ((sequence - start) | 0) > 0)
    if (!message || ((sequence - message.stop) | 0) >= 0) return undefined
    if (message.whole.pieces.length >= limits.segmentsPerMessage) return undefined
    const offset = (sequence - message.start) | 0
    if (message.isOpen) message.stop = (sequence + length) | 0
    message.isOpen = false
    const size = Math.min(length, (message.stop - sequence) | 0)
    insert(message.whole, pieceOf(p, p.at, offset, size, false))
    this.continued.set(p.frame.number, message.number, p.nth())
    const total = (message.stop - message.start) | 0
    if (message.whole.reach >= total && message.whole.frame === 0) {
      message.whole.frame = p.frame.number
      message.whole.total = total
    }
    return message
  }

  /** First pass: more of a message is needed than was thought: `missing` bytes behind `stop`, or (0) the next segment. */
  extend(message: TcpMessage, missing: number): void {
    message.whole.frame = 0
    message.whole.total = -1
    message.isOpen = missing === 0
    message.stop = (message.stop + (missing || 1)) | 0
  }

  /** First pass: the last `length` bytes before `at` begin the next message, not this one. */
  shorten(message: TcpMessage, frame: number, length: number): void {
    const piece = message.pieceIn(frame)!
    piece.length -= length
    message.whole.total -= length
    message.stop = (message.stop - length) | 0
  }

  /** First pass: `length` bytes at `at` begin a message; `missing` bytes are in later segments, or (0) nobody knows how many. */
  begin(p: Packet, direction: number, sequence: number, at: number, length: number, missing: number): void {
    if (this.messages.length >= this.most) {
      this.dropped++
      return
    }
    const stop = (sequence + length + (missing || 1)) | 0
    const message = new TcpMessage(this.messages.length + 1, sequence | 0, stop, missing === 0)
    insert(message.whole, pieceOf(p, at, 0, length, false))
    this.messages.push(message)
    const others = this.newest.get(direction) ?? []
    others.splice(others.findLastIndex(({ start }) => ((sequence - start) | 0) > 0) + 1, 0, message)
    if (others.length > limits.tcpMessagesPerDirection) others.shift()
    this.newest.set(direction, others)
    this.begun.set(p.frame.number, message.number, p.nth())
  }

  /** The message that this packet goes on with, and the one that it begins. */
  continuedIn(p: Packet): TcpMessage | undefined {
    return this.messages[this.continued.get(p.frame.number, p.nth()) - 1]
  }
  begunIn(p: Packet): TcpMessage | undefined {
    return this.messages[this.begun.get(p.frame.number, p.nth()) - 1]
  }
}

export const tcpMessages = memory(() => new TcpMessages())
