/** What is filed of each TCP segment beside its verdicts (tcp-rules.ts), and of what those were made. The numbers are in engine/assembly/tcp-words.ts. */
import * as w from '../assembly/tcp-words'

export { SCALE_UNKNOWN, TCP_KNOWN } from '../assembly/tcp-words'

/** Bits of `verdicts` above those of tcp-rules.ts. */
export const ROW = {
  finActive: w.FIN_ACTIVE,
  finPassive: w.FIN_PASSIVE,
  /** Nobody reads its payload: it was sent before, or lies behind a gap. */
  unread: w.UNREAD,
  inFlight: w.IN_FLIGHT,
  pushed: w.PUSHED,
  acks: w.ACKS,
  /** The segment went through the analysis: its length is known. */
  analysed: w.ANALYSED,
  /** Something about its acknowledgement was looked into, without a verdict. */
  touched: w.TOUCHED,
  /** Its numbers are shown counted from the start of the stream. */
  relative: w.RELATIVE,
  /** A SYN, ACK that takes the data of a Fast Open SYN, or leaves it. */
  takesEarlyData: w.TAKES_EARLY_DATA,
  leavesEarlyData: w.LEAVES_EARLY_DATA,
} as const

/** Columns of `evidence`: the facts (tcp-rules.ts), and the numbers behind them; times in nanoseconds, sequence numbers raw. */
export const E = {
  facts: 0,
  next: 1,
  duplicates: 2,
  rtoFrame: 3,
  rto: 4,
  sinceHighest: 5,
  sinceAck: 6,
  threshold: 7,
  width: 8,
} as const
