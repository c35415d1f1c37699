/**
 * The commonest stacks by far, walked in one go by the index pass: Ethernet II, perhaps a VLAN tag, IPv4 without options or fragments, TCP
 * or UDP. Says of the layers below what their dissectors say while indexing (ends, layers, limits) and lets the transport go on. Whatever is
 * in any way unusual is left to the dissectors. A fifth less time for the whole pass; test/session/stride.test.ts holds both ways against
 * each other.
 */
import { u16 } from '../bytes/read'
import type { Packet } from '../dissect/packet'
import { eth } from './eth'
import { ethertype } from './ethertype'
import { ip } from './ip'
import { tcp } from './tcp'
import { udp } from './udp'
import { vlan } from './vlan'

const ETHER = 14
const TAG = 4
const IP = 20
const TYPE_VLAN = 0x8100
const TYPE_IP = 0x0800
/** Version 4, five words of header. */
const PLAIN = 0x45
const TCP = 6
const UDP = 17
const MORE_OR_OFFSET = 0x3fff

/** False when the packet is not of this kind: nothing has been touched then. */
export function strideEthernet(p: Packet): boolean {
  const { bytes, origin, end } = p
  if (end - origin < ETHER + IP + 8) return false
  const first = u16(bytes, origin + 12)
  const tagged = first === TYPE_VLAN
  const at = origin + ETHER + (tagged ? TAG : 0)
  if (bytes[at] !== PLAIN || (tagged ? u16(bytes, at - 2) : first) !== TYPE_IP || end - at < IP + 8) return false
  const proto = bytes[at + 9]
  if ((proto !== TCP && proto !== UDP) || u16(bytes, at + 6) & MORE_OR_OFFSET) return false
  const length = u16(bytes, at + 2)
  const wire = at + length
  if (length <= IP || wire > p.wire) return false
  const { layerProtocol, layerBase, stacks } = p
  let depth = 1
  let stack = stacks.step(0, eth.id)
  layerProtocol[1] = eth
  layerBase[1] = origin
  layerProtocol[2] = ethertype
  layerBase[2] = origin + ETHER
  if (tagged) {
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
  p.nest(proto === TCP ? tcp : udp)
  return true
}
