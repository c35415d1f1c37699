/**
 * The commonest stacks by far, walked in one go by the index pass: Ethernet II, perhaps a VLAN tag, IPv4 without options. What the dissectors of
 * these layers say while indexing (ends, layers, limits) is said here, and whatever is in any way unusual is left to them. Packets with no known
 * protocol above TCP or UDP do not come here: engine/assembly/packets.ts takes them.
 */
import { u16 } from '../bytes/read'
import type { Packet } from '../dissect/packet'
import { eth } from './eth'
import { ethertype } from './ethertype'
import { carry, ip } from './ip'
import { vlan } from './vlan'

const ETHER = 14
const TAG = 4
const IP = 20
const TYPE_VLAN = 0x8100
const TYPE_IP = 0x0800
/** Version 4, five words of header. */
const PLAIN = 0x45

/** Where the IPv4 header starts, of a packet in [origin, end) that ended at `wire` on the wire; −1 when it is not of this kind. */
function plainIp(bytes: Uint8Array, origin: number, end: number, wire: number): number {
  if (end - origin < ETHER + IP) return -1
  let at = origin + ETHER
  let type = u16(bytes, at - 2)
  if (type === TYPE_VLAN) {
    at += TAG
    type = u16(bytes, at - 2)
  }
  if (type !== TYPE_IP || bytes[at] !== PLAIN || end - at < IP) return -1
  const length = u16(bytes, at + 2)
  // What is left of a trailer that was cut is for the frame's own dissector.
  if (at + length < end && end < wire) return -1
  return length > IP && at + length <= wire ? at : -1
}

/** Walks to what IPv4 carries. False, with nothing touched, when the packet is not of this kind. */
export function strideEthernet(p: Packet): boolean {
  const { bytes, origin, end } = p
  const at = plainIp(bytes, origin, end, p.wire)
  if (at < 0) return false
  const length = u16(bytes, at + 2)
  const wire = at + length
  const { layerProtocol, layerBase, stacks } = p
  let depth = 1
  let stack = stacks.step(0, eth.id)
  layerProtocol[1] = eth
  layerBase[1] = origin
  layerProtocol[2] = ethertype
  layerBase[2] = origin + ETHER
  if (at !== origin + ETHER) {
    stack = stacks.step(stack, vlan.id)
    layerProtocol[3] = vlan
    layerBase[3] = origin + ETHER
    layerProtocol[4] = ethertype
    layerBase[4] = at
    depth = 3
  }
  layerProtocol[depth + 2] = ip
  layerBase[depth + 2] = p.base = at
  p.layer = depth + 2
  p.depth = depth + 3
  p.stack = stacks.step(stack, ip.id)
  p.ends.set('ipv4', bytes, at + 12, at + 16)
  p.columnEnds.set('ipv4', bytes, at + 12, at + 16)
  p.wire = wire
  if (wire < end) p.end = wire
  p.at = at + IP
  carry(p, u16(bytes, at + 6), length - IP, bytes[at + 9]!)
  return true
}
