/**
 * First pass: what TCP or UDP carries, of a packet whose headers the inner loop has walked and filed (engine/assembly/packets.ts). What the
 * dissectors of its layers would say on the way down (ends, layers, limits) is said here.
 */
import { u16 } from '../../bytes/read'
import type { Packet } from '../../dissect/packet'
import type { PassCore } from '../../flows/pass-core'
import { eth } from '../link/eth'
import { ethertype } from '../link/ethertype'
import { vlan } from '../link/vlan'
import { ip } from '../network/ip'
import { ipv6 } from '../network/ipv6'
import { choose, found } from './choice'
import { tcp } from './tcp'
import { handOn } from './tcp-payload'
import { udp } from './udp'

const ETHER = 14
const TAG = 4
const FIN = 1

/** Tells the packet of the layers that were walked; the cursor stands at the payload then. */
export function enterCarried(p: Packet, core: PassCore): void {
  const { bytes, origin } = p
  const { isUdp, isTagged, isIpv6, network, transport, payload, end, wire, flow, stack } = core.readLeft()
  p.layerAt(0, p.registry.frame, origin)
  p.layerAt(1, eth, origin)
  p.layerAt(2, ethertype, origin + ETHER)
  let depth = 3
  if (isTagged) {
    p.layerAt(3, vlan, origin + ETHER)
    p.layerAt(4, ethertype, origin + ETHER + TAG)
    depth = 5
  }
  p.layerAt(depth, isIpv6 ? ipv6 : ip, network)
  p.layerAt(depth + 1, isUdp ? udp : tcp, transport)
  p.layer = depth + 1
  p.depth = depth + 2
  p.level = isTagged ? 5 : 4
  p.stack = stack
  const kind = isIpv6 ? 'ipv6' : 'ipv4'
  const source = network + (isIpv6 ? 8 : 12)
  const destination = source + (isIpv6 ? 16 : 4)
  p.ends.set(kind, bytes, source, destination)
  p.columnEnds.set(kind, bytes, source, destination)
  p.sourcePort = u16(bytes, transport)
  p.destinationPort = u16(bytes, transport + 2)
  p.base = transport
  p.headerEnd = p.at = payload
  p.end = end
  p.wire = wire
  p.flow = flow
}

/** Reads what a segment carries: the last one that was filed. */
export function readSegment(p: Packet, core: PassCore): void {
  handOn(p, tcp.f, core.lastSegment, (p.bytes[p.base + 13]! & FIN) !== 0)
}

/** Reads what a datagram carries. */
export function readDatagram(p: Packet): void {
  found(p, 'udp', choose(p, 'udp'))
}
