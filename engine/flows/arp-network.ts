/**
 * The network that an ARP packet belongs to: the same addresses in another VLAN, in another tunnel or behind another interface are other hosts.
 */
import { limits } from '../limits'
import { memory } from '../dissect/memory'
import type { Packet } from '../dissect/packet'
import { u16, u32 } from '../bytes/read'

/** Where the number of a virtual network stands behind the start of its layer. */
const TAGS: Readonly<Record<string, (bytes: Uint8Array, at: number) => number>> = {
  vlan: (bytes, at) => u16(bytes, at) & 0xfff,
  vxlan: (bytes, at) => u32(bytes, at + 4) >>> 8,
  geneve: (bytes, at) => u32(bytes, at + 4) >>> 8,
}

/** `0`, `0 vlan 10`: interface and virtual networks around the layer at hand. */
export function networkOf(p: Packet): string {
  let out = String(p.frame.interfaceIndex)
  for (let k = 0; k < p.depth; k++) {
    const name = p.layerProtocol[k]!.name
    if (!Object.hasOwn(TAGS, name) || p.sources.length) continue
    const at = p.layerBase[k]!
    if (at + 8 <= p.bytes.length) out += ` ${name} ${TAGS[name]!(p.bytes, at)}`
  }
  return out
}

/** Hosts that ask as numbers: a MAC address in a network. The oldest give way all at once. */
export class Askers {
  private readonly numbers = new Map<string, number>()
  private count = 0
  number(network: string, mac: number): number {
    const key = `${mac} ${network}`
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    if (this.numbers.size >= limits.arpAskers) this.numbers.clear()
    this.numbers.set(key, ++this.count)
    return this.count
  }
}

export const askers = memory(() => new Askers())
