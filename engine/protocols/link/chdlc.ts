/** Cisco's HDLC for serial lines (RFC 1547, 4.3.1): an address, a zero, an EtherType. */
import { u16, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { etherTypes } from '../../names/ether-types'

export const chdlc = protocol({
  name: 'chdlc',
  uses: ['eth'],
  title: 'Cisco HDLC',
  spec: 'RFC 1547',
  over: { 'frame.linktype': [104, 112] },
  header: {
    address: u8('chdlc.address', 'Address', {
      display: 'hex',
      names: { 0x0f: 'Unicast', 0x8f: 'Multicast' },
      help: 'Whether the frame is for the other end or for everybody.',
    }),
    control: u8('chdlc.control', 'Control', { display: 'hex', help: 'Always zero.' }),
    protocol: u16('chdlc.protocol', 'Protocol', {
      display: 'hex',
      names: (v) => (v === 0x0800 ? 'IP' : etherTypes[v]),
      help: 'Which protocol follows, as an EtherType.',
    }),
  },
  decode(p, h) {
    if (!p.indexing) p.endsText('N/A', 'N/A')
    const type = p.u16(h.protocol)
    if (p.find('chdlc.protocol', type)) p.next('chdlc.protocol', type)
    // Keep-alives (SLARP) use RARP's number for something else.
    else if (type !== 0x8035 && p.find('ethertype', type)) p.next('ethertype', type)
    else {
      if (!p.indexing) p.name(type === 0x8035 ? 'SLARP' : `0x${type.toString(16).padStart(4, '0')}`)
      p.rest()
    }
  },
  summary: () => '',
})
