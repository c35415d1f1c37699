/** What every form of output is: something before the first packet, something for each, something after the last. */
import type { Packet } from '../../engine/dissect/packet'
import type { Plan } from '../../engine/dissect/plan'

export interface Printer {
  /** How packets must be decoded for it. */
  readonly plan: Plan
  begin(): void
  /** @param digits decimals that the time of this packet has */
  packet(p: Packet, digits: number): void
  end(): void
}
