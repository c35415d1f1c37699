/** Growing typed arrays: one column per property, one row per thing, doubled when full. */

const room = (length: number, need: number): number => Math.max(need, length * 2)

/** The same column with room for at least `need` rows. */
export function widerU8(from: Uint8Array, need: number): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(room(from.length, need))
  to.set(from)
  return to
}
export function widerU16(from: Uint16Array, need: number): Uint16Array<ArrayBuffer> {
  const to = new Uint16Array(room(from.length, need))
  to.set(from)
  return to
}
export function widerU32(from: Uint32Array, need: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(room(from.length, need))
  to.set(from)
  return to
}
export function widerI32(from: Int32Array, need: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(room(from.length, need))
  to.set(from)
  return to
}
export function widerF64(from: Float64Array, need: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(room(from.length, need))
  to.set(from)
  return to
}
