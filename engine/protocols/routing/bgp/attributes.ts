/** Path attributes of BGP (RFC 4271, 4.3): what is said of the prefixes of an UPDATE. */
import { ipv4 as ipv4Text, ipv6 as ipv6Text } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { extendedCommunities } from './extended-communities'
import { f } from './fields'
import { evpnRoute } from './evpn'
import { attributeTypes, communities as communityNames, origins } from './names'
import { distinguisher, labelled, prefixes } from './prefixes'

export function attributes(p: Packet): void {
  while (p.left >= 3) attribute(p)
}

function attribute(p: Packet): void {
  const at = p.at
  const flags = p.peek(1)
  const type = p.peek(1, 1)
  const wide = flags & 0x10 ? 2 : 1
  const length = p.peek(wide, 2)
  const name = attributeTypes[type] ?? `Unknown (${type})`
  const row = p.add(f.attribute, at, 2 + wide + length)
  p.label(row, `Path Attribute - ${name}`)
  const was = p.open(row)
  p.take(f.flags)
  p.label(p.row(f.flags), `Flags: ${flagsText(flags)}`)
  p.take(f.typeCode)
  p.take(f.attributeLength, wide)
  p.need(length)
  const said: { text?: string } = {}
  p.part(length, () => value(p, type, said))
  if (said.text !== undefined) p.label(row, `Path Attribute - ${name}${said.text}`)
  p.close(was)
}

function flagsText(v: number): string {
  const words = [
    v & 0x80 ? 'Optional' : '',
    v & 0x40 ? 'Transitive' : 'Non-transitive',
    v & 0x10 ? 'Extended-Length' : '',
  ]
  words.push(v & 0x80 ? '' : 'Well-known', v & 0x20 ? 'Partial' : 'Complete')
  return `0x${v.toString(16).padStart(2, '0')}, ${words.filter(Boolean).join(', ')}`
}

function value(p: Packet, type: number, said: { text?: string }): void {
  switch (type) {
    case 1: {
      const origin = p.take(f.origin)
      said.text = `: ${origins[origin] ?? 'Unknown'}`
      return
    }
    case 2:
    case 17:
      said.text = `: ${path(p, type === 17 ? 4 : asSize(p))}`
      return
    case 3:
      said.text = `: ${ipv4Text(p.bytes, p.at)} `
      p.take(f.nextHop)
      return
    case 4:
      said.text = `: ${p.take(f.discriminator)}`
      return
    case 5:
      said.text = `: ${p.take(f.preference)}`
      return
    case 7:
    case 18: {
      const wide = p.left >= 8 ? 4 : 2
      const as = p.take(f.aggregatorAs, wide)
      said.text = `: AS: ${as} origin: ${ipv4Text(p.bytes, p.at)}`
      p.take(f.aggregatorOrigin)
      return
    }
    case 8:
      said.text = `: ${communities(p)}`
      return
    case 9:
      said.text = `: ${ipv4Text(p.bytes, p.at)} `
      p.take(f.originator)
      return
    case 10: {
      const texts: string[] = []
      const row = p.add(f.clusters, p.at, p.left)
      const was = p.open(row)
      while (p.left >= 4) {
        texts.push(ipv4Text(p.bytes, p.at))
        p.take(f.clusterId)
      }
      p.close(was)
      p.label(row, `Cluster List: ${texts.join(' ')}`)
      said.text = `: ${texts.join(' ')}`
      return
    }
    case 14:
      return reach(p)
    case 15:
      p.take(f.unreachAfi)
      routes(p, p.peekAt(p.at - 2, 2), p.take(f.unreachSafi), true)
      return
    case 16:
      return extendedCommunities(p)
    case 22:
      return tree(p)
    case 32: {
      const texts: string[] = []
      for (let at = p.at; at + 12 <= p.end; at += 12) texts.push([0, 4, 8].map((n) => p.peekAt(at + n, 4)).join(':'))
      const all = texts.join(' ')
      const was = p.open(p.add(f.large, p.at, p.left, all))
      while (p.left >= 12) {
        p.take(f.largeAdministrator)
        p.take(f.large1)
        p.take(f.large2)
      }
      p.close(was)
      said.text = `: ${all}`
      return
    }
    default:
      if (!p.left) return
      p.take(f.unknown, p.left)
      if (!attributeTypes[type]) p.label(p.row(f.unknown), 'Unknown Path attributes')
  }
}

/** Bytes of an AS number here: four where only then the segments fill the attribute. */
function asSize(p: Packet): 2 | 4 {
  for (const size of [2, 4] as const) {
    let at = p.at
    while (at + 2 <= p.end && p.peekAt(at, 1) >= 1 && p.peekAt(at, 1) <= 4) at += 2 + p.peekAt(at + 1, 1) * size
    if (at === p.end) return size
  }
  return 2
}

function path(p: Packet, size: 2 | 4): string {
  if (!p.left) return 'empty'
  const texts: string[] = []
  while (p.left >= 2) {
    const type = p.peek(1)
    const count = p.peek(1, 1)
    const row = p.add(f.segment, p.at, 2 + count * size)
    const was = p.open(row)
    p.take(f.segmentType)
    p.take(f.segmentLength)
    const numbers: number[] = []
    for (let i = 0; i < count; i++) numbers.push(p.take(size === 4 ? f.as4 : f.as2))
    const isSet = type === 1 || type === 4
    const inner = numbers.join(isSet ? ', ' : ' ')
    const text = type === 1 ? `{${inner}}` : type === 3 ? `(${inner})` : type === 4 ? `[${inner}]` : inner
    p.label(row, `AS Path segment: ${text}`)
    texts.push(text)
    p.close(was)
  }
  return `${texts.join(' ')} `
}

function communities(p: Packet): string {
  const texts: string[] = []
  const list = p.add(f.communities, p.at, p.left)
  const was = p.open(list)
  while (p.left >= 4) {
    const known = communityNames[p.peek(4)]
    const text = known ?? `${p.peek(2)}:${p.peek(2, 2)}`
    texts.push(text)
    if (known) {
      p.take(f.communityWellKnown)
      continue
    }
    const row = p.add(f.community, p.at, 4)
    p.label(row, `Community: ${text} `)
    const inner = p.open(row)
    p.take(f.communityAs)
    p.take(f.communityValue)
    p.close(inner)
  }
  p.close(was)
  p.label(list, `Communities: ${texts.join(' ')} `)
  return `${texts.join(' ')} `
}

/** RFC 6514, 5: the tree that carries what goes to many. */
function tree(p: Packet): void {
  p.take(f.treeFlags)
  const type = p.take(f.treeType)
  const label = p.peek(3)
  p.text(type === 6 ? `VNI: ${label}` : `MPLS Label Stack: ${label >> 4}${label & 1 ? ' (bottom)' : ''}`, p.at, 3)
  p.skip(3)
  if (!p.left) return
  const row = p.add(f.treeId, p.at, p.left)
  const was = p.open(row)
  if (type === 6 && p.left === 4) {
    p.label(row, `Tunnel ID: tunnel end point -> ${ipv4Text(p.bytes, p.at)}`)
    p.take(f.treeEnd)
  }
  p.close(was)
}

function reach(p: Packet): void {
  const family = p.take(f.reachAfi)
  const safi = p.take(f.reachSafi)
  const size = p.peek(1)
  p.skip(1)
  p.need(size)
  const at = p.at
  const row = p.add(f.reachHop, at - 1, size + 1)
  const was = p.open(row)
  p.part(size, () => {
    const isVpn = safi === 128 && size >= 12
    if (isVpn) {
      p.add(f.reachHopRd, p.at, 8, distinguisher(p, p.at))
      p.skip(8)
    }
    const rd = isVpn ? ` RD=${distinguisher(p, at)}` : ''
    if (p.left === 4) {
      p.label(row, `Next hop: ${rd}${isVpn ? ' IPv4=' : ''}${ipv4Text(p.bytes, p.at)}`)
      p.take(f.reachHop4)
    } else if (p.left >= 16) {
      const hasLocal = p.left >= 32
      const local = hasLocal ? ` Link-local=${ipv6Text(p.bytes, p.at + 16)}` : ''
      p.label(
        row,
        `Next hop: ${rd}${isVpn ? ' ' : ''}${isVpn || hasLocal ? 'IPv6=' : ''}${ipv6Text(p.bytes, p.at)}${local}`,
      )
      p.take(f.reachHop6)
      if (hasLocal) p.take(f.reachLocal)
    } else if (!size) p.label(row, 'Next hop: ')
  })
  p.close(was)
  p.take(f.reachSnpa)
  routes(p, family, safi, false)
}

function routes(p: Packet, family: number, safi: number, isGone: boolean): void {
  if (!p.left && !isGone) return
  const was = p.open(p.add(isGone ? f.unreach : f.reach, p.at, p.left))
  const size = family === 1 ? 4 : family === 2 ? 16 : 0
  const field = size === 4 ? (isGone ? f.unreachPrefix4 : f.reachPrefix4) : isGone ? f.unreachPrefix6 : f.reachPrefix6
  const length = isGone ? 'MP Unreach NLRI prefix length' : 'MP Reach NLRI prefix length'
  if (size && (safi === 1 || safi === 2)) prefixes(p, field, size, length)
  else if (size && (safi === 4 || safi === 128)) labelled(p, field, size, safi === 128)
  else if (family === 25 && safi === 70) while (p.left > 0) evpnRoute(p)
  else if (p.left) p.take(f.unknown, p.left)
  p.close(was)
}
