/**
 * The commonest packets by far, taken as a whole: Ethernet II, perhaps a VLAN tag, IPv4 without options or fragments or IPv6 without further
 * headers, TCP or UDP without a known protocol inside. What the dissectors of the layers would leave of them is left here; whatever is in any
 * way unusual is left to them.
 */
import { intern, reserveAddresses } from './addresses'
import * as conversations from './conversations'
import { place, reserveConversations, search, tally } from './conversations'
import { takeContinued, takeDatagrams, takePackets } from './host'
import * as at from './layout'
import { u16be, u32be } from './memory'
import { follow, reserveStates } from './tcp'
import { KEEP_ALIVE, OUT_OF_ORDER, REPEATED, RST, TCP_KNOWN, UNREAD } from './tcp-words'
import { reserveSegments } from './unacked'

const ETHER: u32 = 14
const TAG: u32 = 4
const IP: u32 = 20
/** As they are loaded. */
const TYPE_VLAN: u16 = 0x0081
const TYPE_IP: u16 = 0x0008
const TYPE_IPV6: u16 = 0xdd86
const MORE_OR_OFFSET: u16 = 0xff3f
/** Version 4, five words of header. */
const PLAIN: u8 = 0x45
const FIN: u32 = 1
const IPV4: u32 = 2
const IPV6: u32 = 3
const IPV6_HEADER: u32 = 40
const UDP: u32 = 1
const PROTOCOL_TCP: u8 = 6
const PROTOCOL_UDP: u8 = 17
const TCP_HEADER: u32 = 20
const UDP_HEADER: u32 = 8
/** The packet has a time (session/packet-index.ts). */
const HAS_TIME: u8 = 1

const ENHANCED_PACKET: u32 = 6
const BLOCK_HEADER: u32 = 28
const RECORD_HEADER: u32 = 16

/** There is room for some hundred conversations; a plain packet opens one. */
const OFTEN: u32 = 63

let longest: u32 = 0
/** Longest packet in a file that is not refused. */
export function setLongest(bytes: u32): void {
  longest = bytes
}

/** No interfaces: a new section begins. */
let interfaces: u32 = 0
export function clearInterfaces(): void {
  interfaces = 0
}
/** The next interface of the section. `units` per second, 0 when its packets are not to be taken; `offset` in seconds; its number over all sections. */
export function addInterface(units: f64, offset: f64, number: u32, isEthernet: bool): void {
  if (interfaces >= at.INTERFACES_MOST) return
  const i = at.INTERFACES + (interfaces++ << 5)
  store<u64>(i, <u64>units)
  store<f64>(i + 8, offset)
  store<u32>(i + 16, units === 0 ? 0 : <u32>(1e9 / units))
  store<u32>(i + 20, number)
  store<u32>(i + 24, isEthernet ? 1 : 0)
}

/**
 * Takes Enhanced Packet Blocks of a little-endian section, without options, to the first packet that is not plain. Returns where it stopped; TAKEN
 * says how many there were, the last one with them, and LEFT where the bytes of that one are (0: it is plain): its facts stand in the batch
 * already, and it is to be decoded. `origin`: what is at 0 here, in the file.
 */
export function takeBlocks(from: u32, end: u32, origin: f64): u32 {
  let block = from
  let taken: u32 = 0
  let left: u32 = 0
  while (left === 0 && end - block >= BLOCK_HEADER + 4 && load<u32>(block) === ENHANCED_PACKET) {
    const size = load<u32>(block + 4)
    if (size < BLOCK_HEADER + 4 || size > end - block || size & 3 || load<u32>(block + size - 4) !== size) break
    const id = load<u32>(block + 8)
    if (id >= interfaces) break
    const clock = at.INTERFACES + (id << 5)
    const units = load<u64>(clock)
    const captured = load<u32>(block + 20)
    if (units === 0 || captured > longest || ((captured + 3) & ~3) + BLOCK_HEADER + 4 !== size) break
    const high = load<u32>(block + 12)
    if (<i32>high < 0) break
    const ticks = ((<u64>high) << 32) | (<u64>load<u32>(block + 16))
    const whole = ticks / units
    const seconds = <f64>whole + load<f64>(clock + 8)
    const nanos = <u32>(ticks - whole * units) * load<u32>(clock + 16)
    const length = load<u32>(block + 24)
    const packet = block + BLOCK_HEADER
    nextPacket()
    if ((taken & OFTEN) === 0) reserve()
    file(captured, length, seconds, nanos, load<u32>(clock + 20), origin + <f64>packet, BLOCK_HEADER)
    if (load<u32>(clock + 24) && takePacket(packet, captured, length, seconds, nanos)) placed()
    else left = packet
    block += size
    taken++
  }
  if (left !== 0) reserve()
  store<u32>(at.CELLS + at.TAKEN, taken)
  store<u32>(at.CELLS + at.LEFT, left)
  return block
}

/** The same for the records of a little-endian pcap file of version 2.4, which has one interface. */
export function takeRecords(from: u32, end: u32, origin: f64): u32 {
  let record = from
  let taken: u32 = 0
  const units: u32 = interfaces === 0 ? 0 : <u32>load<u64>(at.INTERFACES)
  const perUnit = load<u32>(at.INTERFACES + 16)
  const isEthernet = load<u32>(at.INTERFACES + 24)
  let left: u32 = 0
  while (left === 0 && units !== 0 && end - record >= RECORD_HEADER) {
    const captured = load<u32>(record + 8)
    if (captured > longest || end - record - RECORD_HEADER < captured) break
    const fraction = load<u32>(record + 4)
    if (fraction >= units) break
    const seconds = <f64>load<u32>(record)
    const nanos = fraction * perUnit
    const length = load<u32>(record + 12)
    const packet = record + RECORD_HEADER
    nextPacket()
    if ((taken & OFTEN) === 0) reserve()
    file(captured, length, seconds, nanos, 0, origin + <f64>packet, RECORD_HEADER)
    if (isEthernet && takePacket(packet, captured, length, seconds, nanos)) placed()
    else left = packet
    record += RECORD_HEADER + captured
    taken++
  }
  if (left !== 0) reserve()
  store<u32>(at.CELLS + at.TAKEN, taken)
  store<u32>(at.CELLS + at.LEFT, left)
  return record
}

/** Makes a place in the batch of packets for the next one. */
export function nextPacket(): void {
  const n = load<u32>(at.CELLS + at.PACKETS)
  if (n === at.BATCH) takePackets(n)
}
/** The packet at that place is done. */
function placed(): void {
  store<u32>(at.CELLS + at.PACKETS, load<u32>(at.CELLS + at.PACKETS) + 1)
}

/** Writes there what the file says of it. */
function file(captured: u32, length: u32, seconds: f64, nanos: u32, number: u32, offset: f64, header: u32): void {
  const n = load<u32>(at.CELLS + at.PACKETS)
  store<f64>(at.PACKET_OFFSET + (n << 3), offset)
  store<f64>(at.PACKET_SECONDS + (n << 3), seconds)
  store<u32>(at.PACKET_NANOS + (n << 2), nanos)
  store<u32>(at.PACKET_CAPTURED + (n << 2), captured)
  store<u32>(at.PACKET_LENGTH + (n << 2), length)
  store<u16>(at.PACKET_INTERFACE + (n << 1), <u16>number)
  store<u8>(at.PACKET_HEADER + n, <u8>header)
  store<u8>(at.PACKET_FLAGS + n, HAS_TIME)
}

/** Makes room for whatever one packet can add: memory may only grow where nobody holds on to what it was. */
export function reserve(): void {
  reserveConversations()
  reserveStates()
  reserveSegments()
  reserveAddresses()
}

/** Whether a dissector is to see what this packet carries: by its conversation, its ports, or because heuristics may know it. */
function isRead(c: u32, transport: u32, pair: u32, hasData: bool): bool {
  const reader = load<u8>(c + at.READER)
  if (reader === at.SOMEBODY) return true
  if (!hasData) return false
  if (isAsked(at.PORTS + transport * at.PORTS_SIZE, pair & 0xffff, pair >>> 16)) return true
  return reader !== at.NOBODY && load<u8>(at.HEURISTICS + transport) !== 0
}

/** Whether a protocol asks for what goes to or comes from a port. */
function isAsked(ports: u32, source: u32, destination: u32): bool {
  const a = load<u8>(ports + (source >>> 3)) >> (<u8>(source & 7))
  const b = load<u8>(ports + (destination >>> 3)) >> (<u8>(destination & 7))
  return ((a | b) & 1) !== 0
}

/**
 * Takes the plain packet at `origin`; what is found out about it stands in the batch then, at the place that there is for it. False for all
 * others: LEFT_KIND says whether nothing was touched, or only what its transport layer carries is left.
 */
export function takePacket(origin: u32, captured: u32, length: u32, seconds: f64, nanos: u32): bool {
  store<u32>(at.CELLS + at.LEFT_KIND, at.LEFT_PACKET)
  if (captured < ETHER + IP + UDP_HEADER) return false
  const last = origin + captured
  let ip = origin + ETHER
  let type = load<u16>(ip - 2)
  let variant: u32 = 0
  if (type === TYPE_VLAN) {
    ip += TAG
    type = load<u16>(ip - 2)
    variant = 4
  }
  let base: u32
  let wire: u32
  let protocol: u8
  const isIpv4 = type === TYPE_IP
  if (isIpv4) {
    if (load<u8>(ip) !== PLAIN || load<u16>(ip + 6) & MORE_OR_OFFSET || u16be(ip + 2) <= IP) return false
    base = ip + IP
    wire = ip + u16be(ip + 2)
    protocol = load<u8>(ip + 9)
  } else {
    if (type !== TYPE_IPV6 || load<u8>(ip) >>> 4 !== 6) return false
    base = ip + IPV6_HEADER
    wire = base + u16be(ip + 4)
    protocol = load<u8>(ip + 6)
    variant |= 8
  }
  if (base + UDP_HEADER > last || wire > origin + max(captured, length)) return false
  // A trailer that was cut.
  if (wire < last && captured < length) return false
  let stop = wire
  let word: u32 = 0
  let payload = base + UDP_HEADER
  if (protocol === PROTOCOL_TCP) {
    if (min(last, wire) - base < TCP_HEADER) return false
    word = u16be(base + 12)
    payload = base + (word >>> 12) * 4
    if (payload < base + TCP_HEADER) return false
  } else {
    const said = u16be(base + 4)
    if (protocol !== PROTOCOL_UDP || said < UDP_HEADER) return false
    stop = min(wire, base + said)
  }
  const end = min(last, stop)
  if (payload > end) return false
  // A datagram of which only the header was captured.
  if (protocol === PROTOCOL_UDP && payload === end && stop > end) return false
  const n = load<u32>(at.CELLS + at.PACKETS)
  conversations.setFrame(load<u32>(at.CELLS + at.FLUSHED) + n + 1, seconds, nanos, length)
  const kind = isIpv4 ? IPV4 : IPV6
  const from = isIpv4 ? load<u32>(ip + 12) : intern(ip + 8)
  const to = isIpv4 ? load<u32>(ip + 16) : intern(ip + 24)
  const pair = u16be(base) | (u16be(base + 2) << 16)
  const hasData = payload < end
  let flow: u32
  let tcpFlags: u16 = 0
  let isLeft: bool
  if (protocol === PROTOCOL_TCP) {
    const flags = word & 0xfff
    const isWhole = end === stop
    flow = follow(base, end, payload - base, flags, <i32>(wire - payload), isWhole, kind, from, to, pair, 0, false)
    tcpFlags = <u16>(TCP_KNOWN | flags)
    const found = load<u32>(at.SEGMENT_VERDICTS + ((load<u32>(at.CELLS + at.SEGMENTS) - 1) << 2))
    // Nobody reads what was sent before, nor what a reset says.
    const isNew = hasData && !(flags & RST) && !(isWhole && found & REPEATED)
    const c = place(flow >>> 1)
    isLeft = (isNew || (!hasData && (flags & FIN) !== 0)) && isRead(c, 0, pair, hasData)
    if (isLeft && isWhole && !(flags & FIN) && !(found & (OUT_OF_ORDER | KEEP_ALIVE)))
      isLeft = !goesOn(c, flow, u32be(base + 4), payload - origin, stop - payload)
    else if (!isLeft && isNew && !(found & UNREAD)) variant |= 1
  } else {
    flow = search(UDP, kind, from, to, pair)
    countDatagram(flow, 0, false)
    isLeft = hasData && isRead(place(flow >>> 1), UDP, pair, true)
    variant |= hasData && !isLeft ? 3 : 2
  }
  if (isLeft) {
    store<u32>(at.CELLS + at.LEFT_KIND, protocol === PROTOCOL_TCP ? at.LEFT_SEGMENT : at.LEFT_DATAGRAM)
    store<u32>(at.CELLS + at.LEFT_VARIANT, variant)
    store<u32>(at.CELLS + at.LEFT_NETWORK, ip)
    store<u32>(at.CELLS + at.LEFT_TRANSPORT, base)
    store<u32>(at.CELLS + at.LEFT_PAYLOAD, payload)
    store<u32>(at.CELLS + at.LEFT_END, end)
    store<u32>(at.CELLS + at.LEFT_WIRE, stop)
    store<u32>(at.CELLS + at.LEFT_FLOW, flow)
  }
  store<u32>(at.PACKET_FLOW + (n << 2), flow)
  store<u16>(at.PACKET_STACK + (n << 1), load<u16>(at.STACKS + (variant << 1)))
  store<u16>(at.PACKET_TCP_FLAGS + (n << 1), tcpFlags)
  return !isLeft
}

/** Whether a segment lies within the message that its end is sending: then it is filed as a part of that. */
function goesOn(c: u32, flow: u32, sequence: u32, payload: u32, length: u32): bool {
  const stop = load<u32>(c + at.OPEN_STOPS + ((flow & 1) << 2))
  if (stop === 0 || <i32>(sequence + length - stop) >= 0) return false
  let n = load<u32>(at.CELLS + at.CONTINUED)
  if (n === at.BATCH) {
    takeContinued(n)
    n = 0
  }
  store<u32>(at.CELLS + at.CONTINUED, n + 1)
  store<u32>(at.CONTINUED_FRAME + (n << 2), conversations.frame)
  store<u32>(at.CONTINUED_FLOW + (n << 2), flow)
  store<u32>(at.CONTINUED_SEQUENCE + (n << 2), sequence)
  store<u32>(at.CONTINUED_PLACE + (n << 2), payload)
  store<u32>(at.CONTINUED_LENGTH + (n << 2), length)
  return true
}

/** Files a datagram with its conversation. A quotation is not a packet of its conversation: it leaves no gap. */
export function countDatagram(flow: u32, nth: u32, isQuoted: bool): void {
  const c = place(flow >>> 1)
  let n = load<u32>(at.CELLS + at.DATAGRAMS)
  if (n === at.BATCH) {
    takeDatagrams(n)
    n = 0
  }
  store<u32>(at.CELLS + at.DATAGRAMS, n + 1)
  let gap: f64 = 0
  // A conversation without a packet so far has no time.
  if (!isQuoted && load<u64>(c + at.PACKET_COUNTS) !== 0) gap = conversations.sinceLast(c)
  store<f64>(at.DATAGRAM_GAP + (n << 3), gap)
  store<u32>(at.DATAGRAM_FLOW + (n << 2), flow)
  store<u32>(at.DATAGRAM_FRAME + (n << 2), conversations.frame)
  store<u32>(at.DATAGRAM_NTH + (n << 2), nth)
  if (!isQuoted) tally(flow)
}
