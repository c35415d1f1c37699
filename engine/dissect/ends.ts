/** The two ends of a packet at one layer. */

import { ether as etherText, ipv4 as ipv4Text, ipv6 as ipv6Text } from '../bytes/read'
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
  /** Names one end by a text; the other one keeps its own. */
  sayOne(which: 'source' | 'destination', text: string, names: AddressNames): void {
    if (this.kind !== 'text') {
      this.sourceText = this.textAt(this.source, names)
      this.destinationText = this.textAt(this.destination, names)
      this.kind = 'text'
    }
    this[`${which}Text`] = text
  }
  private textAt(at: number, names: AddressNames): string {
    const { kind, bytes } = this
    if (kind === 'ether') return names.ether(bytes, at) ?? etherText(bytes, at)
    return kind === 'ipv4' ? ipv4Text(bytes, at) : kind === 'ipv6' ? ipv6Text(bytes, at) : ''
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
