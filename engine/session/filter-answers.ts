/** What a test on the index says of a packet. NO and YES are final; UNKNOWN: it has to be decoded. */
export const NO = 0
export const YES = 1
export const UNKNOWN = 2
export type Answer = 0 | 1 | 2

/** The answer for packet `i` (from 0). */
export type Pretest = (i: number) => Answer
