// One block of lz4: sequences of literal bytes and of bytes that came before, some of them from the blocks before this one.

/** Shortest run of bytes that is referred to. */
const leastMatch = 4

/** The block unpacked, at most `most` bytes; null where it is damaged. `history`: the bytes before it. */
export function unpackBlock(block: Uint8Array, history: Uint8Array, most: number): Uint8Array | null {
  const from = history.length
  let out: Uint8Array = new Uint8Array(from + Math.min(most, 4 * block.length + 1024))
  out.set(history)
  let at = 0
  let end = from
  /** Lengths of 15 go on in further bytes, the last of which is not 255. */
  const longer = (length: number): number => {
    if (length < 15) return length
    let sum = length
    for (let more = 255; more === 255;) {
      if (at >= block.length) return Infinity
      sum += more = block[at++]!
    }
    return sum
  }
  const room = (more: number): boolean => {
    if (end + more - from > most) return false
    if (end + more > out.length) {
      const wider = new Uint8Array(Math.min(from + most, Math.max(2 * out.length, end + more)))
      wider.set(out)
      out = wider
    }
    return true
  }
  while (at < block.length) {
    const token = block[at++]!
    const literals = longer(token >> 4)
    if (at + literals > block.length || !room(literals)) return null
    out.set(block.subarray(at, at + literals), end)
    at += literals
    end += literals
    if (at === block.length) break // the last sequence has literals only
    if (at + 2 > block.length) return null
    const back = block[at]! | (block[at + 1]! << 8)
    at += 2
    const length = longer(token & 15) + leastMatch
    if (back === 0 || back > end || !room(length)) return null
    for (let i = 0; i < length; i++) out[end + i] = out[end + i - back]!
    end += length
  }
  return out.subarray(from, end)
}
