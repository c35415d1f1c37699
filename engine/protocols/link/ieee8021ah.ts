/**
 * IEEE 802.1ah, "MAC in MAC". A provider carries whole frames of its customers: four bytes with the number of the service, then the
 * customer's two addresses and type.
 *
 *   0                4                10               16     18
 *   +----------------+----------------+----------------+------+---------+
 *   | bits, I-SID    | C-destination  | C-source       | type | payload |
 *   +----------------+----------------+----------------+------+---------+
 */
import { ether as etherText } from '../../bytes/read'
import { bits, bytes, ether, packed, u16 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'
import { takeTrailer } from './ether-trailer'
import { nextByEtherType } from './ethertype'

export const ieee8021ah = protocol({
  name: 'ieee8021ah',
  title: 'IEEE 802.1ah',
  column: '802.1ah',
  shortName: 'IEEE 802.1AH',
  spec: 'IEEE 802.1ah',
  over: { ethertype: [0x88e7] },
  header: {
    tag: packed(4, {
      priority: bits('ieee8021ah.priority', 'Priority', 0xe0000000, {
        help: 'Which traffic goes first when a link is full: 0 ordinary, 7 most urgent.',
      }),
      drop: bits('ieee8021ah.drop', 'DROP', 0x10000000, { help: 'A busy switch may drop this frame before others.' }),
      nca: bits('ieee8021ah.nca', 'NCA', 0x08000000, { help: 'Set: the frame carries no customer’s addresses.' }),
      reserved1: bits('ieee8021ah.res1', 'RES1', 0x04000000),
      reserved2: bits('ieee8021ah.res2', 'RES2', 0x03000000),
      service: bits('ieee8021ah.isid', 'I-SID', 0x00ffffff, {
        help: 'Number of the service: which customer network of the provider the frame belongs to.',
      }),
    }),
  },
  fields: {
    destination: ether('ieee8021ah.cdst', 'C-Destination', { help: 'Whom the customer’s frame is for.' }),
    source: ether('ieee8021ah.csrc', 'C-Source', { help: 'Who sent the customer’s frame.' }),
    type: u16('ieee8021ah.etype', 'Type', { display: 'hex', names: etherTypes }),
    trailer: bytes('ieee8021ah.trailer', 'Trailer'),
  },
  decode(p, h, f) {
    p.say(tagText(p, h.tag))
    p.take(f.destination)
    p.take(f.source)
    nextByEtherType(p, p.take(f.type))
    takeTrailer(p, f, p.base)
  },
  heading(p, h) {
    const { base, bytes: b } = p
    const ends = p.end - base < 16 ? '' : `, C-Src: ${etherText(b, base + 10)}, C-Dst: ${etherText(b, base + 4)}`
    return `IEEE 802.1ah, I-SID: ${p.u32(h.tag) & 0xffffff}${ends}`
  },
})

function tagText(p: Packet, field: Field): string {
  const tag = p.u32(field)
  return `PRI: ${tag >>> 29}  Drop: ${(tag >>> 28) & 1}  NCA: ${(tag >>> 27) & 1}  Res1: ${(tag >>> 26) & 1}  Res2: ${(tag >>> 24) & 3}  I-SID: ${tag & 0xffffff}`
}
