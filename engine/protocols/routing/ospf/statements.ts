/** What OSPF routers state about links and networks (LSAs): the common header of 20 bytes, and the bodies of both versions. */
import { ipv4 as ipv4Text } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { fields as f, functions, statements } from './fields'

const HEADER = 20
const LINKS: Readonly<Record<number, readonly [short: string, id: string, type: string]>> = {
  1: ['PTP', "Neighboring router's Router ID", 'Point-to-point connection to another router'],
  2: ['Transit', 'IP address of Designated Router', 'Connection to a transit network'],
  3: ['Stub', 'IP network/subnet number', 'Connection to a stub network'],
  4: ['Virtual', "Neighboring router's Router ID", 'Virtual link'],
}
const BY_TYPE = [undefined, f.isRouter, f.isNetwork, f.isSummary, f.isBorder, f.isExternal]
const BY_FUNCTION: Readonly<Record<number, (typeof f)['isRouter3']>> = {
  1: f.isRouter3,
  2: f.isNetwork3,
  3: f.isInterPrefix,
  8: f.isLink,
  9: f.isIntraPrefix,
}

/** Reads one statement at the cursor, or its header alone. */
export function statement(p: Packet, version: number, whole: boolean): void {
  const length = p.peek(2, 18)
  const type = version === 2 ? p.peek(1, 3) : p.peek(2, 2) & 0x1fff
  const names = version === 2 ? statements : functions
  const line = p.text(`LSA-type ${type} (${names[type] ?? 'Unknown'}), len ${length}`, p.at, whole ? length : HEADER)
  const was = p.open(line)
  const age = p.peek(2)
  p.add(f.age, p.at, 2, age & 0x7fff)
  p.add(version === 2 ? f.doNotAge : f.doNotAge3, p.at, 2, age >>> 15)
  p.skip(2)
  if (version === 2) {
    p.take(f.options)
    p.take(f.statement)
    const flag = BY_TYPE[type]
    if (flag) p.hide(flag, p.at - 1, 1, 1)
  } else {
    p.take(f.statement3)
    const flag = BY_FUNCTION[type]
    if (flag) p.hide(flag, p.at - 2, 2, 1)
  }
  p.take(version === 2 ? f.id : f.requested)
  p.take(f.advertiser)
  p.take(f.number)
  p.take(f.sum)
  p.take(f.size)
  if (whole && length > HEADER) {
    p.need(length - HEADER)
    p.part(length - HEADER, () => (version === 2 ? body2(p, type) : body3(p, type)))
  }
  p.close(was)
}

function body2(p: Packet, type: number): void {
  if (type === 1) routerLinks(p)
  else if (type === 2) {
    p.take(f.netmask)
    while (p.left >= 4) p.take(f.attached)
  } else if (type === 3 || type === 4) {
    p.take(f.netmask)
    p.skip(1)
    p.take(f.metric, 3)
  } else if (type === 5 || type === 7) external(p)
  else p.take(f.unknown, p.left)
}

function external(p: Packet): void {
  p.take(f.netmask)
  p.add(f.externalType, p.at, 1, p.peek(1) >>> 7)
  p.skip(1)
  p.take(f.metric, 3)
  p.take(f.forwarding)
  p.take(f.tag)
}

function routerLinks(p: Packet): void {
  p.take(f.routerFlags)
  p.skip(1)
  const links = p.take(f.links)
  for (let i = 0; i < links; i++) {
    p.need(12)
    const at = p.at
    const type = p.peek(1, 8)
    const tos = p.peek(1, 9)
    const [short, id, kind] = LINKS[type] ?? ['Unknown', 'Unknown link type', 'Unknown link type']
    const text = (from: number): string => (p.drawing ? ipv4Text(p.bytes, from) : '')
    const line = p.text(
      `Type: ${short.padEnd(8)} ID: ${text(at).padEnd(15)} Data: ${text(at + 4).padEnd(15)} Metric: ${p.peek(2, 10)}`,
      at,
      12 + 4 * tos,
    )
    const was = p.open(line)
    p.label(p.add(f.linkId, at, 4, p.peek(4)), `Link ID: ${text(at)} - ${id}`)
    p.skip(4)
    p.take(f.linkData)
    p.label(p.add(f.linkType, p.at, 1, type), `Link Type: ${type} - ${kind}`)
    p.skip(1)
    p.take(f.metrics)
    p.take(f.metric0)
    p.skip(4 * tos)
    p.close(was)
  }
}

function body3(p: Packet, type: number): void {
  if (type === 1) {
    p.take(f.routerFlags3)
    p.take(f.options3)
    while (p.left >= 16) {
      p.take(f.linkType3)
      p.take(f.reserved, 1)
      p.take(f.metric, 2)
      p.take(f.interface3)
      p.take(f.neighborInterface)
      p.take(f.neighborRouter)
    }
  } else if (type === 2) {
    p.take(f.reserved, 1)
    p.take(f.options3)
    while (p.left >= 4) p.take(f.attached3)
  } else if (type === 3) {
    p.take(f.reserved, 1)
    p.take(f.metric, 3)
    prefix(p, false)
  } else if (type === 8) {
    p.take(f.priority3)
    p.take(f.options3)
    p.take(f.linkLocal)
    const count = p.take(f.prefixes)
    for (let i = 0; i < count; i++) prefix(p, false)
  } else if (type === 9) {
    const count = p.take(f.prefixes, 2)
    p.take(f.refersType)
    p.take(f.refersId)
    p.take(f.refersRouter)
    for (let i = 0; i < count; i++) prefix(p, true)
  } else p.take(f.unknown, p.left)
}

/** A prefix takes as many words of 32 bits as its length needs. */
function prefix(p: Packet, metric: boolean): void {
  const bits = p.take(f.prefixLength)
  p.take(f.prefixOptions)
  if (metric) p.take(f.metric, 2)
  else p.take(f.reserved, 2)
  const size = Math.min(16, Math.ceil(bits / 32) * 4)
  p.need(size)
  if (size && !p.indexing) {
    const whole = new Uint8Array(16)
    whole.set(p.bytes.subarray(p.at, p.at + size))
    p.add(f.prefix, p.at, size, whole)
  }
  p.skip(size)
}
