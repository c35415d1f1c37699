/** RFC 8926, Geneve: Ethernet frames or packets inside UDP, with options. */
import { bit, bits, bytes, expert, packed, u16, u24, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const CLASSES: Readonly<Record<number, string>> = {
  0x0100: 'Linux',
  0x0101: 'Open vSwitch (OVS)',
  0x0102: 'Open Virtual Networking (OVN)',
  0x0103: 'In-band Network Telemetry (INT)',
  0x0104: 'VMware',
  0x0105: 'Amazon',
  0x0106: 'Cisco',
  0x0107: 'Oracle',
}
const TYPES: Readonly<Record<number, string>> = {
  0x6558: 'Transparent Ethernet bridging',
  0x0800: 'IPv4',
  0x86dd: 'IPv6',
  0x8847: 'MPLS label switched packet',
}
const GOOGLE = 0x0132

export const geneve = protocol({
  name: 'geneve',
  title: 'Generic Network Virtualization Encapsulation',
  column: 'Geneve',
  spec: 'RFC 8926',
  over: { 'udp.port': [6081] },
  header: {
    first: packed(1, { version: bits('geneve.version', 'Version', 0xc0, { show: String }) }),
    flags: u8('geneve.flags', 'Flags', {
      display: 'hex',
      of: {
        oam: bit('geneve.flags.oam', 'Operations, Administration and Management Frame', 0x80),
        critical: bit('geneve.flags.critical', 'Critical Options Present', 0x40, {
          help: 'Who does not know every critical option has to drop the packet.',
        }),
        reserved: bit('geneve.flags.reserved', 'Reserved', 0x3f),
      },
    }),
    type: u16('geneve.proto_type', 'Protocol Type', {
      display: 'hex',
      names: TYPES,
      help: 'What is inside, as an EtherType.',
    }),
    network: u24('geneve.vni', 'Virtual Network Identifier (VNI)', {
      display: 'hex_dec',
      help: 'Which virtual network the payload belongs to.',
    }),
    reserved: u8('geneve.reserved', 'Reserved', { display: 'hex', hidden: true }),
  },
  fields: {
    options: bytes('geneve.options', 'Geneve Options'),
    optionClass: u16('geneve.option.class', 'Class', { display: 'hex', names: CLASSES }),
    optionType: u8('geneve.option.type', 'Type', { display: 'hex' }),
    optionCritical: bit('geneve.option.type.critical', 'Critical Option', 0x80, { hidden: true }),
    optionFlags: u8('geneve.option.flags', 'Flags', { display: 'hex', hidden: true }),
    optionLength: u8('geneve.option.length', 'Length', { unit: ' bytes' }),
    option: bytes('geneve.option', 'Option'),
    unknown: bytes('geneve.option.unknown.data', 'Unknown Option Data'),
    badLength: expert('geneve.option.length.invalid', 'warn', 'Protocol', 'Invalid length for option'),
  },
  decode(p, h, f) {
    const length = (p.u8(h.first) & 0x3f) * 4
    p.label(p.add(f.optionLength, p.base, 1, length), `Length: ${length} bytes`)
    if (length) {
      p.need(length)
      const row = p.add(f.options, p.at, length)
      p.label(row, `Options: (${length} bytes)`)
      const was = p.open(row)
      p.part(length, () => options(p))
      p.close(was)
    }
    const type = p.u16(h.type)
    p.next(type === 0x6558 ? 'gre.proto' : 'ethertype', type)
  },
  heading: (p, h) =>
    `Generic Network Virtualization Encapsulation, VNI: 0x${(p.u32(h.network) >>> 8).toString(16).padStart(6, '0')}`,
  summary: (p, h) => {
    const type = p.u16(h.type)
    return `Encapsulated ${TYPES[type] ?? `0x${type.toString(16).padStart(4, '0')} (unknown)`}`
  },
})

function options(p: Packet): void {
  const { f }: typeof geneve = geneve
  while (p.left >= 4) {
    const at = p.at
    const kind = p.peek(2)
    const type = p.peek(1, 2)
    const length = 4 + (p.peek(1, 3) & 0x1f) * 4
    const critical = type & 0x80 ? 'Critical' : 'Non-critical'
    const hex = type.toString(16).padStart(2, '0')
    const group = p.add(f.option, at, length)
    if (p.drawing)
      p.label(
        group,
        `Unknown, Class: ${CLASSES[kind] ?? (kind === GOOGLE ? 'Google' : 'Unknown')} (0x${kind.toString(16).padStart(4, '0')}) Type: 0x${hex} (${critical})`,
      )
    const was = p.open(group)
    p.take(f.optionClass)
    p.label(p.add(f.optionType, p.at, 1, type), `Type: 0x${hex} (${critical})`)
    p.hide(f.optionCritical, p.at, 1, type >> 7)
    p.hide(f.optionFlags, p.at + 1, 1, p.peek(1, 1) >> 5)
    p.add(f.optionLength, p.at + 1, 1, length)
    p.at += 2
    if (length > 4) p.take(f.unknown, length - 4)
    p.close(was)
  }
}
