/** The two ends of a packet at one layer. */

import { ether as etherText } from '../bytes/read'
import type { AddressNames } from './format'

export type AddressKind = 'none' | 'ether' | 'ipv4' | 'ipv6' | 'text'

/** Two ends of a packet at some layer: positions in `bytes`, so that nothing is copied while indexing. */
export class Ends {
  kind: AddressKind = 'none'
  bytes: Uint8Array = NO_BYTES
  source = 0
  destination = 0
  sourceText = ''
  destinationText = ''
  clear(): void {
    this.kind = 'none'
    this.sourceText = this.destinationText = ''
  }
  set(kind: AddressKind, bytes: Uint8Array, source: number, destination: number): void {
    this.kind = kind
    this.bytes = bytes
    this.source = source
    this.destination = destination
  }
  /** Names one end by a text; the other one of two hardware addresses keeps its own. An end further out is not overwritten. */
  sayOne(which: 'source' | 'destination', text: string, names: AddressNames): void {
    if (this.kind === 'ipv4' || this.kind === 'ipv6') return
    if (this.kind === 'ether') {
      const known = (at: number): string => names.ether(this.bytes, at) ?? etherText(this.bytes, at)
      this.sourceText = known(this.source)
      this.destinationText = known(this.destination)
    } else if (this.kind === 'none') this.clear()
    this.kind = 'text'
    this[`${which}Text`] = text
  }
  copy(from: Ends): void {
    this.kind = from.kind
    this.bytes = from.bytes
    this.source = from.source
    this.destination = from.destination
    this.sourceText = from.sourceText
    this.destinationText = from.destinationText
  }
}

const NO_BYTES = new Uint8Array(0)
