/**
 * BSD loopback (LINKTYPE_NULL, LINKTYPE_LOOP). Four bytes in front of the packet say what it is: an address family in the byte order
 * of the machine that captured, or in network order; some systems write an EtherType there.
 */
import { u16, u32 } from '../../bytes/read'
import { u16 as u16Field, u32 as u32Field } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'

const LOOP = 108
/** IPv6 is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS. */
const families: Readonly<Record<number, readonly [name: string, etherType: number]>> = {
  2: ['IP', 0x0800],
  7: ['OSI', 0],
  16: ['Appletalk', 0],
  23: ['Netware IPX/SPX', 0],
  24: ['IPv6', 0x86dd],
  28: ['IPv6', 0x86dd],
  30: ['IPv6', 0x86dd],
}

/** Some write the head of Cisco's HDLC: an address, a zero, an EtherType. */
const isCisco = (word: number): boolean =>
  (word >>> 16 === 0x0f00 || word >>> 16 === 0x8f00) && (word & 0xffff) >= 0x0600

export const loopback = protocol({
  name: 'null',
  title: 'Null/Loopback',
  column: 'N/A',
  shortName: 'Null',
  spec: 'LINKTYPE_NULL',
  over: { 'frame.linktype': [0, LOOP] },
  fields: {
    family: u32Field('null.family', 'Family', {
      names: (v) => families[v]?.[0],
      help: 'Address family of the packet inside; 2 is IPv4, IPv6 has another number on each system.',
    }),
    type: u16Field('null.type', 'Type', { display: 'hex', names: etherTypes }),
  },
  decode(p, _, f) {
    if (!p.indexing) p.endsText('N/A', 'N/A')
    const at = p.at
    const inOrder = p.frame.linkType === LOOP
    if (!inOrder && p.peek(2) === 0xff03) {
      p.next('link', 'ppp')
      return
    }
    p.need(4)
    let value = u32(p.bytes, at)
    if (!inOrder && isCisco(value)) {
      const type = value & 0xffff
      p.add(f.type, at, 4, type)
      p.skip(4)
      if (p.left === 0) return
      if (p.find('ethertype', type)) p.next('ethertype', type)
      else p.rest()
      return
    }
    if (!inOrder && value >= 0x10000) {
      const [low, high] = [p.bytes[at]! | (p.bytes[at + 1]! << 8), p.bytes[at + 2]! | (p.bytes[at + 3]! << 8)]
      // A family in the first two bytes, or all four in little-endian order.
      value = value < 0x60000 ? u16(p.bytes, at) : (high << 16) + low
    }
    const isType = !inOrder && value > 1500
    if (isType) p.add(f.type, at, 4, value & 0xffff)
    else p.add(f.family, at, 4, value)
    p.skip(4)
    if (p.left === 0) return
    const next = isType ? value & 0xffff : (families[value]?.[1] ?? 0)
    if (next && p.find('ethertype', next)) p.next('ethertype', next)
    else p.rest()
  },
  summary: () => 'Null/Loopback',
})
