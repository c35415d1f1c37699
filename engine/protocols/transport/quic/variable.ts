/** RFC 9000 section 16: numbers of one, two, four or eight bytes, of which the first two bits say which. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'

/** Reads the number at the cursor; `field`: records it. Beyond 2⁵³ the last digits are lost. */
export function variable(p: Packet, field?: Field): number {
  const size = 1 << (p.peek(1) >> 6)
  p.need(size)
  let value = p.bytes[p.at]! & 63
  for (let i = 1; i < size; i++) value = value * 256 + p.bytes[p.at + i]!
  if (field) p.add(field, p.at, size, value)
  p.skip(size)
  return value
}
