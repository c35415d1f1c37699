/** The shape of evidence: what a computed value was derived from. The reasons of verdicts are in tcp-evidence.ts. */
import { VERDICT } from './tcp-rules'
import type { VerdictName } from './tcp-rules'

export interface Evidence {
  /** Filter name of the field that this is about. */
  field: string
  sentence: string
  /** Frames that the sentence names. */
  frames: number[]
}

/** Field of each verdict: `fastRetransmission` is `tcp.analysis.fast_retransmission`. */
export const verdictFields: Readonly<Record<VerdictName, string>> = Object.fromEntries(
  (Object.keys(VERDICT) as VerdictName[]).map((name) => [
    name,
    `tcp.analysis.${name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}`,
  ]),
) as Record<VerdictName, string>
