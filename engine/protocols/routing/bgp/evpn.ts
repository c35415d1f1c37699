/** Routes of Ethernet VPNs (RFC 7432, 7; prefixes: RFC 9136): stations, links and prefixes that the sender reaches. */
import { hex } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { bitRows } from '../../kit/bit-rows'
import { f } from './fields'
import { evpnRoutes } from './names'
import { distinguisher } from './prefixes'

export function evpnRoute(p: Packet): void {
  const type = p.peek(1)
  const length = p.peek(1, 1)
  const row = p.add(f.evpn, p.at, 2 + length)
  p.label(row, `EVPN NLRI: ${evpnRoutes[type] ?? `Unknown (${type})`}`)
  const was = p.open(row)
  p.take(f.evpnType)
  p.take(f.evpnLength)
  p.need(length)
  p.part(length, () => {
    if (type >= 1 && type <= 5) route(p, type)
    else if (p.left) p.take(f.unknown, p.left)
  })
  p.close(was)
}

function route(p: Packet, type: number): void {
  p.label(
    p.add(f.evpnRd, p.at, 8),
    `Route Distinguisher: ${hex(p.bytes, p.at, Math.min(8, p.left))} (${distinguisher(p, p.at)})`,
  )
  p.skip(8)
  if (type !== 3) {
    p.need(10)
    p.label(p.add(f.evpnEsi, p.at, 10), `ESI: ${hex(p.bytes, p.at, 10, ':')}`)
    p.skip(10)
  }
  if (type !== 4) p.take(f.evpnTag)
  if (type === 2) {
    p.take(f.evpnMacLength)
    p.take(f.evpnMac)
  }
  if (type === 5) {
    p.take(f.evpnPrefixLength)
    const isSix = p.left > 11
    p.take(isSix ? f.evpnIp6 : f.evpnIp4)
    p.take(isSix ? f.evpnGateway6 : f.evpnGateway4)
  } else if (type !== 1) address(p)
  if (type === 3 || type === 4) return
  if (p.left >= 3) bitRows(p, 3, [f.evpnLabel1])
  if (p.left >= 3) bitRows(p, 3, [f.evpnLabel2])
}

function address(p: Packet): void {
  const bits = p.take(f.evpnIpLength)
  if (bits === 32) p.take(f.evpnIp4)
  else if (bits === 128) p.take(f.evpnIp6)
  else {
    const was = p.open(p.text('IP Address: NOT INCLUDED', p.at, 0))
    p.note(f.evpnNoIp)
    p.close(was)
  }
}
