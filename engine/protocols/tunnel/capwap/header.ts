/** The header that every packet of CAPWAP begins with (RFC 5415, 4.1 to 4.3). */
import { hex } from '../../../bytes/read'
import { memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { Reassembly } from '../../../flows/reassembly'
import type { Datagram } from '../../../flows/reassembly'
import { addBits, bitRows } from '../../kit/bit-rows'
import { f } from './fields'

export interface Header {
  /** Bits 0x100 native frame, 0x80 fragment, 0x40 last fragment, 0x08 keep-alive. */
  flags: number
  binding: number
  fragment: number
  offset: number
}
const fragments = memory(() => new Reassembly())
const FRAME_INFO = 4

/** Reads the first byte. True when what follows is encrypted, and stands behind three bytes more. */
export function preamble(p: Packet): boolean {
  const type = p.peek(1) & 15
  const was = p.open(p.add(f.preamble, p.at, type === 1 ? 4 : 1))
  bitRows(p, 1, [f.version, f.type])
  if (type === 1) p.take(f.reserved)
  p.close(was)
  return type === 1
}

/** Reads the rest of the header, and stands behind its said length. */
export function header(p: Packet): Header {
  const start = p.at - 1
  const size = (p.peek(1) >> 3) * 4
  const row = p.add(f.header, p.at, size - 1)
  const was = p.open(row)
  const word = p.peek(3)
  const lengthRow = addBits(p, f.length, 3, word)
  addBits(p, f.radio, 3, word)
  addBits(p, f.binding, 3, word)
  const inner = p.open(addBits(p, f.flags, 3, word))
  for (const field of [f.native, f.isFragment, f.isLast, f.hasWireless, f.hasMac, f.isKeepAlive, f.flagsReserved])
    addBits(p, field, 3, word)
  p.close(inner)
  p.skip(3)
  const fragment = p.take(f.fragmentId)
  const offset = bitRows(p, 2, [f.fragmentOffset, f.fragmentReserved]) & 0xfff8
  const binding = (word >> 9) & 31
  if (word & 0x10) macAddress(p)
  if (word & 0x20) wireless(p, binding)
  const pad = (4 - ((p.at - start) % 4)) % 4
  if (pad) p.take(f.padding, pad)
  p.close(was)
  if (p.at - start !== size) badLength(p, lengthRow, p.at - start, size)
  p.at = start
  p.skip(size)
  return { flags: word & 0x1ff, binding, fragment, offset }
}

function badLength(p: Packet, row: number, found: number, said: number): void {
  const was = p.open(row)
  p.note(
    f.badLength,
    `Wrong calculate length (${found}) =! header length (${said}) ! (May be try to use Cisco Wireless Controller Support Preference ?)`,
  )
  p.close(was)
}

function macAddress(p: Packet): void {
  const length = p.take(f.macLength)
  if (length === 6) p.take(f.mac48)
  else if (length === 8) p.take(f.mac64)
  else if (length) p.take(f.macData, length)
  padded(p, length + 1)
}

function padded(p: Packet, length: number): void {
  const pad = (4 - (length % 4)) % 4
  if (pad) p.take(f.padding, pad)
}

function wireless(p: Packet, binding: number): void {
  const length = p.take(f.wirelessLength)
  p.need(length)
  p.add(f.wireless, p.at, length)
  if (binding === 1) {
    // Towards the controller it says how the frame was received, the other way round for which networks it is.
    const isUp = p.destinationPort === 5247
    p.need(FRAME_INFO)
    const was = p.open(p.add(isUp ? f.frameInfo : f.networks, p.at, FRAME_INFO))
    const at = p.at
    for (const field of isUp ? [f.rssi, f.snr, f.rate] : [f.networkBits, f.networkReserved]) p.take(field)
    p.at = at
    p.close(was)
  }
  p.skip(length)
  padded(p, length + 1)
}

/** What a fragment belongs to: the datagram once it is whole, else undefined. */
export function reassembled(p: Packet, head: Header): Datagram | undefined {
  const all = p.recall(fragments)
  const nth = p.nth()
  if (!p.first) return all.of(p, nth)
  const { ends } = p
  const size = ends.kind === 'ipv6' ? 16 : 4
  const key = `${hex(ends.bytes, ends.source, size)}${hex(ends.bytes, ends.destination, size)}${p.sourcePort}-${p.destinationPort}-${head.fragment}`
  return all.add(p, nth, key, p.at, head.offset, p.left, (head.flags & 0x40) === 0)
}
