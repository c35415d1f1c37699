/** Extended communities of BGP (RFC 4360): eight bytes each, of which the first two say what the rest means. */
import { ether as etherText, ipv4 as ipv4Text } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { f } from './fields'
import {
  extendedAs2,
  extendedAs4,
  extendedEvpn,
  extendedExperimental,
  extendedIp4,
  extendedOpaque,
  extendedTypes,
  tunnels,
} from './names'

const routeTypes: Readonly<Record<number, string>> = {
  1: 'Router',
  2: 'Network',
  3: 'Summary',
  5: 'External',
  7: 'NSSA External',
}

export function extendedCommunities(p: Packet): void {
  const count = Math.floor(p.left / 8)
  const row = p.add(f.extended, p.at, p.left)
  p.label(row, `Carried extended communities: (${count} communit${count === 1 ? 'y' : 'ies'})`)
  const was = p.open(row)
  while (p.left >= 8) one(p)
  p.close(was)
}

function one(p: Packet): void {
  const type = p.peek(1)
  const subtype = p.peek(1, 1)
  const kind = extendedTypes[type] ?? 'Unknown type'
  const row = p.add(f.extendedOne, p.at, 8)
  const was = p.open(row)
  const inner = p.open(p.add(f.extendedType, p.at, 1, type))
  p.add(f.extendedAuthority, p.at, 1, type >> 7)
  p.add(f.extendedTransitive, p.at, 1, (type >> 6) & 1)
  p.close(inner)
  p.skip(1)
  if (type === 0 || type === 0x40) {
    p.take(f.subtypeAs2)
    const as = p.take(f.valueAs2)
    const number = p.take(f.valueAn4)
    p.label(
      row,
      `${extendedAs2[subtype] ?? `Unknown subtype 0x${subtype.toString(16).padStart(2, '0')}`}: ${as}:${number} [${kind}]`,
    )
  } else if (type === 0x80 && subtype === 0) {
    p.take(f.subtypeExperimental)
    const area = ipv4Text(p.bytes, p.at)
    p.take(f.routeArea)
    const route = p.take(f.routeType)
    const options = p.peek(1)
    const line = p.add(f.routeOptions, p.at, 1, options)
    p.label(line, `Options: 0x${options.toString(16).padStart(2, '0')} (Metric: ${options & 1 ? 'Type-2' : 'Type-1'})`)
    const deep = p.open(line)
    p.add(f.routeOptions.bits[0]!, p.at, 1, options & 1)
    p.close(deep)
    p.skip(1)
    p.label(row, `OSPF Route Type: Area: ${area}, Type: ${routeTypes[route] ?? 'Unknown'} [${kind}]`)
  } else if (type === 0x80 && subtype === 1) {
    p.take(f.subtypeExperimental)
    p.label(row, `${extendedExperimental[1]}: ${ipv4Text(p.bytes, p.at)} [${kind}]`)
    p.take(f.routerId)
    p.skip(2)
  } else if (type === 1 || type === 0x41) {
    p.take(f.subtypeIp4)
    const address = ipv4Text(p.bytes, p.at)
    p.take(f.valueIp4)
    p.label(row, `${extendedIp4[subtype] ?? unknown(subtype)}: ${address}:${p.take(f.valueAn2)} [${kind}]`)
  } else if (type === 2 || type === 0x42) {
    p.take(f.subtypeAs4)
    const as = p.take(f.valueAs4)
    p.label(
      row,
      `${extendedAs4[subtype] ?? unknown(subtype)}: ${as >>> 16}.${as & 0xffff}(${as}):${p.take(f.valueAn2)} [${kind}]`,
    )
  } else if (type === 3 || type === 0x43) {
    p.take(f.subtypeOpaque)
    if (subtype === 0x0c && type === 3) {
      p.skip(4)
      const tunnel = p.take(f.tunnelType)
      p.label(row, `${extendedOpaque[subtype]}: ${tunnels[tunnel] ?? `Unknown (${tunnel})`} [${kind}]`)
    } else {
      const raw = [0, 2, 4].map((n) => `0x${p.peek(2, n).toString(16).padStart(4, '0')}`).join(' ')
      p.label(p.add(f.valueRaw, p.at, 6), `Raw Value: ${raw}`)
      p.skip(6)
      p.label(row, `${extendedOpaque[subtype] ?? unknown(subtype)}: ${raw} [${kind}]`)
    }
  } else if (type === 6) evpn(p, row, subtype, kind)
  else {
    p.skip(7)
    p.label(row, kind)
  }
  p.close(was)
}

const unknown = (subtype: number): string => `Unknown subtype 0x${subtype.toString(16).padStart(2, '0')}`

function evpn(p: Packet, row: number, subtype: number, kind: string): void {
  p.take(f.subtypeEvpn)
  const name = extendedEvpn[subtype] ?? unknown(subtype)
  if (subtype === 0) {
    const flags = p.take(f.mobilityFlags)
    p.skip(1)
    p.take(f.mobility)
    p.label(row, `${name}: ${flags & 1 ? 'Sticky' : 'Movable'} MAC [${kind}]`)
  } else if (subtype === 2 || subtype === 3) {
    p.label(row, `${name}: ${subtype === 2 ? 'RT: ' : "Router's MAC: "}${etherText(p.bytes, p.at)} [${kind}]`)
    p.take(subtype === 2 ? f.importTarget : f.routerMac)
  } else {
    p.skip(6)
    p.label(row, `${name} [${kind}]`)
  }
}
