/**
 * Messages of their own length inside a byte stream: DNS, TLS records, SMB and others over TCP.
 *
 *   decode(p) {
 *     eachPdu(p, 2, (p) => 2 + p.peek(2), (p) => { … one message; p.left is its length … })
 *   }
 *
 * `lengthOf` is asked with at least `headerSize` bytes at the cursor and answers how long the whole message is, its header included.
 * `decodeOne` sees the layer cut to one message. Give functions made once, not per packet.
 */
import type { Packet } from '../dissect/packet'

/** Decodes message after message from the cursor. A message whose end is in a later segment is left for it. */
export function eachPdu(
  p: Packet,
  headerSize: number,
  lengthOf: (p: Packet) => number,
  decodeOne: (p: Packet) => void,
): void {
  const { end, wire } = p
  while (p.at < end) {
    const at = p.at
    if (end - at < headerSize) break
    const length = Math.max(headerSize, lengthOf(p), 1)
    if (length > wire - at) break
    p.end = Math.min(end, at + length)
    p.wire = at + length
    try {
      decodeOne(p)
    } finally {
      p.end = end
      p.wire = wire
    }
    p.at = Math.min(end, at + length)
  }
}
