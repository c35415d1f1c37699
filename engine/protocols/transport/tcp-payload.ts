/**
 * What a TCP segment carries: who reads it (choice.ts), and whether it is read as a stream of messages (engine/streams) or as the bytes of
 * each segment.
 */
import { u32 } from '../../bytes/read'
import type { Packet } from '../../dissect/packet'
import { conversations } from '../../flows/conversations'
import { REPEATED, VERDICT } from '../../flows/tcp-rules'
import { tcpStreams } from '../../flows/tcp-streams'
import type { TcpStreams } from '../../flows/tcp-streams'
import { streamMessages } from '../../streams/messages'
import { count, isFramed, readRun, showSegmentData } from '../../streams/reading'
import { choose, found } from './choice'
import type { tcpFields } from './tcp-fields'

type Fields = typeof tcpFields

const PART = ' [TCP segment of a reassembled PDU]'

/** The payload: to the protocol that reads the conversation, else of the server's port, else of the lower, else of the higher one. */
export function handOn(p: Packet, f: Fields, row: number, isLast: boolean): void {
  const streams = p.recall(tcpStreams)
  const direction = row < 0 ? 0 : directionOf(p, streams, row)
  if (p.left > 0) {
    const payload = p.add(f.payload, p.at, p.left)
    if (p.drawing) p.label(payload, `TCP payload (${count(p.leftOnWire)})`)
  } else if (p.first && !p.recall(streamMessages).waitsForClose(direction)) {
    p.turn++
    return
  }
  const verdicts = row >= 0 ? streams.verdictsOf(row) : 0
  const isWhole = p.end === p.wire
  if (verdicts & REPEATED && isWhole && p.left > 0) {
    if (verdicts & VERDICT.retransmission) showSegmentData(p, f.segmentData, p.left, 'Retransmitted ')
    p.at = p.end
    return
  }
  const sequence = u32(p.bytes, p.base + 4) | 0
  // The byte of a keep-alive was sent before: only the message that it lies in takes it.
  const isKeptAlive = (verdicts & VERDICT.keepAlive) !== 0 && isWhole && p.left > 0
  if (isKeptAlive && !p.recall(streamMessages).goesOn(p, p.turn, direction, sequence)) return p.rest()
  const isLate = (verdicts & VERDICT.outOfOrder) !== 0 && isWhole
  const child = choose(p, 'tcp', row >= 0 && !p.quoted ? streams.serverPort(direction >> 1) : 0)
  if (isFramed(child)) {
    const isLoose = row < 0 || !isWhole || p.quoted > 0 || p.fragmented > 0
    const run = { stream: direction, sequence, isLast, isLate, isLoose, fields: f, name: 'Reassembled TCP', part: PART }
    readRun(p, run, child)
    // What lies within a message is filed by the inner loop from here on.
    if (p.first && row >= 0 && !p.quoted)
      p.recall(conversations).setOpenStop(p.flow, p.recall(streamMessages).openStop(direction))
  } else if (isLate || p.left <= 0) p.at = p.end
  else found(p, 'tcp', child)
}

/** Stream × 2 + way of a segment. */
function directionOf(p: Packet, streams: TcpStreams, row: number): number {
  return p.recall(conversations).direction(streams.flowOf(row))
}
