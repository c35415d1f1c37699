/** Tables with open addressing: a slot is two words, what stands there (0 for nothing) and its hash. Their sizes are powers of two. */
import { give } from './memory'

export const SLOT: u32 = 3
export const SLOT_HASH: usize = 4

export function put(table: u32, slot: u32, value: u32, hash: u32): void {
  const place = table + (slot << SLOT)
  store<u32>(place, value)
  store<u32>(place, hash, SLOT_HASH)
}

/** A table of `wider` slots with all that stands in the `slots` of another one. */
export function widened(old: u32, slots: u32, wider: u32): u32 {
  const table = give(wider << SLOT)
  const mask = wider - 1
  // Pages that are read before they are written cost twice.
  memory.fill(table, 0, wider << SLOT)
  for (let place = old; place < old + (slots << SLOT); place += 1 << SLOT) {
    const value = load<u32>(place)
    if (value === 0) continue
    const hash = load<u32>(place, SLOT_HASH)
    let slot = hash & mask
    while (load<u32>(table + (slot << SLOT)) !== 0) slot = (slot + 1) & mask
    put(table, slot, value, hash)
  }
  return table
}
