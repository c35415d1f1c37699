/** What every form of output is: something before the first packet, something for each, something after the last. */
import type { Packet } from '../../engine/dissect/packet'
import type { Plan } from '../../engine/dissect/plan'
import type { Evidence } from '../../engine/flows/evidence'

export interface Printer {
  /** How packets must be decoded for it. */
  readonly plan: Plan
  begin(): void
  /** Wants the evidence for each packet. */
  readonly evidence?: boolean
  /** @param digits decimals that the time of this packet has */
  packet(p: Packet, digits: number, evidence: readonly Evidence[]): void
  end(): void
}
