/** Where the layers of a decoded packet lie in its own bytes, and which networks carry what. */
import type { Packet } from '../dissect/packet'
import type { Covered } from './checksums'

export interface Layer {
  /** As the records count it. */
  index: number
  name: string
  start: number
  /** Behind its header, or its message. */
  end: number
}

/** The layers that lie in the bytes of the packet itself, in the order in which they were found; the frame is none. */
export function layersOf(p: Packet, captured: number): Layer[] {
  const { records } = p
  const layers: Layer[] = []
  for (let index = 1; index < p.depth; index++) {
    const record = p.layerRecord[index]!
    if (record < 0 || records.source[record] !== 0) continue
    const start = records.start[record]!
    const end = Math.min(captured, start + records.length[record]!)
    if (end > start) layers.push({ index, name: p.layerProtocol[index]!.name, start, end })
  }
  return layers
}

/** A packet of IPv4 or IPv6. */
export interface Network {
  layer: Layer
  /** Behind its headers. */
  payload: number
  /** Behind its payload, as far as it was captured. */
  end: number
  addresses: readonly (readonly [number, number])[]
  /** A part of a datagram; `first`: with the header of what is carried, whose checksum covers all parts. */
  fragment: boolean
  first: boolean
  protocol: number
  checksum?: Covered
}

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!

export function networksOf(layers: readonly Layer[], b: Uint8Array): Network[] {
  return layers.flatMap((layer, n): Network[] => {
    const { name, start } = layer
    if (name === 'ip' && start + 20 <= b.length) {
      const total = u16(b, start + 2)
      const place = u16(b, start + 6)
      return [
        {
          layer,
          payload: Math.min(b.length, start + 4 * (b[start]! & 15)),
          end: Math.min(b.length, total ? start + total : b.length),
          addresses: [[start + 12, 4], [start + 16, 4]], // prettier-ignore
          fragment: (place & 0x3fff) !== 0,
          first: (place & 0x1fff) === 0,
          protocol: b[start + 9]!,
        },
      ]
    }
    if (name === 'ipv6' && start + 40 <= b.length) {
      const length = u16(b, start + 4)
      const end = Math.min(b.length, length ? start + 40 + length : b.length)
      const part = layers.slice(n + 1).find((it) => it.name === 'ipv6.fraghdr' && it.start < end)
      const place = part && part.start + 8 <= b.length ? u16(b, part.start + 2) : 0
      return [
        {
          layer,
          payload: part ? Math.min(b.length, part.start + 8) : start + 40,
          end,
          addresses: [[start + 8, 16], [start + 24, 16]], // prettier-ignore
          fragment: (place & 0xfff9) !== 0,
          first: (place & 0xfff8) === 0,
          protocol: part ? b[part.start]! : b[start + 6]!,
        },
      ]
    }
    return []
  })
}

/** Offsets of the checksum in the headers of transport layers. */
const checksums: Readonly<Record<number, number>> = { 1: 2, 6: 16, 17: 6, 58: 2 }

/** The header that the first part of a datagram begins with: it is decoded only where all parts are put together. */
export function fragmentOf(network: Network, b: Uint8Array): (readonly [number, number])[] {
  const { fragment, first, payload, end, protocol } = network
  const at = checksums[protocol]
  if (!fragment || !first || at === undefined || payload + 8 > end) return []
  const length = protocol === 6 ? Math.max(20, 4 * (b[payload + 12]! >> 4)) : 8
  if (payload + at + 2 <= end)
    network.checksum = {
      at: payload + at,
      from: payload,
      to: end,
      addresses: protocol === 1 ? [] : network.addresses,
      zeroIsNone: protocol === 17,
    }
  return [[payload, Math.min(end, payload + length)]]
}
