/** What the analysis of a TCP stream found, as tree lines and as words before the Info text. */
import type { Packet } from '../../dissect/packet'
import { VERDICT } from '../../flows/tcp-rules'
import { E, ROW } from '../../flows/tcp-rows'
import type { TcpStreams } from '../../flows/tcp-streams'
import type { TcpFields } from './tcp'

/** In the order in which they are written: each one goes before those already there. */
const PREFIXES: readonly (readonly [verdict: number, text: string])[] = [
  [VERDICT.reusedPorts, '[TCP Port numbers reused] '],
  [VERDICT.retransmission, '[TCP Retransmission] '],
  [VERDICT.fastRetransmission, '[TCP Fast Retransmission] '],
  [VERDICT.spuriousRetransmission, '[TCP Spurious Retransmission] '],
  [VERDICT.outOfOrder, '[TCP Out-Of-Order] '],
  [VERDICT.lostSegment, '[TCP Previous segment not captured] '],
  [VERDICT.ackLostSegment, '[TCP ACKed unseen segment] '],
  [VERDICT.windowUpdate, '[TCP Window Update] '],
  [VERDICT.windowFull, '[TCP Window Full] '],
  [VERDICT.keepAlive, '[TCP Keep-Alive] '],
  [VERDICT.keepAliveAck, '[TCP Keep-Alive ACK] '],
  [VERDICT.duplicateAck, ''],
  [VERDICT.zeroWindowProbe, '[TCP ZeroWindowProbe] '],
  [VERDICT.zeroWindow, '[TCP ZeroWindow] '],
  [VERDICT.zeroWindowProbeAck, '[TCP ZeroWindowProbeAck] '],
]

export function prefixes(streams: TcpStreams, row: number, verdicts: number): string {
  let text = ''
  for (const [verdict, words] of PREFIXES)
    if (verdicts & verdict)
      text =
        (verdict === VERDICT.duplicateAck
          ? `[TCP Dup ACK ${streams.pushBytes[row]}#${streams.inFlight[row]}] `
          : words) + text
  return text
}

const SHOWN = 0xffff | ROW.inFlight | ROW.acks | ROW.pushed | ROW.touched

export function drawAnalysis(
  p: Packet,
  f: TcpFields,
  streams: TcpStreams,
  row: number,
  stream: number,
  verdicts: number,
): void {
  if (!(verdicts & SHOWN)) return
  const was = p.open(p.set(f.analysis, 1))
  if (verdicts & ROW.acks) {
    p.set(f.acksFrame, streams.acked[row]!)
    // As in tshark, times of zero (two packets with one time stamp) are not shown.
    if (streams.rtt(row) !== 0) p.set(f.ackRtt, streams.rtt(row))
  }
  const initial = streams.initialRtt(stream)
  if (initial > 0) p.set(f.initialRtt, initial)
  if (verdicts & ROW.inFlight) p.set(f.inFlight, streams.inFlight[row]!)
  if (verdicts & ROW.pushed) p.set(f.pushBytes, streams.pushBytes[row]!)
  if (verdicts & 0xffff) drawVerdicts(p, f, streams, row, verdicts)
  p.close(was)
}

function drawVerdicts(p: Packet, f: TcpFields, streams: TcpStreams, row: number, verdicts: number): void {
  const was = p.open(p.set(f.analysisFlags, 1))
  if (verdicts & VERDICT.reusedPorts) p.note(f.reusedPorts)
  if (verdicts & VERDICT.fastRetransmission) p.note(f.fastRetransmission)
  if (verdicts & VERDICT.spuriousRetransmission) p.note(f.spuriousRetransmission)
  if (verdicts & (VERDICT.retransmission | VERDICT.fastRetransmission | VERDICT.spuriousRetransmission))
    p.note(f.retransmission)
  if (verdicts & VERDICT.retransmission) {
    const place = streams.evidence.find(row)
    const frame = place < 0 ? 0 : streams.evidence.get(place, E.rtoFrame)
    if (frame && streams.evidence.get(place, E.rto) !== 0) {
      p.set(f.rto, streams.evidence.get(place, E.rto))
      p.set(f.rtoFrame, frame)
    }
  }
  if (verdicts & VERDICT.outOfOrder) p.note(f.outOfOrder)
  if (verdicts & VERDICT.lostSegment) p.note(f.lostSegment)
  if (verdicts & VERDICT.ackLostSegment) p.note(f.ackLostSegment)
  if (verdicts & VERDICT.windowUpdate) p.note(f.windowUpdate)
  if (verdicts & VERDICT.windowFull) p.note(f.windowFull)
  if (verdicts & VERDICT.keepAlive) p.note(f.keepAlive)
  if (verdicts & VERDICT.keepAliveAck) p.note(f.keepAliveAck)
  if (verdicts & VERDICT.duplicateAck) p.label(p.set(f.duplicateAck, 1), 'This is a TCP duplicate ack')
  if (verdicts & VERDICT.zeroWindowProbe) p.note(f.zeroWindowProbe)
  if (verdicts & VERDICT.zeroWindow) p.note(f.zeroWindow)
  if (verdicts & VERDICT.zeroWindowProbeAck) p.note(f.zeroWindowProbeAck)
  p.close(was)
  if (verdicts & VERDICT.duplicateAck) {
    const number = streams.inFlight[row]!
    p.set(f.duplicateAckNumber, number)
    const under = p.open(p.set(f.duplicateAckFrame, streams.pushBytes[row]!))
    p.note(f.duplicateAck, `Duplicate ACK (#${number})`)
    p.close(under)
  }
}
