/**
 * RFC 3032. Labels in front of a packet, by which routers of one provider forward it without looking at its addresses.
 *
 *   0                                       20    23 24      32
 *   +---------------------------------------+-----+-+--------+
 *   |                 label                 | exp |S|  TTL   |  repeated until S is 1
 *   +---------------------------------------+-----+-+--------+
 */
import { u32 } from '../../bytes/read'
import { bits } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const reserved: Readonly<Record<number, string>> = {
  0: 'IPv4 Explicit-Null',
  1: 'Router Alert',
  2: 'IPv6 Explicit-Null',
  3: 'Implicit-Null',
  7: 'Entropy Label Indicator (ELI)',
  13: 'Generic Associated Channel Label (GAL)',
  14: 'OAM Alert',
}

export const mpls = protocol({
  name: 'mpls',
  uses: ['eth'],
  title: 'MultiProtocol Label Switching Header',
  spec: 'RFC 3032',
  over: { ethertype: [0x8847, 0x8848], 'ip.proto': [137] },
  fields: {
    label: bits('mpls.label', 'MPLS Label', 0xfffff000, {
      show: (v) =>
        v < 16 ? `${reserved[v] ?? `Reserved - ${v}`} (${v})` : `${v} (0x${v.toString(16).padStart(5, '0')})`,
      help: 'Tells the next router where to send the packet; agreed on between neighbours.',
    }),
    experimental: bits('mpls.exp', 'MPLS Experimental Bits', 0x00000e00, {
      help: 'Traffic class, for quality of service.',
    }),
    bottom: bits('mpls.bottom', 'MPLS Bottom Of Label Stack', 0x00000100, {
      help: '1 on the last label: the packet itself follows.',
    }),
    ttl: bits('mpls.ttl', 'MPLS TTL', 0x000000ff, { help: 'Routers that may still forward the packet.' }),
  },
  decode(p, _, f) {
    for (;;) {
      p.need(4)
      const entry = u32(p.bytes, p.at)
      p.add(f.label, p.at, 4, entry >>> 12)
      p.add(f.experimental, p.at, 4, (entry >>> 9) & 7)
      p.add(f.bottom, p.at, 4, (entry >>> 8) & 1)
      p.add(f.ttl, p.at, 4, entry & 0xff)
      p.skip(4)
      if (entry & 0x100) break
    }
    // Nothing says what is inside: the version of an IP header does, or a pseudowire's control word before an Ethernet frame.
    const version = p.peek(1) >>> 4
    if (version === 4) p.next('ethertype', 0x0800)
    else if (version === 6) p.next('ethertype', 0x86dd)
    else if (version === 0 && p.left >= 18 && p.find('frame.linktype', 1)) {
      p.skip(4)
      p.next('frame.linktype', 1)
    } else p.rest()
    // What fills the frame up is none of its.
    p.limit(0)
  },
  heading(p) {
    const entry = u32(p.bytes, p.base)
    const label = entry >>> 12
    const name = label < 16 ? ` (${reserved[label] ?? `Reserved - ${label}`})` : ''
    return `MultiProtocol Label Switching Header, Label: ${label}${name}, Exp: ${(entry >>> 9) & 7}, S: ${(entry >>> 8) & 1}, TTL: ${entry & 0xff}`
  },
  summary: () => 'MPLS Label Switched Packet',
})
