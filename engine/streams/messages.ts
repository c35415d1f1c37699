/**
 * Messages of streams: which run of bytes goes on with one, which begins one, where the whole ones between them end, and what the whole is.
 *
 * In the first pass the protocol says where its messages end (`Messages.cut`), and what it says is filed here; later decodings read that.
 * Only places are kept; the bytes are read from the file again, but for bytes that stand in no packet as they are (decrypted, unpacked):
 * those are copied until their message is whole, within limits. As in tshark, a segment beyond a gap is not waited for: it begins anew,
 * unless it lies within the message that is open.
 */
import { limits } from '../limits'
import { memory, PacketNumbers } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { MORE, UNTIL_CLOSE } from '../dissect/protocol'
import type { Ask, Protocol } from '../dissect/protocol'
import { conversations } from '../flows/conversations'
import type { Conversations } from '../flows/conversations'
import { Datagram, insert, pieceOf, placed } from '../flows/reassembly'
import type { Piece } from '../flows/reassembly'
import { conversationReaders } from '../flows/readers'

/** So far behind its begin a message ends that ends with its stream. */
const FAR = 0x4000_0000

/** One message or, where its length was not known at first, all that stands in the segments until it was. */
export class Message {
  readonly whole = new Datagram('')
  /** The next segment belongs to it as a whole, and then it is asked again. */
  isOpen = false
  /** Once `stop` is reached, its protocol is asked again for its length. */
  isAsked = false
  untilClose = false
  /** It is not put together: too many segments or too many bytes. */
  isTooLong = false
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
    readonly reader: Protocol,
    readonly ask: Ask,
  ) {}

  /** The part that a frame carries; undefined when it carries none. */
  pieceIn(frame: number): Piece | undefined {
    return this.whole.pieces.findLast((piece) => piece.frame === frame)
  }
  /** What its protocol needs: the answer of `cut`, of `length` bytes that are there. */
  needs(answer: number, length: number): void {
    this.untilClose = answer === UNTIL_CLOSE
    this.isOpen = answer === MORE
    this.isAsked = answer <= MORE && !this.untilClose
    const wanted = this.untilClose
      ? FAR
      : this.isOpen
        ? length + 1
        : answer < 0
          ? Math.max(length + 1, -1 - answer)
          : answer
    this.isTooLong ||= wanted > limits.messageBytes && !this.untilClose
    this.stop = (this.start + Math.min(wanted, FAR)) | 0
  }
}

/** Whole messages of one run: pairs of length and protocol. The first `inWhole` of them stand in what was put together. */
export interface Cuts {
  inWhole: number
  pairs: Uint32Array
}

export class StreamMessages {
  /** Messages not begun because there were too many, or given up because they were too long. */
  dropped = 0
  private readonly messages: Message[] = []
  /** The newest of each stream, in the order of their sequence numbers. */
  private readonly newest = new Map<number, Message[]>()
  /** Numbers of messages. */
  private readonly continued = new PacketNumbers()
  private readonly begun = new PacketNumbers()
  /** Places in `filed`, plus 1: count in the whole, count in all, then pairs. */
  private readonly cut = new PacketNumbers()
  private filed = new Uint32Array(256)
  private used = 0
  /** Streams that were unpacked from others: numbers, and bytes so far. */
  private readonly unpacked = new Map<string, { number: number; length: number }>()
  private held = 0

  constructor(private readonly most: number = limits.streamMessages) {}

  /** First pass: whether something ends with this stream. */
  waitsForClose(stream: number): boolean {
    return this.newest.get(stream)?.some((message) => message.untilClose && !message.frame) ?? false
  }

  /** Whether the bytes at this place go on with a message that began before them. */
  goesOn(p: Packet, turn: number, stream: number, sequence: number): boolean {
    if (!p.first) return this.continuedIn(p.frame.number, turn) !== undefined
    return this.openAt(stream, sequence) !== undefined
  }

  /** The message that begins last before a place, if it goes on there. */
  private openAt(stream: number, sequence: number): Message | undefined {
    const list = this.newest.get(stream)
    if (!list) return undefined
    for (let i = list.length - 1; i >= 0; i--) {
      const message = list[i]!
      if (((sequence - message.start) | 0) > 0) return ((sequence - message.stop) | 0) < 0 ? message : undefined
    }
    return undefined
  }

  /** First pass: behind which number the newest message of a stream ends; 0 when it is whole, or nobody knows yet. */
  openStop(stream: number): number {
    const message = this.newest.get(stream)?.at(-1)
    return !message || message.frame || message.isOpen ? 0 : message.stop
  }

  /** First pass: files a segment that lies wholly within a message, as the inner loop found (`openStop`). */
  goOnWithin(frame: number, stream: number, sequence: number, at: number, length: number): void {
    const message = this.openAt(stream, sequence)
    if (!message) return
    this.continued.set(frame, message.number)
    const { whole } = message
    const offset = (sequence - message.start) | 0
    if (this.isTooMuch(message, offset + length)) return
    insert(whole, placed(frame, at, offset, length, false, undefined))
  }

  /** Whether a message is not put together (any more), now that it reaches so far. */
  private isTooMuch(message: Message, reach: number): boolean {
    if (message.isTooLong) return true
    if (message.whole.pieces.length < limits.segmentsPerMessage && reach <= limits.messageBytes) return false
    message.isTooLong = true
    this.dropped++
    return true
  }

  /** First pass: files up to `length` bytes at the cursor with the message that is open there; undefined when none is. */
  goOn(p: Packet, turn: number, stream: number, sequence: number, length: number, last: boolean): Message | undefined {
    const message = this.openAt(stream, sequence)
    if (!message) return undefined
    const { whole } = message
    const offset = (sequence - message.start) | 0
    if (message.isOpen) message.stop = (sequence + length) | 0
    message.isOpen = false
    const size = Math.min(length, (message.stop - sequence) | 0)
    this.continued.set(p.frame.number, message.number, turn)
    if (this.isTooMuch(message, offset + size)) {
      if (message.untilClose && last) message.stop = (sequence + size) | 0
      return message
    }
    const piece = pieceOf(p, p.at, offset, size, false)
    this.hold(message, piece)
    insert(whole, piece)
    if (message.untilClose && last) {
      message.stop = (sequence + size) | 0
      message.untilClose = false
    }
    const total = (message.stop - message.start) | 0
    if (!message.untilClose && whole.reach >= total && whole.frame === 0) {
      whole.frame = p.frame.number
      whole.total = total
    }
    return message
  }

  /** Counts bytes that are copied; what would be too much is given up. */
  private hold(message: Message, piece: Piece): void {
    if (!piece.bytes) return
    const { whole } = message
    whole.held += piece.bytes.length
    this.held += piece.bytes.length
    if (whole.held <= limits.reassemblyPerStream && this.held <= limits.reassemblyInAll) return
    message.isTooLong = true
    this.dropped++
    this.held -= whole.held
    whole.held = 0
    for (const other of whole.pieces) other.bytes = undefined
  }

  /** First pass: `answer` of `cut` for all that is there of a message that was thought to be whole. */
  extend(message: Message, answer: number): void {
    const length = message.whole.total
    message.whole.frame = 0
    message.whole.total = -1
    message.needs(answer, length)
  }

  /** First pass: after `extend`, as many of the `length` bytes at the cursor as the message now reaches; how many those are. */
  widen(p: Packet, message: Message, length: number): number {
    const { whole } = message
    const index = whole.pieces.findLastIndex((piece) => piece.frame === p.frame.number)
    const piece = whole.pieces[index]
    if (!piece) return 0
    const reach = message.isOpen ? length : (message.stop - message.start - piece.offset) | 0
    const size = Math.min(length, message.untilClose ? length : reach)
    if (size <= piece.length) return piece.length
    if (message.isOpen) message.stop = (message.start + piece.offset + size) | 0
    message.isOpen = false
    if (piece.bytes) piece.bytes = new Uint8Array(p.bytes.subarray(p.at, p.at + size))
    piece.length = size
    if (piece.offset <= whole.reach) whole.reach = Math.max(whole.reach, piece.offset + size)
    const total = (message.stop - message.start) | 0
    if (!message.untilClose && whole.reach >= total) {
      whole.frame = p.frame.number
      whole.total = total
    }
    return size
  }

  /** First pass: the last `length` bytes before `at` begin the next message, not this one. */
  shorten(message: Message, frame: number, length: number): void {
    const piece = message.pieceIn(frame)!
    piece.length -= length
    if (piece.bytes) piece.bytes = piece.bytes.subarray(0, piece.length)
    message.whole.total -= length
    message.stop = (message.stop - length) | 0
  }

  /** First pass: `length` bytes at `at` begin a message, of which `cut` said `answer`. */
  begin(
    p: Packet,
    turn: number,
    stream: number,
    sequence: number,
    at: number,
    length: number,
    answer: number,
    reader: Protocol,
    ask: Ask,
  ): void {
    if (this.messages.length >= this.most) {
      this.dropped++
      return
    }
    const message = new Message(this.messages.length + 1, sequence | 0, 0, reader, ask)
    message.needs(answer, length)
    if (message.untilClose && p.flow >= 0) p.recall(conversationReaders).watchEnd(p.flow >> 1)
    if (message.isTooLong) this.dropped++
    const piece = pieceOf(p, at, 0, length, false)
    this.hold(message, piece)
    insert(message.whole, piece)
    this.messages.push(message)
    const others = this.newest.get(stream) ?? []
    others.splice(others.findLastIndex(({ start }) => ((sequence - start) | 0) > 0) + 1, 0, message)
    if (others.length > limits.messagesPerDirection) others.shift()
    this.newest.set(stream, others)
    this.begun.set(p.frame.number, message.number, turn)
  }

  /** First pass: what was read of a run. `pairs`: length and protocol of each message. */
  file(frame: number, turn: number, inWhole: number, pairs: readonly number[]): void {
    if (!pairs.length) return
    if (this.used + pairs.length + 2 > this.filed.length) {
      const wider = new Uint32Array(Math.max(this.filed.length * 2, this.used + pairs.length + 2))
      wider.set(this.filed)
      this.filed = wider
    }
    this.cut.set(frame, this.used + 1, turn)
    this.filed[this.used++] = inWhole
    this.filed[this.used++] = pairs.length / 2
    for (const n of pairs) this.filed[this.used++] = n
  }

  /** The message that a run goes on with, the one that it begins, and what was read in it. */
  continuedIn(frame: number, turn: number): Message | undefined {
    return this.messages[this.continued.get(frame, turn) - 1]
  }
  begunIn(frame: number, turn: number): Message | undefined {
    return this.messages[this.begun.get(frame, turn) - 1]
  }
  cutsIn(frame: number, turn: number): Cuts | undefined {
    const at = this.cut.get(frame, turn) - 1
    if (at < 0) return undefined
    const count = this.filed[at + 1]!
    return { inWhole: this.filed[at]!, pairs: this.filed.subarray(at + 2, at + 2 + 2 * count) }
  }

  /** First pass: number of a stream that was unpacked from another, and how many bytes it had before these. */
  unpack(key: string, length: number): { number: number; sequence: number } {
    let known = this.unpacked.get(key)
    if (!known) this.unpacked.set(key, (known = { number: UNPACKED + this.unpacked.size, length: 0 }))
    const sequence = known.length
    known.length += length
    return { number: known.number, sequence }
  }
}

/** Behind all directions of TCP. */
const UNPACKED = 2 ** 34

/** Takes over the segments of which the inner loop of the pass saw that they lie within a message. */
function takeContinued(messages: StreamMessages, talks: Conversations): void {
  const { core } = talks
  core.onContinued = (count) => {
    const { frame, flow, sequence, place, length } = core.continued
    for (let i = 0; i < count; i++)
      messages.goOnWithin(frame[i]!, talks.direction(flow[i]!), sequence[i]!, place[i]!, length[i]!)
  }
}

export const streamMessages = memory((all) => {
  const messages = new StreamMessages()
  takeContinued(messages, all.get(conversations))
  return messages
})
