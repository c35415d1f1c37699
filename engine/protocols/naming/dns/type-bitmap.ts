/** Lists of record types: as windows of 256 bits (RFC 4034, 4.1.2), and as one plain row of bits (RFC 2535). */
import type { Packet } from '../../../dissect/packet'
import { dnsTypes } from '../../../names/dns-types'
import { messageFields } from './fields'

/** From the cursor to `end`: window number, bytes of its mask, the mask. */
export function typeWindows(p: Packet, end: number): void {
  while (p.at < end) {
    const window = p.peek(1)
    const size = p.peek(1, 1)
    p.skip(2)
    bitRow(p, window * 256, size)
  }
}

/** `size` bytes of bits at the cursor; the first stands for type `first`. */
export function bitRow(p: Packet, first: number, size: number): void {
  const { at } = p
  p.skip(size)
  for (let i = 0; i < size * 8; i++) {
    const from = at + (i >> 3)
    if (!(p.bytes[from]! & (0x80 >> (i & 7)))) continue
    const line = p.add(messageFields.respType, from, 1, first + i)
    if (p.drawing) p.label(line, `RR type in bit map: ${dnsTypes[first + i] ?? `Unknown (${first + i})`}`)
  }
}
