/** RFC 4884: objects behind the packet that an ICMP error quotes. RFC 4950 (MPLS labels), RFC 5837 (interfaces). */
import { checksumStateNames, checksumStates } from '../../bytes/checksum'
import { checked } from '../../dissect/checked'
import { bit, bits, bytes, expert, ipv4, ipv6, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { icmpExtensionClasses } from '../../names/icmp'

const ROLES = [
  'IP interface upon which datagram arrived',
  'sub-IP component of an IP interface upon which datagram arrived',
  'IP interface through which datagram would be forwarded',
  'IP next-hop to which datagram would be forwarded',
]
const present = { trueFalse: ['Present', 'Not Present'] as const }

export const extensionFields = {
  extensions: none('icmp.ext', 'ICMP Extensions'),
  extensionVersion: u8('icmp.ext.version', 'Version'),
  extensionReserved: bits('icmp.ext.res', 'Reserved', 0x0fff, { display: 'hex', width: 2 }),
  extensionChecksum: u16('icmp.ext.checksum', 'Checksum', { display: 'hex' }),
  extensionStatus: u8('icmp.ext.checksum.status', 'Checksum Status', {
    generated: true,
    display: 'none',
    names: checksumStateNames,
  }),
  objectLength: u16('icmp.ext.length', 'Length'),
  objectClass: u8('icmp.ext.class', 'Class', { names: icmpExtensionClasses }),
  objectType: u8('icmp.ext.ctype', 'C-Type'),
  objectData: bytes('icmp.ext.data', 'Data'),
  mplsLabel: bits('icmp.mpls.label', 'Label', 0xfffff0, {
    help: 'What the router would have forwarded the packet by.',
  }),
  mplsExp: bits('icmp.mpls.exp', 'Experimental', 0x00000e),
  mplsBottom: bit('icmp.mpls.s', 'Stack bit', 0x000001, { trueFalse: ['Set', 'Not set'] }),
  mplsTtl: u8('icmp.mpls.ttl', 'Time to live'),
  mplsData: bytes('icmp.mpls.data', 'Data'),
  role: bits('icmp.int_info.role', 'Interface Role', 0xc0, { names: ROLES }),
  roleReserved: bits('icmp.int_info.reserved', 'Reserved', 0x30),
  hasIndex: bit('icmp.int_info.ifindex', 'ifIndex', 0x08),
  hasAddress: bit('icmp.int_info.ipaddr', 'IP Address', 0x04, present),
  hasName: bit('icmp.int_info.name_present', 'Interface Name', 0x02, present),
  hasMtu: bit('icmp.int_info.mtu_present', 'MTU', 0x01, present),
  interfaceIndex: u32('icmp.int_info.index', 'Interface Index'),
  interfaceFamily: u16('icmp.int_info.afi', 'Address Family Identifier'),
  interfaceIpv4: ipv4('icmp.int_info.ipv4', 'Source'),
  interfaceIpv6: ipv6('icmp.int_info.ipv6', 'Source'),
  interfaceOther: bytes('icmp.int_info.ipunknown', 'Source'),
  nameLength: u8('icmp.int_info.name_length', 'Name Length'),
  interfaceName: string('icmp.int_info.name', 'Name', { zeroTerminated: true }),
  interfaceMtu: u32('icmp.int_info.mtu', 'Maximum Transmission Unit'),
  extensionBad: expert('icmp.ext.checksum_bad', 'warn', 'Checksum', 'Bad checksum'),
}

type ExtensionFields = typeof extensionFields
type Body = (p: Packet, f: ExtensionFields, type: number, end: number) => void

/** Decodes the extension structure that the rest of the layer is. `others` decode further classes of objects. */
export function decodeExtensions(p: Packet, f: ExtensionFields, others: Readonly<Record<number, Body>> = {}): void {
  const at = p.at
  p.need(4)
  const version = p.peek(1) >> 4
  const group = p.add(f.extensions, at, p.left)
  p.label(group, 'ICMP Multi-Part Extensions')
  const was = p.open(group)
  const line = p.add(f.extensionVersion, at, 1, version)
  p.label(line, `Version: ${version}`)
  p.add(f.extensionReserved, at, 2, p.peek(2) & 0x0fff)
  const sum = p.peek(2, 2)
  const row = p.add(f.extensionChecksum, at + 2, 2, sum)
  if (sum === 0) {
    p.label(row, '[Checksum: [missing]]')
    p.set(f.extensionStatus, checksumStates.absent, at + 2, 2)
  } else if (!p.first) checked(p, row, at + 2, at, p.wire - at, f.extensionStatus, f.extensionBad)
  p.at += 4
  if (version === 2) while (p.left >= 4) if (!object(p, f, others)) break
  p.close(was)
}

function object(p: Packet, f: ExtensionFields, others: Readonly<Record<number, Body>>): boolean {
  const at = p.at
  const length = p.peek(2)
  const kind = p.peek(1, 2)
  const type = p.peek(1, 3)
  if (length < 4) return false
  // An object that leaves the message is the last one, and shown as far as it goes.
  const isCut = length > p.leftOnWire
  const mpls = kind === 1 && type === 1
  const name = mpls ? 'MPLS Stack Entry' : icmpExtensionClasses[kind]
  const title = (kind > 1 || mpls ? name : undefined) ?? `Unknown object (${kind}/${type})`
  const line = p.text(isCut ? `${title} (truncated)` : title, at, Math.min(length, p.leftOnWire))
  const was = p.open(line)
  p.take(f.objectLength)
  p.take(f.objectClass)
  const typeRow = p.add(f.objectType, p.at, 1, type)
  p.at++
  const end = isCut ? p.wire : at + length
  p.need(end - p.at)
  const body = mpls
    ? labels
    : kind === 2
      ? (q: Packet, g: ExtensionFields, t: number, e: number) => about(q, g, t, e, typeRow)
      : others[kind]
  if (body) body(p, f, type, end)
  else if (p.at < end) p.add(f.objectData, p.at, end - p.at)
  p.at = end
  p.close(was)
  return !isCut
}

function labels(p: Packet, f: ExtensionFields, _: number, end: number): void {
  while (p.at + 4 <= end) {
    const v = p.peek(3)
    const ttl = p.peek(1, 3)
    const text = `Label: ${v >> 4}, Exp: ${(v >> 1) & 7}, S: ${v & 1}, TTL: ${ttl}`
    const was = p.open(p.drawing ? p.text(text, p.at, 4) : -1)
    p.add(f.mplsLabel, p.at, 3, v >> 4)
    p.add(f.mplsExp, p.at, 3, (v >> 1) & 7)
    p.add(f.mplsBottom, p.at, 3, v & 1)
    p.add(f.mplsTtl, p.at + 3, 1, ttl)
    p.at += 4
    p.close(was)
  }
}

/** RFC 5837: which interface of the router the message speaks of. */
function about(p: Packet, f: ExtensionFields, type: number, end: number, row: number): void {
  if (p.drawing) {
    const words = [type & 8 && 'ifIndex', type & 4 && 'IP Address', type & 2 && 'Interface Name', type & 1 && 'MTU']
    p.label(row, [`C-Type: ${type}, Interface Role: ${ROLES[type >> 6]}`, ...words.filter(Boolean)].join(', '))
  }
  const was = p.open(row)
  const at = p.at - 1
  p.add(f.role, at, 1, type >> 6)
  p.add(f.roleReserved, at, 1, (type >> 4) & 3)
  p.add(f.hasIndex, at, 1, (type >> 3) & 1)
  p.add(f.hasAddress, at, 1, (type >> 2) & 1)
  p.add(f.hasName, at, 1, (type >> 1) & 1)
  p.add(f.hasMtu, at, 1, type & 1)
  p.close(was)
  if (type & 8 && p.at + 4 <= end) p.take(f.interfaceIndex)
  if (type & 4 && p.at + 4 <= end) {
    const group = p.open(p.text('IP Address Sub-Object', p.at))
    const family = p.take(f.interfaceFamily)
    p.skip(2)
    if (family === 1) p.take(f.interfaceIpv4)
    else if (family === 2) p.take(f.interfaceIpv6)
    else if (p.at < end) p.take(f.interfaceOther, end - p.at)
    p.close(group)
  }
  if (type & 2 && p.at < end) {
    const group = p.open(p.text('Interface Name Sub-Object', p.at))
    const length = p.take(f.nameLength)
    if (length > 1) p.take(f.interfaceName, Math.min(length - 1, end - p.at))
    p.close(group)
  }
  if (type & 1 && p.at + 4 <= end) p.take(f.interfaceMtu)
}
