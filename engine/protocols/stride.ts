/**
 * The commonest stack by far, walked in one go by the index pass: Ethernet II, IPv4 without options or fragments, TCP. Says of the first
 * two layers what their dissectors say while indexing (ends, layers, limits) and lets TCP go on. Whatever is in any way unusual is left to
 * the dissectors. A third less time for the whole pass; test/session/stride.test.ts holds both ways against each other.
 */
import { u16 } from '../bytes/read'
import type { Packet } from '../dissect/packet'
import { eth } from './eth'
import { ethertype } from './ethertype'
import { ip } from './ip'
import { tcp } from './tcp'

const ETHER = 14
const IP = 20
/** Version 4, five words of header. */
const PLAIN = 0x45
const TCP = 6
const MORE_OR_OFFSET = 0x3fff

/** False when the packet is not of this kind: nothing has been touched then. */
export function strideEthernet(p: Packet): boolean {
  const { bytes, origin, end } = p
  const at = origin + ETHER
  if (end - at < IP + 4 || bytes[at] !== PLAIN || bytes[at + 9] !== TCP || u16(bytes, at - 2) !== 0x0800) return false
  if (u16(bytes, at + 6) & MORE_OR_OFFSET) return false
  const length = u16(bytes, at + 2)
  const wire = at + length
  if (length <= IP || wire > p.wire) return false
  const { layerProtocol, layerBase, stacks } = p
  layerProtocol[1] = eth
  layerBase[1] = origin
  layerProtocol[2] = ethertype
  layerProtocol[3] = ip
  layerBase[2] = layerBase[3] = p.base = at
  p.depth = 4
  p.layer = 3
  p.stack = stacks.step(stacks.step(0, eth.id), ip.id)
  p.ends.set('ipv4', bytes, at + 12, at + 16)
  p.columnEnds.set('ipv4', bytes, at + 12, at + 16)
  p.wire = wire
  if (wire < end) p.end = wire
  p.at = at + IP
  p.nest(tcp)
  return true
}
