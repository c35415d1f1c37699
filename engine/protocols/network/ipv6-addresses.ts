/** What IPv6 addresses say beside themselves: the hardware address in them (RFC 4291), or IPv4 ones (6to4, Teredo, ISATAP, RFC 6052). */
import { bytes, ether, ipv4, u16 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { u32 as readU32 } from '../../bytes/read'
import type { Packet } from '../../dissect/packet'

const hidden = { hidden: true }
const generated = { generated: true }

export const specialFields = {
  sourceMac: ether('ipv6.src_slaac_mac', 'Source SLAAC MAC', {
    generated: true,
    help: 'The hardware address that the source made its address from.',
  }),
  sourceIsatap: ipv4('ipv6.src_isatap_ipv4', 'Source ISATAP IPv4', generated),
  source6to4: ipv4('ipv6.src_6to4_gw_ipv4', 'Source 6to4 Gateway IPv4', generated),
  source6to4Sla: u16('ipv6.src_6to4_sla_id', 'Source 6to4 SLA ID', generated),
  sourceTeredoServer: ipv4('ipv6.src_ts_ipv4', 'Source Teredo Server IPv4', generated),
  sourceTeredoPort: u16('ipv6.src_tc_port', 'Source Teredo Port', generated),
  sourceTeredoClient: ipv4('ipv6.src_tc_ipv4', 'Source Teredo Client IPv4', generated),
  sourceEmbedded: ipv4('ipv6.src_embed_ipv4', 'Source Embedded IPv4', generated),
  destinationMac: ether('ipv6.dst_slaac_mac', 'Destination SLAAC MAC', {
    generated: true,
    help: 'The hardware address that the destination made its address from.',
  }),
  destinationIsatap: ipv4('ipv6.dst_isatap_ipv4', 'Destination ISATAP IPv4', generated),
  destination6to4: ipv4('ipv6.dst_6to4_gw_ipv4', 'Destination 6to4 Gateway IPv4', generated),
  destination6to4Sla: u16('ipv6.dst_6to4_sla_id', 'Destination 6to4 SLA ID', generated),
  destinationTeredoServer: ipv4('ipv6.dst_ts_ipv4', 'Destination Teredo Server IPv4', generated),
  destinationTeredoPort: u16('ipv6.dst_tc_port', 'Destination Teredo Port', generated),
  destinationTeredoClient: ipv4('ipv6.dst_tc_ipv4', 'Destination Teredo Client IPv4', generated),
  destinationEmbedded: ipv4('ipv6.dst_embed_ipv4', 'Destination Embedded IPv4', generated),
  anyMac: ether('ipv6.slaac_mac', 'SLAAC MAC', hidden),
  anyIsatap: ipv4('ipv6.isatap_ipv4', 'ISATAP IPv4', hidden),
  any6to4: ipv4('ipv6.6to4_gw_ipv4', '6to4 Gateway IPv4', hidden),
  any6to4Sla: u16('ipv6.6to4_sla_id', '6to4 SLA ID', hidden),
  anyTeredoServer: ipv4('ipv6.ts_ipv4', 'Teredo Server IPv4', hidden),
  anyTeredoPort: u16('ipv6.tc_port', 'Teredo Port', hidden),
  anyTeredoClient: ipv4('ipv6.tc_ipv4', 'Teredo Client IPv4', hidden),
  embeddedPrefix: bytes('ipv6.embed_ipv4_prefix', 'Embedded IPv4 Prefix', generated),
  anyEmbedded: ipv4('ipv6.embed_ipv4', 'Embedded IPv4', generated),
}

type Special = typeof specialFields

interface End {
  mac: Field
  isatap: Field
  gateway: Field
  sla: Field
  server: Field
  port: Field
  client: Field
  embedded: Field
}

const sourceEnd = (f: Special): End => ({
  mac: f.sourceMac,
  isatap: f.sourceIsatap,
  gateway: f.source6to4,
  sla: f.source6to4Sla,
  server: f.sourceTeredoServer,
  port: f.sourceTeredoPort,
  client: f.sourceTeredoClient,
  embedded: f.sourceEmbedded,
})
const destinationEnd = (f: Special): End => ({
  mac: f.destinationMac,
  isatap: f.destinationIsatap,
  gateway: f.destination6to4,
  sla: f.destination6to4Sla,
  server: f.destinationTeredoServer,
  port: f.destinationTeredoPort,
  client: f.destinationTeredoClient,
  embedded: f.destinationEmbedded,
})
let ends: readonly [End, End] | undefined

/** Says what the two addresses at these positions contain. */
export function showSpecial(p: Packet, f: Special, source: number, destination: number): void {
  ends ??= [sourceEnd(f), destinationEnd(f)]
  show(p, f, source, ends[0])
  show(p, f, destination, ends[1])
}

const TEREDO = 0x20010000

function show(p: Packet, f: Special, at: number, end: End): void {
  const { bytes: b } = p
  const top = readU32(b, at)
  if (top >>> 16 === 0x2002) {
    both(p, end.gateway, f.any6to4, at + 2, 4, readU32(b, at + 2))
    both(p, end.sla, f.any6to4Sla, at + 6, 2, (b[at + 6]! << 8) | b[at + 7]!)
  } else if (top === TEREDO) {
    both(p, end.server, f.anyTeredoServer, at + 4, 4, readU32(b, at + 4))
    both(p, end.port, f.anyTeredoPort, at + 10, 2, ((b[at + 10]! << 8) | b[at + 11]!) ^ 0xffff)
    both(p, end.client, f.anyTeredoClient, at + 12, 4, ~readU32(b, at + 12) >>> 0)
  } else if (top === 0x0064ff9b && readU32(b, at + 4) === 0 && readU32(b, at + 8) === 0) {
    p.set(f.embeddedPrefix, new Uint8Array(b.subarray(at, at + 12)), at, 12)
    p.set(end.embedded, readU32(b, at + 12), at + 12, 4)
    p.set(f.anyEmbedded, readU32(b, at + 12), at + 12, 4)
  }
  // Only where the interface identifier says that it was made of a universal address.
  if (b[at + 11] === 0xff && b[at + 12] === 0xfe && b[at + 8]! & 2) {
    if (!p.wanted(end.mac) && !p.wanted(f.anyMac)) return
    const mac = new Uint8Array(6)
    mac.set(b.subarray(at + 8, at + 11))
    mac.set(b.subarray(at + 13, at + 16), 3)
    // The bit that tells local from universal addresses is turned round in an interface identifier.
    mac[0]! ^= 2
    p.set(end.mac, mac, at + 8, 6)
    p.hide(f.anyMac, at + 8, 6, mac)
  } else if ((readU32(b, at + 8) & 0xfdffffff) === 0x00005efe)
    both(p, end.isatap, f.anyIsatap, at + 12, 4, readU32(b, at + 12))
}

function both(p: Packet, own: Field, any: Field, at: number, length: number, value: number): void {
  p.set(own, value, at, length)
  p.hide(any, at, length, value)
}
