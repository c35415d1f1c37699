/**
 * The rules by which a TCP segment is called a retransmission, a keep-alive, a window update and so on; as data.
 *
 * A segment is first turned into facts: one bit per named condition, all about the segment and what was known of its stream before it.
 * A verdict holds when all of its conditions hold and none of its exceptions. So the index pass (engine/assembly/analysis.ts) does a handful of bit tests, and the
 * same tables say why a verdict was given, and which condition of the nearest other verdict did not hold (tcp-evidence.ts).
 *
 * The rules are those of Wireshark's analysis as tshark 4.0.17 shows it; the words are ours. "Next" is the highest end of what this side
 * has sent so far, "limit" the highest end without a gap.
 */

import * as w from '../assembly/tcp-words'

/** Conditions; verdict-words.ts has how they read. */
export const FACT = {
  empty: w.EMPTY,
  oneByte: w.ONE_BYTE,
  synFin: w.SYN_FIN,
  reset: w.RESET,
  ackFlag: w.ACK_FLAG,
  atNext: w.AT_NEXT,
  aboveNext: w.ABOVE_NEXT,
  belowNext: w.BELOW_NEXT,
  oneBelowNext: w.ONE_BELOW_NEXT,
  windowZero: w.WINDOW_ZERO,
  windowSame: w.WINDOW_SAME,
  ackSame: w.ACK_SAME,
  peerWindowZero: w.PEER_WINDOW_ZERO,
  peerKeptAlive: w.PEER_KEPT_ALIVE,
  peerProbed: w.PEER_PROBED,
  fillsWindow: w.FILLS_WINDOW,
  acksUnseen: w.ACKS_UNSEEN,
  tellsOfPaths: w.TELLS_OF_PATHS,
  covered: w.COVERED,
  soonAfterAck: w.SOON_AFTER_ACK,
  twoDuplicates: w.TWO_DUPLICATES,
  atPeerAck: w.AT_PEER_ACK,
  soonAfterHighest: w.SOON_AFTER_HIGHEST,
  endsAtNext: w.ENDS_AT_NEXT,
  keepAlive: w.KEPT_ALIVE,
  missesPeer: w.MISSES_PEER,
} as const
export type FactName = keyof typeof FACT

/** Verdicts, as bits of what is kept per segment. */
export const VERDICT = {
  reusedPorts: w.REUSED_PORTS,
  retransmission: w.RETRANSMISSION,
  fastRetransmission: w.FAST_RETRANSMISSION,
  spuriousRetransmission: w.SPURIOUS_RETRANSMISSION,
  outOfOrder: w.OUT_OF_ORDER,
  lostSegment: w.LOST_SEGMENT,
  ackLostSegment: w.ACK_LOST_SEGMENT,
  windowUpdate: w.WINDOW_UPDATE,
  windowFull: w.WINDOW_FULL,
  keepAlive: w.KEEP_ALIVE,
  keepAliveAck: w.KEEP_ALIVE_ACK,
  duplicateAck: w.DUPLICATE_ACK,
  zeroWindowProbe: w.ZERO_WINDOW_PROBE,
  zeroWindow: w.ZERO_WINDOW,
  zeroWindowProbeAck: w.ZERO_WINDOW_PROBE_ACK,
} as const
export { REPEATED } from '../assembly/tcp-words'
export type VerdictName = keyof typeof VERDICT

export interface Rule {
  verdict: VerdictName
  /** All of these hold. */
  all: readonly FactName[]
  /** None of these holds. */
  none: readonly FactName[]
  /** Nothing later in the same group is asked. */
  last?: true
}

const CONTROL = ['synFin', 'reset'] as const

/** Asked one after the other; several may hold. */
export const stateRules: readonly Rule[] = [
  { verdict: 'zeroWindowProbe', all: ['oneByte', 'atNext', 'peerWindowZero'], none: [], last: true },
  { verdict: 'zeroWindow', all: ['windowZero'], none: CONTROL },
  { verdict: 'lostSegment', all: ['aboveNext'], none: ['reset'] },
  { verdict: 'keepAlive', all: ['empty', 'oneBelowNext'], none: CONTROL },
  { verdict: 'keepAlive', all: ['oneByte', 'oneBelowNext'], none: CONTROL },
  { verdict: 'windowUpdate', all: ['empty', 'atNext', 'ackSame'], none: ['windowZero', 'windowSame', ...CONTROL] },
  { verdict: 'windowFull', all: ['fillsWindow'], none: ['empty', ...CONTROL] },
  {
    verdict: 'keepAliveAck',
    all: ['empty', 'windowSame', 'atNext', 'ackSame', 'peerKeptAlive'],
    none: ['windowZero', ...CONTROL],
    last: true,
  },
  {
    verdict: 'zeroWindowProbeAck',
    all: ['empty', 'windowZero', 'windowSame', 'atNext', 'ackSame', 'peerProbed'],
    none: CONTROL,
    last: true,
  },
  {
    verdict: 'duplicateAck',
    all: ['empty', 'windowSame', 'atNext', 'ackSame'],
    none: ['windowZero', 'tellsOfPaths', ...CONTROL],
  },
]

/** What a segment that acknowledges says of the other side. */
export const acknowledgementRules: readonly Rule[] = [
  { verdict: 'ackLostSegment', all: ['ackFlag', 'acksUnseen'], none: [] },
]

/** Asked of segments with data, SYN or FIN that are no keep-alives; the first that holds is the verdict. */
export const repetitionRules: readonly Rule[] = [
  { verdict: 'spuriousRetransmission', all: ['covered'], none: ['empty', 'keepAlive'], last: true },
  {
    verdict: 'fastRetransmission',
    all: ['belowNext', 'soonAfterAck', 'twoDuplicates', 'atPeerAck'],
    none: ['keepAlive'],
    last: true,
  },
  {
    verdict: 'fastRetransmission',
    all: ['belowNext', 'soonAfterAck', 'missesPeer', 'atPeerAck'],
    none: ['keepAlive'],
    last: true,
  },
  {
    verdict: 'outOfOrder',
    all: ['belowNext', 'soonAfterHighest'],
    none: ['endsAtNext', 'keepAlive'],
    last: true,
  },
  { verdict: 'retransmission', all: ['belowNext'], none: ['keepAlive'], last: true },
]

const mask = (names: readonly FactName[]): number => names.reduce((sum, name) => sum | FACT[name], 0)

/** Rules as masks: four numbers each: all, none, verdict, and 1 when nothing later is asked. */
export const compile = (rules: readonly Rule[]): Int32Array =>
  Int32Array.from(rules.flatMap((r) => [mask(r.all), mask(r.none), VERDICT[r.verdict], r.last ? 1 : 0]))
