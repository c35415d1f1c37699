/** Items of LDP's messages (RFC 5036, 3.3): type, length, value. */
import type { Packet } from '../../../dissect/packet'
import { addBits, bitRows } from '../../kit/bit-rows'
import { addressText, classes, generalParameters } from './classes'
import { f } from './fields'
import { itemName } from './names'

export function item(p: Packet): void {
  const whole = p.peek(2)
  const type = whole & 0x3fff
  const length = p.peek(2, 2)
  const was = p.open(
    p.text(itemName(type) ?? `Unknown TLV type (0x${type.toString(16).padStart(4, '0')})`, p.at, 4 + length),
  )
  addBits(p, f.itemUnknown, 1, whole >> 8)
  p.label(
    p.add(f.itemType, p.at, 2, type),
    `TLV Type: ${itemName(type) ?? 'Unknown TLV type'} (0x${type.toString(16).toUpperCase()})`,
  )
  p.skip(2)
  p.take(f.itemLength)
  const size = Math.min(length, p.left)
  p.part(size, () => value(p, type, size))
  p.close(was)
}

function value(p: Packet, type: number, length: number): void {
  if (type === 0x100) classes(p)
  else if (type === 0x101 && length >= 2) addresses(p)
  else if (type === 0x103 && length === 1) p.take(f.hops)
  else if (type === 0x104) routers(p)
  else if (type === 0x200 && length === 4) bitRows(p, 4, [f.label])
  else if (type === 0x300 && length === 10) status(p)
  else if (type === 0x301 && length === 4) p.take(f.extended)
  else if (type === 0x400 && length === 4) greeting(p)
  else if (type === 0x401 && length === 4) p.take(f.transport4)
  else if (type === 0x402 && length === 4) p.take(f.sequence)
  else if (type === 0x403 && length === 16) p.take(f.transport6)
  else if (type === 0x404) while (p.left >= 6) p.take(f.mac)
  else if (type === 0x500 && length === 14) session(p)
  else if (type === 0x503 && length === 12) {
    const was = p.open(p.text('FT Session Parameters', p.at, length))
    p.take(f.fault)
    p.take(f.faultReserved)
    p.take(f.reconnect)
    p.take(f.recovery)
    p.close(was)
  } else if (type === 0x600 && length === 4) p.take(f.labelRequest)
  else if (type === 0x96a && length >= 4) p.take(f.wireStatus)
  else if (type === 0x96b) generalParameters(p)
  else if (type === 0x96c && length === 4) p.take(f.grouping)
  else if (p.left) p.take(f.value, p.left)
}

function addresses(p: Packet): void {
  const family = p.take(f.family)
  const was = p.open(p.text('Addresses', p.at, p.left))
  const size = family === 1 ? 4 : 16
  if (family === 1 || family === 2)
    for (let n = 1; p.left >= size; n++) {
      const text = p.indexing ? '' : addressText(p, family, size)!
      p.label(p.add(f.address, p.at, size, text), `Address ${n}: ${text}`)
      p.skip(size)
    }
  p.close(was)
}

function routers(p: Packet): void {
  const was = p.open(p.text('LSR IDs', p.at, p.left))
  for (let n = 1; p.left >= 4; n++) {
    const text = addressText(p, 1, 4)
    p.take(f.pathRouter)
    p.label(p.records.count - 1, `LSR Id ${n}: ${text}`)
  }
  p.close(was)
}

function status(p: Packet): void {
  const was = p.open(p.text('Status', p.at, p.left))
  const flags = p.peek(1)
  addBits(p, f.isFatal, 1, flags)
  addBits(p, f.isForwarded, 1, flags)
  bitRows(p, 4, [f.status])
  p.take(f.statusId)
  p.take(f.statusType)
  p.close(was)
}

function greeting(p: Packet): void {
  p.take(f.hold)
  const flags = p.peek(2)
  addBits(p, f.targeted, 2, flags)
  addBits(p, f.requested, 2, flags)
  const row = addBits(p, f.gtsm, 2, flags)
  const was = p.open(row)
  const isBasic = (flags & 0x8000) === 0
  p.note(flags & 0x2000 ? (isBasic ? f.hasGtsm : f.bothGtsm) : isBasic ? f.noGtsm : f.noBasic, undefined, p.at, 2)
  p.close(was)
  addBits(p, f.helloReserved, 2, flags)
  p.skip(2)
}

function session(p: Packet): void {
  const was = p.open(p.text('Parameters', p.at, p.left))
  p.take(f.sessionVersion)
  p.take(f.keepAlive)
  bitRows(p, 1, [f.advertise, f.loops])
  p.take(f.vectorLimit)
  p.take(f.mostLength)
  p.take(f.receiver)
  p.take(f.receiverSpace)
  p.close(was)
}
