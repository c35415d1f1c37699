/**
 * The bytes of a layer with all that it carries: what `tcp contains "GET"` looks through. A layer ends where the one around it does, or
 * where its own header says: what lies behind (Ethernet's padding) is not part of it.
 */
import type { Field } from '../dissect/field'
import type { Packet } from '../dissect/packet'
import type { Registry } from '../dissect/registry'
import { occurrence } from '../dissect/tree'

/** Fields that say how long a layer is, and what is to be added to them. */
const sizes: readonly [protocol: string, field: string, more: number][] = [
  ['ip', 'ip.len', 0],
  ['ipv6', 'ipv6.plen', 40],
  ['udp', 'udp.length', 0],
]

/** The fields that must be decoded for `layerBytes`. */
export const layerSizeFields = (registry: Registry): Field[] =>
  sizes.flatMap(([, name]) => registry.byName.get(name) ?? [])

/** Protocols that have their payload in the bytes that slices and lengths see, as in Wireshark. */
export const carriesItsPayload = (protocol: string): boolean =>
  protocol === 'tcp' || protocol === 'icmp' || protocol === 'icmpv6'

/** From the start of the layer that record `i` stands for to its end. */
export function layerBytes(p: Packet, i: number): Uint8Array {
  const { records, registry } = p
  const { bytes, origin } = occurrence(p, i)
  const source = records.source[i]!
  const from = origin + records.start[i]!
  const isLayer = records.field[i] === p.layerProtocol[records.layer[i]!]?.self.id
  if (!isLayer) return bytes.subarray(from, from + records.length[i]!)
  let end = source === 0 ? p.origin + p.frame.captured : bytes.length
  if (source === 0 && p.sources.length) end = bytes.length
  const layer = records.layer[i]!
  // Nothing rides on ARP: what follows is padding.
  if (p.layerProtocol[layer]?.name === 'arp') return bytes.subarray(from, from + records.length[i]!)
  for (const [, name, more] of sizes) {
    const field = registry.byName.get(name)
    if (!field) continue
    for (let k = 0; k < records.count; k++) {
      if (records.field[k] !== field.id || records.layer[k]! > layer || records.source[k] !== source) continue
      const size = records.value[k]! + more
      const start = startOfLayer(p, records.layer[k]!, k)
      if (size > more && origin + start + size >= from) end = Math.min(end, origin + start + size)
    }
  }
  return bytes.subarray(from, Math.max(from, end))
}

/** Where the layer of record `k` starts: the protocol's header stands at its front. */
function startOfLayer(p: Packet, layer: number, k: number): number {
  const { records, registry } = p
  const name = p.layerProtocol[layer]?.name
  const offset = registry.fields[records.field[k]!]!.offset
  return name === undefined ? records.start[k]! : records.start[k]! - Math.max(0, offset)
}
