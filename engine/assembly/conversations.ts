/**
 * Who talks with whom: every pair of ends, numbered in order of appearance, with what was seen of each (layout.ts). flows/conversations.ts is
 * how everybody else reads it. A conversation fills two lines of the processor's cache; finding one costs little more than reaching it.
 */
import { give } from './memory'
import { put, SLOT, SLOT_HASH, widened } from './slots'
import * as at from './layout'

/** The packet that is being taken. */
export let frame: u32 = 0
export let seconds: f64 = 0
export let nanos: u32 = 0
let length: u32 = 0

export function setFrame(number: u32, s: f64, n: u32, onWire: u32): void {
  frame = number
  seconds = s
  nanos = n
  length = onWire
}

/** Slots with conversations + 1, by their ends. */
let table: u32 = 0
let mask: u32 = 1023
let used: u32 = 0
export let seed: u32 = 0

/** To be called once. `random`: so that nobody can prepare packets that all land in one place of the table. */
export function start(random: u32): void {
  seed = random
  table = give((mask + 1) << SLOT)
}

/** Makes room for some hundred more. */
export function reserveConversations(): void {
  const count = load<u32>(at.CELLS + at.CONVERSATIONS)
  const chunk = at.CHUNKS + (((count + ROOM) / at.CHUNK) << 2)
  if (load<u32>(chunk) === 0) store<u32>(chunk, give(at.CHUNK * at.CONVERSATION_SIZE))
  if ((used + ROOM) * 2 > mask + 1) widen()
}
const ROOM: u32 = 256

/** Where conversation `n` lies. */
export function place(n: u32): u32 {
  return load<u32>(at.CHUNKS + ((n / at.CHUNK) << 2)) + (n & (at.CHUNK - 1)) * at.CONVERSATION_SIZE
}

/** The same for both directions. */
function hash(transport: u32, a: u32, b: u32, ports: u32): u32 {
  const x = ((a ^ seed) * 0x9e3779b1) ^ (((ports & 0xffff) + 0x7f4a7c15) * 0x85ebca6b)
  const y = ((b ^ seed) * 0x9e3779b1) ^ (((ports >>> 16) + 0x7f4a7c15) * 0x85ebca6b)
  let h = (((x ^ (x >>> 15)) + (y ^ (y >>> 15))) * 0xc2b2ae35) ^ transport
  h = (h ^ (h >>> 13)) * 0x27d4eb2f
  return h ^ (h >>> 15)
}

function swapped(ports: u32): u32 {
  return rotl<u32>(ports, 16)
}

/** Conversation × 2 + direction between two ends, known or new. `a`, `b`: see ENDS; `ports`: source in the lower half, destination in the upper. */
export function search(transport: u32, kind: u32, a: u32, b: u32, ports: u32): u32 {
  const key = transport | (kind << 8)
  const h = hash(transport, a, b, ports)
  let slot = h & mask
  while (true) {
    const place = table + (slot << SLOT)
    const n = load<u32>(place)
    if (n === 0) break
    if (load<u32>(place, SLOT_HASH) === h) {
      const direction = directionIn(n - 1, key, a, b, ports)
      if (direction !== OTHER) return ((n - 1) << 1) | direction
    }
    slot = (slot + 1) & mask
  }
  const n = open(key, a, b, ports)
  put(table, slot, n + 1, h)
  used++
  if (used * 2 > mask + 1) widen()
  return n << 1
}

/** Which end of conversation `n` sends what goes from `a` to `b`; OTHER when it is none of its packets. */
function directionIn(n: u32, key: u32, a: u32, b: u32, ports: u32): u32 {
  const c = place(n)
  if (<u32>load<u16>(c, TRANSPORT_AND_KIND) !== key) return OTHER
  const from = load<u32>(c + at.ENDS)
  const to = load<u32>(c + at.ENDS + 4)
  const known = load<u32>(c + at.ENDS_PORTS)
  if (from === a && to === b && known === ports) return 0
  return from === b && to === a && known === swapped(ports) ? 1 : OTHER
}
const OTHER: u32 = 2
const TRANSPORT_AND_KIND: usize = 0

/** Opens a new conversation between the ends of `flow`, begun by this packet: its ports are used again. Returns the new flow. */
export function renew(flow: u32): u32 {
  const old = flow >>> 1
  const c = place(old)
  const key = <u32>load<u16>(c, TRANSPORT_AND_KIND)
  const a = load<u32>(c + at.ENDS)
  const b = load<u32>(c + at.ENDS + 4)
  const ports = load<u32>(c + at.ENDS_PORTS)
  const n = flow & 1 ? open(key, b, a, swapped(ports)) : open(key, a, b, ports)
  const h = hash(key & 255, a, b, ports)
  let slot = h & mask
  while (load<u32>(table + (slot << SLOT)) !== old + 1) {
    if (load<u32>(table + (slot << SLOT)) === 0) return n << 1
    slot = (slot + 1) & mask
  }
  put(table, slot, n + 1, h)
  return n << 1
}

function open(key: u32, a: u32, b: u32, ports: u32): u32 {
  const n = load<u32>(at.CELLS + at.CONVERSATIONS)
  store<u32>(at.CELLS + at.CONVERSATIONS, n + 1)
  const chunk = at.CHUNKS + ((n / at.CHUNK) << 2)
  if (load<u32>(chunk) === 0) store<u32>(chunk, give(at.CHUNK * at.CONVERSATION_SIZE))
  const c = place(n)
  store<u16>(c, <u16>key, TRANSPORT_AND_KIND)
  store<u32>(c + at.ENDS_PORTS, ports)
  store<u32>(c + at.ENDS, a)
  store<u32>(c + at.ENDS + 4, b)
  const streams = at.CELLS + at.STREAMS + ((key & 255) << 2)
  const stream = load<u32>(streams)
  store<u32>(streams, stream + 1)
  store<u32>(c + at.STREAM, stream)
  store<u32>(c + at.FRAMES, frame)
  store<u32>(c + at.FRAMES + 4, frame)
  store<u32>(c + at.NANOS, nanos)
  store<u32>(c + at.NANOS + 4, nanos)
  store<f64>(c + at.SECONDS, seconds)
  store<f64>(c + at.SECONDS + 8, seconds)
  return n
}

/** Counts this packet in its conversation. */
export function tally(flow: u32): void {
  const c = place(flow >>> 1)
  const end = flow & 1
  const count = c + at.PACKET_COUNTS + (end << 2)
  const bytes = c + at.BYTE_COUNTS + (end << 3)
  store<u32>(count, load<u32>(count) + 1)
  store<f64>(bytes, load<f64>(bytes) + <f64>length)
  store<u32>(c + at.FRAMES + 4, frame)
  touch(c)
}

/** Notes that this packet has to do with the conversation at `c`, without counting it. */
export function touch(c: u32): void {
  store<f64>(c + at.SECONDS + 8, seconds)
  store<u32>(c + at.NANOS + 4, nanos)
}

/** Nanoseconds from its first packet to this one, as near as a number can be. */
export function sinceFirst(c: u32): f64 {
  return (seconds - load<f64>(c + at.SECONDS)) * 1e9 + (<f64>nanos - <f64>load<u32>(c + at.NANOS))
}

/** The same from its last packet. */
export function sinceLast(c: u32): f64 {
  return (seconds - load<f64>(c + at.SECONDS + 8)) * 1e9 + (<f64>nanos - <f64>load<u32>(c + at.NANOS + 4))
}

function widen(): void {
  const slots = mask + 1
  table = widened(table, slots, slots * 2)
  mask = slots * 2 - 1
}
