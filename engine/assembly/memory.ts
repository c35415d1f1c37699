/** Linear memory: read in network order, given out, grown. */
import { full, grown } from './host'
import { HEAP } from './layout'

let top: u32 = HEAP

/** Zeroed memory for good. */
export function give(bytes: u32): u32 {
  const at = top
  const need: u64 = (<u64>top + <u64>bytes + 65535 + 7) >> 16
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
  top = (top + bytes + 7) & ~7
  return at
}

export function u16be(at: u32): u32 {
  return <u32>bswap<u16>(load<u16>(at))
}
export function u32be(at: u32): u32 {
  return bswap<u32>(load<u32>(at))
}
