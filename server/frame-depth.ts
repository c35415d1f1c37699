/** How deep a MessagePack frame nests, found without building it: a mebibyte of nested lists would hold the host for seconds. */

/** No call nests deeper: a list of objects of lists has four. */
const deepest = 32

/** Bytes of a head and its body, for kinds without members: fixed ones by their first byte. */
const fixed: Readonly<Record<number, number>> = {
  ...{ 0xca: 5, 0xcb: 9, 0xcc: 2, 0xcd: 3, 0xce: 5, 0xcf: 9, 0xd0: 2, 0xd1: 3, 0xd2: 5, 0xd3: 9 },
  ...{ 0xd4: 3, 0xd5: 4, 0xd6: 6, 0xd7: 10, 0xd8: 18 },
}
/** Kinds with a length before their bytes: [bytes of the length, bytes behind it that do not count]. */
const counted: Readonly<Record<number, readonly [number, number]>> = {
  ...{ 0xc4: [1, 0], 0xc5: [2, 0], 0xc6: [4, 0], 0xc7: [1, 1], 0xc8: [2, 1], 0xc9: [4, 1] },
  ...{ 0xd9: [1, 0], 0xda: [2, 0], 0xdb: [4, 0] },
}
/** Lists and maps with a length of their own: [bytes of the length, values per member]. */
const listed: Readonly<Record<number, readonly [number, number]>> = {
  0xdc: [2, 1],
  0xdd: [4, 1],
  0xde: [2, 2],
  0xdf: [4, 2],
}

/** Throws for a frame that nests too deep or ends too early. */
export function checkDepth(frame: Uint8Array): void {
  const open: number[] = [] // members still to come, per list that is open
  let at = 0
  const length = (size: number): number => {
    let value = 0
    for (let i = 1; i <= size; i++) value = value * 256 + (frame[at + i] ?? 0)
    return value
  }
  while (at < frame.length) {
    const head = frame[at]!
    let members = 0
    if (head >= 0x80 && head <= 0x9f) {
      members = (head & 15) * (head < 0x90 ? 2 : 1)
      at += 1
    } else if (listed[head]) {
      const [size, values] = listed[head]
      members = length(size) * values
      at += 1 + size
    } else if (counted[head]) {
      const [size, more] = counted[head]
      at += 1 + size + more + length(size)
    } else at += head >= 0xa0 && head <= 0xbf ? 1 + (head & 31) : (fixed[head] ?? 1)
    if (open.length) open[open.length - 1]!--
    if (members) open.push(members)
    if (open.length > deepest) throw new Error('nested too deep')
    while (open.at(-1) === 0) open.pop()
  }
  if (at > frame.length || open.length) throw new Error('cut short')
}
