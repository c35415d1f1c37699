/** IEEE 802.1Q. A tag between addresses and type: three bits of priority, one that lets the frame be dropped first, twelve that name a virtual network. */
import { u16 } from '../../bytes/read'
import { bit, bits, bytes, expert, string, u16 as u16Field } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'
import { takeTrailer } from './ether-trailer'
import { nextByEtherType } from './ethertype'
import { nextByLength } from './eth'
import { vlanHelp } from './vlan-help'

/** IEEE 802.1D-2004, table G-2, and where a drop-eligible bit is meant: 802.1Q. */
const PRIORITIES = [
  'Best Effort (default)',
  'Background',
  'Excellent Effort',
  'Critical Applications',
  'Video, < 100ms latency and jitter',
  'Voice, < 10ms latency and jitter',
  'Internetwork Control',
  'Network Control',
]

export const vlan = protocol({
  name: 'vlan',
  help: vlanHelp,
  uses: ['eth'],
  title: '802.1Q Virtual LAN',
  spec: 'IEEE 802.1Q',
  over: { ethertype: [0x8100, 0x9100] },
  fields: {
    priority: bits('vlan.priority', 'Priority', 0xe000, {
      names: PRIORITIES,
      help: 'Which traffic goes first when a link is full: 0 ordinary, 7 most urgent.',
    }),
    dei: bit('vlan.dei', 'DEI', 0x1000, {
      trueFalse: ['Eligible', 'Ineligible'],
      help: 'Whether a busy switch may drop this frame before others.',
    }),
    id: bits('vlan.id', 'ID', 0x0fff, {
      help: 'Number of the virtual network: 1 to 4094. Switches keep frames of different numbers apart.',
    }),
    name: string('vlan.id_name', 'Name', { hidden: true }),
    type: u16Field('vlan.etype', 'Type', {
      display: 'hex',
      names: etherTypes,
      help: 'Which protocol follows the tag.',
    }),
    length: u16Field('vlan.len', 'Length'),
    trailer: bytes('vlan.trailer', 'Trailer'),
    pastEnd: expert('vlan.len.past_end', 'error', 'Malformed', 'Length field value goes past the end of the payload'),
    tooMany: expert('vlan.too_many_tags', 'warn', 'Undecoded', 'Too many nested VLAN tags'),
  },
  decode(p, _, f) {
    const start = p.at
    p.need(2)
    if (!p.indexing) {
      const tag = u16(p.bytes, start)
      p.add(f.priority, start, 2, tag >>> 13)
      p.add(f.dei, start, 2, (tag >>> 12) & 1)
      p.add(f.id, start, 2, tag & 0xfff)
    }
    p.skip(2)
    const type = p.peek(2)
    if (type > 1500) {
      p.take(f.type)
      nextByEtherType(p, type)
    } else nextByLength(p, type, f.length, f.pastEnd)
    takeTrailer(p, f, start)
  },
  heading(p) {
    if (p.end - p.base < 2) return '802.1Q Virtual LAN'
    const tag = u16(p.bytes, p.base)
    return `802.1Q Virtual LAN, PRI: ${tag >>> 13}, DEI: ${(tag >>> 12) & 1}, ID: ${tag & 0xfff}`
  },
  summary(p) {
    if (p.end - p.base < 2) return ''
    const tag = u16(p.bytes, p.base)
    return `PRI: ${tag >>> 13}  DEI: ${(tag >>> 12) & 1}  ID: ${tag & 0xfff}`
  },
})
