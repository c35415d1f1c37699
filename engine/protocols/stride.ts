/**
 * The commonest stacks by far, walked in one go by the index pass: Ethernet II, perhaps a VLAN tag, IPv4 without options or fragments, TCP
 * or UDP. What the dissectors of the layers say while indexing (ends, layers, limits) is said here, and whatever is in any way unusual is left
 * to them. Packets with no known protocol above the transport are taken whole. A fifth of the pass is saved; test/session/stride.test.ts
 * holds both ways against each other.
 */
import { u16 } from '../bytes/read'
import type { Frame } from '../dissect/frame'
import type { Packet } from '../dissect/packet'
import { follow } from '../flows/tcp-follow'
import { TCP_KNOWN } from '../flows/tcp-connections'
import { tcpStreams } from '../flows/tcp-streams'
import { data } from './data'
import { eth } from './eth'
import { ethertype } from './ethertype'
import { ip } from './ip'
import { tcp } from './tcp'
import { countDatagram, udp } from './udp'
import { vlan } from './vlan'

const ETHER = 14
const TAG = 4
const IP = 20
const TYPE_VLAN = 0x8100
const TYPE_IP = 0x0800
/** Version 4, five words of header. */
const PLAIN = 0x45
const TCP = 6
const TCP_HEADER = 20
const RESET = 4
const UDP = 17
const UDP_HEADER = 8
const MORE_OR_OFFSET = 0x3fff

/** Where the IPv4 header starts, of a packet in [origin, end) that ended at `wire` on the wire; −1 when it is not of this kind. */
function plainIp(bytes: Uint8Array, origin: number, end: number, wire: number): number {
  if (end - origin < ETHER + IP + 8) return -1
  let at = origin + ETHER
  let type = u16(bytes, at - 2)
  if (type === TYPE_VLAN) {
    at += TAG
    type = u16(bytes, at - 2)
  }
  if (type !== TYPE_IP || bytes[at] !== PLAIN || end - at < IP + 8 || u16(bytes, at + 6) & MORE_OR_OFFSET) return -1
  const length = u16(bytes, at + 2)
  return length > IP && at + length <= wire ? at : -1
}

/**
 * Packets of TCP and UDP without a protocol of their own inside, from end to end: nothing else is to be done for them. False, with nothing
 * touched, for all others.
 */
export function takePlain(p: Packet, frame: Frame, bytes: Uint8Array, origin: number): boolean {
  const captured = origin + frame.captured
  const at = plainIp(bytes, origin, captured, origin + Math.max(frame.length, frame.captured))
  if (at < 0) return false
  const base = at + IP
  const wire = at + u16(bytes, at + 2)
  const proto = bytes[at + 9]
  let stop = wire
  let word = 0
  let payload = base + UDP_HEADER
  if (proto === TCP) {
    if (Math.min(captured, wire) - base < TCP_HEADER) return false
    word = u16(bytes, base + 12)
    payload = base + (word >>> 12) * 4
    if (payload < base + TCP_HEADER) return false
  } else {
    const length = u16(bytes, base + 4)
    if (proto !== UDP || length < UDP_HEADER) return false
    stop = Math.min(wire, base + length)
  }
  const end = Math.min(captured, stop)
  if (payload > end) return false
  const sourcePort = u16(bytes, base)
  const destinationPort = u16(bytes, base + 2)
  const table = p.registry.table(proto === TCP ? 'tcp.port' : 'udp.port')
  const isKnown = table.get(sourcePort) || table.get(destinationPort) || table.guesses.length
  if (isKnown && payload < end) return false
  p.frame = frame
  p.bytes = bytes
  p.end = end
  p.wire = stop
  p.quoted = p.fragmented = p.source = p.layer = 0
  p.sourcePort = sourcePort
  p.destinationPort = destinationPort
  p.ends.set('ipv4', bytes, at + 12, at + 16)
  const { stacks } = p
  let stack = stacks.step(0, eth.id)
  if (at !== origin + ETHER) stack = stacks.step(stack, vlan.id)
  stack = stacks.step(stack, ip.id)
  let isRead = payload < end
  if (proto === TCP) {
    const streams = p.recall(tcpStreams)
    const flags = word & 0xfff
    const row = follow(p, streams, base, payload - base, flags, wire - payload)
    stack = stacks.step(stack, tcp.id)
    p.tcpFlags = flags | TCP_KNOWN
    if (flags & RESET || streams.isUnread(row)) isRead = false
  } else {
    countDatagram(p)
    stack = stacks.step(stack, udp.id)
    p.tcpFlags = 0
  }
  p.stack = isRead ? stacks.step(stack, data.id) : stack
  return true
}

/** Walks to the transport. False, with nothing touched, when the packet is not of this kind. */
export function strideEthernet(p: Packet): boolean {
  const { bytes, origin, end } = p
  const at = plainIp(bytes, origin, end, p.wire)
  if (at < 0) return false
  const proto = bytes[at + 9]
  if (proto !== TCP && proto !== UDP) return false
  const wire = at + u16(bytes, at + 2)
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
  p.nest(proto === TCP ? tcp : udp)
  return true
}
