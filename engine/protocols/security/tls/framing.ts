/** Where TLS records end in a stream, and what looks like one: RFC 8446 section 5.1, RFC 6101 appendix E for the hello of SSL 2.0. */
import type { Packet } from '../../../dissect/packet'
import type { Messages } from '../../../dissect/protocol'
import { MORE } from '../../../dissect/protocol'

export const HEADER = 5

/** Whether a record of SSL 3.0 or later stands `ahead` bytes behind the cursor: a type that there is, a version that there was. */
export function isRecord(p: Packet, ahead = 0): boolean {
  const type = p.peek(1, ahead)
  return type >= 20 && type <= 24 && p.peek(1, ahead + 1) === 3 && p.peek(1, ahead + 2) <= 4
}

/** Whether a message of SSL 2.0 stands at the cursor: two bytes of length, a type, a version. */
export function isOldHello(p: Packet): boolean {
  if (p.left < 5) return false
  const type = p.peek(1, 2)
  const isLong = (p.peek(1) & 0x80) !== 0
  if (!isLong) return false
  const version = p.peek(2, 3)
  if (type === 1) return version === 2 || (version >= 0x0300 && version <= 0x0303)
  if (type !== 4) return false
  return p.left >= 7 && p.peek(1, 3) <= 1 && p.peek(2, 5) === 2
}
export const oldLength = (p: Packet): number => 2 + (p.peek(2) & 0x7fff)

/** Whether letters stand at the cursor: some other protocol, on a port of TLS. */
export function isText(p: Packet): boolean {
  if (p.left < HEADER) return false
  for (let i = 0; i < 4; i++) {
    const letter = p.peek(1, i)
    if (letter < 0x20 || letter > 0x7e) return false
  }
  return true
}

/** All whole records that stand one after the other; of a first one that is not whole, its length; of what is no record, all. */
export const tlsMessages: Messages = {
  cut(p: Packet): number {
    if (isOldHello(p)) return oldLength(p)
    let length = 0
    while (length + HEADER <= p.left) {
      if (!isRecord(p, length)) return p.left
      const whole = length + HEADER + p.peek(2, length + 3)
      if (whole > p.left) return length || whole
      length = whole
    }
    return length || MORE
  },
}

/** Heuristic: a record that begins as the protocol's own do. */
export function looksLikeTls(p: Packet): boolean {
  if (p.left < HEADER) return false
  if (isOldHello(p)) {
    const length = oldLength(p)
    return p.peek(1, 2) === 1 && length >= 20 && length <= p.leftOnWire && p.peek(2, 5) % 3 === 0
  }
  if (!isRecord(p)) return false
  const length = p.peek(2, 3)
  return length > 0 && length <= 16384 + 2048
}
