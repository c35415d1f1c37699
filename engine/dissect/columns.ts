/** The columns of a packet's row: what its layers say of themselves while they are decoded, one inside the other. */
import { clipped } from '../bytes/text'
import { limits } from '../limits'
import { Cursor } from './cursor'
import { Ends } from './ends'
import type { AddressKind } from './ends'

export class Columns extends Cursor {
  /** Over 0: inside a packet quoted by another one (ICMP errors); columns and conversations are not touched. */
  quoted = 0
  protocolColumn = ''
  info = ''
  /** Addresses of the packet's columns, and those of the innermost network layer (which differ inside a quotation). */
  readonly columnEnds = new Ends()
  readonly ends = new Ends()
  /** How often Info was set, and how much of it is there to stay. */
  protected said = 0
  protected fenced = 0
  /** What is wrong with its layers so far, for the Info column. */
  complaints = ''

  /** Sets the ends of this layer: positions of two addresses of one kind. */
  address(kind: AddressKind, source: number, destination: number): void {
    this.ends.set(kind, this.bytes, source, destination)
    if (!this.quoted) this.columnEnds.set(kind, this.bytes, source, destination)
  }
  /** One end alone, where the packet was cut before the other: that one stays as the layer around said. */
  endText(which: 'source' | 'destination', text: string): void {
    if (!this.quoted) this.columnEnds.sayOne(which, text, this.names)
  }
  /** Column texts of ends that are no addresses. */
  endsText(source: string, destination: string): void {
    if (this.quoted) return
    this.columnEnds.kind = 'text'
    this.columnEnds.sourceText = source
    this.columnEnds.destinationText = destination
  }

  /** Sets the Info column from this layer; a layer further in may say its own. What was wrong with one before is not said any more. */
  say(info: string): void {
    if (!this.columns || this.quoted) return
    this.info = this.fenced ? this.info.slice(0, this.fenced) + info : info
    this.said++
    this.complaints = ''
    if (this.info.length > limits.infoText) this.info = clipped(this.info, limits.infoText)
  }
  /** The same, with `separator` between it and what an earlier layer or message left there to stay. */
  sayBehind(separator: string, info: string): void {
    this.say(this.fenced ? separator + info : info)
  }
  /** Appends to the Info column. */
  sayMore(info: string): void {
    if (!this.columns || this.quoted || this.info.length >= limits.infoText) return
    this.info += info
    if (this.info.length > limits.infoText) this.info = clipped(this.info, limits.infoText)
  }
  /** Puts a text in front of what this layer said of itself. */
  sayFirst(info: string): void {
    if (!this.columns || this.quoted) return
    this.info = this.info.slice(0, this.fenced) + info + this.info.slice(this.fenced)
  }
  /** Leaves Info as it is: the layers around say nothing of themselves. */
  keepInfo(): void {
    if (!this.quoted) this.said++
  }
  /** Keeps what Info holds now: what is said later goes behind it (several messages in one segment). */
  fence(separator = ''): void {
    if (this.quoted || !this.info) return
    this.info += separator
    this.fenced = this.info.length
  }
  /** Sets the Protocol column from this layer. */
  name(column: string): void {
    if (!this.quoted) this.protocolColumn = column
  }
}
