/** TCP flags and verdicts of the analysis, from what the first pass filed per segment. */
import type { Field } from '../dissect/field'
import { VERDICT } from '../flows/tcp-rules'
import { ROW, TCP_KNOWN } from '../flows/tcp-rows'
import { tcpStreams } from '../flows/tcp-streams'
import type { Value } from '../filter/values'
import { simpleStacks } from './filter-flows'
import { NO, UNKNOWN, YES } from './filter-answers'
import type { Answer, Pretest } from './filter-answers'
import type { Session } from './session'

/** Bits that mean something else when both ends count congestion marks: they are decoded. */
const shifting = new Set(['tcp.flags.ae', 'tcp.flags.cwr', 'tcp.flags.ece', 'tcp.flags.ace', 'tcp.flags.str'])

/** A test on `tcp.flags` or one of its bits. Meant for packets with a TCP layer. */
export function flagsLeaf(
  session: Session,
  field: Field,
  test: (values: readonly Value[]) => boolean,
): Pretest | undefined {
  const { name } = field
  const whole = name === 'tcp.flags'
  if (!whole && (!name.startsWith('tcp.flags.') || shifting.has(name) || !field.mask)) return undefined
  const simple = simpleStacks(session)
  const answers: Answer[] = []
  for (let flags = 0; flags < 4096; flags++)
    answers.push(test([whole ? flags : (flags & field.mask) >>> field.shift]) ? YES : NO)
  return (i) => {
    const flags = session.index.tcpFlags[i]!
    return flags & TCP_KNOWN && simple(session.index.stack[i]!) ? answers[flags & 0xfff]! : UNKNOWN
  }
}

const RETRANSMISSIONS = VERDICT.retransmission | VERDICT.fastRetransmission | VERDICT.spuriousRetransmission

/** Fields that are there when one of these verdicts was given. */
const verdicts: Readonly<Record<string, number>> = {
  'tcp.analysis.flags': 0xffff,
  'tcp.analysis.reused_ports': VERDICT.reusedPorts,
  'tcp.analysis.retransmission': RETRANSMISSIONS,
  'tcp.analysis.fast_retransmission': VERDICT.fastRetransmission,
  'tcp.analysis.spurious_retransmission': VERDICT.spuriousRetransmission,
  'tcp.analysis.out_of_order': VERDICT.outOfOrder,
  'tcp.analysis.lost_segment': VERDICT.lostSegment,
  'tcp.analysis.ack_lost_segment': VERDICT.ackLostSegment,
  'tcp.analysis.window_update': VERDICT.windowUpdate,
  'tcp.analysis.window_full': VERDICT.windowFull,
  'tcp.analysis.keep_alive': VERDICT.keepAlive,
  'tcp.analysis.keep_alive_ack': VERDICT.keepAliveAck,
  'tcp.analysis.duplicate_ack': VERDICT.duplicateAck,
  'tcp.analysis.duplicate_ack_num': VERDICT.duplicateAck,
  'tcp.analysis.duplicate_ack_frame': VERDICT.duplicateAck,
  'tcp.analysis.zero_window_probe': VERDICT.zeroWindowProbe,
  'tcp.analysis.zero_window': VERDICT.zeroWindow,
  'tcp.analysis.zero_window_probe_ack': VERDICT.zeroWindowProbeAck,
}

/** The existence of a verdict. Meant for packets with a TCP layer. */
export function analysisLeaf(session: Session, name: string): Pretest | undefined {
  const bits = Object.hasOwn(verdicts, name) ? verdicts[name] : undefined
  if (bits === undefined) return undefined
  const { index, memories } = session
  const streams = memories.get(tcpStreams)
  const simple = simpleStacks(session)
  return (i) => {
    if (!(index.tcpFlags[i]! & TCP_KNOWN) || !simple(index.stack[i]!)) return UNKNOWN
    const row = streams.rowOf(i + 1)
    if (row < 0) return UNKNOWN
    const found = streams.verdicts[row]!
    return found & ROW.analysed && found & bits ? YES : NO
  }
}
