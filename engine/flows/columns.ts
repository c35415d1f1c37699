/** Growing typed arrays: one column per property, one row per thing, longer by a factor when full. What several threads see stays so. */

/** Zeroed memory, perhaps for several threads. */
const buffer = (bytes: number, shared: boolean): ArrayBufferLike =>
  shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)

/** How much longer. A thread that makes no objects hardly ever collects what it left behind; pages that nobody has written to cost nothing. */
const FACTOR = 2
const SHARED_FACTOR = 8

interface Column<B> {
  readonly buffer: B
  readonly length: number
  readonly BYTES_PER_ELEMENT: number
}

/** The same kind of memory with room for at least `need` rows. */
function room<B extends ArrayBufferLike>(from: Column<B>, need: number): B {
  const isShared = from.buffer instanceof SharedArrayBuffer
  const rows = Math.max(need, from.length * (isShared ? SHARED_FACTOR : FACTOR))
  return buffer(rows * from.BYTES_PER_ELEMENT, isShared) as B
}

/** The same column with room for at least `need` rows. */
export function widerU8<B extends ArrayBufferLike>(from: Uint8Array<B>, need: number): Uint8Array<B> {
  const to = new Uint8Array(room(from, need))
  to.set(from)
  return to
}
export function widerU16<B extends ArrayBufferLike>(from: Uint16Array<B>, need: number): Uint16Array<B> {
  const to = new Uint16Array(room(from, need))
  to.set(from)
  return to
}
export function widerU32<B extends ArrayBufferLike>(from: Uint32Array<B>, need: number): Uint32Array<B> {
  const to = new Uint32Array(room(from, need))
  to.set(from)
  return to
}
export function widerI32<B extends ArrayBufferLike>(from: Int32Array<B>, need: number): Int32Array<B> {
  const to = new Int32Array(room(from, need))
  to.set(from)
  return to
}
export function widerF64<B extends ArrayBufferLike>(from: Float64Array<B>, need: number): Float64Array<B> {
  const to = new Float64Array(room(from, need))
  to.set(from)
  return to
}

/** Puts a copy of each column of an object in its place that several threads can see. */
export function share(columns: object): void {
  for (const [name, column] of Object.entries(columns) as [string, unknown][]) {
    if (!(column instanceof Int32Array || column instanceof Uint32Array || column instanceof Float64Array)) continue
    const memory = buffer(column.byteLength, true)
    new Uint8Array(memory).set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
    const Kind = column.constructor as new (memory: ArrayBufferLike) => unknown
    Object.assign(columns, { [name]: new Kind(memory) })
  }
}
