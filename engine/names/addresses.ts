/** Names of hardware addresses: well-known groups (IEEE 802.1D, IANA), and `PcsCompu_17:da:ff` by the vendor. Look-ups in tables only: nothing is asked of the network. */
import { hex, u24 } from '../bytes/read'
import type { AddressNames } from '../dissect/format'
import { shortVendor, vendor } from './vendors'

const SPANNING_TREE = 'Spanning-tree-(for-bridges)'

/** Addresses that standards reserve, whole. */
const RESERVED: Readonly<Record<string, string>> = {
  ffffffffffff: 'Broadcast',
  '01000ccccccc': 'CDP/VTP/DTP/PAgP/UDLD',
  '01000ccccccd': 'PVST+',
  '01000ccdcdcd': 'STP-UplinkFast',
  '01000cdddddd': 'CGMP',
  '0180c2000001': 'MAC-specific-ctrl-proto-01',
  '0180c2000002': 'Slow-Protocols',
  '0180c2000003': 'Nearest-non-TPMR-bridge',
  '0180c2000004': 'MAC-specific-ctrl-proto-04',
  '0180c2000008': 'Provider-Bridge',
  '0180c200000d': 'Provider-Bridge-MVRP',
  '0180c200000e': 'LLDP_Multicast',
  '0180c2000010': 'Bridge-Management',
  '0180c2000014': "ISIS-all-level-1-IS's",
  '0180c2000015': "ISIS-all-level-2-IS's",
  '00e02b000000': 'Extreme-EDP',
  '00e02b000001': 'Extreme-EEP',
  '00e02b000002': 'Extreme-ESRP-Client',
  '00e02b000004': 'Extreme-EAPS',
  '030000000001': 'NETBIOS-',
  '090007ffffff': 'AppleTalk-broadcast-address',
  ab0000010000: 'DEC-MOP-Dump/Load-Assistance',
  ab0000020000: 'DEC-MOP-Remote-Console',
  ab0000030000: 'DECNET-Phase-IV-end-node-Hello-packets',
  ab0000040000: 'DECNET-Phase-IV-Router-Hello-packets',
  cf0000000000: 'Ethernet-Configuration-Test-protocol-(Loopback)',
}

/** Groups whose last bytes say more: first bytes → name, followed by `_` and the rest. The longest that fits is taken. */
const GROUPS: readonly (readonly [start: string, name: string])[] = [
  ['01005e0000', 'IPv4mcast'],
  ['01005e', 'IPv4mcast'],
  ['3333000000', 'IPv6mcast'],
  ['3333', 'IPv6mcast'],
  ['0180c20000', SPANNING_TREE],
  ['0180c2', SPANNING_TREE],
  ['01000c0000', 'ISL-Frame'],
  ['00005e0001', 'IETF-VRRP-VRID'],
  ['010ecf', 'PN-MC'],
]

/** The name of a well-known address. */
function reservedName(bytes: Uint8Array, at: number): string | undefined {
  const text = hex(bytes, at, 6)
  const reserved = RESERVED[text]
  if (reserved !== undefined) return reserved
  // Connectivity fault management (IEEE 802.1ag): eight levels of two classes.
  if (text.startsWith('0180c200003')) {
    const level = bytes[at + 5]! & 0x07
    return `OAM-Multicast-DA-Class-${bytes[at + 5]! & 0x08 ? 2 : 1}_0${level}`
  }
  for (const [start, name] of GROUPS)
    if (text.startsWith(start)) return `${name}_${hex(bytes, at + start.length / 2, 6 - start.length / 2, ':')}`
  return undefined
}

/** A group's address belongs to the vendor of the block that it is made from. */
const blockOf = (bytes: Uint8Array, at: number): number => u24(bytes, at) & 0xfeffff

/** Names for addresses in columns and trees; the address itself, as text, where nobody knows one. */
export const vendorNames: AddressNames = {
  ether(bytes, at) {
    const first = bytes[at]!
    const reserved =
      first & 1 || (first === 0 && (bytes[at + 1] === 0 || bytes[at + 1] === 0xe0))
        ? reservedName(bytes, at)
        : undefined
    if (reserved !== undefined) return reserved
    const short = shortVendor(blockOf(bytes, at), u24(bytes, at + 3))
    return short === undefined ? hex(bytes, at, 6, ':') : `${short}_${hex(bytes, at + 3, 3, ':')}`
  },
}

/** Full name of the vendor of an address; undefined where the registry has none. */
export const vendorName = (bytes: Uint8Array, at: number): string | undefined =>
  bytes[at]! & 1 ? undefined : vendor(u24(bytes, at), u24(bytes, at + 3))

/** Full name behind an organisation's three bytes. */
export const vendorOf = (oui: number): string | undefined => vendor(oui, 0)
