/** The pseudo-header (RFC 1071, RFC 8200 8.1) of the packet that is being decoded, for checksums that take in addresses. */
import { pseudoHeader } from '../../bytes/checksum'
import type { Packet } from '../../dissect/packet'

/** What the innermost network layer adds to the checksum of `length` bytes of IP protocol `number`. */
export function pseudo(p: Packet, number: number, length: number): number {
  const { kind, bytes, source, destination } = p.ends
  const size = kind === 'ipv6' ? 16 : kind === 'ipv4' ? 4 : 0
  return size ? pseudoHeader(bytes, source, destination, size, number, length) : 0
}
