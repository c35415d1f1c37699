/** Prints packets of a session, from the first on, as far as they are indexed. */
import { noNames } from '../engine/dissect/format'
import type { AddressNames } from '../engine/dissect/format'
import { vendorNames } from '../engine/names/addresses'
import type { Evidence } from '../engine/flows/evidence'
import { evidenceNow } from '../engine/session/evidence-of'
import type { Session } from '../engine/session/session'
import type { Selection } from './filter'
import type { Options } from './options'
import type { Output } from './output'
import type { Printer } from './print/printer'

export const namesOf = (o: Options): AddressNames => (o.names ? vendorNames : noNames)

const NONE: readonly Evidence[] = []

export class PacketLoop {
  /** Packets looked at. */
  private next = 0
  /** The packet printed last, or −1. */
  private displayed = -1

  constructor(
    private readonly session: Session,
    private readonly printer: Printer,
    private readonly out: Output,
    private readonly selection: Selection | undefined,
    names: AddressNames,
  ) {
    session.packet.names = names
  }

  /** Prints the packets before `end` that have not been printed. */
  printUntil(end: number): void {
    const { session, printer, out, selection } = this
    const { plan } = printer
    const { interfaces } = session.scanner
    for (; this.next < end; this.next++) {
      const i = this.next
      if (selection && !selection(session, i)) continue
      // Before the packet is decoded: it reads other packets.
      const evidence = printer.evidence ? evidenceNow(session, i + 1) : NONE
      const p = session.decode(i, plan, this.displayed < 0 ? i : this.displayed)
      printer.packet(p, interfaces[session.index.interface[i]!]!.tsPrecisionDigits, evidence)
      this.displayed = i
      out.packetDone()
    }
  }
}
