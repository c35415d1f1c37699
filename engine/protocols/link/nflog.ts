/** Linux Netfilter log (LINKTYPE_NFLOG): what a firewall rule logged. Four bytes, then values with length and type, one of which is the packet. */
import { u16le } from '../../bytes/read'
import { bytes, u16, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const PAYLOAD = 9
const families: Readonly<Record<number, string>> = {
  0: 'Unspecified',
  1: 'IPv4/IPv6',
  2: 'IPv4',
  3: 'ARP',
  5: 'Netdev',
  7: 'Bridge',
  10: 'IPv6',
  12: 'DECNET',
}
const inside: Readonly<Record<number, number>> = { 2: 0x0800, 10: 0x86dd }

export const nflog = protocol({
  name: 'nflog',
  title: 'Linux Netfilter NFLOG',
  spec: 'LINKTYPE_NFLOG',
  over: { 'frame.linktype': [239] },
  header: {
    family: u8('nflog.family', 'Family', { names: families, help: 'Kind of the packet inside.' }),
    version: u8('nflog.version', 'Version'),
    resource: u16('nflog.res_id', 'Resource id', { help: 'Number of the log group that the rule names.' }),
  },
  fields: { value: bytes('nflog.tlv', 'TLV') },
  decode(p, h, f) {
    const family = p.u8(h.family)
    while (p.leftOnWire >= 4) {
      p.need(4)
      // In the byte order of the machine that logged, which is little-endian nearly everywhere.
      const length = u16le(p.bytes, p.at)
      const type = u16le(p.bytes, p.at + 2) & 0x7fff
      if (length < 4) break
      if (type === PAYLOAD) {
        p.add(f.value, p.at, Math.min(length, p.left))
        p.skip(4)
        p.limit(length - 4)
        p.next('ethertype', inside[family] ?? 0)
        return
      }
      p.take(f.value, Math.min(length, p.leftOnWire))
      // Each starts at a multiple of four.
      p.at = Math.min(p.end, p.at + (-length & 3))
    }
    p.at = p.end
  },
})
