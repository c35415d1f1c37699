/** The flags of a packet's TCP layer, for the index: taken while the first pass has its bytes at hand. */
import type { Packet } from '../dissect/packet'
import { TCP_KNOWN } from '../flows/tcp-rows'
import { registry } from '../protocols'

const tcp = registry.protocol('tcp')

/** Twelve flags and TCP_KNOWN when the whole header is there; 0 for packets without TCP, or with it inside reassembled data. */
export function tcpFlagsOf(p: Packet): number {
  if (p.sources.length) return 0
  const { layerProtocol, layerBase, bytes } = p
  for (let d = p.depth - 1; d > 1; d--) {
    if (layerProtocol[d] !== tcp) continue
    const at = layerBase[d]! + 12
    const end = p.origin + p.frame.captured
    if (at + 2 > end) return 0
    const size = (bytes[at]! >> 4) * 4
    if (size < 20 || at - 12 + size > end) return 0
    return ((bytes[at]! & 0x0f) << 8) | bytes[at + 1]! | TCP_KNOWN
  }
  return 0
}
