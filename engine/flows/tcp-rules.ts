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

/** Conditions. The text completes "because …". */
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

/** How each condition reads when it holds, and when it does not. */
export const factTexts: Readonly<Record<FactName, readonly [holds: string, fails: string]>> = {
  empty: ['it carries no data', 'it carries data'],
  oneByte: ['it carries a single byte', 'it does not carry exactly one byte'],
  synFin: ['SYN or FIN is set', 'neither SYN nor FIN is set'],
  reset: ['RST is set', 'RST is not set'],
  ackFlag: ['it acknowledges', 'the ACK flag is not set'],
  atNext: ['it starts where this side left off', 'it does not start where this side left off'],
  aboveNext: ['it starts behind the next expected byte', 'it does not start behind the next expected byte'],
  belowNext: ['it starts before the next expected byte', 'nothing before the next expected byte is in it'],
  oneBelowNext: [
    'it starts one byte before the next expected one',
    'it does not start one byte before the next expected one',
  ],
  windowZero: ['its window is zero', 'its window is not zero'],
  windowSame: ['its window is the same as before', 'its window has changed'],
  ackSame: ['it repeats the last acknowledgement', 'it acknowledges something else than the segment before'],
  peerWindowZero: ['the other side had closed its window', 'the other side had an open window'],
  peerKeptAlive: ['the other side had just sent a keep-alive', 'the other side had not just sent a keep-alive'],
  peerProbed: [
    'the other side had just probed the closed window',
    'the other side had not just probed a closed window',
  ],
  fillsWindow: [
    'it ends exactly where the window of the other side ends',
    'it does not end where the window of the other side ends',
  ],
  acksUnseen: ['it acknowledges bytes that are not in the capture', 'all that it acknowledges was seen'],
  tellsOfPaths: ['it manages the paths of a multipath connection', 'it does not manage multipath'],
  covered: ['the other side had acknowledged all of it before', 'the other side had not acknowledged all of it'],
  soonAfterAck: [
    'it came within 20 ms of the last acknowledgement',
    'it came more than 20 ms after the last acknowledgement',
  ],
  twoDuplicates: [
    'at least two duplicate acknowledgements asked for it',
    'there were fewer than two duplicate acknowledgements',
  ],
  atPeerAck: ['it starts at the byte that they ask for', 'it does not start at the byte that the other side asks for'],
  soonAfterHighest: [
    'it came within a round trip of the highest segment',
    'it came more than a round trip after the highest segment',
  ],
  endsAtNext: ['it ends where the highest segment ended', 'it does not end where the highest segment ended'],
  keepAlive: ['it is a keep-alive', 'it is no keep-alive'],
  missesPeer: [
    'the other side has sent more than was captured, duplicate acknowledgements perhaps among it',
    'nothing that the other side sent is known to be missing',
  ],
}

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
