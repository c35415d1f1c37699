/** The verdicts of the TCP analysis as words for people, and which of them are problems. */
import { VERDICT } from './tcp-rules'
import type { VerdictName } from './tcp-rules'
import type { Severity } from '../dissect/field'

export const verdictWords: Readonly<Record<VerdictName, readonly [words: string, level: Severity]>> = {
  reusedPorts: ['Port numbers reused', 'note'],
  retransmission: ['Retransmission', 'note'],
  fastRetransmission: ['Fast Retransmission', 'note'],
  spuriousRetransmission: ['Spurious Retransmission', 'note'],
  outOfOrder: ['Out-Of-Order', 'warn'],
  lostSegment: ['Previous segment not captured', 'warn'],
  ackLostSegment: ['ACKed unseen segment', 'warn'],
  windowUpdate: ['Window Update', 'chat'],
  windowFull: ['Window Full', 'warn'],
  keepAlive: ['Keep-Alive', 'note'],
  keepAliveAck: ['Keep-Alive ACK', 'note'],
  duplicateAck: ['Dup ACK', 'note'],
  zeroWindowProbe: ['ZeroWindowProbe', 'note'],
  zeroWindow: ['ZeroWindow', 'warn'],
  zeroWindowProbeAck: ['ZeroWindowProbeAck', 'note'],
}

const HARMLESS: readonly VerdictName[] = ['windowUpdate', 'keepAlive', 'keepAliveAck']

export const verdictNames = Object.keys(VERDICT) as VerdictName[]

/** Bits of the verdicts that count as problems: those that the colour rule “Bad TCP” takes. */
export const PROBLEMS = verdictNames
  .filter((name) => !HARMLESS.includes(name))
  .reduce((bits, name) => bits | VERDICT[name], 0)

/** `Retransmission, Zero window`; '' when nothing is wrong. */
export const problemText = (verdicts: number): string =>
  verdictNames
    .filter((name) => verdicts & VERDICT[name] & PROBLEMS)
    .map((name) => verdictWords[name][0])
    .join(', ')
