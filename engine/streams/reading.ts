/**
 * Reads a run of stream bytes (a TCP segment, decrypted data …) message by message. In the first pass the protocol that reads the stream
 * tells its messages apart (`Messages.cut`), and what goes on elsewhere is filed (messages.ts); later decodings draw what was filed: the
 * message that ends here with the segments it was put together from, those that are whole, and the one that begins.
 *
 *   readRun(p, { stream, sequence, … }, http)          // TCP: sequence numbers place the bytes
 *   feed(p, `tls ${p.flow}`, http, { name: 'Decrypted TLS' })   // bytes that come in order
 */
import { Truncated } from '../bytes/read'
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import { MORE, UNTIL_CLOSE } from '../dissect/protocol'
import type { Ask, Messages, Protocol } from '../dissect/protocol'
import { readAgain } from '../flows/reassembly'
import { conversationReaders } from '../flows/readers'
import { showFragments } from './segments'
import type { FragmentFields } from './segments'
import { streamMessages } from './messages'
import type { Message } from './messages'

export interface Framed extends Protocol {
  messages: Messages
}
export const isFramed = (protocol: Protocol | undefined): protocol is Framed => protocol?.messages !== undefined

/** The fields in which a stream shows how its messages were put together. */
export interface StreamFields extends FragmentFields {
  segmentData: Field
  /** Length of each message, for protocols that have it in a fixed place. */
  pduSize?: Field
}

/** Bytes of a stream from the cursor to the end of the layer. */
export interface Run {
  /** Number of the stream: one direction. */
  readonly stream: number
  /** Place of the first byte in the stream, modulo 2^32. */
  readonly sequence: number
  /** The stream ends behind these bytes. */
  readonly isLast: boolean
  /** Older than what was seen before: not read, only filed with the message that it fills a gap of. */
  readonly isLate: boolean
  /** Bytes of it are missing, or nothing is known of the stream: messages are read as far as they go, and none goes on elsewhere. */
  readonly isLoose: boolean
  readonly fields?: StreamFields
  /** What the bytes of a message are called, once put together. */
  readonly name: string
  /** Behind Info in packets that hold only a part of a message. */
  readonly part?: string
}

/** Reads the run at the cursor; the cursor stands at the end of the layer then. */
export function readRun(p: Packet, run: Run, reader: Framed): void {
  const turn = p.turn++
  if (p.first) follow(p, run, turn, reader)
  else draw(p, run, turn)
  p.at = p.end
}

/** First pass: reads what is whole, and files what goes on elsewhere. */
function follow(p: Packet, run: Run, turn: number, reader: Framed): void {
  const messages = p.recall(streamMessages)
  const pass = new Pass(p, run, reader)
  const frame = p.frame.number
  const { stream, sequence, isLate, isLoose } = run
  const start = p.at
  let inWhole = 0
  const message = isLoose ? undefined : messages.goOn(p, turn, stream, sequence, p.left, run.isLast)
  if (message) {
    pass.reader = message.reader as Framed
    let used = message.pieceIn(frame)?.length ?? Math.min(p.left, (message.stop - sequence) | 0)
    let tail = 0
    while (message.frame === frame && !isLate) {
      const { total } = message.whole
      const left = pass.readWhole(message)
      inWhole = pass.pairs.length / 2
      if (left === total) {
        messages.extend(message, pass.answer)
        // More of it may stand in this very segment.
        if (used < p.left) used = messages.widen(p, message, p.left)
        continue
      }
      if (left > 0 && left < used) {
        messages.shorten(message, frame, left)
        used -= left
        tail = left
      }
      break
    }
    p.at += used
    if (tail) messages.begin(p, turn, stream, sequence + used, p.at, tail, pass.answer, pass.reader, pass.ask)
    if (tail || isLate) return messages.file(frame, turn, inWhole, pass.pairs)
  } else if (isLate) return
  if (p.at < p.end) {
    const left = pass.readMessages()
    if (left && !isLoose)
      messages.begin(
        p,
        turn,
        stream,
        sequence + p.end - left - start,
        p.end - left,
        left,
        pass.answer,
        pass.reader,
        pass.ask,
      )
  }
  messages.file(frame, turn, inWhole, pass.pairs)
}

/** What reading one run needs to remember, in the first pass. */
class Pass {
  /** Length and protocol of each message read. */
  readonly pairs: number[] = []
  /** What `cut` said of the message that does not end here, and what it remembers of it. */
  answer = MORE
  ask: Ask = { from: 0, kept: undefined }

  constructor(
    private readonly p: Packet,
    private readonly run: Run,
    public reader: Framed,
  ) {}

  /** Asks where the message at the cursor ends; `ask.from` bytes of it have been looked at. */
  private cut(): number {
    const { p } = this
    const { at, base } = p
    p.base = at
    try {
      return this.reader.messages.cut(p, this.ask)
    } catch (thrown) {
      if (thrown !== Truncated) throw thrown
      return MORE
    } finally {
      p.at = at
      p.base = base
    }
  }

  /** Reads messages from the cursor to the end of the layer; returns how many bytes are left of one that does not end here. */
  readMessages(): number {
    const { p, run } = this
    const { end, wire } = p
    while (p.at < end) {
      const { at } = p
      this.ask = { from: 0, kept: undefined }
      let n = this.cut()
      if (n === UNTIL_CLOSE && run.isLast) n = end - at
      this.answer = n
      if (n <= 0 || n > wire - at) {
        if (!run.isLoose) return wire - at
        n = wire - at
      }
      this.nest(n)
      p.end = end
      p.wire = wire
      p.at = Math.min(end, at + n)
    }
    return 0
  }

  /** Hands the `n` bytes at the cursor to the protocol; whoever it hands the conversation over to reads what follows. */
  private nest(n: number): void {
    const { p, reader } = this
    this.pairs.push(n, reader.id)
    p.kept = this.ask.kept
    nestMessage(p, reader, n)
    if (p.flow < 0) return
    const next = p.recall(conversationReaders).newest(p.flow >> 1)
    if (next && next.from > p.frame.number && next.protocol !== reader && isFramed(next.protocol))
      this.reader = next.protocol
  }

  /** Reads the messages in what was put together; returns how many bytes are left. Without its file there is nothing to read. */
  readWhole(message: Message): number {
    const { p, run } = this
    const { total } = message.whole
    this.ask = message.ask
    let n = total
    if (message.isAsked) {
      const rest = readAgain(p, message.whole, message.ask.from)
      if (!rest) return 0
      p.within(run.name, rest, () => (n = this.cut()))
      this.answer = n
      if (n <= 0 || n > total) return total
    }
    const { head } = this.reader.messages
    const bytes = readAgain(p, message.whole, 0, head && n === total ? head : total)
    let left = 0
    if (bytes)
      p.within(
        run.name,
        bytes,
        () => {
          const { end, wire } = p
          this.nest(n)
          p.end = end
          p.wire = wire
          p.at = Math.min(end, n)
          if (n < total) left = this.readMessages()
        },
        total,
      )
    return left
  }
}

function nestMessage(p: Packet, reader: Protocol, n: number): void {
  const { at } = p
  p.end = Math.min(p.end, at + n)
  p.wire = at + n
  if (!p.nest(reader)) p.rest()
}

/** Later decodings: the same, by what was filed. */
function draw(p: Packet, run: Run, turn: number): void {
  const messages = p.recall(streamMessages)
  const { depth, end, wire } = p
  const frame = p.frame.number
  const message = messages.continuedIn(frame, turn)
  const next = messages.begunIn(frame, turn)
  const cuts = messages.cutsIn(frame, turn)
  const tail = Math.min(next?.pieceIn(frame)?.length ?? 0, p.left)
  const inWhole = cuts?.inWhole ?? 0
  if (message) {
    const piece = message.pieceIn(frame)?.length
    const length = Math.min(piece ?? (message.stop - run.sequence) | 0, p.left)
    if (message.frame === frame) drawWhole(p, run, message, inWhole, cuts?.pairs)
    else {
      if (message.frame && run.fields) p.set(run.fields.reassembledIn, message.frame)
      if (run.part && length) p.sayMore(run.part)
    }
    segmentData(p, run, length)
    p.at += length
  }
  if (p.at < end - tail && !run.isLate) {
    // What the segment goes on with has its text; the messages behind it add theirs.
    if (message) p.fence()
    p.end = p.wire = end - tail
    if (!tail) p.wire = wire
    drawMessages(p, run, cuts?.pairs, inWhole, (cuts?.pairs.length ?? 0) / 2)
    p.end = end
    p.wire = wire
  }
  if (next) {
    p.at = end - tail
    if (next.frame && run.fields) p.set(run.fields.reassembledIn, next.frame)
    segmentData(p, run, tail)
    if (!message && p.depth === depth && run.part) p.sayMore(run.part)
  }
}

/** Messages `from` to `to` of those that were filed, from the cursor on; what is left is data. */
function drawMessages(p: Packet, run: Run, pairs: Uint32Array | undefined, from: number, to: number): void {
  const { end, wire } = p
  for (let i = from; i < to && p.at < end; i++) {
    const { at } = p
    const n = pairs![2 * i]!
    const reader = p.registry.protocols[pairs![2 * i + 1]!]!
    if (run.fields?.pduSize && reader.messages?.isSized) p.set(run.fields.pduSize, Math.min(n, wire - at))
    nestMessage(p, reader, Math.min(n, wire - at))
    p.end = end
    p.wire = wire
    p.at = Math.min(end, at + n)
  }
}

function drawWhole(p: Packet, run: Run, message: Message, count: number, pairs: Uint32Array | undefined): void {
  const bytes = readAgain(p, message.whole)
  if (!bytes) return
  if (run.fields) {
    const was = p.outside()
    showFragments(p, run.fields, message.whole, bytes)
    p.close(was)
  }
  if (!run.isLate) p.within(run.name, bytes, () => drawMessages(p, run, pairs, 0, count))
}

function segmentData(p: Packet, run: Run, length: number): void {
  if (run.fields) showSegmentData(p, run.fields.segmentData, length)
}
/** `TCP segment data (n bytes)`. */
export function showSegmentData(p: Packet, field: Field, length: number, before = ''): void {
  if (length <= 0) return
  const data = p.add(field, p.at, length)
  if (p.drawing) p.label(data, `${before}${field.label} (${count(length)})`)
}
export const count = (bytes: number): string => `${bytes} byte${bytes === 1 ? '' : 's'}`

/** How the bytes of a stream over a stream show. */
export interface Unpacked {
  /** What the bytes of a message are called, once put together. */
  name: string
  fields?: StreamFields
  part?: string
  isLast?: boolean
}

/**
 * Hands the bytes from the cursor to the end of the layer, which were unpacked from another stream, to the protocol that reads them. They
 * come in order; `key` names their stream, one direction of it: the same in every decoding.
 */
export function feed(p: Packet, key: string, reader: Protocol, { name, fields, part, isLast = false }: Unpacked): void {
  if (!isFramed(reader)) {
    if (!p.nest(reader)) p.rest()
    return
  }
  const { number, sequence } = p.first ? p.recall(streamMessages).unpack(key, p.left) : NOWHERE
  readRun(
    p,
    {
      stream: number,
      sequence,
      isLast,
      isLate: false,
      isLoose: p.end < p.wire,
      name,
      ...(fields && { fields }),
      ...(part && { part }),
    },
    reader,
  )
}
const NOWHERE = { number: 0, sequence: 0 }
