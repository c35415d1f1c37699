/**
 * Linux "cooked" capture (LINKTYPE_LINUX_SLL and _SLL2): what the `any` interface gives, where real link headers differ from packet to packet.
 *
 *   v1: packet type 2, address type 2, address length 2, source address 8, protocol 2
 *   v2: protocol 2, reserved 2, interface index 4, address type 2, packet type 1, address length 1, source address 8
 */
import { ether as etherText, ipv4 as ipv4Text, u16, u8 } from '../../bytes/read'
import { bytes, ether, ipv4, u16 as u16Field, u32 as u32Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'
import { hardwareTypes } from '../../names/hardware-types'
import { takeTrailer } from './ether-trailer'
import { nextByEtherType } from './ethertype'

const VERSION_2 = 276
const GRE = 778
const packetTypes = ['Unicast to us', 'Broadcast', 'Multicast', 'Unicast to another host', 'Sent by us']
/** Protocol numbers of Linux that are no EtherTypes. */
const linuxTypes: Readonly<Record<number, string>> = {
  0x01: 'Raw 802.3',
  0x03: 'Ethernet',
  0x04: '802.2 LLC',
  0x07: 'PPP (HDLC)',
  0x0c: 'CAN',
  0x0d: 'CAN FD',
  0x17: 'IrDA LAP',
  0xf5: 'ISI',
  0xf6: 'IEEE 802.15.4',
}

export const sll = protocol({
  name: 'sll',
  uses: ['eth'],
  title: 'Linux cooked-mode capture',
  spec: 'LINKTYPE_LINUX_SLL',
  over: { 'frame.linktype': [113, VERSION_2] },
  fields: {
    packetType: u16Field('sll.pkttype', 'Packet type', {
      names: packetTypes,
      help: 'Whether the packet came in, for whom, or went out.',
    }),
    addressType: u16Field('sll.hatype', 'Link-layer address type', {
      names: hardwareTypes,
      help: 'Kind of the interface that the packet went through.',
    }),
    addressLength: u16Field('sll.halen', 'Link-layer address length'),
    sourceEther: ether('sll.src.eth', 'Source', {
      help: 'Hardware address of the sender; the receiver’s is not kept.',
    }),
    sourceIpv4: ipv4('sll.src.ipv4', 'Source'),
    sourceOther: bytes('sll.src.other', 'Source'),
    unused: bytes('sll.unused', 'Unused'),
    linuxType: u16Field('sll.ltype', 'Protocol', { display: 'hex', names: linuxTypes }),
    greType: u16Field('sll.gretype', 'Protocol', { display: 'hex', names: etherTypes }),
    etherType: u16Field('sll.etype', 'Protocol', {
      display: 'hex',
      names: etherTypes,
      help: 'Which protocol follows, as an EtherType.',
    }),
    interfaceIndex: u32Field('sll.ifindex', 'Interface index', {
      help: 'Number of the interface on the machine that captured.',
    }),
    trailer: bytes('sll.trailer', 'Trailer'),
  },
  decode(p, _, f) {
    const start = p.at
    if (p.frame.linkType === VERSION_2) {
      if (p.left < 11) {
        p.name('')
        p.say('')
      }
      p.need(10)
      const type = u16(p.bytes, start)
      const hardware = u16(p.bytes, start + 8)
      if (!p.indexing) {
        showType(p, type, hardware)
        p.at = start + 4
        p.take(f.interfaceIndex)
        p.take(f.addressType)
        p.take(f.packetType, 1)
        const length = p.take(f.addressLength, 1)
        showAddress(p, length)
      }
      p.at = start
      p.need(20)
      p.at = start + 20
      follow(p, type, hardware)
    } else {
      if (!p.indexing) {
        p.take(f.packetType)
        p.take(f.addressType)
        showAddress(p, p.take(f.addressLength))
      }
      p.at = start
      p.need(16)
      const type = u16(p.bytes, start + 14)
      const hardware = u16(p.bytes, start + 2)
      p.at = start + 14
      if (!p.indexing) showType(p, type, hardware)
      p.at = start + 16
      follow(p, type, hardware)
    }
    takeTrailer(p, f, start)
  },
  heading: (p) => `Linux cooked capture v${p.frame.linkType === VERSION_2 ? 2 : 1}`,
  summary(p) {
    const type = p.frame.linkType === VERSION_2 ? u8(p.bytes, p.base + 10) : u16(p.bytes, p.base)
    return packetTypes[type] ?? `Unknown (${type})`
  },
})

const isLinux = (type: number): boolean => type <= 0x0600

function showType(p: Packet, type: number, hardware: number): void {
  const { f } = sll
  p.take(hardware === GRE ? f.greType : isLinux(type) ? f.linuxType : f.etherType)
}

/** The sender's address: up to eight bytes of room, the rest is unused. */
function showAddress(p: Packet, length: number): void {
  const { f } = sll
  const used = Math.min(length, 8)
  const at = p.at
  if (used === 6) {
    p.take(f.sourceEther)
    if (p.columns) p.endsText(p.names.ether(p.bytes, at) ?? etherText(p.bytes, at), '')
  } else if (used === 4) {
    p.take(f.sourceIpv4)
    if (p.columns) p.endsText(ipv4Text(p.bytes, at), '')
  } else if (used) p.take(f.sourceOther, used)
  if (used < 8) p.take(f.unused, 8 - used)
}

function follow(p: Packet, type: number, hardware: number): void {
  if (hardware === GRE) p.next(p.find('gre.proto', type) ? 'gre.proto' : 'ethertype', type)
  else if (isLinux(type)) p.next('sll.ltype', type)
  else nextByEtherType(p, type)
}
