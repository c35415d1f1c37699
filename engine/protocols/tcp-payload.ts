/**
 * What a TCP segment carries. Protocols whose messages tell their own length (`pdu`) are handed one message at a time; a message that goes
 * on in later segments is put together (flows/tcp-messages.ts) and stands in the packet that ends it. Others see the bytes of each segment.
 */
import { u32 } from '../bytes/read'
import type { Packet } from '../dissect/packet'
import type { Pdu, Protocol } from '../dissect/protocol'
import type { Table } from '../dissect/registry'
import { conversations } from '../flows/conversations'
import { readAgain } from '../flows/reassembly'
import type { TcpMessage } from '../flows/tcp-messages'
import { tcpMessages } from '../flows/tcp-messages'
import { REPEATED, VERDICT } from '../flows/tcp-rules'
import { tcpStreams } from '../flows/tcp-streams'
import type { TcpStreams } from '../flows/tcp-streams'
import { showFragments } from './fragments'
import type { tcpFields } from './tcp-fields'

type Fields = typeof tcpFields
interface Framed extends Protocol {
  pdu: Pdu
}

const PART = ' [TCP segment of a reassembled PDU]'

/** How many more bytes the message needs that `readMessages` has left unread; 0 when that cannot be told. */
let missing = 0

/** The payload: to the protocol of the server's port, else of the lower, else of the higher one. */
export function handOn(p: Packet, f: Fields, row: number): void {
  const payload = p.add(f.payload, p.at, p.left)
  if (p.drawing) p.label(payload, `TCP payload (${count(p.leftOnWire)})`)
  const streams = p.recall(tcpStreams)
  const table = p.registry.table('tcp.port')
  const key = portOf(p, table, row >= 0 ? streams.serverPort(directionOf(p, streams, row) >> 1) : 0)
  const child = table.get(key)
  const verdicts = row >= 0 ? streams.verdictsOf(row) : 0
  const isWhole = p.end === p.wire
  if (verdicts & REPEATED && isWhole) {
    if (verdicts & VERDICT.retransmission) segmentData(p, f, p.left, 'Retransmitted ')
    p.at = p.end
    return
  }
  const outOfOrder = (verdicts & VERDICT.outOfOrder) !== 0 && isWhole
  if (isFramed(child)) {
    const canJoin = row >= 0 && isWhole && !p.quoted && !p.fragmented
    if (!canJoin) readMessages(p, f, child)
    else if (p.first) follow(p, f, child, directionOf(p, streams, row), outOfOrder)
    else draw(p, f, child, outOfOrder)
    p.at = p.end
  } else if (outOfOrder) p.at = p.end
  else p.next('tcp.port', key)
}

/** Stream × 2 + way of a segment; 0 when nothing is known of it. */
function directionOf(p: Packet, streams: TcpStreams, row: number): number {
  return row < 0 ? 0 : p.recall(conversations).direction(streams.flowOf(row))
}

/** The port by which the protocol inside is known. */
function portOf(p: Packet, table: Table, server: number): number {
  if (server && table.get(server)) return server
  const low = Math.min(p.sourcePort, p.destinationPort)
  return table.get(low) ? low : Math.max(p.sourcePort, p.destinationPort)
}

const isFramed = (child: Protocol | undefined): child is Framed => child?.pdu !== undefined

/** First pass: reads what is whole, and files what goes on elsewhere. */
function follow(p: Packet, f: Fields, child: Framed, direction: number, outOfOrder: boolean): void {
  const messages = p.recall(tcpMessages)
  const sequence = u32(p.bytes, p.base + 4) | 0
  const start = p.at
  const message = messages.goOn(p, direction, sequence, p.left)
  if (message) {
    let used = message.pieceIn(p.frame.number)!.length
    let tail = 0
    if (message.frame === p.frame.number && !outOfOrder) {
      const left = readWhole(p, f, child, message)
      if (left === message.whole.total) messages.extend(message, missing)
      else if (left > 0 && left < used) {
        messages.shorten(message, p.frame.number, left)
        used -= left
        tail = left
      }
    }
    p.at += used
    if (tail) messages.begin(p, direction, sequence + used, p.at, tail, missing)
    if (tail || outOfOrder) return
  } else if (outOfOrder) return
  if (p.at >= p.end) return
  const left = readMessages(p, f, child)
  if (left) messages.begin(p, direction, sequence + p.end - left - start, p.end - left, left, missing)
}

/** The same in later decodings, by what was filed. */
function draw(p: Packet, f: Fields, child: Framed, outOfOrder: boolean): void {
  const messages = p.recall(tcpMessages)
  const { depth, end, wire } = p
  const frame = p.frame.number
  const message = messages.continuedIn(p)
  const next = messages.begunIn(p)
  const tail = Math.min(next?.pieceIn(frame)?.length ?? 0, p.left)
  const endsHere = message?.frame === frame
  if (message) {
    const length = Math.min(message.pieceIn(frame)!.length, p.left)
    if (endsHere) readWhole(p, f, child, message, outOfOrder)
    else {
      if (message.frame) p.set(f.reassembledIn, message.frame)
      p.sayMore(PART)
    }
    segmentData(p, f, length)
    p.at += length
  }
  if (p.at < end - tail && !outOfOrder) {
    // What the segment goes on with has its text; the messages behind it add theirs.
    if (message) p.fence()
    p.end = p.wire = end - tail
    readMessages(p, f, child)
    p.end = end
    p.wire = wire
  }
  if (next) {
    p.at = end - tail
    if (next.frame) p.set(f.reassembledIn, next.frame)
    segmentData(p, f, tail)
  }
  if (next && !message && p.depth === depth) p.sayMore(PART)
}

/** Reads the messages in what was put together; returns how many bytes are left. Without its file there is nothing to read. */
function readWhole(p: Packet, f: Fields, child: Framed, message: TcpMessage, drawnOnly = false): number {
  const bytes = readAgain(p, message.whole)
  let left = 0
  if (!bytes) return left
  if (!p.first) {
    const was = p.outside()
    showFragments(p, f, message.whole, bytes)
    p.close(was)
  }
  if (!drawnOnly) p.within('Reassembled TCP', bytes, () => (left = readMessages(p, f, child)))
  return left
}

/** Reads messages from the cursor; returns how many bytes are left of one that does not end here, and sets `missing`. */
function readMessages(p: Packet, f: Fields, child: Framed): number {
  const { end, wire } = p
  const { least } = child.pdu
  let left = 0
  let more = 0
  while (p.at < end) {
    const { at } = p
    const length = end - at < least ? 0 : Math.max(least, child.pdu.length(p))
    if (length === 0 || length > wire - at) {
      left = wire - at
      more = Math.max(0, length - left)
      break
    }
    p.end = Math.min(end, at + length)
    p.wire = at + length
    p.set(f.pduSize, length)
    p.nest(child)
    p.end = end
    p.wire = wire
    p.at = Math.min(end, at + length)
  }
  missing = more
  return left
}

function segmentData(p: Packet, f: Fields, length: number, before = ''): void {
  const data = p.add(f.segmentData, p.at, length)
  if (p.drawing) p.label(data, `${before}TCP segment data (${count(length)})`)
}

const count = (bytes: number): string => `${bytes} byte${bytes === 1 ? '' : 's'}`
