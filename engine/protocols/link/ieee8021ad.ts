/** IEEE 802.1ad (Q-in-Q). The outer tag of a provider around the tag of a customer: two virtual networks, one inside the other. */
import { u16 } from '../../bytes/read'
import { bits } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { nextByEtherType } from './ethertype'
import { ieee8021ah } from './ieee8021ah'

const PROVIDER = 0x88a8

export const ieee8021ad = protocol({
  name: 'ieee8021ad',
  uses: ['eth'],
  title: 'IEEE 802.1ad',
  column: '802.1ad',
  shortName: 'IEEE 802.1AD',
  spec: 'IEEE 802.1ad',
  over: { ethertype: [PROVIDER] },
  fields: {
    priority: bits('ieee8021ad.priority', 'Priority', 0xe000, {
      help: 'Which traffic goes first when a link is full: 0 ordinary, 7 most urgent.',
    }),
    dei: bits('ieee8021ad.dei', 'DEI', 0x1000, { help: 'Whether a busy switch may drop this frame before others.' }),
    id: bits('ieee8021ad.id', 'ID', 0x0fff, { help: 'Number of the virtual network.' }),
    provider: bits('ieee8021ad.svid', 'ID', 0x0fff, { help: 'Number of the provider’s virtual network.' }),
    customer: bits('ieee8021ad.cvid', 'ID', 0x0fff, { help: 'Number of the customer’s virtual network.' }),
  },
  decode(p, _, f) {
    p.need(4)
    let type = u16(p.bytes, p.at + 2)
    const double = type === PROVIDER
    tag(p, [f.priority, f.dei, double ? f.provider : f.id])
    p.skip(2)
    if (double) {
      p.skip(2)
      p.need(4)
      tag(p, [f.priority, f.dei, f.customer])
      p.skip(2)
      type = p.peek(2)
    }
    // Wireshark files the type of both kinds of provider tag under one name.
    p.take(ieee8021ah.f.type)
    nextByEtherType(p, type)
  },
  heading: (p) =>
    isDouble(p)
      ? `IEEE 802.1ad, S-VID: ${u16(p.bytes, p.base) & 0xfff}, C-VID: ${u16(p.bytes, p.base + 4) & 0xfff}`
      : `IEEE 802.1ad, ID: ${u16(p.bytes, p.base) & 0xfff}`,
  summary(p) {
    const outer = u16(p.bytes, p.base)
    return `PRI: ${outer >>> 13}  DROP: ${(outer >>> 12) & 1} ID: ${outer & 0xfff}`
  },
})

const isDouble = (p: Packet): boolean => p.base + 8 <= p.end && u16(p.bytes, p.base + 2) === PROVIDER

function tag(p: Packet, [priority, eligible, id]: readonly [Field, Field, Field]): void {
  if (p.indexing) return
  const value = u16(p.bytes, p.at)
  p.add(priority, p.at, 2, value >>> 13)
  p.add(eligible, p.at, 2, (value >>> 12) & 1)
  p.add(id, p.at, 2, value & 0xfff)
}
