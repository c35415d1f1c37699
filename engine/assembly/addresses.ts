/** Addresses of IPv6, each kept once: one is known by where its sixteen bytes lie, which never changes. */
import { seed } from './conversations'
import { give } from './memory'
import { put, SLOT, SLOT_HASH, widened } from './slots'

const SIZE: u32 = 16

/** Slots with the places of addresses. */
let table: u32 = 0
let mask: u32 = 0
let used: u32 = 0

let fresh: u32 = 0
let freshEnd: u32 = 0
const ROOM: u32 = 512
const CHUNK: u32 = 2048

/** Makes room for some hundred more. */
export function reserveAddresses(): void {
  if (freshEnd - fresh < ROOM * SIZE) {
    fresh = give(CHUNK * SIZE)
    freshEnd = fresh + CHUNK * SIZE
  }
  if ((used + ROOM) * 2 > mask + 1) widen()
}

/** The place of the address whose bytes are at `bytes`: known, or new. */
export function intern(bytes: u32): u32 {
  const a = load<u64>(bytes)
  const b = load<u64>(bytes + 8)
  const h = hash(<u32>a, <u32>(a >>> 32), <u32>b, <u32>(b >>> 32))
  let slot = h & mask
  while (true) {
    const address = load<u32>(table + (slot << SLOT))
    if (address === 0) break
    if (load<u32>(table + (slot << SLOT), SLOT_HASH) === h && load<u64>(address) === a && load<u64>(address + 8) === b)
      return address
    slot = (slot + 1) & mask
  }
  if (fresh === freshEnd) reserveAddresses()
  const address = fresh
  fresh += SIZE
  store<u64>(address, a)
  store<u64>(address + 8, b)
  put(table, slot, address, h)
  used++
  if (used * 2 > mask + 1) widen()
  return address
}

function hash(a: u32, b: u32, c: u32, d: u32): u32 {
  let h = (a ^ seed) * 0x9e3779b1
  h = (h ^ (h >>> 15) ^ b) * 0x85ebca6b
  h = (h ^ (h >>> 13) ^ c) * 0xc2b2ae35
  h = (h ^ (h >>> 16) ^ d) * 0x27d4eb2f
  return h ^ (h >>> 15)
}

function widen(): void {
  const slots: u32 = table === 0 ? 0 : mask + 1
  const wider = max<u32>(slots * 2, 2 * ROOM)
  table = widened(table, slots, wider)
  mask = wider - 1
}
