/** The Internet checksum (RFC 1071): sixteen-bit words added with the carry brought round. */

/** Sum of the words of `length` bytes, going on from `sum`; an odd last byte is the upper half of a word. Not folded. */
export function sum16(b: Uint8Array, at: number, length: number, sum = 0): number {
  const end = at + length - (length & 1)
  let i = at
  for (; i < end; i += 2) sum += (b[i]! << 8) | b[i + 1]!
  if (length & 1) sum += b[i]! << 8
  return sum
}

/** A sum brought to sixteen bits. Over a range with a right checksum in it this is 0xffff (0 only where all bytes are zero). */
export function fold16(sum: number): number {
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000)
  return sum
}

/** The checksum that belongs into a range in which the checksum field itself holds `found`: what the field would have to be. */
export function shouldBe(sum: number, found: number): number {
  const rest = fold16(fold16(sum) + (~found & 0xffff))
  const value = ~rest & 0xffff
  return value
}

/** The part of a transport checksum that stands for the network layer: both addresses, the protocol and the payload's length. */
export function pseudoHeader(
  b: Uint8Array,
  source: number,
  destination: number,
  addressLength: number,
  protocol: number,
  length: number,
): number {
  return (
    sum16(b, source, addressLength, sum16(b, destination, addressLength)) +
    protocol +
    (length >>> 16) +
    (length & 0xffff)
  )
}

/** Wireshark's words for a checksum's state. */
export const checksumStates = { bad: 0, good: 1, unverified: 2, absent: 3, illegal: 4 } as const
export const checksumStateNames: Readonly<Record<number, string>> = {
  0: 'Bad',
  1: 'Good',
  2: 'Unverified',
  3: 'Not present',
  4: 'Illegal',
}
