/** Which verdicts of the TCP analysis are problems: those that the colour rule “Bad TCP” takes. */
import { VERDICT } from './tcp-rules'
import type { VerdictName } from './tcp-rules'
import { words } from './verdict-words'

const HARMLESS: readonly VerdictName[] = ['windowUpdate', 'keepAlive', 'keepAliveAck']
const names = (Object.keys(VERDICT) as VerdictName[]).filter((name) => !HARMLESS.includes(name))

/** Bits of the verdicts that count as problems. */
export const PROBLEMS = names.reduce((bits, name) => bits | VERDICT[name], 0)

/** `Retransmission, Zero Window`; '' when nothing is wrong. */
export const problemText = (verdicts: number): string =>
  names
    .filter((name) => verdicts & VERDICT[name])
    .map((name) => words()[name])
    .join(', ')
