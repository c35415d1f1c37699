/** Growing typed arrays: one column per property, one row per thing, twice as long when full. */

/** The same column with room for at least `need` rows. */
export function widerU8(from: Uint8Array, need: number): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(Math.max(need, from.length * 2))
  to.set(from)
  return to
}
export function widerU16(from: Uint16Array, need: number): Uint16Array<ArrayBuffer> {
  const to = new Uint16Array(Math.max(need, from.length * 2))
  to.set(from)
  return to
}
export function widerU32(from: Uint32Array, need: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(Math.max(need, from.length * 2))
  to.set(from)
  return to
}
export function widerI32(from: Int32Array, need: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(Math.max(need, from.length * 2))
  to.set(from)
  return to
}
export function widerF64(from: Float64Array, need: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(Math.max(need, from.length * 2))
  to.set(from)
  return to
}
