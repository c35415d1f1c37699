/** Bits that stand in the tree without a field around them: each is a line of its own over the same bytes. */
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'

/** Adds a row per bit field for the `size` bytes at the cursor, moves behind them and returns their number. */
export function bitRows(p: Packet, size: number, fields: readonly Field[]): number {
  const whole = p.peek(size)
  for (const field of fields) addBits(p, field, size, whole)
  p.at += size
  return whole
}

/** Adds one bit field of the `size` bytes at the cursor, which hold `whole`. Returns the record. */
export const addBits = (p: Packet, field: Field, size: number, whole: number): number =>
  p.add(field, p.at, size, Math.floor(whole / 2 ** field.shift) % (field.mask / 2 ** field.shift + 1))
