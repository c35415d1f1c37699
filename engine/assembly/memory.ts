/** Linear memory: read in network order, given out, grown. */
import { full, grown } from './host'
import { HEAP } from './layout'

let top: u32 = HEAP
/** Two lines of the processor's cache: a conversation does not lie across pages. */
const UNIT: u32 = 128

/** Zeroed memory for good, from a multiple of UNIT on. */
export function give(bytes: u32): u32 {
  const at = (top + UNIT - 1) & ~(UNIT - 1)
  const need: u64 = (<u64>at + <u64>bytes + 65535) >> 16
  const pages = memory.size()
  if (need > <u64>pages) {
    // Seldom, as everybody has to look anew then: half as much again where that goes. What is not used costs nothing.
    const more = <i32>need - pages
    if (need > 65535 || (memory.grow(max(more, pages >> 1)) < 0 && memory.grow(more) < 0)) {
      full()
      unreachable()
    }
    grown()
  }
  top = at + bytes
  return at
}

export function u16be(at: u32): u32 {
  return <u32>bswap<u16>(load<u16>(at))
}
export function u32be(at: u32): u32 {
  return bswap<u32>(load<u32>(at))
}
