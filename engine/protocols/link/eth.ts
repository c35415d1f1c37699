/**
 * IEEE 802.3. Two addresses, then a type (0x0600 and above: Ethernet II) or a length (up to 1500: LLC follows).
 *
 *   0        6        12      14
 *   +--------+--------+-------+---------------------+---------+------+
 *   | destin.| source | type/ |  payload            | padding | FCS  |
 *   | address| address| length|                     |  to 60  |      |
 *   +--------+--------+-------+---------------------+---------+------+
 */
import { ether as etherText, u16, u24 } from '../../bytes/read'
import {
  bit,
  bytes,
  ether,
  expert,
  string,
  u16 as u16Field,
  u24 as u24Field,
  u32,
  u8 as u8Field,
} from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { vendorName } from '../../names/addresses'
import { etherTypes } from '../../names/ether-types'
import { padding, paddingBad, takeTrailer } from './ether-trailer'
import { nextByEtherType } from './ethertype'
import { ethHelp } from './eth-help'

const LOCAL = [
  'Locally administered address (this is NOT the factory default)',
  'Globally unique address (factory default)',
] as const
const GROUP = ['Group address (multicast/broadcast)', 'Individual address (unicast)'] as const
const hidden = { hidden: true } as const
const lg = (name: string, help?: string): Field =>
  bit(name, 'LG bit', 0x020000, { trueFalse: LOCAL, ...(help ? { help } : {}) })
const ig = (name: string, help?: string): Field =>
  bit(name, 'IG bit', 0x010000, { trueFalse: GROUP, ...(help ? { help } : {}) })

const STATUS = ['Bad', 'Good', 'Unverified', 'Not present', 'Illegal']

export const eth = protocol({
  name: 'eth',
  title: 'Ethernet',
  column: 'Ethernet',
  spec: 'IEEE 802.3',
  help: {
    ...ethHelp,
    eth: 'The header of an Ethernet frame: which adapter on this link sends to which (IEEE 802.3).',
  },
  over: { 'frame.linktype': [1], 'gre.proto': [0x6558], 'sll.ltype': [3], 'ppp.protocol': [0x0031] },
  fields: {
    dst: ether('eth.dst', 'Destination', {
      help: 'Hardware address of the adapter on this link that the frame is for.',
    }),
    dstResolved: string('eth.dst_resolved', 'Destination (resolved)', hidden),
    dstOui: u24Field('eth.dst.oui', 'Destination OUI', hidden),
    dstOuiResolved: string('eth.dst.oui_resolved', 'Destination OUI (resolved)', hidden),
    src: ether('eth.src', 'Source', { help: 'Hardware address of the adapter on this link that sent the frame.' }),
    srcResolved: string('eth.src_resolved', 'Source (resolved)', hidden),
    srcOui: u24Field('eth.src.oui', 'Source OUI', hidden),
    srcOuiResolved: string('eth.src.oui_resolved', 'Source OUI (resolved)', hidden),
    addr: ether('eth.addr', 'Address', { help: 'Source or destination, whichever matches.' }),
    addrResolved: string('eth.addr_resolved', 'Address (resolved)', hidden),
    addrOui: u24Field('eth.addr.oui', 'Address OUI', hidden),
    addrOuiResolved: string('eth.addr.oui_resolved', 'Address OUI (resolved)', hidden),
    dstLg: lg('eth.dst.lg', 'Whether the maker of the adapter assigned the address, or somebody on this network.'),
    dstIg: ig('eth.dst.ig', 'Whether the address is one adapter, or a group that several listen to.'),
    srcLg: lg('eth.src.lg', 'Whether the maker of the adapter assigned the address, or somebody on this network.'),
    srcIg: ig('eth.src.ig', 'Must be 0: a group cannot send.'),
    lg: lg('eth.lg'),
    ig: ig('eth.ig'),
    type: u16Field('eth.type', 'Type', {
      display: 'hex',
      names: etherTypes,
      help: 'Which protocol the payload is: 0x0800 IPv4, 0x0806 ARP, 0x86dd IPv6.',
    }),
    len: u16Field('eth.len', 'Length', { help: 'Bytes of payload, where the frame says a length in place of a type.' }),
    invalid: u16Field('eth.invalid_lentype', 'Invalid length/type', { display: 'hex_dec' }),
    padding,
    trailer: bytes('eth.trailer', 'Trailer', {
      help: 'Bytes behind the payload that are no padding: some network equipment appends them.',
    }),
    fcs: u32('eth.fcs', 'Frame check sequence', {
      display: 'hex',
      help: 'CRC-32 over the frame; most adapters check it and do not pass it on.',
    }),
    fcsStatus: u8Field('eth.fcs.status', 'FCS Status', {
      generated: true,
      names: STATUS,
      show: (v) => STATUS[v] ?? String(v),
    }),
    invalidNote: expert('eth.invalid_lentype.expert', 'warn', 'Protocol', 'Invalid length/type'),
    groupSource: expert(
      'eth.src_not_group',
      'warn',
      'Protocol',
      'Source MAC must not be a group address: IEEE 802.3-2002, Section 3.2.3(b)',
    ),
    pastEnd: expert('eth.len.past_end', 'error', 'Malformed', 'Length field value goes past the end of the payload'),
    paddingBad,
  },
  decode(p, _, f) {
    const start = p.at
    if (p.left < 14) {
      if (p.left >= 12) p.address('ether', start + 6, start)
      else if (p.left >= 6 && p.columns)
        p.endText('destination', p.names.ether(p.bytes, start) ?? etherText(p.bytes, start))
      p.need(14)
    }
    p.address('ether', start + 6, start)
    const type = u16(p.bytes, start + 12)
    if (!p.indexing) {
      showAddress(p, start, [f.dst, f.dstResolved, f.dstOui, f.dstOuiResolved, f.dstLg, f.dstIg], f)
      showAddress(p, start + 6, [f.src, f.srcResolved, f.srcOui, f.srcOuiResolved, f.srcLg, f.srcIg], f)
    }
    p.at = start + 12
    if (type >= 0x0600 || type === 0) {
      p.take(f.type)
      nextByEtherType(p, type)
    } else if (type > 1500) {
      const line = p.add(f.invalid, p.at, 2, type)
      const was = p.open(line)
      p.note(f.invalidNote, `Invalid length/type: ${invalidText(type)}`, p.at, 2)
      p.close(was)
      p.skip(2)
      p.rest()
      return
    } else nextByLength(p, type, f.len, f.pastEnd)
    // Frames inside tunnels come without a check sequence.
    takeTrailer(p, start === p.origin ? f : { trailer: f.trailer }, start)
  },
  heading(p) {
    const start = p.base
    if (p.end - start < 12) return 'Ethernet'
    const ends = `Src: ${named(p, start + 6)}, Dst: ${named(p, start)}`
    if (p.end - start < 14) return `Ethernet, ${ends}`
    const type = u16(p.bytes, start + 12)
    if (type > 0 && type <= 1500) return isRaw(p, start + 14) ? 'IEEE 802.3 Ethernet Raw ' : 'IEEE 802.3 Ethernet '
    return `Ethernet II, ${ends}`
  },
  summary(p) {
    // Of a header that was cut nothing is said.
    p.need(14, p.base)
    const type = u16(p.bytes, p.base + 12)
    if (type > 1500 && type < 0x0600) return `Ethernet Unknown: Invalid length/type: ${invalidText(type)}`
    if (type > 0 && type <= 1500) return isRaw(p, p.base + 14) ? 'IEEE 802.3 Ethernet Raw' : 'IEEE 802.3 Ethernet'
    return 'Ethernet II'
  },
})

const isLength = (p: Packet, at: number): boolean => u16(p.bytes, at) <= 1500 && u16(p.bytes, at) > 0
const invalidText = (type: number): string => `0x${type.toString(16).padStart(4, '0')} (${type})`
/** Novell's "raw 802.3": IPX right behind the length, known by its unused checksum. */
const isRaw = (p: Packet, at: number): boolean => at + 2 <= p.end && u16(p.bytes, at) === 0xffff

/** `name (address)`, or the address alone where look-ups are off. */
function named(p: Packet, at: number): string {
  const address = etherText(p.bytes, at)
  const name = p.names.ether(p.bytes, at)
  return name === undefined ? address : `${name} (${address})`
}

/** IEEE 802.3 with a length: LLC, or Novell's IPX without one. Used by VLAN tags, too. */
export function nextByLength(p: Packet, length: number, field: Field, pastEnd: Field): void {
  const line = p.add(field, p.at, 2, length)
  p.skip(2)
  if (length > p.leftOnWire) {
    const was = p.open(line)
    p.note(pastEnd, undefined, p.at - 2, 2)
    p.close(was)
  }
  const { end, wire } = p
  p.limit(length)
  p.next('eth.length', isRaw(p, p.at) ? 'raw' : 'llc')
  p.at = Math.max(p.at, p.end)
  p.end = end
  p.wire = wire
}

type AddressFields = readonly [address: Field, resolved: Field, oui: Field, ouiResolved: Field, lg: Field, ig: Field]

/** One address with its vendor and its two flag bits, under its own names and under those that both addresses share. */
function showAddress(p: Packet, at: number, own: AddressFields, f: typeof eth.f): void {
  const [address, resolved, oui, ouiResolved, localBit, groupBit] = own
  const was = p.open(p.add(address, at, 6))
  const first = u24(p.bytes, at)
  const local = (first >>> 17) & 1
  const group = (first >>> 16) & 1
  if (p.wanted(resolved) || p.wanted(f.addrResolved)) {
    const name = p.names.ether(p.bytes, at) ?? etherText(p.bytes, at)
    p.hide(resolved, at, 6, name)
    p.hide(f.addrResolved, at, 6, name)
  }
  p.hide(oui, at, 3, first)
  p.hide(f.addrOui, at, 3, first)
  if (p.wanted(ouiResolved) || p.wanted(f.addrOuiResolved)) {
    const vendor = vendorName(p.bytes, at)
    if (vendor !== undefined) {
      p.hide(ouiResolved, at, 3, vendor)
      p.hide(f.addrOuiResolved, at, 3, vendor)
    }
  }
  // Behind a length the bit says that a source route follows (IEEE 802.5).
  if (group && address === f.src && !isLength(p, at + 6)) p.note(f.groupSource, undefined, at, 6)
  p.add(f.addr, at, 6)
  p.add(localBit, at, 3, local)
  p.hide(f.lg, at, 3, local)
  p.add(groupBit, at, 3, group)
  p.hide(f.ig, at, 3, group)
  p.close(was)
}
