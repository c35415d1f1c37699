/** Keyed permutations of numbers: what the replacements of addresses are made from. The same key gives the same ones. */
import { createHash, createHmac } from 'node:crypto'

/** 32 bytes that only somebody with the key can tell from chance. */
export type Oracle = (purpose: string, input: string) => Uint8Array

/** @param seed any text; equal texts give equal replacements */
export function oracleOf(seed: string): Oracle {
  const key = createHash('sha256').update(`wirelens scrub ${seed}`).digest()
  return (purpose, input) => new Uint8Array(createHmac('sha256', key).update(`${purpose}\0${input}`).digest())
}

/** A permutation of the numbers below 2^(2·half) that keeps 0: four rounds of a Feistel network. `half`: at most 20 bits. */
export function permutation(oracle: Oracle, purpose: string, half: number): (x: number) => number {
  const size = 2 ** half
  const round = (n: number, right: number): number => {
    const b = oracle(purpose, `${n} ${right}`)
    return (b[0]! | (b[1]! << 8) | (b[2]! << 16)) & (size - 1)
  }
  const turn = (x: number): number => {
    let [left, right] = [Math.floor(x / size), x % size]
    for (let n = 0; n < 4; n++) [left, right] = [right, left ^ round(n, right)]
    return left * size + right
  }
  return (x) => {
    if (x === 0) return 0
    const y = turn(x)
    return y === 0 ? turn(0) : y
  }
}

/** A permutation of 0 … 255 that keeps 0 and 255. */
export function octetPermutation(oracle: Oracle, purpose: string, input: string): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, i) => i)
  let pool = new Uint8Array(0)
  let at = 0
  for (let i = 254; i > 1; i--) {
    if (at + 2 > pool.length) {
      pool = Uint8Array.from(oracle(purpose, `${input} ${i}`))
      at = 0
    }
    const j = 1 + (((pool[at]! << 8) | pool[at + 1]!) % i)
    at += 2
    ;[table[i], table[j]] = [table[j]!, table[i]!]
  }
  return table
}

/**
 * Octet `value` behind the octets `before`, so that two addresses that begin alike do so afterwards, and no further: each bit may be turned,
 * decided by the bits in front of it. `fixed(bits, n)`: whether the bit behind the first `n` bits (of this octet: `bits`) has to stay.
 */
export function mapOctet(
  oracle: Oracle,
  before: string,
  value: number,
  fixed: (bits: number, n: number) => boolean,
): number {
  const flips = oracle('prefix', before)
  let out = 0
  for (let n = 0; n < 8; n++) {
    const bits = value >> (8 - n)
    const bit = (value >> (7 - n)) & 1
    // The nodes of a binary tree of eight levels, numbered from 1.
    const node = (1 << n) | bits
    const flip = fixed(bits, n) ? 0 : (flips[node >> 3]! >> (node & 7)) & 1
    out = (out << 1) | (bit ^ flip)
  }
  return out
}
