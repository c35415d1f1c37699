/** Addresses that conversations are numbered by, as text. */
import { ether, ipv4, ipv6 } from '../bytes/read'
import type { Addresses } from '../flows/addresses'

export function addressText(addresses: Addresses, number: number): string {
  const bytes = addresses.bytes(number)
  switch (addresses.kind(number)) {
    case 'ether':
      return ether(bytes, 0)
    case 'ipv4':
      return ipv4(bytes, 0)
    case 'ipv6':
      return ipv6(bytes, 0)
    default:
      return ''
  }
}
