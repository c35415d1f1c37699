/** The two ends of a packet at one layer. */

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
