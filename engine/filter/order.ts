/** How the values of two entities are compared: by the type of the left side, as Wireshark does. */
import type { TypedEntity } from './typed'
import { byBytes, byIpv4, byIpv6, byNumber, byText, byTruth, byUnsigned } from './values'
import type { Order } from './values'

export function orderOf(left: TypedEntity, right: TypedEntity): Order {
  const bits = (e: TypedEntity, all: number): number => (e.kind === 'constant' ? (e.bits ?? all) : all)
  const type = left.type.class === 'unknown' ? right.type : left.type
  switch (type.class) {
    case 'uint':
      return byUnsigned
    case 'bool':
      return byTruth
    case 'ipv4':
      return byIpv4(Math.min(bits(left, 32), bits(right, 32)))
    case 'ipv6':
      return byIpv6(Math.min(bits(left, 128), bits(right, 128)))
    case 'string':
      return right.type.class === 'string' || right.type.class === 'unknown' ? byText : byBytes
    case 'bytes':
    case 'ether':
    case 'guid':
    case 'protocol':
      return byBytes
    default:
      return byNumber
  }
}
