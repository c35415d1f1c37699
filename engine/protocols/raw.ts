/** Packets that start with their IP header: no link layer at all (LINKTYPE_RAW: tunnels, some modems). */
import { protocol } from '../dissect/protocol'

export const raw = protocol({
  name: 'raw',
  title: 'Raw packet data',
  column: 'N/A',
  spec: 'LINKTYPE_RAW',
  over: { 'frame.linktype': [12, 14, 101] },
  decode(p) {
    if (!p.indexing) {
      p.endsText('N/A', 'N/A')
      p.text('No link information available')
    }
    const first = p.peek(1)
    // Some modem drivers leave the framing of PPP in front.
    if (first === 0xff && p.left > 1 && p.peek(2) === 0xff03) p.next('link', 'ppp')
    else if (first >>> 4 === 4) p.next('ethertype', 0x0800)
    else if (first >>> 4 === 6) p.next('ethertype', 0x86dd)
    else p.rest()
  },
  summary: () => 'Raw packet data',
})
